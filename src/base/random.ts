/** A seeded stream of random numbers. Deterministic across machines; not for secrets. */
export interface Rng {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
  /** Uniform integer in [0, n). */
  below(n: number): number;
  /** Standard normal. */
  normal(): number;
  /** An independent stream named by `key`, so that order of use cannot change results. */
  derive(key: string | number): Rng;
}

/** sfc32, seeded by splitmix32 of the seed and the key. Source: PractRand, C. Doty-Humphrey. */
export function rngOf(seed: number | string): Rng {
  let h = mix(typeof seed === 'number' ? seed >>> 0 : hash32(seed));
  let a = h >>> 0;
  h = mix(h);
  let b = h >>> 0;
  h = mix(h);
  let c = h >>> 0;
  let counter = 1;
  const root = h;
  const bits = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) bits();
  const next = () => bits() / 4294967296;
  return {
    next,
    below: (n) => Math.floor(next() * n),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    derive: (key) => rngOf(mix(root ^ (typeof key === 'number' ? mix(key >>> 0) : hash32(key)))),
  };
}

function mix(x: number): number {
  let z = (x + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}

function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
