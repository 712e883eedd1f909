-- purpose: gives every new id its dense number. Numbers are never reused, so every cached table keeps its meaning.
-- grain: survey_ids: one row per (kind, id); survey_people: one row per (identity_mode, account or person id).
-- params: from: facts up to this sequence have their numbers; resolved: whether persons are numbered too; uncategorised.
--   The ids of all later sequences are numbered, whatever K is asked: a number says nothing by itself.
CREATE TABLE IF NOT EXISTS survey_ids (kind LowCardinality(String), id String, no UInt32) ENGINE = MergeTree ORDER BY (kind, id);
CREATE TABLE IF NOT EXISTS survey_people (identity_mode LowCardinality(String), id String, no UInt32) ENGINE = MergeTree ORDER BY (identity_mode, id);

INSERT INTO survey_ids
WITH named AS
(
    SELECT 'shop' AS kind, shop_id AS id FROM order_lines WHERE shop_id != '' AND seq > {from:UInt64}
    UNION DISTINCT SELECT 'shop', shop_id FROM shops
    UNION DISTINCT SELECT 'merchant', merchant_id FROM shops WHERE merchant_id != ''
    UNION DISTINCT SELECT 'merchant', merchant_id FROM merchants
    UNION DISTINCT SELECT 'brand', brand_id FROM items WHERE brand_id != ''
    UNION DISTINCT SELECT 'brand', brand_id FROM brands
    UNION DISTINCT SELECT 'category', category_id FROM categories WHERE category_id != {uncategorised:String}
)
SELECT n.kind, n.id, coalesce(b.base, 0) + row_number() OVER (PARTITION BY n.kind ORDER BY n.id)
FROM (SELECT * FROM named WHERE (kind, id) NOT IN (SELECT kind, id FROM survey_ids)) AS n
LEFT JOIN (SELECT kind, max(no) AS base FROM survey_ids GROUP BY kind) AS b ON n.kind = b.kind;

INSERT INTO survey_people
SELECT 'account', account_id, (SELECT max(no) FROM survey_people WHERE identity_mode = 'account') + row_number() OVER (ORDER BY account_id)
FROM (SELECT DISTINCT account_id FROM order_lines WHERE account_id != '' AND seq > {from:UInt64} AND account_id NOT IN (SELECT id FROM survey_people WHERE identity_mode = 'account'));

INSERT INTO survey_people
SELECT 'resolved', person_id, (SELECT max(no) FROM survey_people WHERE identity_mode = 'resolved') + row_number() OVER (ORDER BY person_id)
FROM
(
    SELECT person_id FROM account_persons WHERE person_id != '' AND {resolved:UInt8} = 1
    UNION DISTINCT SELECT account_id FROM order_lines WHERE account_id != '' AND seq > {from:UInt64} AND {resolved:UInt8} = 1
)
WHERE {resolved:UInt8} = 1 AND person_id NOT IN (SELECT id FROM survey_people WHERE identity_mode = 'resolved');
