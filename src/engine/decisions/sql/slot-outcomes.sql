-- purpose: what became of every slot shown in a span: impressions, clicks and bought lines that name it
-- grain: one row per slot of a decision (ghosts apart), also where nothing became of it
-- params: from DateTime64, until DateTime64 (half-open, UTC; of the decision), horizon_days days after a decision in which an event or line counts
-- A browser is not believed: an event or line counts for a slot only if its id, its offer and (where the decision knows one) its account are the log's.
WITH
    shown AS
    (
        SELECT decision_id, slot, at AS decided_at, scenario, account_id AS person, offer_id AS offered, source AS came_from, canal_id, propensity,
            concat(decision_id, '.', toString(slot)) AS impression
        FROM decision_slots FINAL
        WHERE at >= {from:DateTime64(3, 'UTC')} AND at < {until:DateTime64(3, 'UTC')} AND ghost = 0
    ),
    seen AS
    (
        SELECT impression_id, offer_id, account_id,
            countIf(name = 'Product Impression') AS impressions,
            countIf(name IN ('Product Clicked', 'Product Viewed')) AS clicks,
            countIf(name = 'Product Added') AS adds
        FROM events
        WHERE impression_id != '' AND at >= {from:DateTime64(3, 'UTC')} AND at < {until:DateTime64(3, 'UTC')} + toIntervalDay({horizon_days:UInt16})
        GROUP BY impression_id, offer_id, account_id
    ),
    bought AS
    (
        SELECT decision, offer_id, account_id, count() AS lines, sum(paid) AS paid
        FROM
        (
            -- The latest revision of a line holds.
            SELECT line_id, argMax(splitByChar('.', request_id)[1], (revision, seq)) AS decision, argMax(order_lines.offer_id, (revision, seq)) AS offer_id,
                argMax(order_lines.account_id, (revision, seq)) AS account_id, argMax(paid_minor, (revision, seq)) AS paid
            FROM order_lines
            WHERE request_id != '' AND paid_at IS NOT NULL
                AND ordered_at >= {from:DateTime64(3, 'UTC')} AND ordered_at < {until:DateTime64(3, 'UTC')} + toIntervalDay({horizon_days:UInt16})
            GROUP BY line_id
        )
        GROUP BY decision, offer_id, account_id
    ),
    by_slot AS
    (
        SELECT s.decision_id AS decision_id, s.slot AS slot,
            sumIf(e.impressions, s.person = '' OR s.person = e.account_id) AS impression_count,
            sumIf(e.clicks, s.person = '' OR s.person = e.account_id) AS click_count,
            sumIf(e.adds, s.person = '' OR s.person = e.account_id) AS add_count
        FROM shown AS s INNER JOIN seen AS e ON e.impression_id = s.impression AND e.offer_id = s.offered
        GROUP BY decision_id, slot
    ),
    by_line AS
    (
        SELECT s.decision_id AS decision_id, s.slot AS slot,
            sumIf(o.lines, s.person = '' OR s.person = o.account_id) AS line_count,
            sumIf(o.paid, s.person = '' OR s.person = o.account_id) AS paid_sum
        FROM shown AS s INNER JOIN bought AS o ON o.decision = s.decision_id AND o.offer_id = s.offered
        GROUP BY decision_id, slot
    )
SELECT
    shown.decision_id AS decision_id,
    shown.slot AS slot,
    shown.decided_at AS decided_at,
    shown.scenario AS scenario,
    shown.offered AS offer_id,
    shown.came_from AS source,
    shown.canal_id AS canal_id,
    shown.propensity AS propensity,
    by_slot.impression_count AS impression_count,
    by_slot.click_count AS click_count,
    by_slot.add_count AS add_count,
    by_line.line_count AS line_count,
    by_line.paid_sum AS paid_minor_sum
FROM shown
LEFT JOIN by_slot ON by_slot.decision_id = shown.decision_id AND by_slot.slot = shown.slot
LEFT JOIN by_line ON by_line.decision_id = shown.decision_id AND by_line.slot = shown.slot
ORDER BY decision_id, slot
