import { affinityOf } from './affinity.ts';
import { firstPurchaseLogOdds } from './chance.ts';
import { type Expected, expectations } from './expected.ts';
import type { IndexedHistory } from './history.ts';
import type { Options } from './options.ts';
import { emptyRecent, type RecentVector, readRecent, recentOf } from './recent.ts';
import type { State } from './state.ts';
import { residualOf, tasteOf } from './taste.ts';
import { emptyVector, readPerson, type Vector } from './vocabulary.ts';

/** The values that terms read, in the order of a feature block's columns. */
export const COLUMNS = [
  'chance',
  'new_buyers',
  'trend',
  'rate',
  'recency',
  'breadth',
  'affinity',
  'tree',
  'near',
  'lead',
  'price',
  'share',
  'detail',
  'taste',
] as const;
export type Column = (typeof COLUMNS)[number];

/** The terms that a model may have: what they read, the direction they must keep, and what they mean. */
export const TERMS: Readonly<
  Record<string, { columns: [Column] | [Column, Column]; monotone: -1 | 0 | 1; means: string }>
> = {
  chance: {
    columns: ['chance'],
    monotone: 1,
    means: 'how often the category is bought, given how much the person buys and has not bought it yet',
  },
  new_buyers: {
    columns: ['new_buyers'],
    monotone: 1,
    means: 'how many people bought it for the first time lately',
  },
  share: { columns: ['share'], monotone: 1, means: 'the category’s share of all lines so far' },
  trend: { columns: ['trend'], monotone: 0, means: 'whether it sells more now than over the whole history' },
  rate: { columns: ['rate'], monotone: 0, means: 'how often the person has bought lately' },
  recency: { columns: ['recency'], monotone: 0, means: 'days since the person last bought' },
  breadth: { columns: ['breadth'], monotone: 0, means: 'how widely the person buys for the number of lines' },
  affinity: {
    columns: ['affinity'],
    monotone: 1,
    means: 'what the categories and context of the person say about this category',
  },
  detail: {
    columns: ['detail'],
    monotone: 1,
    means: 'what the kinds of products the person buys say about this category',
  },
  taste: {
    columns: ['taste'],
    monotone: 1,
    means: 'whether people of the person’s broad taste buy here',
  },
  tree: {
    columns: ['tree'],
    monotone: 1,
    means: 'how much of the person’s buying is in the same top category',
  },
  near: {
    columns: ['near'],
    monotone: 1,
    means: 'how often people who lately bought what the person lately bought also buy here',
  },
  lead: {
    columns: ['lead'],
    monotone: 1,
    means: 'what the person’s recent categories, each apart from the others, say about this one',
  },
  price: {
    columns: ['price'],
    monotone: -1,
    means: 'distance of the person’s price position from that of the category’s buyers',
  },
  chance_affinity: {
    columns: ['chance', 'affinity'],
    monotone: 0,
    means: 'how much affinity matters for rare and for common categories',
  },
};

/** Columns of one person's values: `columns[j][c]` is COLUMNS[j] for category c. `held[c]` = bought before. */
export interface Block {
  columns: Float64Array[];
  held: Uint8Array;
  /** Lines before the split; 0 = the person is not eligible. */
  lines: number;
  vector: Vector;
  /** The same for the finer tokens. */
  detail: Vector;
  residual: Float64Array;
  recent: RecentVector;
  expected: (lines: number) => Expected;
  /** Inputs of the person, for explanations: categories held, in order of number. */
  heldList: Int32Array;
  heldCount: number;
}

/** Columns that are the same for everybody, and those that are the same for all categories of a person. */
export const OF_CATEGORY: readonly Column[] = ['new_buyers', 'trend', 'share'];
export const OF_PERSON: readonly Column[] = ['rate', 'recency', 'breadth'];

/** A block for this state; what is the same for everybody is in it already. */
export const emptyBlock = (state: State): Block => ({
  columns: COLUMNS.map((column) => {
    if (column === 'new_buyers') return state.newBuyers.map(Math.log);
    if (column === 'share') return state.share.map(Math.log);
    return column === 'trend' ? state.trend.slice() : new Float64Array(state.categories);
  }),
  held: new Uint8Array(state.categories),
  lines: 0,
  vector: emptyVector(state.affinity.vocabulary.size),
  detail: emptyVector(state.detail.vocabulary.size),
  residual: new Float64Array(state.categories),
  recent: emptyRecent(state.categories),
  expected: expectations(state),
  heldList: new Int32Array(state.categories),
  heldCount: 0,
});

