import { bootstrap } from '../next-category/protocol.ts';
import { BASELINES, type Setting } from './baselines.ts';
import { type Calibration, NeedCalibration } from './calibration.ts';
import { CHOICES, choose, configured, meanOf } from './choose.ts';
import { asOf, type Market } from './data.ts';
import { policyOf, served, snapshotOf } from './product.ts';
import {
  type Judged,
  judge,
  KINDS,
  type Kind,
  type Numbers,
  numbersOf,
  type Purchases,
  purchasesOf,
  type Spread,
  spreadOf,
  thinned,
  type Window,
  windowAt,
} from './protocol.ts';

const CUTS = [10, 20] as const;
const DRAWS = 1_000;
/** People of a window that baselines are tuned on, evenly chosen, at most. */
const TUNED_ON = 2_000;

export interface Figures {
  readonly recall: Record<Kind, number>;
  readonly ndcg: Record<Kind, number>;
}
export interface Row {
  readonly name: string;
  readonly setting: Setting | null;
  readonly tried: number;
  readonly at: Record<(typeof CUTS)[number], Figures>;
  readonly spread: Spread;
  /** Ours less this one's recall@10 and @20, with 95 % intervals over people. */
  readonly ours_ahead: Record<(typeof CUTS)[number], Record<Kind, Difference>> | null;
}
export interface Difference {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}
export interface Result {
  readonly data: string;
  readonly windows: { readonly split: string; readonly days: number; readonly judged: number }[];
  readonly baskets: { readonly items: number; readonly novel_share: number };
  readonly rows: Row[];
  readonly response: string;
  readonly calibration: readonly Calibration[];
}

/** Lists of every window under one name: by window, by judged person. */
type Lists = readonly (readonly (readonly number[])[])[];

/** Tunes on the validation windows, judges on the test windows pooled; people are resampled whole. */
export function evaluate(
  market: Market,
  splits: { readonly validation: readonly number[]; readonly test: readonly number[] },
  days: number,
): Result {
  const numbers = numbersOf(market.rows);
  const h = purchasesOf(market, numbers);
  const windows = splits.test.map((split) => windowAt(h, split, split + days));
  const validation = splits.validation.map((split) => thinned(windowAt(h, split, split + days), TUNED_ON));
  const cluster = Int32Array.from(windows.flatMap((w) => [...w.judged]));
  let response = '';
  const calibration = new NeedCalibration();
  const chosen = choose(market, h, numbers, validation);
  const ours: Record<string, Record<number, Lists>> = {};
  // The first is as an operator of this market would set it, the second a fresh instance's; the others show what each choice costs.
  const policies = {
    'home feed': policyOf(configured(chosen)),
    'home feed, a fresh instance’s': policyOf(),
    'home feed, chosen weight within caps and with exploration': policyOf(
      configured({ ...chosen, limits: 1 }),
    ),
    'home feed, no caps and no exploration': policyOf(configured({ limits: 0 })),
    'home feed, what is new counts threefold': policyOf(configured({ new_items: 3 })),
    'home feed, need not counted': policyOf(({ value: { need_share: _, ...value }, ...s }) => ({
      ...s,
      value,
    })),
  };
  for (const [name] of Object.entries(policies)) ours[name] = { 10: [], 20: [] };
  for (const window of windows) {
    const rows = asOf(market, window.split);
    const snapshot = snapshotOf(rows);
    response = (snapshot.models.response as { status: string }).status;
    for (const [name, policy] of Object.entries(policies))
      for (const k of CUTS)
        (ours[name]![k] as (readonly number[])[][]).push(
          served(snapshot, rows, numbers, window, k, policy, (j, past) => {
            if (name === 'home feed' && k === CUTS[0]) calibration.take(past, window, j);
          }),
        );
    console.log(`${market.name}: served ${window.judged.length} people as of ${dateOf(window.split)}`);
  }
  const best = pooled(windows, ours['home feed']!);
  const rows: Row[] = Object.entries(ours).map(([name, lists]) =>
    name === 'home feed'
      ? rowOf(name, chosen, CHOICES.length, windows, lists, numbers, market, null, cluster)
      : rowOf(name, null, 0, windows, lists, numbers, market, null, cluster),
  );
  for (const baseline of BASELINES) {
    const { setting, lists } = tuned(h, baseline, validation, windows);
    rows.push(
      rowOf(
        baseline.name,
        setting,
        baseline.grid.length,
        windows,
        { 10: lists, 20: lists },
        numbers,
        market,
        best,
        cluster,
      ),
    );
    console.log(`${market.name}: ${baseline.name}`);
  }
  for (const [name, lists] of Object.entries(truthLists(market, numbers, windows)))
    rows.push(rowOf(name, null, 0, windows, { 10: lists, 20: lists }, numbers, market, best, cluster));
  const baskets = windows.flatMap((w) => w.basket.map((basket, j) => ({ basket, held: w.held[j]! })));
  const items = baskets.reduce((sum, { basket }) => sum + basket.size, 0);
  const novel = baskets.reduce(
    (sum, { basket, held }) => sum + [...basket].filter((i) => !held.has(i)).length,
    0,
  );
  return {
    data: market.name,
    windows: windows.map((w) => ({ split: dateOf(w.split), days, judged: w.judged.length })),
    baskets: { items: items / baskets.length, novel_share: novel / items },
    rows,
    response,
    calibration: calibration.figures(),
  };
}

