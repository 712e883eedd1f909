const CELLS = 512;

/** Tells where to look for a value between knots: in place of a search, which is most of what a piecewise linear term costs. */
export interface KnotGrid {
  /** The lower knot of value x is this of cell ⌊(x − first) · scale⌋, or one of those right after it. */
  readonly low: Uint8Array;
  readonly scale: number;
}

/** @param knots at most 256, each above the one before; values that are looked up lie above the first and below the last */
export function knotGrid(knots: Float64Array): KnotGrid {
  const last = knots.length - 1;
  const scale = last > 0 ? CELLS / (knots[last]! - knots[0]!) : 0;
  const low = Uint8Array.from({ length: CELLS + 1 }, (_, cell) => {
    let lo = 0;
    // A cell's start is a rounded number: one knot lower is always safe.
    while (lo + 1 < last && knots[lo + 1]! <= knots[0]! + (cell - 1) / scale) lo++;
    return lo;
  });
  return { low, scale };
}
