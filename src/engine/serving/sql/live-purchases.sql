-- purpose: lines bought since the snapshot, for the live values of people
-- grain: one row per order line that stands, its latest revision
-- params: known_at sequence that the snapshot has seen, from DateTime64 first instant that is not in it (UTC), up_to sequence up to which to read
SELECT
    argMax(l.account_id, (l.revision, l.seq)) AS account_id,
    l.line_id AS line_id,
    argMax(l.order_id, (l.revision, l.seq)) AS order_id,
    argMax(l.item_id, (l.revision, l.seq)) AS item_id,
    argMax(l.offer_id, (l.revision, l.seq)) AS offer_id,
    argMax(l.paid_minor, (l.revision, l.seq)) AS amount_minor,
    toUnixTimestamp64Milli(argMax(coalesce(l.paid_at, l.ordered_at), (l.revision, l.seq))) AS at_ms,
    max(l.seq) AS last_seq
FROM order_lines AS l
WHERE l.account_id != '' AND l.type = 'goods' AND l.seq <= {up_to:UInt64}
    AND (l.seq > {known_at:UInt64} OR coalesce(l.paid_at, l.ordered_at) >= {from:DateTime64(3, 'UTC')})
    AND NOT (l.order_id IN (SELECT order_id FROM cancellations WHERE line_id = '' AND seq <= {up_to:UInt64}))
    AND NOT (l.line_id IN (SELECT c.line_id FROM cancellations AS c WHERE c.line_id != '' AND c.seq <= {up_to:UInt64}))
GROUP BY l.line_id
ORDER BY at_ms, line_id
