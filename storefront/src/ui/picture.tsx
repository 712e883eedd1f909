/** Items of the simulated marketplace have no photographs: each gets a drawing of its own, the same everywhere. */
export function Picture({ id, category, large = false }: { id: string; category: string; large?: boolean }) {
  const hue = hashOf(category) % 360;
  const random = seeded(hashOf(id));
  const ground = `oklch(93% .035 ${hue})`;
  const near = `oklch(${68 + random() * 12}% .1 ${(hue + random() * 50 - 25 + 360) % 360})`;
  const far = `oklch(${82 + random() * 6}% .07 ${(hue + 40) % 360})`;
  const x = 38 + random() * 24;
  const y = 40 + random() * 16;
  const size = 18 + random() * 10;
  const kind = Math.floor(random() * 4);
  return (
    <svg
      className={large ? 'picture large' : 'picture'}
      viewBox="0 0 100 100"
      aria-hidden="true"
      focusable="false"
    >
      <rect width="100" height="100" fill={ground} />
      <path
        d={`M0 ${78 + random() * 6} Q 30 ${70 + random() * 8} 60 ${78 + random() * 6} T 100 76 V100 H0Z`}
        fill={far}
      />
      {kind === 0 && <circle cx={x} cy={y} r={size} fill={near} />}
      {kind === 1 && (
        <rect x={x - size} y={y - size} width={2 * size} height={2 * size} rx={size / 3} fill={near} />
      )}
      {kind === 2 && (
        <path
          d={`M${x} ${y - size} L${x + size} ${y + size} H${x - size}Z`}
          fill={near}
          strokeLinejoin="round"
        />
      )}
      {kind === 3 && (
        <path
          d={`M${x - size} ${y} a${size} ${size} 0 0 1 ${2 * size} 0 v${size} h-${2 * size}Z`}
          fill={near}
        />
      )}
      <circle cx={x - size / 3} cy={y - size / 3} r={size / 5} fill="#fff" opacity=".45" />
    </svg>
  );
}

function hashOf(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return hash >>> 0;
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