/**
 * Fills the block with person p's values at `split`, from rows with day < split and the fitted state.
 * Cost: O(the person's rows + (|x| + |held|) · categories). Deterministic.
 */
export function readBlock(
  h: IndexedHistory,
  p: number,
  split: number,
  state: State,
  o: Options,
  out: Block,
): void {
  const C = state.categories;
  const { held, heldList, columns } = out;
  held.fill(0);
  out.heldCount = 0;
  const from = h.start[p]!;
  const perDepartment = new Float64Array(state.departments);
  let short = 0;
  let long = 0;
  let position = 0;
  let positions = 0;
  let i = from;
  for (; i < h.start[p + 1]! && h.day[i]! < split; i++) {
    const c = h.category[i]!;
    const age = split - h.day[i]!;
    short += Math.exp((-Math.LN2 * age) / o.activityShort);
    long += Math.exp((-Math.LN2 * age) / o.activityLong);
    perDepartment[state.department[c]!]!++;
    if (!held[c]) heldList[out.heldCount++] = c;
    held[c] = 1;
    const x = h.position?.[i] ?? Number.NaN;
    if (!Number.isNaN(x)) {
      position += x;
      positions++;
    }
  }
  out.lines = i - from;
  if (out.lines === 0) return;
  const reach = Math.max(1, split - state.firstDay);
  const exposure = (halfLife: number) =>
    (halfLife / Math.LN2) * (1 - Math.exp((-Math.LN2 * reach) / halfLife));
  // Ten days' worth of the typical rate as prior.
  const rateShort = (short + state.meanRate * 10) / (exposure(o.activityShort) + 10);
  const rateLong = (long + state.meanRate * 10) / (exposure(o.activityLong) + 10);
  const future = rateLong * o.horizon;
  const recency = Math.log1p(split - h.day[i - 1]!);
  const breadth = Math.log(out.heldCount / out.lines + 0.1);
  const own = (position + 3 * 0.5) / (positions + 3);
  const [chance, rate, recencies, breadths] = columnsOf(columns, ['chance', 'rate', 'recency', 'breadth']);
  const [affinity, detail, taste] = columnsOf(columns, ['affinity', 'detail', 'taste']);
  const [tree, price] = columnsOf(columns, ['tree', 'price']);
  const [near, lead] = columnsOf(columns, ['near', 'lead']);
  readPerson(h, p, split, state.affinity.vocabulary, o.completion, out.vector);
  affinityOf(state.affinity, out.vector, affinity);
  readPerson(h, p, split, state.detail.vocabulary, o.detail, out.detail);
  affinityOf(state.detail, out.detail, detail);
  residualOf(out.expected(out.lines), held, out.residual);
  tasteOf(state.taste, out.residual, taste);
  rate.fill(Math.log(rateShort));
  recencies.fill(recency);
  breadths.fill(breadth);
  readRecent(h, p, split, o.recent.halfLife, out.recent);
  recentOf(state.recent, out.recent, near, lead);
  for (let d = 0; d < perDepartment.length; d++) {
    const prior = state.departmentShare[d]!;
    perDepartment[d] = Math.log(
      (perDepartment[d]! + o.treeShrink * prior) / (out.lines + o.treeShrink) / prior,
    );
  }
  for (let c = 0; c < C; c++) {
    chance[c] = firstPurchaseLogOdds(state.popularity[c]!, state.dispersion[c]!, out.lines, future);
    tree[c] = perDepartment[state.department[c]!]!;
    price[c] = positions > 0 ? Math.abs(own - state.buyerPosition[c]!) : 0;
  }
}

/** The named columns of a block. */
const columnsOf = <const N extends readonly Column[]>(columns: readonly Float64Array[], names: N) =>
  names.map((name) => columns[COLUMNS.indexOf(name)]) as { [K in keyof N]: Float64Array };
