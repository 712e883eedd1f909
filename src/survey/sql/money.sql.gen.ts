// Generated from money.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type MoneyParams = { as_of: string; lookback: number; variant: string; tree: string; grain: string; table: string };

export type MoneyRow = {
  cell: number; // UInt64
  gross: string; // String
  discounts: string; // String
  unpaid: string; // String
  cancelled_sum: string; // String
  exchanged: string; // String
  refunded_sum: string; // String
  fake_sum: string; // String
  timing: string; // String
  healthy_sum: string; // String
  paid_sum: string; // String
  subsidy: string; // String
  late_refunds: string; // String
};

export const money: Query<MoneyParams, MoneyRow> = {
  name: "money",
  text: `-- purpose: GMV and its waterfall (M15). Lines of guests count.
-- grain: one row per cell. Gross side by confirmed day, paid and healthy side by day of payment; \`timing\` bridges the two.
-- setup: resolved-table.sql
-- params: table, grain, tree, variant, as_of, lookback as in cell-stats.sql; all people.
-- units: minor units as text (sums may pass 2^53).
WITH
    {as_of:Date} AS t,
    t - {lookback:UInt16} + 1 AS w_from,
    if({variant:String} = 'conservative', healthy_conservative, healthy) AS counts
SELECT
    cell,
    toString(sumIf(gross_minor, in_c)) AS gross,
    toString(sumIf(paid_minor - gross_minor, in_c)) AS discounts,
    toString(-sumIf(paid_minor, in_c AND NOT paid)) AS unpaid,
    toString(-sumIf(paid_minor, in_c AND paid AND cancelled)) AS cancelled_sum,
    toString(sumIf(exchanged_minor, in_c AND paid AND NOT cancelled)) AS exchanged,
    toString(-sumIf(refunded_minor, in_c AND paid AND NOT cancelled)) AS refunded_sum,
    toString(-sumIf(net_minor, in_c AND paid AND NOT cancelled AND NOT counts)) AS fake_sum,
    toString(sumIf(net_minor, counts AND in_d) - sumIf(net_minor, counts AND in_c)) AS timing,
    toString(sumIf(net_minor, counts AND in_d)) AS healthy_sum,
    toString(sumIf(paid_minor, paid AND in_d)) AS paid_sum,
    toString(sumIf(subsidy_minor, in_c)) AS subsidy,
    toString(-sum(late)) AS late_refunds
FROM
(
    SELECT
        confirmed_day BETWEEN w_from AND t AS in_c, paid AND day BETWEEN w_from AND t AS in_d,
        gross_minor, paid_minor, subsidy_minor, exchanged_minor, refunded_minor, net_minor, paid, cancelled, healthy, healthy_conservative,
        arraySum(arrayMap(x -> if(x.1 BETWEEN w_from AND t, x.2, 0), late_refunds)) AS late,
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
    WHERE public AND (confirmed_day BETWEEN w_from AND t OR day BETWEEN w_from AND t OR notEmpty(late_refunds))
)
GROUP BY cell
HAVING gross != '0' OR paid_sum != '0' OR healthy_sum != '0' OR late_refunds != '0' OR discounts != '0'
`,
};
