import { addDays, type LocalDate } from '../../base/index.ts';
import { benjaminiHochberg, normalUpper } from '../../math/index.ts';
import { run } from '../../warehouse/index.ts';
import type { Resolved } from '../resolve/face.ts';
import { type DriverTable, type DriverVerdict, judgeDrivers, type RiskTable, riskOf } from './defence.ts';
import { defenceBuyers } from './sql/defence-buyers.sql.gen.ts';
import { defenceMerchants } from './sql/defence-merchants.sql.gen.ts';
import { monthEndBuyers } from './sql/month-end-buyers.sql.gen.ts';
import { trend as trendQuery } from './sql/trend.sql.gen.ts';
import { whiteSpace as whiteSpaceQuery } from './sql/white-space.sql.gen.ts';
import { type Trend, trendsOf } from './trend.ts';
import { type WhiteSpace, whiteSpaceOf } from './white-space.ts';

/** Stands for "the people themselves" in the queries' category column. */
const EVERYBODY = 4_294_967_295;

/** Turns a shard's dense number of a category or merchant into its id. Numbers differ from shard to shard. */
export type Names = (shard: number, dense: number) => string;

/** Grows a list of distinct keys and tells a key's place in it. */
function indexer() {
  const places = new Map<string, number>();
  const keys: string[] = [];
  return {
    keys,
    of(key: string): number {
      let place = places.get(key);
      if (place === undefined) {
        place = keys.length;
        places.set(key, place);
        keys.push(key);
      }
      return place;
    },
  };
}

export interface WhiteSpaceBoard {
  readonly dimension: string;
  readonly crowds: readonly string[];
  readonly categories: readonly string[];
  /** Row-major (crowds × categories). */
  readonly cells: readonly WhiteSpace[];
}

/** White space of every crowd dimension (membership, region, tenure): R9. @param k people below which a cell is suppressed */
export async function whiteSpaceBoards(
  resolved: Resolved,
  category: Names,
  options: { as_of: LocalDate; lookback: number; level: number; k: number },
): Promise<WhiteSpaceBoard[]> {
  const { k, ...params } = options;
  const perShard = await Promise.all(
    resolved.shards.map((shard) => run(shard.warehouse, whiteSpaceQuery, { table: shard.table, ...params })),
  );
  const categories = indexer();
  const dimensions = new Map<
    string,
    { crowds: ReturnType<typeof indexer>; strata: ReturnType<typeof indexer> }
  >();
  for (const [shard, rows] of perShard.entries()) {
    for (const row of rows) {
      let dimension = dimensions.get(row.dimension);
      if (!dimension) {
        dimension = { crowds: indexer(), strata: indexer() };
        dimensions.set(row.dimension, dimension);
      }
      dimension.crowds.of(row.crowd);
      dimension.strata.of(String(row.stratum));
      if (row.category !== EVERYBODY) categories.of(category(shard, row.category));
    }
  }
  return [...dimensions].map(([name, { crowds, strata }]) => {
    const [G, S, C] = [crowds.keys.length, strata.keys.length, categories.keys.length];
    const people = new Float64Array(G * S);
    const holders = new Float64Array(G * S * C);
    for (const [shard, rows] of perShard.entries()) {
      for (const row of rows) {
        if (row.dimension !== name) continue;
        const at = crowds.of(row.crowd) * S + strata.of(String(row.stratum));
        if (row.category === EVERYBODY) people[at]! += row.people;
        else holders[at * C + categories.of(category(shard, row.category))]! += row.people;
      }
    }
    const cells = whiteSpaceOf({ crowds: G, strata: S, categories: C, people, holders }, k);
    return { dimension: name, crowds: crowds.keys, categories: categories.keys, cells };
  });
}

export interface TrendBoard {
  /** `YYYY-MM` of the month judged: the last whole one. */
  readonly month: string;
  readonly rows: readonly (Trend & { category: string; observed: number; q: number; alert: boolean })[];
}

