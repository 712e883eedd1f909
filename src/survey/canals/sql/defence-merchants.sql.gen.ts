// Generated from defence-merchants.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type DefenceMerchantsParams = { at: string; table: string; lookback: number; horizon: number };

export type DefenceMerchantsRow = {
  merchant: number; // UInt32
  sale_days: number[]; // Array(Int64)
  went_on: number; // UInt8
  buyers: number; // UInt64
  buyers_before: number; // UInt64
  paid_lines: number; // UInt64
  refunded_lines: number; // UInt64
  cancelled_lines: number; // UInt64
};

export const defenceMerchants: Query<DefenceMerchantsParams, DefenceMerchantsRow> = {
  name: "defence-merchants",
  text: `-- purpose: merchants active at an index date: their rhythm, their buyers, and whether they went on selling (R66)
-- grain: one row per merchant
-- params: table of resolved lines; at date, the index; lookback and horizon days
-- setup: ../../sql/resolved-table.sql
-- people of different shards are different, so sums over shards are right; sale days are merged by the caller's union
SELECT
    merchant,
    groupUniqArrayIf(dateDiff('day', toDate({at:Date}), day), day <= {at:Date}) AS sale_days,
    max(day > {at:Date}) AS went_on,
    uniqExactIf(person, day BETWEEN {at:Date} - 89 AND {at:Date}) AS buyers,
    uniqExactIf(person, day BETWEEN {at:Date} - 179 AND {at:Date} - 90) AS buyers_before,
    countIf(paid AND day BETWEEN {at:Date} - 119 AND {at:Date}) AS paid_lines,
    countIf(paid AND refunded AND day BETWEEN {at:Date} - 119 AND {at:Date}) AS refunded_lines,
    countIf(cancelled AND confirmed_day BETWEEN {at:Date} - 119 AND {at:Date}) AS cancelled_lines
FROM {table:Identifier}
WHERE merchant != 0 AND public AND (healthy OR refunded OR cancelled) AND day BETWEEN {at:Date} - {lookback:UInt16} + 1 AND {at:Date} + {horizon:UInt16}
GROUP BY merchant
ORDER BY merchant
`,
};
