-- purpose: order lines of a range of accounts as known at K, packed for the snapshot of serving: healthy ones, and those that say
--   how an offer fared (refunded, fake). The rules are those of resolve-lines.sql (metrics.md 4.0); a test holds both together.
-- grain: one row per paid line of goods in scope of a consumer, sorted by account and time. 64 bytes: account (the 12 bytes of its
--   pseudonym; zeros: guest), item, offer, the item's category now (53 bits of their hash; 0: none), day since 1970, amount, quantity,
--   price of a piece, flags (1 healthy, 2 fully refunded, 4 confirmed or suspected fake),
--   decision that the order names (hash; 0: none)
-- setup: ../../../survey/sql/resolve-ids.sql, ../../../survey/sql/resolve-changed.sql, ../../../survey/sql/resolve-marks.sql, snapshot-tables.sql
-- params: k sequence; lo, hi account range [lo, hi); tz zone; channels in scope ([]: all but offline); until: paid before; tables
--   made by resolve-marks.sql (verdicts, order_marks, line_marks) and by snapshot-tables.sql (shut, leaves)
-- units: amounts in minor units of the reporting currency; amount net of refunds and exchanges; price with platform coupons
SELECT
    toFixedString(unhex(substring(account_id, 5)), 12) AS account,
    if(item_id = '', 0, bitShiftRight(cityHash64(item_id), 11)) AS item,
    if(offer_id = '', 0, bitShiftRight(cityHash64(offer_id), 11)) AS offer,
    leaf AS category,
    toInt32(toDate(paid_instant, {tz:String})) AS day,
    toFloat64(net_minor) AS amount,
    toFloat32(quantity) AS quantity_of,
    toFloat32(if(quantity > 0, (paid_minor + platform_subsidy_minor) / quantity, 0)) AS price,
    toUInt32(healthy + 2 * refunded + 4 * unclean) AS flags,
    toUInt32(if(request_id = '', 0, cityHash64(splitByChar('.', request_id)[1]))) AS decision
FROM
(
    SELECT
        l.account_id AS account_id, l.item_id AS item_id, l.offer_id AS offer_id, l.line_id AS line_id, l.request_id AS request_id,
        l.quantity AS quantity, l.paid_minor AS paid_minor, l.platform_subsidy_minor AS platform_subsidy_minor, i.leaf AS leaf,
        assumeNotNull(coalesce(l.paid_at, o.settled_at)) AS paid_instant,
        -- marks: 1 cancelled, 2 confirmed fake, 4 suspect, 8 fully paid by payments
        bitOr(bitOr(bitOr(o.marks, x.marks),
            if(l.account_id IN (SELECT subject_id FROM {verdicts:Identifier} WHERE subject = 'account' AND mark = 2), 2, 0)),
            if(l.account_id IN (SELECT subject_id FROM {verdicts:Identifier} WHERE subject = 'account' AND mark = 4), 4, 0)) AS marks,
        if(l.paid_minor = 0, 0, greatest(0, l.paid_minor + x.delta_minor)) AS basis_minor,
        basis_minor - least(x.refund_sum, basis_minor) AS net_minor,
        x.refund_sum > 0 AND x.refund_sum >= basis_minor AS refunded,
        bitAnd(marks, 6) != 0 AS unclean,
        l.paid_minor > 0 AND NOT refunded AND bitAnd(marks, 3) = 0 AS healthy
    FROM
    (
        SELECT line_id, order_id, account_id, item_id, offer_id, request_id, quantity, paid_minor, platform_subsidy_minor, paid_at
        FROM order_lines
        WHERE account_id >= {lo:String} AND account_id < {hi:String} AND seq <= {k:UInt64}
            AND type = 'goods' AND if(empty({channels:Array(String)}), channel != 'offline', has({channels:Array(String)}, toString(channel)))
            AND (line_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'order_line' AND seq <= {k:UInt64})
            AND account_id NOT IN (SELECT account_id FROM {shut:Identifier})
    ) AS l
    LEFT ANY JOIN {leaves:Identifier} AS i ON l.item_id = i.item_id
    LEFT ANY JOIN {order_marks:Identifier} AS o ON l.order_id = o.order_id
    LEFT ANY JOIN {line_marks:Identifier} AS x ON l.line_id = x.line_id
    WHERE l.paid_at IS NOT NULL OR bitTest(o.marks, 3)
)
WHERE flags != 0 AND paid_instant < {until:DateTime64(3, 'UTC')}
ORDER BY account_id, paid_instant, line_id
