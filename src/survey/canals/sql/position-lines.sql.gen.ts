// Generated from position-lines.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type PositionLinesParams = { table: string; every: number; as_of: string; lookback: number; k: number | string };

export type PositionLinesRow = {
  person: number; // UInt32
  item_low: number; // UInt32
  item_high: number; // UInt32
  category: number; // UInt32
  net: number; // UInt32
};

export const positionLines: Query<PositionLinesParams, PositionLinesRow> = {
  name: "position-lines",
  text: `-- purpose: what people bought in the look-back, with the item, packed: their own price positions
-- grain: one row per healthy line, sorted by person: person, item (two words of its hash; 0: not found), leaf category now (number
--   of the shard), net amount in minor units. A resolved line carries no item: order, amount, quantity and category find it, the
--   first with the first where lines are alike in all of them
-- params: table of resolved lines; k sequence; as_of date; lookback days; every: one person in so many
-- setup: ../../sql/resolved-table.sql, ../../sql/resolve-ids.sql
WITH own AS
(
    SELECT person, order_key, paid_minor, quantity, category_now AS category, toUInt32(greatest(0, least(net_minor, 4294967295))) AS net,
        row_number() OVER (PARTITION BY order_key, paid_minor, quantity, category_now ORDER BY net_minor) AS place
    FROM {table:Identifier}
    WHERE person != 0 AND person % {every:UInt32} = 0 AND healthy AND category_now != 0
        AND day BETWEEN {as_of:Date} - {lookback:UInt16} + 1 AND {as_of:Date}
)
SELECT own.person AS person, toUInt32(bitAnd(l.item, 4294967295)) AS item_low, toUInt32(bitShiftRight(l.item, 43)) AS item_high,
    own.category AS category, own.net AS net
FROM own
LEFT JOIN
(
    SELECT cityHash64(o.item_id) AS item, cityHash64(order_id) AS order_key, paid_minor, quantity, c.no AS category,
        row_number() OVER (PARTITION BY order_key, paid_minor, quantity, category ORDER BY line_id) AS place
    FROM order_lines AS o
    INNER JOIN
    (
        SELECT item_id, argMax(category_id, (valid_from, revision, seq)) AS category_id
        FROM items WHERE seq <= {k:UInt64} GROUP BY item_id
    ) AS i ON o.item_id = i.item_id
    INNER JOIN (SELECT id, no FROM survey_ids WHERE kind = 'category') AS c ON i.category_id = c.id
    WHERE seq <= {k:UInt64} AND cityHash64(order_id) IN (SELECT order_key FROM own)
        AND (line_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'order_line' AND seq <= {k:UInt64})
) AS l ON own.order_key = l.order_key AND own.paid_minor = l.paid_minor AND own.quantity = l.quantity
    AND own.category = l.category AND own.place = l.place
ORDER BY person
`,
};
