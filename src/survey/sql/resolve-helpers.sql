-- purpose: small tables that resolve-lines.sql joins: histories, corrections and corrections of corrections as known at K.
-- grain: see each table. Histories (item, shop) hold one row per (id, valid_from), the highest revision winning.
-- setup: resolve-ids.sql
-- params: k sequence, tz zone, names of the tables; changed, rebuild as in resolve-lines.sql.
CREATE TABLE {paths:Identifier} ENGINE = MergeTree ORDER BY category_id AS
WITH own AS
(
    -- the latest tree that has the category, so that a retired one keeps its path
    SELECT category_id, argMax(path, (valid_from, seq)) AS ids
    FROM categories
    WHERE seq <= {k:UInt64}
        AND (tree_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'category_tree' AND seq <= {k:UInt64})
    GROUP BY category_id
)
SELECT category_id, any(c.no) AS no, arrayMap(x -> x.2, arraySort(groupArray((place, p.no)))) AS path
FROM (SELECT category_id, ids, place, ids[place] AS step FROM own ARRAY JOIN arrayEnumerate(ids) AS place) AS own
INNER JOIN (SELECT id, no FROM survey_ids WHERE kind = 'category') AS c ON own.category_id = c.id
INNER JOIN (SELECT id, no FROM survey_ids WHERE kind = 'category') AS p ON own.step = p.id
GROUP BY category_id;

CREATE TABLE {items:Identifier} ENGINE = MergeTree ORDER BY item_id AS
SELECT
    item_id,
    arraySort(x -> x.1, groupArray((valid_from, p.no, p.path, b.no))) AS history,
    arrayMap(x -> x.1, history) AS froms,
    arrayMap(x -> x.2, history) AS categories,
    arrayMap(x -> x.3, history) AS paths,
    arrayMap(x -> x.4, history) AS brands
FROM
(
    SELECT item_id, valid_from, argMax(category_id, (revision, seq)) AS category_id, argMax(brand_id, (revision, seq)) AS brand_id
    FROM items
    WHERE seq <= {k:UInt64}
    GROUP BY item_id, valid_from
) AS i
LEFT ANY JOIN {paths:Identifier} AS p ON i.category_id = p.category_id
LEFT ANY JOIN (SELECT id, no FROM survey_ids WHERE kind = 'brand') AS b ON i.brand_id = b.id
GROUP BY item_id;

-- Every shop that a line or a fact names; merchants by history.
CREATE TABLE {shops:Identifier} ENGINE = MergeTree ORDER BY shop_id AS
SELECT
    d.id AS shop_id,
    any(d.no) AS no,
    arraySort(x -> x.1, groupArrayIf((valid_from, m.no), s.shop_id != '')) AS history,
    arrayMap(x -> x.1, history) AS froms,
    arrayMap(x -> x.2, history) AS merchants
FROM (SELECT id, no FROM survey_ids WHERE kind = 'shop') AS d
LEFT JOIN
(
    SELECT shop_id, valid_from, argMax(merchant_id, (revision, seq)) AS merchant_id
    FROM shops
    WHERE seq <= {k:UInt64}
    GROUP BY shop_id, valid_from
) AS s ON d.id = s.shop_id
LEFT ANY JOIN (SELECT id, no FROM survey_ids WHERE kind = 'merchant') AS m ON s.merchant_id = m.id
GROUP BY d.id;

CREATE TABLE {cancelled:Identifier} ENGINE = MergeTree ORDER BY (line_id, order_id) AS
SELECT DISTINCT order_id, line_id
FROM cancellations
WHERE seq <= {k:UInt64}
    AND (cancellation_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'cancellation' AND seq <= {k:UInt64});

CREATE TABLE {refunds:Identifier} ENGINE = MergeTree ORDER BY line_id AS
SELECT line_id, sum(amount_minor) AS refund_sum, groupArray(refunded_at) AS times, groupArray(amount_minor) AS amounts
FROM refunds
WHERE seq <= {k:UInt64}
    AND (refund_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'refund' AND seq <= {k:UInt64})
GROUP BY line_id;

CREATE TABLE {exchanges:Identifier} ENGINE = MergeTree ORDER BY line_id AS
SELECT line_id, sum(delta_minor) AS delta_minor
FROM exchanges
WHERE seq <= {k:UInt64}
    AND (exchange_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'exchange' AND seq <= {k:UInt64})
GROUP BY line_id;

-- The latest verdict of each subject.
CREATE TABLE {verdicts:Identifier} ENGINE = MergeTree ORDER BY (subject, subject_id) AS
SELECT subject, subject_id, argMax(state, (at, revision, seq)) AS state
FROM risk_verdicts
WHERE seq <= {k:UInt64}
    AND (verdict_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'risk_verdict' AND seq <= {k:UInt64})
GROUP BY subject, subject_id;

-- Payments of an order in the order they came.
CREATE TABLE {payments:Identifier} ENGINE = MergeTree ORDER BY order_id AS
SELECT order_id, arraySort(groupArray((paid_at, payment_id, amount_minor))) AS paid, arrayMap(x -> x.1, paid) AS times, arrayMap(x -> x.3, paid) AS amounts
FROM payments
WHERE seq <= {k:UInt64}
    AND (payment_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'payment' AND seq <= {k:UInt64})
GROUP BY order_id;
