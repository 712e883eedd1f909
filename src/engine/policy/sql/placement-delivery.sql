-- purpose: how often places that are paid for were served, seen and clicked
-- grain: one row per placement
-- params: from DateTime64 first instant (UTC)
-- A browser is not believed: an event counts for a slot only if its impression and its offer are the log's.
SELECT placement_id, count() AS served_count, sum(seen.impressions > 0) AS impression_count, sum(seen.clicks > 0) AS click_count
FROM
(
    SELECT
        JSONExtractString(one, 'placement_id') AS placement_id,
        JSONExtractString(one, 'offer_id') AS offered,
        concat(decision_id, '.', toString(JSONExtractUInt(one, 'slot'))) AS impression
    FROM decisions FINAL
    ARRAY JOIN JSONExtractArrayRaw(record, 'slots') AS one
    WHERE decision_id IN (SELECT decision_id FROM decision_slots WHERE source = 'sponsored' AND at >= {from:DateTime64(3, 'UTC')})
        AND placement_id != ''
) AS shown
LEFT JOIN
(
    SELECT impression_id, offer_id AS offered, countIf(name = 'Product Impression') AS impressions,
        countIf(name IN ('Product Clicked', 'Product Viewed')) AS clicks
    FROM events
    WHERE impression_id != '' AND at >= {from:DateTime64(3, 'UTC')}
    GROUP BY impression_id, offered
) AS seen ON seen.impression_id = shown.impression AND seen.offered = shown.offered
GROUP BY placement_id
ORDER BY placement_id
