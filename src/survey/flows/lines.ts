/**
 * Healthy order lines, packed: what flows are computed from. Sorted by (person, time, order); a person's lines stand together.
 * Refunded and unhealthy lines are not in it (metrics.md 4.0). All columns have one length.
 */
export interface FlowLines {
  /** Any number of the person; only a change from one line to the next matters. */
  readonly person: Uint32Array;
  /** Time the parent order was fully paid, in ticks (FlowParams.ticksPerDay). Lines of one parent order share it. */
  readonly time: Uint32Array;
  /** Dense category, 0 … categories − 1. */
  readonly category: Uint16Array;
  /** Any number of the parent order, e.g. the low bits of its hash: it must differ between orders of one person and time. */
  readonly order: Uint32Array;
  /** Net amount in minor units, cut at 2³² − 1. Absent: no source spend. */
  readonly amount?: Uint32Array | undefined;
  /** Dense stratum of the person at that time: membership, × region where used. Absent: all 0. */
  readonly segment?: Uint8Array | undefined;
  /** 0 where the person's history is not observable for the whole look-back (young account). Absent: all observable. */
  readonly observable?: Uint8Array | undefined;
}

type Column = Uint32Array | Uint16Array | Uint8Array;
const COLUMNS = ['person', 'time', 'category', 'order', 'amount', 'segment', 'observable'] as const;

function mapColumns(lines: FlowLines, map: (column: Column) => Column): FlowLines {
  const result: Record<string, Column> = {};
  for (const name of COLUMNS) {
    const column = lines[name];
    if (column) result[name] = map(column);
  }
  return result as unknown as FlowLines;
}

/** Views of lines [from, to): no copy. */
export function sliceLines(lines: FlowLines, from: number, to: number): FlowLines {
  return mapColumns(lines, (column) => column.subarray(from, to));
}

/** Ranges of whole people with about `size` lines each, as views. Cost: O(ranges × lines of a person). */
export function* chunksOf(lines: FlowLines, size = 400_000): Generator<FlowLines> {
  const { person } = lines;
  for (let from = 0; from < person.length; ) {
    let to = Math.min(from + size, person.length);
    while (to < person.length && person[to] === person[to - 1]) to++;
    yield sliceLines(lines, from, to);
    from = to;
  }
}

/**
 * The lines in a form that can go to a worker without cloning more than themselves: shared memory stays shared, a view of
 * anything else is copied out (cloning a view would clone its whole buffer).
 */
export function portable(lines: FlowLines): { lines: FlowLines; transfer: ArrayBuffer[] } {
  const transfer: ArrayBuffer[] = [];
  const moved = mapColumns(lines, (column) => {
    if (column.buffer instanceof SharedArrayBuffer) return column;
    const copy = column.slice();
    transfer.push(copy.buffer as ArrayBuffer);
    return copy;
  });
  return { lines: moved, transfer };
}

/** Packs plain rows, sorting them: for tests, demonstrations and small sources. */
export function packLines(
  rows: readonly {
    person: number;
    time: number;
    category: number;
    order: number;
    amount?: number;
    segment?: number;
    observable?: boolean;
  }[],
): FlowLines {
  const sorted = [...rows].sort((a, b) => a.person - b.person || a.time - b.time || a.order - b.order);
  return {
    person: Uint32Array.from(sorted, (r) => r.person),
    time: Uint32Array.from(sorted, (r) => r.time),
    category: Uint16Array.from(sorted, (r) => r.category),
    order: Uint32Array.from(sorted, (r) => r.order),
    amount: Uint32Array.from(sorted, (r) => r.amount ?? 0),
    segment: Uint8Array.from(sorted, (r) => r.segment ?? 0),
    observable: Uint8Array.from(sorted, (r) => (r.observable === false ? 0 : 1)),
  };
}
