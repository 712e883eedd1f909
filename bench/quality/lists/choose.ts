import type { ScenarioConfig } from '../../../src/contracts/index.ts';
import { BASELINES, type Setting } from './baselines.ts';
import { asOf, type Market } from './data.ts';
import { policyOf, served, snapshotOf } from './product.ts';
import { type Judged, judge, type Kind, type Numbers, type Purchases, type Window } from './protocol.ts';

/** How much an item never bought before may weigh beside one that was: what is tried, with caps and exploration and without. */
export const NEW_ITEMS = [1, 1.5, 2, 2.5, 3] as const;
export const CHOICES: readonly Setting[] = [1, 0].flatMap((limits) =>
  NEW_ITEMS.map((new_items) => ({ new_items, limits })),
);
/** Times as much as the best repeat-only list finds of new items: more than the target, as what is chosen on validation finds less later. */
export const TIMES = 3.3;

/** A home feed where new items' chances weigh so many times as much, with or without (`limits` 0) its caps and exploration. */
export const configured =
  ({ new_items = 1, limits = 1 }: Setting) =>
  ({ value, ...scenario }: ScenarioConfig): ScenarioConfig => ({
    ...scenario,
    value: { ...value, ...(new_items !== 1 && { new_need_share: new_items * value.need_share! }) },
    ...(limits === 0 && { caps: { merchant: null, category: null, brand: null }, exploration_slots: 0 }),
  });

interface Tried {
  readonly all: number;
  readonly novel: number;
  /** By person. */
  readonly found: Float64Array;
}

/**
 * The settings of ours that are tuned as baselines are. Of those that find no less in all than the best repeat-only list and `TIMES` as
 * much of new items, the one that finds most in all; of what comes within one standard error of it, the one that finds most of new items. Where none finds so
 * much of new items, the one that finds most of them, if it can be without finding less in all.
 */
export function choose(
  market: Market,
  h: Purchases,
  numbers: Numbers,
  validation: readonly Window[],
): Setting {
  const snapshots = validation.map((window) => {
    const rows = asOf(market, window.split);
    return { rows, snapshot: snapshotOf(rows) };
  });
  const ours = CHOICES.map((setting) => {
    const policy = policyOf(configured(setting));
    const lists = validation.map((window, w) => {
      const { rows, snapshot } = snapshots[w]!;
      return judge(window, served(snapshot, rows, numbers, window, 10, policy), 10);
    });
    return { setting, ...tried(lists) };
  });
  const settings = BASELINES.filter(({ name }) => name.endsWith('repeat-only')).flatMap((baseline) =>
    baseline.grid.map((setting) => ({ baseline, setting, judged: [] as Judged[] })),
  );
  // Window by window, so that what settings share is worked out once.
  for (const window of validation)
    for (const { baseline, setting, judged } of settings)
      judged.push(judge(window, baseline.lists(h, window, setting, 10), 10));
  const repeatOnly = settings.map(({ judged }) => tried(judged)).reduce((a, b) => (b.all > a.all ? b : a));
  const four = ({ all, novel }: Tried) => `${all.toFixed(4)} (${novel.toFixed(4)})`;
  console.log(
    `${market.name}: found of all (of new items) on validation, by their weight and by limits ${ours
      .map((one) => `${one.setting.new_items} ${one.setting.limits ? 'kept' : 'none'}: ${four(one)}`)
      .join(', ')}; the best repeat-only list ${four(repeatOnly)}`,
  );
  return chosenOf(ours, repeatOnly).setting;
}

/** @see choose */
export function chosenOf<One extends Tried>(ours: readonly One[], repeatOnly: Tried): One {
  const mostNew = (of: readonly One[]) => of.reduce((a, b) => (b.novel > a.novel ? b : a));
  const most = (of: readonly One[]) => of.reduce((a, b) => (b.all > a.all ? b : a));
  const noLess = ours.filter(({ all }) => all >= repeatOnly.all);
  const enough = noLess.filter(({ novel }) => novel >= TIMES * repeatOnly.novel);
  if (enough.length === 0) return noLess.length > 0 ? mostNew(noLess) : most(ours);
  const best = most(enough);
  return mostNew(enough.filter((one) => best.all - one.all <= errorOf(best.found, one.found)));
}

/** Standard error of the mean difference. */
function errorOf(a: Float64Array, b: Float64Array): number {
  const d = a.map((one, i) => one - b[i]!);
  const mean = d.reduce((sum, x) => sum + x, 0) / Math.max(1, d.length);
  return Math.sqrt(d.reduce((sum, x) => sum + (x - mean) ** 2, 0)) / Math.max(1, d.length);
}

function tried(of: readonly Judged[]): Tried {
  const mean = (kind: Kind) => of.reduce((sum, { recall }) => sum + meanOf(recall[kind]), 0) / of.length;
  return {
    all: mean('all'),
    novel: mean('novel'),
    found: Float64Array.from(of.flatMap(({ recall }) => [...recall.all])),
  };
}

/** Mean of the numbers that are known. */
export function meanOf(values: Float64Array): number {
  let sum = 0;
  let n = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    n++;
  }
  return n > 0 ? sum / n : 0;
}
