-- purpose: behaviour for the journey bench, straight into the fact tables
-- grain: makes visits of 15 events on average at a heavy-tailed number of accounts, over so many days that end at 2026-10-31; one order in ten visits
-- params: events count, people count, days, from instant
INSERT INTO events (event_id, name, account_id, anonymous_id, at, surface, item_id, offer_id, query, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id,
    toUInt32(floor({people:UInt32} * pow((sipHash64(visit, 1) % 1000003) / 1000003, 1.6))) AS who,
    sipHash64(number, 2) % 20 AS luck,
    multiIf(luck < 11, 'Product Impression', luck < 13, 'Product Clicked', luck < 16, 'Product Viewed', luck < 17, 'Products Searched', luck < 18, 'Product List Viewed', luck < 19, 'Cart Viewed', 'Product Added') AS what,
    sipHash64(number, 3) % 100000 AS item
SELECT id(number, 'evt'), what, if(visit % 10 = 0, '', id(who, 'acc')), if(visit % 10 = 0, toString(who), ''),
    {from:DateTime64(3, 'UTC')} + toIntervalSecond(sipHash64(visit, 4) % ({days:UInt32} * 86400) + (number % 15) * (5 + sipHash64(number, 5) % 90)),
    ['home', 'category_page', 'search', 'notes'][1 + sipHash64(visit, 6) % 4],
    if(what = 'Cart Viewed', '', id(item, 'itm')), if(what = 'Cart Viewed', '', id(item, 'ofr')),
    if(what = 'Products Searched', toString(item % 500), ''), number + 1
FROM (SELECT number, intDiv(number, 15) AS visit FROM numbers({events:UInt64}))
SETTINGS min_insert_block_size_rows = 1000000;

INSERT INTO order_lines (line_id, order_id, account_id, shop_id, item_id, type, quantity, gross_minor, paid_minor, ordered_at, paid_at, channel, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id,
    toUInt32(floor({people:UInt32} * pow((sipHash64(visit, 1) % 1000003) / 1000003, 1.6))) AS who
SELECT id(visit, 'lin'), id(visit, 'ord'), id(who, 'acc'), '', '', 'goods', 1, 1000, 1000,
    {from:DateTime64(3, 'UTC')} + toIntervalSecond(sipHash64(visit, 4) % ({days:UInt32} * 86400) + 900) AS at, at, 'online', 1
FROM (SELECT number * 10 + 1 AS visit FROM numbers(intDiv({events:UInt64}, 150)));

INSERT INTO offers (offer_id, shop_id, variant_id, valid_from, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(number, 'ofr'), id(number % 6000, 'shp'), id(number, 'var'), toDateTime64(0, 3), 1 FROM numbers(100000);
INSERT INTO variants (variant_id, item_id, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(number, 'var'), id(number, 'itm'), 1 FROM numbers(100000);
INSERT INTO items (item_id, category_id, valid_from, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(number, 'itm'), id(number % 300, 'cat'), toDateTime64(0, 3), 1 FROM numbers(100000);
INSERT INTO shops (shop_id, merchant_id, channel, valid_from, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(number, 'shp'), id(number % 5000, 'mer'), 'online', toDateTime64(0, 3), 1 FROM numbers(6000)
