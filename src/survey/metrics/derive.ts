import { addDays, type LocalDate, UNCATEGORISED } from '../../base/index.ts';
import type { Grain, MetricCell } from '../../contracts/index.ts';
import { growBridge } from './grow.ts';
import type { Passes, PassParams } from './passes.ts';
import { type Cells, type Counts, inOrder, PLATFORM } from './table.ts';

/** What a derivation may read. */
export interface Context {
  readonly passes: Passes;
  readonly params: PassParams;
  readonly grain: Grain;
  /** The period is the look-back itself: its counts are there in any pass. */
  readonly wholeWindow: boolean;
}

/** A number with where it comes from; its key is the cell's. All values are of one shape, for there are millions. */
export interface Value {
  readonly key: string;
  readonly value: number | null;
  readonly status: MetricCell['status'];
  readonly numerator: number | undefined;
  readonly denominator: number | undefined;
  readonly part: string | undefined;
  readonly cohort: string | undefined;
  readonly age: number | undefined;
}

/** Values in the order of their keys, made as they are asked for. */
type Derive = (c: Context) => Promise<Iterable<Value>>;

const plain = (key: string, value: number | null, status: Value['status'], part?: string): Value => ({
  key,
  value,
  status,
  numerator: undefined,
  denominator: undefined,
  part,
  cohort: undefined,
  age: undefined,
});
const ok = (key: string, value: number, part?: string): Value => plain(key, value, 'ok', part);

/** A ratio; without a denominator there is nothing to say. With `status`: what there is to say is said so. */
const ratio = (
  key: string,
  numerator: number,
  denominator: number,
  part?: string,
  status: Value['status'] = 'ok',
): Value => ({
  key,
  value: denominator > 0 ? numerator / denominator : null,
  status: denominator > 0 ? status : 'insufficient',
  numerator,
  denominator,
  part,
  cohort: undefined,
  age: undefined,
});

/** Counts of a cell that no line fell in. */
const NONE: Counts = new Proxy({}, { get: () => 0 });

/** One value a cell; the platform has its one cell even without a line. */
function* eachCell(cells: Cells, grain: Grain, make: (key: string, n: Counts) => Value): Iterable<Value> {
  if (grain === 'platform') yield make(PLATFORM, cells.get(PLATFORM) ?? NONE);
  else for (const [key, n] of cells) yield make(key, n);
}

/** Several values a cell. */
function* eachPart(
  cells: Cells,
  grain: Grain,
  make: (key: string, n: Counts) => readonly Value[],
): Iterable<Value> {
  if (grain === 'platform') yield* make(PLATFORM, cells.get(PLATFORM) ?? NONE);
  else for (const [key, n] of cells) for (const value of make(key, n)) yield value;
}

const categoryOf = (key: string) => key.split('|').at(-1)!;

/** Cells but those of the reserved category. */
function known(cells: Cells): Cells {
  return {
    get: (key) => cells.get(key),
    *[Symbol.iterator]() {
      for (const cell of cells) if (!cell[0].endsWith(UNCATEGORISED)) yield cell;
    },
  };
}

function people(
  c: Context,
  grain: Grain = c.grain,
  pass: 'cell-stats' | 'cross' = 'cell-stats',
): Promise<Cells> {
  return c.passes.cells(pass, grain, c.params);
}

const shift = (date: string, days: number) => addDays(date as LocalDate, days);
/** True when the data reach back less than the look-back before the first day of a period. */
const reachesShort = (p: PassParams, periodFrom: string) => p.data_from > shift(periodFrom, -p.lookback);
const periodFrom = (p: PassParams) => shift(p.as_of, 1 - p.period);
const matureFrom = (p: PassParams) => shift(p.as_of, 1 - p.period - p.horizon);

const count =
  (column: string): Derive =>
  async (c) =>
    eachCell(await people(c), c.grain, (key, n) => ok(key, n[column]!));

