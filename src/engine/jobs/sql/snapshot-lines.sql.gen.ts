// Generated from snapshot-lines.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type SnapshotLinesParams = { lo: string; hi: string; k: number | string; channels: readonly string[]; tz: string; until: string };

export type SnapshotLinesRow = {
  account: string; // FixedString(12)
  item: number; // UInt64
  offer: number; // UInt64
  category: number; // UInt64
  day: number; // Int32
  amount: number; // Float64
  quantity_of: number; // Float32
  price: number; // Float32
  flags: number; // UInt32
  decision: number; // UInt32
};

export const snapshotLines: Query<SnapshotLinesParams, SnapshotLinesRow> = {
  name: "snapshot-lines",
  text: `-- purpose: order lines of a range of accounts as known at K, packed for the snapshot of serving: healthy ones, and those that say
--   how an offer fared (refunded, fake). The rules are those of resolve-lines.sql (metrics.md 4.0); a test holds both together.
-- grain: one row per paid line of goods in scope of a consumer, sorted by account and time. 64 bytes: account (the 12 bytes of its
--   pseudonym; zeros: guest), item, offer, the item's category now (53 bits of their hash; 0: none), day since 1970, amount, quantity,
--   price of a piece, flags (1 healthy, 2 fully refunded, 4 confirmed or suspected fake),
--   decision that the order names (hash; 0: none)
-- params: k sequence; lo, hi account range [lo, hi); tz zone; channels in scope ([]: all but offline); until: paid before
-- units: amounts in minor units of the reporting currency; amount net of refunds and exchanges; price with platform coupons
WITH
    lines AS
    (
        SELECT line_id, order_id, account_id, item_id, offer_id, request_id, quantity, paid_minor, platform_subsidy_minor, paid_at
        FROM order_lines
        WHERE account_id >= {lo:String} AND account_id < {hi:String} AND seq <= {k:UInt64}
            AND type = 'goods' AND if(empty({channels:Array(String)}), channel != 'offline', has({channels:Array(String)}, toString(channel)))
            AND (line_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'order_line' AND seq <= {k:UInt64})
            AND account_id NOT IN (SELECT account_id FROM erasures)
            AND account_id NOT IN
            (
                SELECT account_id FROM accounts
                WHERE seq <= {k:UInt64}
                    AND (account_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'account' AND seq <= {k:UInt64})
                GROUP BY account_id HAVING argMax(kind, (revision, seq)) IN ('test', 'internal', 'bot')
            )
    ),
    cancelled AS
    (
        SELECT order_id, line_id FROM cancellations
        WHERE seq <= {k:UInt64}
            AND (cancellation_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'cancellation' AND seq <= {k:UInt64})
    ),
    verdicts AS
    (
        SELECT subject, subject_id, argMax(state, (at, revision, seq)) AS state FROM risk_verdicts
        WHERE seq <= {k:UInt64}
            AND (verdict_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'risk_verdict' AND seq <= {k:UInt64})
        GROUP BY subject, subject_id
        HAVING state IN ('confirmed', 'suspect')
    ),
    money AS
    (
        SELECT line_id, sum(refund) AS refund_sum, sum(delta) AS delta_sum
        FROM
        (
            SELECT line_id, amount_minor AS refund, toInt64(0) AS delta FROM refunds
            WHERE seq <= {k:UInt64}
                AND (refund_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'refund' AND seq <= {k:UInt64})
            UNION ALL
            SELECT line_id, toInt64(0), delta_minor FROM exchanges
            WHERE seq <= {k:UInt64}
                AND (exchange_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'exchange' AND seq <= {k:UInt64})
        )
        WHERE line_id IN (SELECT line_id FROM lines)
        GROUP BY line_id
    ),
    paid AS
    (
        SELECT order_id, arraySort(groupArray((paid_at, payment_id, amount_minor))) AS payments_of FROM payments
        WHERE seq <= {k:UInt64}
            AND (payment_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'payment' AND seq <= {k:UInt64})
        GROUP BY order_id
    ),
    settled AS
    (
        -- the first payment with which an order is fully paid: all its lines count, of whatever type
        SELECT order_id, payments_of[arrayFirstIndex(x -> x >= due, arrayCumSum(x -> x.3, payments_of)) AS place].1 AS settled_at
        FROM
        (
            SELECT order_id, sum(paid_minor) AS due FROM order_lines
            WHERE account_id >= {lo:String} AND account_id < {hi:String} AND seq <= {k:UInt64} AND paid_at IS NULL AND type != 'deposit'
                AND (line_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'order_line' AND seq <= {k:UInt64})
                AND order_id IN (SELECT order_id FROM paid)
                AND order_id NOT IN (SELECT order_id FROM cancelled WHERE line_id = '')
                AND line_id NOT IN (SELECT line_id FROM cancelled WHERE line_id != '')
            GROUP BY order_id
        ) AS d INNER JOIN paid USING (order_id)
        WHERE place > 0
    )
SELECT
    toFixedString(unhex(substring(account_id, 5)), 12) AS account,
    if(item_id = '', 0, bitShiftRight(cityHash64(item_id), 11)) AS item,
    if(offer_id = '', 0, bitShiftRight(cityHash64(offer_id), 11)) AS offer,
    if(category_id = '', 0, bitShiftRight(cityHash64(category_id), 11)) AS category,
    toInt32(toDate(paid_instant, {tz:String})) AS day,
    toFloat64(net_minor) AS amount,
    toFloat32(quantity) AS quantity_of,
    toFloat32(if(quantity > 0, (paid_minor + platform_subsidy_minor) / quantity, 0)) AS price,
    toUInt32(healthy + 2 * refunded + 4 * (fake OR suspect)) AS flags,
    toUInt32(if(request_id = '', 0, cityHash64(splitByChar('.', request_id)[1]))) AS decision
FROM
(
    SELECT
        l.account_id AS account_id, l.item_id AS item_id, l.offer_id AS offer_id, l.line_id AS line_id, l.request_id AS request_id, l.quantity AS quantity,
        l.paid_minor AS paid_minor, l.platform_subsidy_minor AS platform_subsidy_minor,
        s.settled_at IS NOT NULL AS is_settled,
        assumeNotNull(coalesce(l.paid_at, s.settled_at, toDateTime64(0, 3, 'UTC'))) AS paid_instant,
        i.category_id AS category_id,
        if(l.paid_minor = 0, 0, greatest(0, l.paid_minor + m.delta_sum)) AS basis_minor,
        basis_minor - least(m.refund_sum, basis_minor) AS net_minor,
        l.order_id IN (SELECT order_id FROM cancelled WHERE line_id = '')
            OR l.line_id IN (SELECT line_id FROM cancelled WHERE line_id != '') AS is_cancelled,
        m.refund_sum > 0 AND m.refund_sum >= basis_minor AS refunded,
        l.account_id IN (SELECT subject_id FROM verdicts WHERE subject = 'account' AND state = 'confirmed')
            OR l.order_id IN (SELECT subject_id FROM verdicts WHERE subject = 'order' AND state = 'confirmed')
            OR l.line_id IN (SELECT subject_id FROM verdicts WHERE subject = 'line' AND state = 'confirmed') AS fake,
        l.account_id IN (SELECT subject_id FROM verdicts WHERE subject = 'account' AND state = 'suspect')
            OR l.order_id IN (SELECT subject_id FROM verdicts WHERE subject = 'order' AND state = 'suspect')
            OR l.line_id IN (SELECT subject_id FROM verdicts WHERE subject = 'line' AND state = 'suspect') AS suspect,
        l.paid_minor > 0 AND NOT is_cancelled AND NOT refunded AND NOT fake AS healthy
    FROM lines AS l
    LEFT ANY JOIN
    (
        SELECT item_id, argMax(category_id, (valid_from, revision, seq)) AS category_id FROM items WHERE seq <= {k:UInt64} GROUP BY item_id
    ) AS i ON l.item_id = i.item_id
    LEFT ANY JOIN (SELECT order_id, toNullable(settled_at) AS settled_at FROM settled) AS s ON l.order_id = s.order_id
    LEFT ANY JOIN money AS m ON l.line_id = m.line_id
    WHERE l.paid_at IS NOT NULL OR is_settled
)
WHERE flags != 0 AND paid_instant < {until:DateTime64(3, 'UTC')}
ORDER BY account_id, paid_instant, line_id
`,
};
