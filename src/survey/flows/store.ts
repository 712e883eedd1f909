import type { StratumCounts } from './count.ts';

/**
 * A stratum's counts, packed to be kept for the next day: each matrix as a dense run of the least width that holds it, or as
 * (position, value) pairs where that is smaller. Layout per part: kind u32, length u32, then the values, padded to 8 bytes.
 * Kinds: 1, 2, 4 dense of that many bytes; 17, 18, 20 the same with u32 positions first; 8 and 24 for doubles.
 */
export function encodeCounts(m: StratumCounts): Uint8Array {
  const parts = partsOf(m).map(packPart);
  // Shared, so that a worker can be handed last night's counts without a copy.
  const out = new Uint8Array(new SharedArrayBuffer(parts.reduce((size, part) => size + part.length, 0)));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Puts packed counts into cleared ones. */
export function decodeCounts(packed: Uint8Array, m: StratumCounts): void {
  let at = 0;
  for (const target of partsOf(m)) at = unpackPart(packed, at, target);
}

function partsOf(m: StratumCounts): (Int32Array | Float64Array)[] {
  return [m.n, m.ofAll, m.hh, m.ho, m.eh, m.eo, m.yh, m.yo];
}

const padded = (bytes: number) => (bytes + 7) & ~7;

function packPart(values: Int32Array | Float64Array): Uint8Array {
  let used = 0;
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (v === 0) continue;
    used++;
    if (v > most) most = v;
  }
  const width = values instanceof Float64Array ? 8 : most < 256 ? 1 : most < 65_536 ? 2 : 4;
  const sparse = used * (4 + width) < values.length * width;
  const length = sparse ? used : values.length;
  const positionBytes = sparse ? padded(4 * used) : 0;
  const out = new Uint8Array(8 + positionBytes + padded(length * width));
  new Uint32Array(out.buffer, 0, 2).set([sparse ? width + 16 : width, length]);
  const target = viewOf(out.buffer, 8 + positionBytes, length, width);
  if (!sparse) target.set(values);
  else {
    const positions = new Uint32Array(out.buffer, 8, used);
    for (let i = 0, k = 0; i < values.length; i++) {
      if (values[i] === 0) continue;
      positions[k] = i;
      target[k++] = values[i]!;
    }
  }
  return out;
}

function unpackPart(packed: Uint8Array, at: number, target: Int32Array | Float64Array): number {
  const start = packed.byteOffset + at;
  const [kind, length] = new Uint32Array(packed.buffer, start, 2) as unknown as [number, number];
  const width = kind & 15;
  const positionBytes = kind > 15 ? padded(4 * length) : 0;
  const values = viewOf(packed.buffer, start + 8 + positionBytes, length, width);
  if (kind < 16) target.set(values);
  else {
    const positions = new Uint32Array(packed.buffer, start + 8, length);
    for (let k = 0; k < length; k++) target[positions[k]!] = values[k]!;
  }
  return at + 8 + positionBytes + padded(length * width);
}

function viewOf(buffer: ArrayBufferLike, at: number, length: number, width: number) {
  if (width === 8) return new Float64Array(buffer, at, length);
  if (width === 4) return new Int32Array(buffer, at, length);
  return width === 2 ? new Uint16Array(buffer, at, length) : new Uint8Array(buffer, at, length);
}