const rate =
  (numerator: string, denominator: string, status?: Value['status']): Derive =>
  async (c) =>
    eachCell(await people(c), c.grain, (key, n) =>
      ratio(key, n[numerator]!, n[denominator]!, undefined, status),
    );

const newPeople: Derive = async (c) => {
  const status = reachesShort(c.params, periodFrom(c.params)) ? 'new_in_window' : 'ok';
  return eachPart(known(await people(c)), c.grain, (key, n) => {
    // Where data are short, "never" means never in the data: that is what the status says.
    const never = n.never! + (status === 'ok' ? 0 : n.short!);
    const unknown = n.unknown! + (status === 'ok' ? n.short! : 0);
    return [
      plain(key, never + n.lapsed!, status),
      plain(key, never, status, 'never'),
      plain(key, n.lapsed!, status, 'lapsed'),
      plain(key, unknown, status, 'unknown'),
    ];
  });
};

const BREADTH_PARTS: readonly [part: string, from: number, to: number][] = [
  ['0', 0, 0],
  ['1', 1, 1],
  ['2', 2, 2],
  ['3-4', 3, 4],
  ['5+', 5, Number.POSITIVE_INFINITY],
];

async function breadthSum(c: Context, weight: (n: number) => number): Promise<{ sum: number; all: number }> {
  let [sum, all] = [0, 0];
  for (const [n, size] of await c.passes.breadth(c.params)) {
    sum += weight(n) * size;
    all += size;
  }
  return { sum, all };
}

const money =
  (column: string): Derive =>
  async (c) =>
    eachCell(await c.passes.money(c.grain, c.params), c.grain, (key, n) => ok(key, n[column]!));

const moneyRatio =
  (numerator: string, denominator: string): Derive =>
  async (c) =>
    eachCell(await c.passes.money(c.grain, c.params), c.grain, (key, n) =>
      ratio(key, n[numerator]!, n[denominator]!),
    );

/** Steps of the waterfall, in order, and their columns in money.sql. */
const WATERFALL = [
  ['gross', 'gross'],
  ['discounts', 'discounts'],
  ['unpaid', 'unpaid'],
  ['cancelled', 'cancelled_sum'],
  ['exchanged', 'exchanged'],
  ['refunded', 'refunded_sum'],
  ['fake', 'fake_sum'],
  ['timing', 'timing'],
  ['healthy', 'healthy_sum'],
  ['late_refunds', 'late_refunds'],
] as const;

const monthOf = (no: number) => `${1970 + Math.floor(no / 12)}-${String((no % 12) + 1).padStart(2, '0')}`;

/** Groups keys `cell#a#b` by cell. */
function byCell(cells: Cells): Map<string, { a: string; b: string; n: Counts }[]> {
  const groups = new Map<string, { a: string; b: string; n: Counts }[]>();
  for (const [key, n] of cells) {
    const [cell, a, b] = key.split('#') as [string, string, string];
    let group = groups.get(cell);
    if (!group) {
      group = [];
      groups.set(cell, group);
    }
    group.push({ a, b: b ?? '', n });
  }
  return groups;
}

/** Share with the event within the horizon, 1 − Π(1 − d/n). Source: Kaplan and Meier, 1958, eq. 2b. */
export function kaplanMeier(
  rows: readonly { days: number; event: boolean; people: number }[],
): number | null {
  let atRisk = rows.reduce((sum, r) => sum + r.people, 0);
  if (atRisk === 0) return null;
  let surviving = 1;
  const byDay = [...rows].sort((a, b) => a.days - b.days);
  for (let i = 0; i < byDay.length; ) {
    const { days } = byDay[i]!;
    let [events, gone] = [0, 0];
    for (; i < byDay.length && byDay[i]!.days === days; i++) {
      gone += byDay[i]!.people;
      if (byDay[i]!.event) events += byDay[i]!.people;
    }
    surviving *= 1 - events / atRisk;
    atRisk -= gone;
  }
  return 1 - surviving;
}