/** Trend radar for the last whole month before or at as_of (R21). A rise is an alert when q ≤ 0.05 and it is at least a tenth. */
export async function trendBoard(
  resolved: Resolved,
  category: Names,
  options: { as_of: LocalDate; level: number },
): Promise<TrendBoard> {
  const firstOf = (date: string) => `${date.slice(0, 7)}-01` as LocalDate;
  const whole = options.as_of === addDays(firstOf(addDays(firstOf(options.as_of), 31)), -1);
  const last = whole ? options.as_of : addDays(firstOf(options.as_of), -1);
  const months: string[] = [];
  for (let m = firstOf(last); months.length < 37; m = firstOf(addDays(m, -1))) months.unshift(m);
  // A first month that the data only begin in is not whole either.
  const known = months.filter((month) => resolved.first_day !== null && month >= resolved.first_day);
  const categories = indexer();
  const counts: { m: number; c: number; n: number }[] = [];
  const platform = new Float64Array(known.length);
  const place = new Map(known.map((month, m) => [month, m]));
  for (const [shard, { warehouse, table }] of resolved.shards.entries()) {
    // A category bought in months that are not whole only has a row too, which says that nothing can be said.
    const params = { table, level: options.level, from: known[0] ?? months[0]!, as_of: options.as_of };
    for (const row of await run(warehouse, trendQuery, params)) {
      const m = place.get(row.month);
      const everybody = row.category === EVERYBODY;
      const c = everybody ? -1 : categories.of(category(shard, row.category));
      if (m === undefined) continue;
      if (everybody) platform[m]! += row.buyers;
      else counts.push({ m, c, n: row.buyers });
    }
  }
  const [C, M] = [categories.keys.length, known.length];
  const buyers = new Float64Array(C * M);
  for (const { m, c, n } of counts) buyers[c * M + m]! += n;
  const trends = trendsOf({ buyers, platform, categories: C, months: M }, M - 1, normalUpper);
  const q = benjaminiHochberg(trends.map((t) => (t.status === 'ok' ? t.p : Number.NaN)));
  return {
    month: last.slice(0, 7),
    rows: trends.map((t, c) => ({
      ...t,
      category: categories.keys[c]!,
      observed: M > 0 ? buyers[c * M + M - 1]! : 0,
      q: q[c]!,
      alert: t.status === 'ok' && q[c]! <= 0.05 && t.ratio >= 1.1,
    })),
  };
}

/**
 * Annual active consumers of categories at every month end up to as_of and at as_of, as the metric `aac` has them in today's tree: one reading of the
 * lines for all dates. Cost: O(lines × months of the look-back).
 */
export async function buyersAtMonthEnds(
  resolved: Resolved,
  category: Names,
  options: { as_of: LocalDate; level: number; lookback: number },
): Promise<(date: LocalDate, category_id: string) => number> {
  const buyers = new Map<string, number>();
  for (const [shard, { warehouse, table }] of resolved.shards.entries())
    for (const row of await run(warehouse, monthEndBuyers, { table, ...options })) {
      const key = `${row.date} ${category(shard, row.category)}`;
      buyers.set(key, (buyers.get(key) ?? 0) + row.buyers);
    }
  return (date, category_id) => buyers.get(`${date} ${category_id}`) ?? 0;
}

const STRATA = 64;
const emptyTable = (): RiskTable => ({ people: new Float64Array(STRATA), left: new Float64Array(STRATA) });

export interface DefenceBoard {
  /** Index date: the latest whose horizon has ended; risks and causes were measured there. */
  readonly measured_at: LocalDate;
  /** People active now, how many of them are expected not to come back in the horizon, and how many are at high risk. */
  readonly buyers: {
    people: number;
    /** Null where fewer than MIN_MEASURED people were there to measure risks from. */
    expected_to_leave: number | null;
    high_risk: number | null;
    baseline_rate: number | null;
  };
  /** Drivers of leaving, and how many people carry each today. */
  readonly causes: readonly (DriverVerdict & { people_now: number })[];
}

/** Fewest people at the index date whose outcome says how likely leaving is. */
export const MIN_MEASURED = 100;

/** Chance of not coming back from which a person counts as about to leave. */
export const HIGH_RISK = 0.8;

/** Buyers about to leave: risk by stratum measured a horizon ago, applied to the people of today (R66). */
export async function defenceOfBuyers(
  resolved: Resolved,
  options: { as_of: LocalDate; lookback: number; horizon: number },
): Promise<DefenceBoard> {
  const { as_of, lookback, horizon } = options;
  const measured_at = addDays(as_of, -horizon);
  const read = async (at: LocalDate, days: number) => {
    const tables = new Map<string, { with: RiskTable; without: RiskTable }>();
    for (const { warehouse, table } of resolved.shards) {
      for (const row of await run(warehouse, defenceBuyers, { table, at, lookback, horizon: days })) {
        let entry = tables.get(row.driver);
        if (!entry) {
          entry = { with: emptyTable(), without: emptyTable() };
          tables.set(row.driver, entry);
        }
        const arm = row.has ? entry.with : entry.without;
        arm.people[row.stratum]! += row.people;
        arm.left[row.stratum]! += row.left;
      }
    }
    return tables;
  };
  const [before, now] = [await read(measured_at, horizon), await read(as_of, 0)];
  const everybody = before.get('')?.with ?? emptyTable();
  const risk = riskOf(everybody);
  const today = now.get('')?.with ?? emptyTable();
  let [people, expected, high] = [0, 0, 0];
  today.people.forEach((n, s) => {
    people += n;
    expected += n * risk[s]!;
    if (risk[s]! >= HIGH_RISK) high += n;
  });
  const drivers: DriverTable[] = [...before]
    .filter(([driver]) => driver !== '')
    .map(([driver, tables]) => ({ driver, exposed: tables.with, others: tables.without }));
  const total = (a: Float64Array) => a.reduce((x, y) => x + y, 0);
  const all = total(everybody.people);
  const measured =
    all < MIN_MEASURED
      ? { expected_to_leave: null, high_risk: null, baseline_rate: null }
      : { expected_to_leave: expected, high_risk: high, baseline_rate: total(everybody.left) / all };
  return {
    measured_at,
    buyers: { people, ...measured },
    causes: judgeDrivers(drivers).map((verdict) => ({
      ...verdict,
      people_now: total((now.get(verdict.driver)?.with ?? emptyTable()).people),
    })),
  };
}

