-- purpose: what items were sold for lately, packed: the scale of price positions
-- grain: one row per healthy line of the last `days` days: item (two words of its hash), leaf category now (number of the shard),
--   price per normalised unit (paid + platform coupon, minor units, Float32), normalised units
-- params: table of resolved lines; k sequence; as_of date; days
-- setup: ../../sql/resolved-table.sql, ../../sql/resolve-ids.sql
SELECT
    toUInt32(bitAnd(cityHash64(l.item_id), 4294967295)) AS item_low,
    toUInt32(bitShiftRight(cityHash64(l.item_id), 43)) AS item_high,
    c.no AS category,
    toFloat32((l.paid_minor + l.platform_subsidy_minor) / units) AS price,
    toFloat32(l.quantity * if(v.unit_quantity > 0, v.unit_quantity, 1) AS units) AS units_sold
FROM
(
    SELECT item_id, variant_id, quantity, paid_minor, platform_subsidy_minor
    FROM order_lines
    WHERE seq <= {k:UInt64} AND quantity > 0 AND item_id != ''
        AND (line_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'order_line' AND seq <= {k:UInt64})
        -- A resolved line carries no item: its order, amount and quantity say which of the order's lines are healthy.
        AND (cityHash64(order_id), paid_minor, quantity) IN
        (
            SELECT order_key, paid_minor, quantity FROM {table:Identifier}
            WHERE healthy AND day BETWEEN {as_of:Date} - {days:UInt16} + 1 AND {as_of:Date}
        )
) AS l
LEFT ANY JOIN
(
    SELECT item_id, argMax(category_id, (valid_from, revision, seq)) AS category_id
    FROM items WHERE seq <= {k:UInt64} GROUP BY item_id
) AS i ON l.item_id = i.item_id
LEFT ANY JOIN (SELECT id, no FROM survey_ids WHERE kind = 'category') AS c ON i.category_id = c.id
LEFT ANY JOIN
(
    SELECT variant_id, argMax(unit_quantity, (revision, seq)) AS unit_quantity
    FROM variants WHERE seq <= {k:UInt64} GROUP BY variant_id
) AS v ON l.variant_id = v.variant_id
