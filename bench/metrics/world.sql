-- purpose: a marketplace for the metrics bench, straight into the fact tables
-- grain: makes lines of two years, two to an order, people with heavy-tailed activity, 300 categories in three levels
-- params: lines count, people count, merchants count, items count
INSERT INTO categories (tree_id, valid_from, category_id, source_id, parent_id, path, level, is_leaf, name_en, seq)
WITH
    (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id,
    if(number < 12, [number], if(number < 72, [number % 12, number], [(12 + number % 60) % 12, 12 + number % 60, number])) AS steps
SELECT 'tree', toDateTime64(0, 3), id(number, 'cat'), toString(number), if(length(steps) > 1, id(steps[-2], 'cat'), ''),
    arrayMap(s -> id(s, 'cat'), steps), length(steps), number >= 72, toString(number), 1
FROM numbers(300);

INSERT INTO shops (shop_id, merchant_id, channel, valid_from, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(number, 'shp'), id(number % {merchants:UInt32}, 'mer'), 'online', toDateTime64(0, 3), 1
FROM numbers(intDiv({merchants:UInt32} * 6, 5));

INSERT INTO items (item_id, category_id, brand_id, valid_from, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(number, 'itm'), id(72 + (sipHash64(number % intDiv({merchants:UInt32} * 6, 5), intDiv(number, 10000) % 5) % 228), 'cat'),
    id(number % 2000, 'brd'), toDateTime64(0, 3), 1
FROM numbers({items:UInt32});

INSERT INTO accounts (account_id, kind, created_at, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(number, 'acc'), if(number % 1000 = 0, 'test', 'consumer'), toDateTime64('2015-01-01 00:00:00', 3), 1
FROM numbers({people:UInt32});

INSERT INTO order_lines (line_id, order_id, account_id, shop_id, item_id, type, quantity, gross_minor, paid_minor,
    platform_subsidy_minor, ordered_at, paid_at, channel, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(n, 'lin'), id(o, 'ord'),
    if(o % 50 = 0, '', id(toUInt32(floor({people:UInt32} * pow((sipHash64(o, 1) % 1000003) / 1000003, 1.6))), 'acc')) AS account,
    id(item % intDiv({merchants:UInt32} * 6, 5), 'shp'), id(item, 'itm'), 'goods', 1 + n % 2, 2000 + sipHash64(n, 3) % 30000 AS gross,
    gross - gross % 900, gross % 200, toDateTime64('2024-01-01 00:00:00', 3) + sipHash64(o, 2) % (731 * 86400) AS at,
    if(o % 37 = 0, NULL, at), if(o % 41 = 0, 'offline', 'online'), 1
FROM (SELECT number AS n, intDiv(number, 2) AS o, toUInt32(floor({items:UInt32} * pow((sipHash64(number, 4) % 1000003) / 1000003, 2))) AS item FROM numbers({lines:UInt64}))
SETTINGS min_insert_block_size_rows = 1000000;

INSERT INTO refunds (refund_id, line_id, refunded_at, amount_minor, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(number, 'ref'), id(number * 33, 'lin'), toDateTime64('2025-06-01 00:00:00', 3), 1000 + number % 40000, 1
FROM numbers(intDiv({lines:UInt64}, 33));

INSERT INTO cancellations (cancellation_id, order_id, line_id, cancelled_at, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(number, 'can'), id(number * 101, 'ord'), '', toDateTime64('2025-06-01 00:00:00', 3), 1
FROM numbers(intDiv({lines:UInt64}, 202));

INSERT INTO risk_verdicts (verdict_id, subject, subject_id, state, at, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(number, 'ver'), 'order', id(number * 1009, 'ord'), if(number % 2 = 0, 'suspect', 'confirmed'), toDateTime64('2025-06-01 00:00:00', 3), 1
FROM numbers(intDiv({lines:UInt64}, 2018));

INSERT INTO commits (seq_from, seq_to, committed_at) VALUES (1, 1, '2026-01-02 00:00:00');
