-- purpose: items and shops as known at K, as tables that resolve-lines.sql looks lines up in.
-- grain: one row per item and per shop. Histories hold one row per valid_from, the highest revision winning; nearly all
--   have one, so that only those of items and shops that moved are kept.
-- setup: resolve-ids.sql, resolved-paths.sql
-- params: k sequence; names of the tables: item_rows, items, item_moves, shop_rows, shops, shop_moves; paths.
CREATE TABLE {item_rows:Identifier} ENGINE = Memory AS
SELECT item_id, valid_from, c.no AS category, b.no AS brand
FROM
(
    SELECT item_id, valid_from, argMax(category_id, (revision, seq)) AS category_id, argMax(brand_id, (revision, seq)) AS brand_id
    FROM items
    WHERE seq <= {k:UInt64}
    GROUP BY item_id, valid_from
) AS i
LEFT ANY JOIN (SELECT id, no FROM survey_ids WHERE kind = 'category' AND no IN (SELECT no FROM {paths:Identifier})) AS c ON i.category_id = c.id
LEFT ANY JOIN (SELECT id, no FROM survey_ids WHERE kind = 'brand') AS b ON i.brand_id = b.id;

CREATE TABLE {items:Identifier} ENGINE = Join(ANY, LEFT, item_id) SETTINGS persistent = 0 AS
SELECT item_id, argMax(category, valid_from) AS category_now, argMax(brand, valid_from) AS brand_now, toUInt8(count() > 1) AS moved
FROM {item_rows:Identifier}
GROUP BY item_id;

CREATE TABLE {item_moves:Identifier} ENGINE = Join(ANY, LEFT, item_id) SETTINGS persistent = 0 AS
SELECT item_id, arraySort(groupArray((valid_from, category, brand))) AS history
FROM {item_rows:Identifier}
GROUP BY item_id
HAVING count() > 1;

CREATE TABLE {shop_rows:Identifier} ENGINE = Memory AS
SELECT shop_id, valid_from, m.no AS merchant
FROM
(
    SELECT shop_id, valid_from, argMax(merchant_id, (revision, seq)) AS merchant_id
    FROM shops
    WHERE seq <= {k:UInt64}
    GROUP BY shop_id, valid_from
) AS s
LEFT ANY JOIN (SELECT id, no FROM survey_ids WHERE kind = 'merchant') AS m ON s.merchant_id = m.id;

-- Every shop that a line or a fact names.
CREATE TABLE {shops:Identifier} ENGINE = Join(ANY, LEFT, shop_id) SETTINGS persistent = 0 AS
SELECT d.id AS shop_id, any(d.no) AS no, argMax(s.merchant, s.valid_from) AS merchant_now, toUInt8(count() > 1) AS moved
FROM (SELECT id, no FROM survey_ids WHERE kind = 'shop') AS d
LEFT JOIN {shop_rows:Identifier} AS s ON d.id = s.shop_id
GROUP BY d.id;

CREATE TABLE {shop_moves:Identifier} ENGINE = Join(ANY, LEFT, shop_id) SETTINGS persistent = 0 AS
SELECT shop_id, arraySort(groupArray((valid_from, merchant))) AS history
FROM {shop_rows:Identifier}
GROUP BY shop_id
HAVING count() > 1;
