// Generated from cohorts.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type CohortsParams = { variant: string; tree: string; grain: string; table: string; lo: number; hi: number; as_of: string; suspects: number };

export type CohortsRow = {
  cell: number; // UInt64
  cohort: number; // UInt16
  age: number; // Int32
  people: number; // UInt64
};

export const cohorts: Query<CohortsParams, CohortsRow> = {
  name: "cohorts",
  text: `-- purpose: monthly cohorts by month of the first healthy purchase in the cell (M10).
-- grain: one row per (cell, cohort month, age in months) with people active; months as whole months since 1970.
-- setup: resolved-table.sql
-- params: as cell-stats.sql.
SELECT cell, cohort, month - cohort AS age, count() AS people
FROM
(
    SELECT cell, min(m) AS cohort, arrayJoin(groupUniqArray(m)) AS month
    FROM
    (
        SELECT person, toUInt16(toYear(d) * 12 + toMonth(d) - 1 - 1970 * 12) AS m, if({variant:String} = 'public', confirmed_day, day) AS d,
            if({tree:String} = 'current', path_now, path) AS cats,
            arrayJoin(multiIf(
                {grain:String} = 'category', arrayMap(c -> toUInt64(c), cats),
                {grain:String} = 'merchant', if(merchant = 0, [], [toUInt64(merchant)]),
                [toUInt64(0)])) AS cell
        FROM {table:Identifier}
        WHERE person BETWEEN greatest(1, {lo:UInt32}) AND {hi:UInt32} AND d <= {as_of:Date}
            AND multiIf({variant:String} = 'public', public, {variant:String} = 'conservative', healthy_conservative, healthy)
            AND ({suspects:UInt8} = 0 OR person IN (SELECT person FROM {table:Identifier} WHERE suspect))
    )
    GROUP BY person, cell
)
GROUP BY cell, cohort, month
`,
};
