// Generated from money.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type MoneyParams = { as_of: string; lookback: number; open: number; tree: string; table: string };

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
  paid_sum: number; // Int64
  subsidy: number; // Int64
  late: number; // Int64
  fake_sum: number; // Int64
  healthy_sum: number; // Int64
  timing: number; // Int64
  net_people: number; // Int64
  fake_conservative: number; // Int64
  healthy_sum_conservative: number; // Int64
  timing_conservative: number; // Int64
  net_people_conservative: number; // Int64
  pieces: number; // Float64
  pieces_conservative: number; // Float64
};

export const money: Query<MoneyParams, MoneyRow> = {
  name: "money",
  text: `-- purpose: GMV and its waterfall (M15), and what buyers spent, from which every grain's sums follow. Lines of guests count,
--   but in \`net_people\`.
-- grain: one row per (leaf, merchant, shop, brand); 168 bytes, little-endian. Gross side by confirmed day, paid and healthy
--   side by day of payment; \`timing\` bridges the two. What depends on who counts comes twice: headline and conservative.
-- setup: resolved-table.sql
-- params: table, tree, as_of, lookback; open = 1: lines of the public count are counted for \`net_people\` and \`pieces\`, by
--   confirmed day.
-- units: minor units; sums over rows may pass 2^53. pieces: doubles.
WITH
    {as_of:Date} AS t,
    t - {lookback:UInt16} + 1 AS w_from,
    confirmed_day BETWEEN w_from AND t AS in_c,
    paid AND day BETWEEN w_from AND t AS in_d,
    in_c AND paid AND NOT cancelled AS live,
    healthy AND in_d AS h_d,
    healthy_conservative AND in_d AS hc_d,
    if({open:UInt8} = 1, in_c, h_d) AS counts,
    if({open:UInt8} = 1, in_c, hc_d) AS counts_conservative
SELECT
    if({tree:String} = 'current', category_now, category) AS leaf,
    merchant,
    shop,
    brand,
    sumIf(gross_minor, in_c) AS gross,
    sumIf(paid_minor - gross_minor, in_c) AS discounts,
    -sumIf(paid_minor, in_c AND NOT paid) AS unpaid,
    -sumIf(paid_minor, in_c AND paid AND cancelled) AS cancelled_sum,
    sumIf(exchanged_minor, live) AS exchanged,
    -sumIf(refunded_minor, live) AS refunded_sum,
    sumIf(paid_minor, in_d) AS paid_sum,
    sumIf(subsidy_minor, in_c) AS subsidy,
    -sum(arraySum(arrayMap(x -> if(x.1 BETWEEN w_from AND t, x.2, 0), late_refunds))) AS late,
    -sumIf(net_minor, live AND NOT healthy) AS fake_sum,
    sumIf(net_minor, h_d) AS healthy_sum,
    healthy_sum - sumIf(net_minor, healthy AND in_c) AS timing,
    sumIf(net_minor, counts AND person != 0) AS net_people,
    -sumIf(net_minor, live AND NOT healthy_conservative) AS fake_conservative,
    sumIf(net_minor, hc_d) AS healthy_sum_conservative,
    healthy_sum_conservative - sumIf(net_minor, healthy_conservative AND in_c) AS timing_conservative,
    sumIf(net_minor, counts_conservative AND person != 0) AS net_people_conservative,
    sumIf(quantity, counts) AS pieces,
    sumIf(quantity, counts_conservative) AS pieces_conservative
FROM {table:Identifier}
WHERE public AND (confirmed_day BETWEEN w_from AND t OR day BETWEEN w_from AND t OR notEmpty(late_refunds))
GROUP BY leaf, merchant, shop, brand
`,
};
