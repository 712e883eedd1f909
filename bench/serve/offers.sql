-- purpose: what the marketplace of ../metrics/world.sql lacks for serving: names, an offer an item, impressions and clicks
-- grain: makes one variant and offer per item, one impression per person in the last 60 days, one click for every eighth
-- params: items count, people count, merchants count
INSERT INTO merchants (merchant_id, source_id, name_en, tier, valid_from, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(number, 'mer'), toString(number), concat('Merchant ', toString(number)), ['brand', 'standard', 'small'][1 + number % 3], toDateTime64(0, 3), 1
FROM numbers({merchants:UInt32});

INSERT INTO variants (variant_id, source_id, item_id, title_en, unit, unit_quantity, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(number, 'var'), toString(number), id(number, 'itm'), concat('Item ', toString(number)), 'piece', 1, 1
FROM numbers({items:UInt32});

INSERT INTO offers (offer_id, source_id, shop_id, variant_id, price_minor, list_price_minor, currency, status, valid_from, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(number, 'ofr'), toString(number), id(number % intDiv({merchants:UInt32} * 6, 5), 'shp'), id(number, 'var'),
    2000 + sipHash64(number, 3) % 30000 AS price, price, 'CNY', if(number % 33 = 0, 'withdrawn', 'active'), toDateTime64('2024-01-01 00:00:00', 3), 1
FROM numbers({items:UInt32});

INSERT INTO events (event_id, name, account_id, at, session, item_id, offer_id, slot, seq)
WITH (n, kind) -> concat(kind, '_', substring(lower(hex(sipHash128(concat(kind, toString(n))))), 1, 24)) AS id
SELECT id(number, 'evt'), if(number < {people:UInt32}, 'Product Impression', 'Product Clicked'), id(number % {people:UInt32} AS p, 'acc'),
    toDateTime64('2025-11-01 00:00:00', 3) + sipHash64(p, 5) % (60 * 86400) + intDiv(number, {people:UInt32}), 's',
    id(toUInt32(floor({items:UInt32} * pow((sipHash64(p, 6) % 1000003) / 1000003, 2))) AS item, 'itm'), id(item, 'ofr'), p % 10, 1
FROM numbers(intDiv({people:UInt32} * 9, 8));
