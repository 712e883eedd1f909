import { addDays, localDate } from '../../base/index.ts';
import { type JourneyGraph, SURFACES } from '../../contracts/index.ts';

/** A row of journey-read.sql; shards add up, since a visitor is in one shard. */
export interface JourneyRow {
  readonly kind: string;
  readonly a: number;
  readonly b: number;
  readonly n: number;
  readonly people: number;
}

type Shown = Pick<
  JourneyGraph,
  | 'status'
  | 'visit_count'
  | 'people_count'
  | 'order_rate'
  | 'steps_to_order'
  | 'seconds_to_order'
  | 'nodes'
  | 'edges'
  | 'trend'
>;
type Edge = JourneyGraph['edges'][number];

/** The graph of a window's rows. What fewer than k people did is not shown by itself. Pure. */
export function graphOf(rows: readonly JourneyRow[], k: number): Shown {
  const of = (kind: string) => rows.filter((row) => row.kind === kind);
  const people = sum(of('everybody').map((row) => row.people));
  const visits = sum(of('everybody').map((row) => row.n));
  if (visits === 0 || people < k) {
    return {
      status: visits === 0 ? 'insufficient' : 'suppressed',
      visit_count: visits === 0 ? 0 : null,
      people_count: visits === 0 ? 0 : null,
      order_rate: null,
      steps_to_order: null,
      seconds_to_order: null,
      nodes: [],
      edges: [],
      trend: [],
    };
  }
  const moves = of('move');
  const shownNodes = new Set(of('people').flatMap(({ a, people }) => (people >= k ? [a] : [])));
  const edges = [0, ...shownNodes].sort((x, y) => x - y).flatMap((from) => rowOf(moves, from, k));
  return {
    status: 'ok',
    visit_count: visits,
    people_count: people,
    order_rate: rate(sum(of('all').flatMap(({ b, n }) => (b === 1 ? [n] : []))), visits),
    steps_to_order: enough(of('steps'), k),
    seconds_to_order: enough(
      of('decide').filter(({ a }) => a === 0),
      k,
    ),
    nodes: SURFACES.flatMap((surface, i) => nodeOf(rows, surface, i + 1, shownNodes.has(i + 1), edges, k)),
    edges,
    trend: trendOf(of('week'), k),
  };
}

/**
 * A row of the transition matrix. Cells of fewer than k people go into `other`; a single one, or several that k people might still be
 * told apart in, take the smallest shown with them (complementary suppression). Rates sum to one.
 */
function rowOf(moves: readonly JourneyRow[], from: number, k: number): Edge[] {
  const cells = moves.filter(({ a }) => a === from).sort((x, y) => y.people - x.people || x.b - y.b);
  const total = sum(cells.map(({ n }) => n));
  const shown = cells.filter(({ people }) => people >= k);
  const hidden = cells.slice(shown.length);
  while (hidden.length > 0 && shown.length > 0 && (hidden.length < 2 || sum(hidden.map((c) => c.people)) < k))
    hidden.push(shown.pop()!);
  const name = from === 0 ? 'start' : SURFACES[from - 1]!;
  const edges: Edge[] = shown.map(({ b, n, people }) => ({
    from: name,
    to: b === 0 ? 'exit' : SURFACES[b - 1]!,
    step_count: n,
    people_count: people,
    rate: n / total,
  }));
  const rest = sum(hidden.map(({ n }) => n));
  if (rest > 0)
    edges.push({ from: name, to: 'other', step_count: rest, people_count: null, rate: rest / total });
  return edges;
}

function nodeOf(
  rows: readonly JourneyRow[],
  surface: (typeof SURFACES)[number],
  number: number,
  shown: boolean,
  edges: readonly Edge[],
  k: number,
): JourneyGraph['nodes'] {
  const here = rows.filter(({ a }) => a === number);
  const reached = here.filter(({ kind }) => kind === 'node');
  const visits = sum(reached.map(({ n }) => n));
  if (visits === 0) return [];
  const nothing = {
    step_count: null,
    visit_count: null,
    exit_rate: null,
    order_rate: null,
    seconds_to_order: null,
  };
  if (!shown) return [{ surface, status: 'suppressed', ...nothing, dwell_seconds: null }];
  const steps = sum(here.filter(({ kind }) => kind === 'move').map(({ n }) => n));
  const after = reached.filter(({ b }) => b === 1);
  const tellable = sum(after.map(({ people }) => people));
  return [
    {
      surface,
      status: 'ok',
      step_count: steps,
      visit_count: visits,
      exit_rate: edges.find(({ from, to }) => from === surface && to === 'exit')?.rate ?? null,
      // After an order comes another one at most: that is no decision of this visit's.
      order_rate: surface !== 'order' && tellable >= k ? rate(sum(after.map(({ n }) => n)), visits) : null,
      seconds_to_order:
        surface === 'order'
          ? null
          : enough(
              here.filter(({ kind }) => kind === 'decide'),
              k,
            ),
      dwell_seconds: enough(
        here.filter(({ kind }) => kind === 'dwell'),
        k,
      ),
    },
  ];
}

function trendOf(rows: readonly JourneyRow[], k: number): JourneyGraph['trend'] {
  const weeks = [...new Set(rows.map(({ a }) => a))].sort((x, y) => x - y);
  return weeks.map((day) => {
    const its = rows.filter(({ a }) => a === day);
    const week = addDays(localDate('1970-01-01'), day);
    const visits = sum(its.map(({ n }) => n));
    // A person may be in several of the cells: fewer than k in the largest may still be k, and is not shown.
    if (Math.max(...its.map(({ people }) => people)) < k)
      return { week, status: 'suppressed', visit_count: null, order_rate: null, steps_to_order: null };
    const ordered = its.filter(({ b }) => b > 0);
    return {
      week,
      status: 'ok',
      visit_count: visits,
      order_rate:
        sum(ordered.map(({ people }) => people)) >= k ? rate(sum(ordered.map(({ n }) => n)), visits) : null,
      steps_to_order: enough(ordered, k),
    };
  });
}

/** The median of a histogram of at least k visits, null of fewer. */
function enough(rows: readonly JourneyRow[], k: number): number | null {
  const total = sum(rows.map(({ n }) => n));
  return total < k ? null : medianOf(rows.map((row) => [row.b, row.n]));
}

/** The middle of counted values; of an even number the mean of the two in the middle. */
export function medianOf(counted: readonly (readonly [value: number, n: number])[]): number | null {
  const sorted = [...counted].sort((a, b) => a[0] - b[0]);
  const total = sum(sorted.map(([, n]) => n));
  if (total === 0) return null;
  const at = (place: number) => {
    let before = 0;
    for (const [value, n] of sorted) {
      before += n;
      if (place < before) return value;
    }
    return sorted.at(-1)![0];
  };
  return (at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2;
}

const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
const rate = (part: number, whole: number) => (whole > 0 ? part / whole : null);
