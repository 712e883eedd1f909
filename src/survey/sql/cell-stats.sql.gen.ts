// Generated from cell-stats.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type CellStatsParams = { as_of: string; lookback: number; period: number; horizon: number; data_from: string; variant: string; tree: string; grain: string; table: string; lo: number; hi: number; suspects: number };

export type CellStatsRow = {
  cell: number; // UInt64
  people_ever: number; // UInt64
  buyers: number; // UInt64
  before: number; // UInt64
  retained: number; // UInt64
  never_before: number; // UInt64
  reactivated: number; // UInt64
  repeated: number; // UInt64
  period_buyers: number; // UInt64
  period_repeated: number; // UInt64
  never: number; // UInt64
  lapsed: number; // UInt64
  unknown: number; // UInt64
  short: number; // UInt64
  cohort_people: number; // UInt64
  cohort_again: number; // UInt64
  q_new: number; // UInt64
  q_new_again: number; // UInt64
  q_short: number; // UInt64
  q_short_again: number; // UInt64
  net_sum: string; // String
  quantity_sum: number; // Float64
};

export const cellStats: Query<CellStatsParams, CellStatsRow> = {
  name: "cell-stats",
  text: `-- purpose: additive counts of people per cell, from which M1–M7, M9 and M10 follow (metrics.md 4.1, 4.2).
-- grain: one row per cell. W = look-back up to as_of, V = the look-back before it, P = period up to as_of,
--   Q = period that ends a horizon before as_of (fully observed).
-- setup: resolved-table.sql
-- params: table; grain; tree (as_sold, current); variant (headline, conservative, public); as_of; lookback,
--   period, horizon in days; data_from, first business date of the data; lo, hi person numbers, both included;
--   suspects: 1 keeps only people with a suspect line.
-- units: people; net_sum minor units as text; quantity pieces.
WITH
    {as_of:Date} AS t,
    t - {lookback:UInt16} + 1 AS w_from,
    t - 2 * {lookback:UInt16} + 1 AS v_from,
    t - {period:UInt16} + 1 AS p_from,
    t - {horizon:UInt16} AS q_to,
    t - {horizon:UInt16} - {period:UInt16} + 1 AS q_from
SELECT
    cell,
    count() AS people_ever,
    countIf(last >= w_from) AS buyers,
    countIf(in_v) AS before,
    countIf(in_v AND last >= w_from) AS retained,
    countIf(last >= w_from AND first >= w_from) AS never_before,
    countIf(last >= w_from AND first < w_from AND NOT in_v) AS reactivated,
    countIf(last >= w_from AND first_w != last) AS repeated,
    countIf(first_p != none) AS period_buyers,
    countIf(first_p != none AND first_p != last) AS period_repeated,
    countIf(p_kind = 'never') AS never,
    countIf(p_kind = 'lapsed') AS lapsed,
    countIf(p_kind = 'unknown') AS unknown,
    countIf(p_kind = 'short') AS short,
    countIf(first_q != none) AS cohort_people,
    countIf(first_q != none AND again) AS cohort_again,
    countIf(q_kind IN ('never', 'lapsed')) AS q_new,
    countIf(q_kind IN ('never', 'lapsed') AND again) AS q_new_again,
    countIf(q_kind = 'short') AS q_short,
    countIf(q_kind = 'short' AND again) AS q_short_again,
    toString(sum(net_w)) AS net_sum,
    sum(quantity_w) AS quantity_sum
FROM
(
    SELECT
        person,
        cell,
        toDate(0) AS none,
        min(d) AS first,
        max(d) AS last,
        minIf(d, d >= w_from) AS first_w,
        max(d BETWEEN v_from AND t - {lookback:UInt16}) AS in_v,
        minIf(d, d >= p_from) AS first_p,
        maxIf(d, d < p_from) AS before_p,
        minIf(d, d BETWEEN q_from AND q_to) AS first_q,
        maxIf(d, d < q_from) AS before_q,
        arrayExists(x -> x > first_q AND x <= first_q + {horizon:UInt16}, groupUniqArrayIf(d, d > q_from)) AS again,
        any(created_day) AS created,
        multiIf(
            first_p = none, '',
            before_p != none AND first_p - before_p <= {lookback:UInt16}, 'held',
            before_p != none, 'lapsed',
            first_p - {lookback:UInt16} < {data_from:Date}, 'short',
            created > first_p - {lookback:UInt16}, 'unknown',
            'never') AS p_kind,
        multiIf(
            first_q = none, '',
            before_q != none AND first_q - before_q <= {lookback:UInt16}, 'held',
            before_q != none, 'lapsed',
            first_q - {lookback:UInt16} < {data_from:Date}, 'short',
            created > first_q - {lookback:UInt16}, 'unknown',
            'never') AS q_kind,
        sumIf(net, d >= w_from) AS net_w,
        sumIf(pieces, d >= w_from) AS quantity_w
    FROM
    (
        SELECT
            person,
            if({variant:String} = 'public', confirmed_day, day) AS d,
            created AS created_day,
            net_minor AS net,
            quantity AS pieces,
            if({tree:String} = 'current', path_now, path) AS cats,
            arrayJoin(multiIf(
                {grain:String} = 'category', arrayMap(c -> toUInt64(c), cats),
                {grain:String} = 'merchant', if(merchant = 0, [], [toUInt64(merchant)]),
                {grain:String} = 'shop', if(shop = 0, [], [toUInt64(shop)]),
                {grain:String} = 'brand', if(brand = 0, [], [toUInt64(brand)]),
                {grain:String} = 'merchant_category',
                    if(merchant = 0, [], arrayMap(c -> bitOr(bitShiftLeft(toUInt64(merchant), 32), toUInt64(c)), cats)),
                [toUInt64(0)])) AS cell
        FROM {table:Identifier}
        WHERE person BETWEEN greatest(1, {lo:UInt32}) AND {hi:UInt32} AND d <= t
            AND multiIf({variant:String} = 'public', public, {variant:String} = 'conservative', healthy_conservative, healthy)
            AND ({suspects:UInt8} = 0 OR person IN (SELECT person FROM {table:Identifier} WHERE suspect))
    )
    GROUP BY person, cell
)
GROUP BY cell
`,
};