/** How each metric of the registry follows from the passes. Values of one cell are one after the other. */
export const DERIVE: Readonly<Record<string, Derive>> = {
  aac: count('buyers'),
  aac_public: async (c) =>
    eachCell(
      await c.passes.cells('public', c.grain, { ...c.params, variant: 'headline' }),
      c.grain,
      (key, n) => ok(key, n.public_buyers!),
    ),
  aac_gap: async (c) => {
    const parts = await c.passes.gap(c.params);
    const of = (reason: string) => parts.get(reason) ?? 0;
    const reasons = ['fake', 'cancelled', 'refunded', 'unpaid', 'zero', 'timing', 'mixed'];
    const values = [
      ...reasons.map((r) => ok(PLATFORM, of(r), r)),
      ok(PLATFORM, 0 - of('paid_later'), 'paid_later'),
    ];
    return [
      ok(
        PLATFORM,
        values.reduce((sum, v) => sum + v.value!, 0),
      ),
      ...values,
    ];
  },
  penetration: async (c) => {
    const all = (await people(c, 'platform')).get(PLATFORM)?.buyers ?? 0;
    return eachCell(await people(c), c.grain, (key, n) => ratio(key, n.buyers!, all));
  },
  merchant_share: async (c) => {
    const categories = await people(c, 'category');
    return eachCell(await people(c), c.grain, (key, n) =>
      ratio(key, n.buyers!, categories.get(categoryOf(key))?.buyers ?? 0),
    );
  },
  breadth: async (c) => {
    const { sum, all } = await breadthSum(c, (n) => n);
    return [ratio(PLATFORM, sum, all)];
  },
  breadth_distribution: async (c) =>
    Promise.all(
      BREADTH_PARTS.map(async ([part, from, to]) => {
        const { sum, all } = await breadthSum(c, (n) => (n >= from && n <= to ? 1 : 0));
        return ratio(PLATFORM, sum, all, part);
      }),
    ),
  ntc: newPeople,
  ntb: newPeople,
  repurchase_rate: (c) =>
    (c.wholeWindow ? rate('repeated', 'buyers') : rate('period_repeated', 'period_buyers'))(c),
  repurchase_cohort_rate: async (c) => {
    const curve = await c.passes.survival(c.grain, c.params);
    return eachPart(await people(c), c.grain, (key, n) => {
      const rows = curve(key);
      const value = kaplanMeier(rows);
      const waiting = rows.reduce((sum, r) => sum + r.people, 0);
      return [
        ratio(key, n.cohort_again!, n.cohort_people!, 'mature'),
        {
          ...plain(key, value, value === null ? 'insufficient' : 'immature', 'kaplan_meier'),
          denominator: waiting,
        },
      ];
    });
  },
  cross_category_rate: async (c) => {
    const { sum, all } = await breadthSum(c, (n) => (n >= 2 ? 1 : 0));
    return [ratio(PLATFORM, sum, all)];
  },
  cross_category_acquisition: async (c) => {
    const short = reachesShort(c.params, periodFrom(c.params));
    return eachCell(await people(c, c.grain, 'cross'), c.grain, (key, n) =>
      short
        ? ratio(
            key,
            n.new_crossed! + n.short_crossed!,
            n.new_people! + n.short_people!,
            undefined,
            'new_in_window',
          )
        : ratio(key, n.new_crossed!, n.new_people!),
    );
  },
  items_per_order: async (c) => {
    const spent = await c.passes.spent(c.grain, c.params);
    return eachCell(await c.passes.cells('orders', c.grain, c.params), c.grain, (key, n) =>
      ratio(key, spent.get(key)?.pieces ?? 0, n.orders!),
    );
  },
  attach_rate: async (c) =>
    eachCell(known(await c.passes.cells('orders', c.grain, c.params)), c.grain, (key, n) =>
      ratio(key, n.other_top!, n.orders!),
    ),
  arpu: async (c) => {
    const spent = await c.passes.spent(c.grain, c.params);
    return eachCell(await people(c), c.grain, (key, n) =>
      ratio(key, spent.get(key)?.net_people ?? 0, n.buyers!),
    );
  },
  grow: async (c) => {
    const groups = byCell(await c.passes.grow(c.grain, c.params));
    if (c.grain === 'platform' && !groups.has(PLATFORM)) groups.set(PLATFORM, []);
    return [...inOrder(groups)].flatMap(([key, rows]) => {
      const bridge = growBridge(
        rows.map(({ n }) => ({
          buyers: [n.buyers_0!, n.buyers_1!],
          occasions: [n.occasions_0!, n.occasions_1!],
          gmv: [n.gmv_0!, n.gmv_1!],
        })),
      );
      const before = rows.reduce((sum, { n }) => sum + n.gmv_0!, 0);
      const now = rows.reduce((sum, { n }) => sum + n.gmv_1!, 0);
      return [
        ok(key, now - before),
        ok(key, bridge.growth, 'G'),
        ok(key, bridge.repeat, 'R'),
        ok(key, bridge.occasion, 'O'),
        ok(key, bridge.widened, 'W'),
        ok(key, bridge.left, 'X'),
      ];
    });
  },
  retention: async (c) => {
    const short = c.params.data_from > shift(c.params.as_of, 1 - 2 * c.params.lookback);
    return rate('retained', 'before', short ? 'new_in_window' : 'ok')(c);
  },
  aac_bridge: async (c) => {
    const short = c.params.data_from > shift(c.params.as_of, 1 - 2 * c.params.lookback);
    const status = short ? 'new_in_window' : 'ok';
    return eachPart(await people(c), c.grain, (key, n) => [
      ok(key, n.buyers!),
      plain(key, n.retained!, status, 'retained'),
      plain(key, n.never_before!, status, 'never_before'),
      plain(key, n.reactivated!, status, 'reactivated'),
    ]);
  },
  cohort_retention: async (c) => {
    const { as_of } = c.params;
    const now = (Number(as_of.slice(0, 4)) - 1970) * 12 + Number(as_of.slice(5, 7)) - 1;
    const monthOver = shift(as_of, 1).slice(8) === '01';
    const values: Value[] = [];
    for (const [key, rows] of await c.passes.cohorts(c.grain, c.params)) {
      const active = new Map(rows.map((r) => [`${r.cohort}#${r.age}`, r.people]));
      for (const cohort of [...new Set(rows.map((r) => r.cohort))].sort((a, b) => a - b)) {
        const size = active.get(`${cohort}#0`)!;
        for (let age = 0; cohort + age <= now; age++) {
          const cell = ratio(key, active.get(`${cohort}#${age}`) ?? 0, size);
          const immature = cohort + age === now && !monthOver;
          const status = immature ? 'immature' : cell.status;
          values.push({ ...cell, status, cohort: monthOf(cohort), age });
        }
      }
    }
    return values;
  },
  retained_ntc: async (c) => {
    const short = reachesShort(c.params, matureFrom(c.params));
    return eachCell(known(await people(c)), c.grain, (key, n) =>
      short
        ? ratio(key, n.q_new_again! + n.q_short_again!, n.q_new! + n.q_short!, undefined, 'new_in_window')
        : ratio(key, n.q_new_again!, n.q_new!),
    );
  },
  gmv_gross: money('gross'),
  gmv_paid: money('paid_sum'),
  gmv_healthy: money('healthy_sum'),
  healthy_ratio: moneyRatio('healthy_sum', 'gross'),
  subsidy_share: moneyRatio('subsidy', 'gross'),
  gmv_waterfall: async (c) =>
    eachPart(await c.passes.money(c.grain, c.params), c.grain, (key, n) =>
      WATERFALL.map(([part, column]) => ok(key, n[column]!, part)),
    ),
};

/** Metrics whose conservative edge means nothing: they are about what was confirmed, or cohorts already marked. */
export const NO_BAND = new Set([
  'aac_public',
  'aac_gap',
  'gmv_gross',
  'gmv_paid',
  'subsidy_share',
  'cohort_retention',
  'grow',
]);
