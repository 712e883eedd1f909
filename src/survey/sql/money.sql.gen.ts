// Generated from money.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type MoneyParams = { as_of: string; lookback: number; variant: string; tree: string; table: string };

export type MoneyRow = {
  leaf: number; // UInt32
  merchant: number; // UInt32
  shop: number; // UInt32
  brand: number; // UInt32
  gross: number; // Int64
  discounts: number; // Int64
  unpaid: number; // Int64
  cancelled_sum: number; // Int64
  exchanged: number; // Int64
  refunded_sum: number; // Int64
  fake_sum: number; // Int64
  timing: number; // Int64
  healthy_sum: number; // Int64
  paid_sum: number; // Int64
  subsidy: number; // Int64
  late: number; // Int64
};

export const money: Query<MoneyParams, MoneyRow> = {
  name: "money",
  text: `-- purpose: GMV and its waterfall (M15), from which every grain's sums follow. Lines of guests count.
-- grain: one row per (leaf, merchant, shop, brand); 112 bytes, little-endian. Gross side by confirmed day, paid and healthy
--   side by day of payment; \`timing\` bridges the two.
-- setup: resolved-table.sql
-- params: table, tree, variant, as_of, lookback; all people.
-- units: minor units; sums over rows may pass 2^53.
WITH
    {as_of:Date} AS t,
    t - {lookback:UInt16} + 1 AS w_from,
    if({variant:String} = 'conservative', healthy_conservative, healthy) AS counts,
    confirmed_day BETWEEN w_from AND t AS in_c,
    paid AND day BETWEEN w_from AND t AS in_d
SELECT
    if({tree:String} = 'current', category_now, category) AS leaf,
    merchant,
    shop,
    brand,
    sumIf(gross_minor, in_c) AS gross,
    sumIf(paid_minor - gross_minor, in_c) AS discounts,
    -sumIf(paid_minor, in_c AND NOT paid) AS unpaid,
    -sumIf(paid_minor, in_c AND paid AND cancelled) AS cancelled_sum,
    sumIf(exchanged_minor, in_c AND paid AND NOT cancelled) AS exchanged,
    -sumIf(refunded_minor, in_c AND paid AND NOT cancelled) AS refunded_sum,
    -sumIf(net_minor, in_c AND paid AND NOT cancelled AND NOT counts) AS fake_sum,
    sumIf(net_minor, counts AND in_d) - sumIf(net_minor, counts AND in_c) AS timing,
    sumIf(net_minor, counts AND in_d) AS healthy_sum,
    sumIf(paid_minor, in_d) AS paid_sum,
    sumIf(subsidy_minor, in_c) AS subsidy,
    -sum(arraySum(arrayMap(x -> if(x.1 BETWEEN w_from AND t, x.2, 0), late_refunds))) AS late
FROM {table:Identifier}
WHERE public AND (confirmed_day BETWEEN w_from AND t OR day BETWEEN w_from AND t OR notEmpty(late_refunds))
GROUP BY leaf, merchant, shop, brand
`,
};