/** A merchant as it was at an index date. */
export interface MerchantState {
  readonly merchant: string;
  readonly sale_days: number;
  readonly days_since_last: number;
  readonly went_on: boolean;
  readonly drivers: Readonly<Record<(typeof MERCHANT_DRIVERS)[number], boolean>>;
  readonly stratum: number;
}

export const MERCHANT_DRIVERS = ['buyers_falling', 'refunds_high', 'cancellations_high'] as const;

async function merchantStates(
  resolved: Resolved,
  merchant: Names,
  at: LocalDate,
  lookback: number,
  horizon: number,
): Promise<MerchantState[]> {
  const sums = new Map<string, { days: Set<number>; on: boolean; n: number[] }>();
  for (const [shard, { warehouse, table }] of resolved.shards.entries()) {
    for (const row of await run(warehouse, defenceMerchants, { table, at, lookback, horizon })) {
      const id = merchant(shard, row.merchant);
      const sum = sums.get(id) ?? { days: new Set<number>(), on: false, n: [0, 0, 0, 0, 0] };
      for (const day of row.sale_days) sum.days.add(Number(day));
      sum.on ||= row.went_on === 1;
      [row.buyers, row.buyers_before, row.paid_lines, row.refunded_lines, row.cancelled_lines].forEach(
        (x, i) => {
          sum.n[i]! += x;
        },
      );
      sums.set(id, sum);
    }
  }
  return [...sums]
    .filter(([, sum]) => sum.days.size > 0)
    .map(([id, sum]) => {
      const [buyers, buyersBefore, paid, refunded, cancelled] = sum.n as [
        number,
        number,
        number,
        number,
        number,
      ];
      const since = -Math.max(...sum.days);
      const rhythm = [2, 4, 8, 16, 32, 64, 128].filter((n) => sum.days.size >= n).length;
      const recency = [3, 7, 14, 30, 60, 90, 150].filter((n) => since > n).length;
      return {
        merchant: id,
        sale_days: sum.days.size,
        days_since_last: since,
        went_on: sum.on,
        drivers: {
          buyers_falling: buyersBefore >= 5 && buyers < 0.6 * buyersBefore,
          refunds_high: paid >= 10 && refunded > 0.2 * paid,
          cancellations_high: paid >= 10 && cancelled > 0.1 * paid,
        },
        stratum: rhythm * 8 + recency,
      };
    });
}

/** Merchants going inactive: the same method, with merchants for people. Sorted by risk, the highest first. */
export async function defenceOfMerchants(
  resolved: Resolved,
  merchant: Names,
  options: { as_of: LocalDate; lookback: number; horizon: number },
): Promise<{
  causes: DriverVerdict[];
  merchants: (MerchantState & { risk: number })[];
  /** Null where no merchant sold anything before the index date. */
  baseline_rate: number | null;
}> {
  const { as_of, lookback, horizon } = options;
  const before = await merchantStates(resolved, merchant, addDays(as_of, -horizon), lookback, horizon);
  const now = await merchantStates(resolved, merchant, as_of, lookback, 0);
  const count = (states: readonly MerchantState[]) => {
    const table = emptyTable();
    for (const state of states) {
      table.people[state.stratum]!++;
      if (!state.went_on) table.left[state.stratum]!++;
    }
    return table;
  };
  const risk = riskOf(count(before), 5);
  const causes = judgeDrivers(
    MERCHANT_DRIVERS.map((driver) => ({
      driver,
      exposed: count(before.filter((state) => state.drivers[driver])),
      others: count(before.filter((state) => !state.drivers[driver])),
    })),
  );
  const merchants = now
    .map((state) => ({ ...state, risk: risk[state.stratum]! }))
    .sort((a, b) => b.risk - a.risk || (a.merchant < b.merchant ? -1 : 1));
  const baseline = before.length > 0 ? before.filter((state) => !state.went_on).length / before.length : null;
  return { causes, merchants, baseline_rate: baseline };
}
