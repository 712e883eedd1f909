// Generated from survival.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type SurvivalParams = { as_of: string; period: number; horizon: number; variant: string; tree: string; grain: string; table: string; lo: number; hi: number; suspects: number };

export type SurvivalRow = {
  cell: number; // UInt64
  days: number; // Int32
  event: number; // UInt8
  people: number; // UInt64
};

export const survival: Query<SurvivalParams, SurvivalRow> = {
  name: "survival",
  text: `-- purpose: what Kaplan–Meier needs for the period up to as_of, which is not fully observed (M7).
-- grain: one row per (cell, days, event): people whose next healthy date came \`days\` after their first in the period
--   (event 1), or who were last seen waiting after \`days\` (event 0).
-- setup: resolved-table.sql
-- params: as cell-stats.sql.
WITH {as_of:Date} AS t, t - {period:UInt16} + 1 AS p_from
SELECT cell, least(if(next != none, next - first_p, t - first_p), {horizon:UInt16}) AS days,
    next != none AND next - first_p <= {horizon:UInt16} AS event, count() AS people
FROM
(
    SELECT person, cell, toDate(0) AS none, min(d) AS first_p, arrayMin(arrayFilter(x -> x > first_p, groupUniqArray(d))) AS next
    FROM
    (
        SELECT person, if({variant:String} = 'public', confirmed_day, day) AS d,
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
        WHERE person BETWEEN greatest(1, {lo:UInt32}) AND {hi:UInt32} AND d BETWEEN p_from AND t
            AND multiIf({variant:String} = 'public', public, {variant:String} = 'conservative', healthy_conservative, healthy)
            AND ({suspects:UInt8} = 0 OR person IN (SELECT person FROM {table:Identifier} WHERE suspect))
    )
    GROUP BY person, cell
)
GROUP BY cell, days, event
`,
};
