// Generated from orders.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type OrdersParams = { tree: string; grain: string; table: string; lo: number; hi: number; variant: string; as_of: string; lookback: number };

export type OrdersRow = {
  cell: number; // UInt64
  orders: number; // UInt64
  quantity_sum: number; // Float64
  other_top: number; // UInt64
};

export const orders: Query<OrdersParams, OrdersRow> = {
  name: "orders",
  text: `-- purpose: parent orders and pieces per cell (M8 items per order, attach rate). Lines of guests count.
-- grain: one row per cell. other_top: orders that also hold a line of another top category.
-- setup: resolved-table.sql
-- params: table, grain (platform, category, merchant, shop, brand), tree, variant, as_of, lookback, lo, hi.
SELECT cell, count() AS orders, sum(pieces) AS quantity_sum, countIf(top != 0 AND arrayExists(x -> x != top, tops)) AS other_top
FROM
(
    SELECT order_key, groupArray((cell, pieces, top)) AS cells, groupUniqArrayIf(top, top != 0) AS tops
    FROM
    (
        SELECT order_key, cell, sum(quantity) AS pieces, any(l1) AS top
        FROM
        (
            SELECT order_key, quantity, if({tree:String} = 'current', path_now, path) AS cats, cats[1] AS l1,
                arrayJoin(multiIf(
                    {grain:String} = 'category', arrayMap(c -> toUInt64(c), cats),
                    {grain:String} = 'merchant', if(merchant = 0, [], [toUInt64(merchant)]),
                    {grain:String} = 'shop', if(shop = 0, [], [toUInt64(shop)]),
                    {grain:String} = 'brand', if(brand = 0, [], [toUInt64(brand)]),
                    [toUInt64(0)])) AS cell
            FROM {table:Identifier}
            WHERE person BETWEEN {lo:UInt32} AND {hi:UInt32}
                AND if({variant:String} = 'public', confirmed_day, day) BETWEEN {as_of:Date} - {lookback:UInt16} + 1 AND {as_of:Date}
                AND multiIf({variant:String} = 'public', public, {variant:String} = 'conservative', healthy_conservative, healthy)
        )
        GROUP BY order_key, cell
    )
    GROUP BY order_key
)
ARRAY JOIN cells.1 AS cell, cells.2 AS pieces, cells.3 AS top
GROUP BY cell
`,
};
