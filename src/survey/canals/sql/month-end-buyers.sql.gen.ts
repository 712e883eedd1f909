// Generated from month-end-buyers.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type MonthEndBuyersParams = { level: number; table: string; as_of: string; lookback: number };

export type MonthEndBuyersRow = {
  date: string; // String
  category: number; // UInt32
  buyers: number; // UInt64
};

export const monthEndBuyers: Query<MonthEndBuyersParams, MonthEndBuyersRow> = {
  name: "month-end-buyers",
  text: `-- purpose: annual active consumers (M1) by category at every month end up to as_of, and at as_of: what a trajectory is drawn from (R4)
-- grain: one row per date and category now
-- params: table of resolved lines; as_of date; lookback days, at most 366; level of the tree, 0 = leaf
-- setup: ../../sql/resolved-table.sql
SELECT toString(at) AS date, category, uniqExact(person) AS buyers
FROM
(
    SELECT person, day, if({level:UInt8} = 0, category_now, arrayElement(path_now, {level:UInt8})) AS category
    FROM {table:Identifier}
    WHERE person != 0 AND healthy AND day <= {as_of:Date}
    GROUP BY person, day, category
)
-- The month ends whose year holds the day.
ARRAY JOIN arrayDistinct(arrayMap(m -> least(toLastDayOfMonth(addMonths(day, m)), {as_of:Date}), range(13))) AS at
WHERE category != 0 AND day BETWEEN at - {lookback:UInt16} + 1 AND at
GROUP BY at, category
ORDER BY at, category
`,
};
