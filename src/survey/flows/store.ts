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

/** How many are not zero, and the largest. One loop per element type: a shared one runs several times slower in V8. */
function extentOfInts(values: Int32Array): { used: number; most: number } {
  let used = 0;
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (v === 0) continue;
    used++;
    if (v > most) most = v;
  }
  return { used, most };
}

function usedOfDoubles(values: Float64Array): number {
  let used = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) used++;
  return used;
}

function gatherInts(
  values: Int32Array,
  positions: Uint32Array,
  target: Int32Array | Uint16Array | Uint8Array,
) {
  for (let i = 0, k = 0; i < values.length; i++) {
    const v = values[i]!;
    if (v === 0) continue;
    positions[k] = i;
    target[k++] = v;
  }
}

function gatherDoubles(values: Float64Array, positions: Uint32Array, target: Float64Array) {
  for (let i = 0, k = 0; i < values.length; i++) {
    const v = values[i]!;
    if (v === 0) continue;
    positions[k] = i;
    target[k++] = v;
  }
}

function packPart(values: Int32Array | Float64Array): Uint8Array {
  const isDouble = values instanceof Float64Array;
  const { used, most } = isDouble ? { used: usedOfDoubles(values), most: 0 } : extentOfInts(values);
  const width = isDouble ? 8 : most < 256 ? 1 : most < 65_536 ? 2 : 4;
  const sparse = used * (4 + width) < values.length * width;
  const length = sparse ? used : values.length;
  const positionBytes = sparse ? padded(4 * used) : 0;
  const out = new Uint8Array(8 + positionBytes + padded(length * width));
  new Uint32Array(out.buffer, 0, 2).set([sparse ? width + 16 : width, length]);
  const target = viewOf(out.buffer, 8 + positionBytes, length, width);
  const positions = new Uint32Array(out.buffer, 8, sparse ? used : 0);
  if (!sparse) target.set(values);
  else if (isDouble) gatherDoubles(values, positions, target as Float64Array);
  else gatherInts(values, positions, target as Int32Array);
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
