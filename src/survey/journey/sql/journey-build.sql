-- purpose: builds the visits of a span of business dates from events, orders and decisions
-- grain: one row per visit: steps of one account or visitor with no gap longer than gap_ms between them, within one business date
-- params: tz zone; since, until instants of the span [since, until); gap_ms
-- A step is a page: its surface and, of items, searches and orders, which one. What happens on the page that one is on is no step. An order
-- is believed from order lines alone. Who only has orders was not seen, and has no visit. Ties in time: what was shown, then what was opened.
INSERT INTO journey_visits (day, visitor, account_id, surfaces, at, merchants, categories)
WITH
    sold AS
    (
        SELECT o.offer_id AS offer_id, s.merchant_id AS merchant_id, i.category_id AS category_id
        FROM (SELECT offer_id, any(shop_id) AS shop_id, any(variant_id) AS variant_id FROM offers GROUP BY offer_id) AS o
        LEFT JOIN (SELECT shop_id, argMax(merchant_id, (valid_from, revision, seq)) AS merchant_id FROM shops GROUP BY shop_id) AS s ON s.shop_id = o.shop_id
        LEFT JOIN (SELECT variant_id, any(item_id) AS item_id FROM variants GROUP BY variant_id) AS v ON v.variant_id = o.variant_id
        LEFT JOIN (SELECT item_id, argMax(category_id, (valid_from, revision, seq)) AS category_id FROM items GROUP BY item_id) AS i ON i.item_id = v.item_id
    ),
    told AS
    (
        SELECT account_id, anonymous_id, at,
            multiIf(
                name IN ('Product Viewed', 'Product Reviewed'), 4,
                name IN ('Products Searched'), 2,
                name IN ('Product List Viewed', 'Product List Filtered') AND query != '', 2,
                name IN ('Shop Viewed'), 5,
                name IN ('Live Viewed'), 6,
                name IN ('Note Viewed'), 7,
                name IN ('Cart Viewed', 'Checkout Started', 'Checkout Step Viewed', 'Checkout Step Completed', 'Payment Info Entered', 'Product Removed'), 8,
                name IN ('Product Impression', 'Product Clicked', 'Product List Viewed', 'Product List Filtered', 'Promotion Viewed', 'Promotion Clicked', 'Page Viewed'),
                    transform(toString(surface),
                        ['home', 'home_feed', 'buy_again', 'category', 'category_page', 'shop', 'store', 'shop_page', 'live', 'note', 'notes', 'cart', 'checkout'],
                        [1, 1, 1, 3, 3, 5, 5, 5, 6, 7, 7, 8, 8], 0),
                0) AS surface_no,
            if(surface_no = 4, cityHash64(item_id), if(surface_no = 2, cityHash64(lowerUTF8(trimBoth(query))), 0)) AS page,
            if(name IN ('Product Viewed', 'Product Added', 'Product Clicked'), offer_id, '') AS touched,
            surface_no = 4 AS later
        FROM events
        WHERE at >= {since:DateTime64(3, 'UTC')} AND at < {until:DateTime64(3, 'UTC')}
            AND (account_id != '' OR anonymous_id != '')
            -- Events are hardly ever corrected: where none is, their ids are not read.
            AND ((SELECT count() FROM superseded WHERE fact = 'event') = 0
                OR (event_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'event'))
            AND (surface_no > 0 OR touched != '') AND NOT (surface_no = 4 AND item_id = '')
        UNION ALL
        SELECT account_id, '' AS anonymous_id, min(ordered_at) AS at, 9 AS surface_no, cityHash64(order_id) AS page, '' AS touched, 1 AS later
        FROM order_lines
        WHERE ordered_at >= {since:DateTime64(3, 'UTC')} AND ordered_at < {until:DateTime64(3, 'UTC')} AND account_id != '' AND paid_at IS NOT NULL
            AND (line_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'order_line')
        GROUP BY account_id, order_id
        UNION ALL
        SELECT account_id, '' AS anonymous_id, at,
            transform(toString(scenario), ['home_feed', 'category_page', 'shop_page', 'live', 'notes', 'cart'], [1, 3, 5, 6, 7, 8], 0) AS surface_no,
            0 AS page, '' AS touched, 0 AS later
        FROM decisions FINAL
        WHERE at >= {since:DateTime64(3, 'UTC')} AND at < {until:DateTime64(3, 'UTC')} AND account_id != '' AND surface_no > 0
    )
SELECT day, visitor, account, arrayMap(s -> s.2, steps) AS surfaces, arrayMap(s -> toUInt32(s.1 - began), steps) AS at,
    arrayDistinct(arrayFilter(x -> x != 0, arrayMap(s -> s.5, visit))) AS merchants,
    arrayDistinct(arrayFilter(x -> x != 0, arrayMap(s -> s.6, visit))) AS categories
FROM
(
    SELECT day, visitor, account, arrayJoin(visits) AS visit,
        arrayFilter(s -> s.3 > 0, visit) AS pages,
        -- Neighbours stand side by side in a shifted array: to look into the whole one from within would copy it for every element.
        arrayPopBack(arrayPushFront(arrayMap(s -> (s.3, s.4), pages), (toUInt8(0), toUInt64(0)))) AS befores,
        arrayFilter((s, before) -> (s.3, s.4) != before, pages, befores) AS kept,
        arrayMap(s -> (s.1, s.3), kept) AS steps, steps[1].1 AS began
    FROM
    (
        SELECT toDate(told.at, {tz:String}) AS day, cityHash64(told.account_id, if(told.account_id = '', anonymous_id, '')) AS visitor, any(told.account_id) AS account,
            arraySort(groupArray((toUnixTimestamp64Milli(told.at), toUInt8(later), toUInt8(surface_no), page,
                if(touched = '' OR merchant_id = '', 0, cityHash64(merchant_id)), if(touched = '' OR category_id = '', 0, cityHash64(category_id))))) AS raw,
            arrayPopBack(arrayPushFront(arrayMap(s -> s.1, raw), raw[1].1)) AS instants,
            arraySplit((s, before) -> s.1 - before > {gap_ms:UInt32}, raw, instants) AS visits
        FROM told LEFT JOIN sold ON sold.offer_id = told.touched
        WHERE told.account_id NOT IN (SELECT account_id FROM accounts WHERE kind != 'consumer')
            AND told.account_id NOT IN (SELECT account_id FROM erasures)
        GROUP BY day, visitor
    )
)
WHERE arrayExists(s -> s.2 != 9, steps)