/** What the world's own truth would list: nobody can know it, so it says how far any list could come. */
function truthLists(market: Market, numbers: Numbers, windows: readonly Window[]): Record<string, Lists> {
  const { truth, rows } = market;
  if (!truth) return {};
  const lists = (wanted: (item: number, held: ReadonlySet<number>) => boolean) =>
    windows.map((window) =>
      Array.from(window.judged, (p, j) =>
        // Strangers who were hired to buy have no needs to know.
        (truth.get(rows.people[p]!.accounts[0]!) ?? [])
          .map((id) => numbers.item.get(id) ?? -1)
          .filter((item) => item >= 0 && wanted(item, window.held[j]!))
          .slice(0, 20),
      ),
    );
  return {
    'the world’s truth': lists(() => true),
    'the world’s truth, novel-only': lists((item, held) => !held.has(item)),
  };
}

function tuned(
  h: Purchases,
  baseline: (typeof BASELINES)[number],
  validation: readonly Window[],
  windows: readonly Window[],
) {
  let setting = baseline.grid[0]!;
  let most = -1;
  // Window by window, so that what settings share is worked out once.
  const total = new Map<Setting, number>();
  for (const window of validation)
    for (const one of baseline.grid) {
      const judged = judge(window, baseline.lists(h, window, one, 10), 10);
      total.set(one, (total.get(one) ?? 0) + meanOf(judged.recall[baseline.chosenBy]));
    }
  for (const [one, value] of total)
    if (value > most) {
      most = value;
      setting = one;
    }
  return { setting, lists: windows.map((window) => baseline.lists(h, window, setting, 20)) };
}

/** Judgements of all windows, one after the other. */
function pooled(windows: readonly Window[], lists: Record<number, Lists>) {
  return Object.fromEntries(
    CUTS.map((k) => {
      const each = windows.map((window, w) => judge(window, lists[k]![w]!, k));
      const join = (of: 'recall' | 'ndcg') =>
        Object.fromEntries(
          KINDS.map((kind) => [kind, Float64Array.from(each.flatMap((one) => [...one[of][kind]]))]),
        ) as Record<Kind, Float64Array>;
      return [k, { recall: join('recall'), ndcg: join('ndcg') }];
    }),
  ) as Record<(typeof CUTS)[number], Judged>;
}

function rowOf(
  name: string,
  setting: Setting | null,
  tried: number,
  windows: readonly Window[],
  lists: Record<number, Lists>,
  numbers: Numbers,
  market: Market,
  ours: Record<(typeof CUTS)[number], Judged> | null,
  cluster: Int32Array,
): Row {
  const judged = pooled(windows, lists);
  const means = (of: Record<Kind, Float64Array>) =>
    Object.fromEntries(KINDS.map((kind) => [kind, meanOf(of[kind])])) as Record<Kind, number>;
  const spreads = windows.map((window, w) => {
    const onOffer = new Uint8Array(market.rows.items.length);
    for (const offer of market.rows.offers)
      if (offer.since < window.split) onOffer[numbers.itemOf.get(offer.id)!] = 1;
    return spreadOf(window, lists[10]![w]!, 10, numbers.leaf, onOffer);
  });
  const average = Object.fromEntries(
    Object.keys(spreads[0]!).map((key) => [
      key,
      spreads.reduce((sum, spread) => sum + spread[key as keyof Spread], 0) / spreads.length,
    ]),
  ) as unknown as Spread;
  return {
    name,
    setting,
    tried,
    at: Object.fromEntries(
      CUTS.map((k) => [k, { recall: means(judged[k].recall), ndcg: means(judged[k].ndcg) }]),
    ) as Row['at'],
    spread: average,
    ours_ahead:
      ours &&
      (Object.fromEntries(
        CUTS.map((k) => [
          k,
          Object.fromEntries(
            KINDS.map((kind) => [kind, difference(ours[k].recall[kind], judged[k].recall[kind], cluster)]),
          ),
        ]),
      ) as Row['ours_ahead']),
  };
}

function difference(a: Float64Array, b: Float64Array, cluster: Int32Array): Difference {
  const which = [...a.keys()].filter((i) => !Number.isNaN(a[i]!));
  const d = Float64Array.from(which, (i) => a[i]! - b[i]!);
  const [low, high] = bootstrap(
    d,
    Int32Array.from(which, (i) => cluster[i]!),
    DRAWS,
  );
  return { mean: meanOf(d), low, high };
}

const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
