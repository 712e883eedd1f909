import { delayBins, type FlowParams } from './params.ts';

/** Counts that need no strata: they add over people, days, workers and shards. Square ones have shape (C × C). */
export interface Totals {
  /** People with an index occasion. */
  people: number;
  /** Of those, how many held both categories (diagonal: the category) at the index occasion at which they held least. */
  holding: Int32Array;
  /** Parent orders of the index period. */
  orders: number;
  /** Parent orders with both categories (diagonal: the category). */
  together: Int32Array;
  /** Days from entry to the first purchase of the other category, in bins: shape (C × C × bins). */
  delays: Int32Array;
}

export function chunkTotals(params: FlowParams): Totals {
  const square = params.categories ** 2;
  return {
    people: 0,
    holding: new Int32Array(square),
    orders: 0,
    together: new Int32Array(square),
    delays: new Int32Array(square * delayBins(params).bins),
  };
}

/** into += from. */
export function addTotals(into: Totals, from: Totals): void {
  into.people += from.people;
  into.orders += from.orders;
  for (const name of ['holding', 'together', 'delays'] as const) {
    const a = into[name];
    const b = from[name];
    for (let i = 0; i < a.length; i++) a[i]! += b[i]!;
  }
}
