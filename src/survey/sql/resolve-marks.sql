-- purpose: what became of orders and lines as known at K: few of them, which resolve-lines.sql looks lines up in.
-- grain: one row per order or line of which anything is known but itself.
--   marks: 1 cancelled, 2 confirmed fake, 4 suspect, 8 fully paid by payments.
-- setup: resolve-ids.sql, resolve-changed.sql
-- params: k sequence; names of the tables: cancelled, verdicts, payments, order_marks, line_marks, line_refunds; changed,
--   rebuild as in resolve-lines.sql.
CREATE TABLE {cancelled:Identifier} ENGINE = Memory AS
SELECT DISTINCT order_id, line_id
FROM cancellations
WHERE seq <= {k:UInt64}
    AND (cancellation_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'cancellation' AND seq <= {k:UInt64});

-- The latest verdict of each subject, where it says anything.
CREATE TABLE {verdicts:Identifier} ENGINE = Memory AS
SELECT subject, subject_id, toUInt8(if(state = 'confirmed', 2, 4)) AS mark
FROM
(
    SELECT subject, subject_id, argMax(state, (at, revision, seq)) AS state
    FROM risk_verdicts
    WHERE seq <= {k:UInt64}
        AND (verdict_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'risk_verdict' AND seq <= {k:UInt64})
    GROUP BY subject, subject_id
)
WHERE state IN ('confirmed', 'suspect');

-- Payments of an order in the order they came.
CREATE TABLE {payments:Identifier} ENGINE = Memory AS
SELECT order_id, arraySort(groupArray((paid_at, payment_id, amount_minor))) AS paid
FROM payments
WHERE seq <= {k:UInt64}
    AND (payment_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'payment' AND seq <= {k:UInt64})
GROUP BY order_id;

CREATE TABLE {order_marks:Identifier} ENGINE = Join(ANY, LEFT, order_id) SETTINGS persistent = 0 AS
WITH
    due AS
    (
        SELECT order_id, sum(paid_minor) AS due_minor
        FROM order_lines
        WHERE paid_at IS NULL AND type != 'deposit' AND seq <= {k:UInt64}
            AND (line_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'order_line' AND seq <= {k:UInt64})
            AND account_id NOT IN (SELECT account_id FROM erasures)
            AND ({rebuild:UInt8} = 0 OR account_id IN (SELECT account_id FROM {changed:Identifier}))
            AND order_id IN (SELECT order_id FROM {payments:Identifier})
            AND order_id NOT IN (SELECT order_id FROM {cancelled:Identifier} WHERE line_id = '')
            AND line_id NOT IN (SELECT line_id FROM {cancelled:Identifier} WHERE line_id != '')
        GROUP BY order_id
    )
SELECT order_id, groupBitOr(mark) AS marks, max(at) AS settled_at
FROM
(
    SELECT order_id, toUInt8(1) AS mark, toDateTime64(0, 3, 'UTC') AS at FROM {cancelled:Identifier} WHERE line_id = ''
    UNION ALL
    SELECT subject_id, mark, toDateTime64(0, 3, 'UTC') FROM {verdicts:Identifier} WHERE subject = 'order'
    UNION ALL
    -- the first payment with which the order is fully paid
    SELECT order_id, toUInt8(8), paid[arrayFirstIndex(x -> x >= due_minor, arrayCumSum(x -> x.3, paid)) AS place].1
    FROM due INNER JOIN {payments:Identifier} AS p USING (order_id)
    WHERE place > 0
)
GROUP BY order_id;

CREATE TABLE {line_refunds:Identifier} ENGINE = Join(ANY, LEFT, line_id) SETTINGS persistent = 0 AS
SELECT line_id, groupArray((refunded_at, amount_minor)) AS refunds
FROM refunds
WHERE seq <= {k:UInt64}
    AND (refund_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'refund' AND seq <= {k:UInt64})
GROUP BY line_id;

CREATE TABLE {line_marks:Identifier} ENGINE = Join(ANY, LEFT, line_id) SETTINGS persistent = 0 AS
SELECT line_id, groupBitOr(mark) AS marks, sum(refunded) AS refund_sum, sum(exchanged) AS delta_minor
FROM
(
    SELECT line_id, toUInt8(1) AS mark, toInt64(0) AS refunded, toInt64(0) AS exchanged FROM {cancelled:Identifier} WHERE line_id != ''
    UNION ALL
    SELECT subject_id, mark, toInt64(0), toInt64(0) FROM {verdicts:Identifier} WHERE subject = 'line'
    UNION ALL
    SELECT line_id, toUInt8(0), arraySum(x -> x.2, refunds), toInt64(0) FROM {line_refunds:Identifier}
    UNION ALL
    SELECT line_id, toUInt8(0), toInt64(0), delta_minor
    FROM exchanges
    WHERE seq <= {k:UInt64}
        AND (exchange_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'exchange' AND seq <= {k:UInt64})
)
GROUP BY line_id;
