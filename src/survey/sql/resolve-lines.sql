-- purpose: resolves the order lines of a range of accounts as known at K (metrics.md 4.0, 4.8).
-- grain: one row per current order line; columns of resolved-table.sql.
-- setup: resolved-table.sql, resolve-helpers.sql, resolve-changed.sql, resolve-people.sql
-- params: table; k sequence; lo, hi account range [lo, hi); tz zone; channels in scope ([]: all but offline);
--   maturity days; helper tables made by resolve-helpers.sql: items, shops, cancelled, refunds, exchanges, verdicts,
--   payments, people; only: accounts to rebuild (helper table `changed`) when rebuild = 1.
INSERT INTO {table:Identifier}
WITH
    lines AS
    (
        SELECT *
        FROM order_lines
        WHERE account_id >= {lo:String} AND account_id < {hi:String} AND seq <= {k:UInt64}
            AND (line_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'order_line' AND seq <= {k:UInt64})
            AND account_id NOT IN (SELECT account_id FROM erasures)
            AND ({rebuild:UInt8} = 0 OR account_id IN (SELECT account_id FROM {changed:Identifier}))
    ),
    due AS
    (
        SELECT order_id, sum(paid_minor) AS due_minor
        FROM lines
        WHERE paid_at IS NULL AND type != 'deposit'
            AND order_id IN (SELECT order_id FROM {payments:Identifier})
            AND order_id NOT IN (SELECT order_id FROM {cancelled:Identifier} WHERE line_id = '')
            AND line_id NOT IN (SELECT line_id FROM {cancelled:Identifier} WHERE line_id != '')
        GROUP BY order_id
    ),
    settled AS
    (
        -- the first payment with which the order is fully paid
        SELECT order_id, times[arrayFirstIndex(x -> x >= due_minor, arrayCumSum(amounts))] AS settled_at,
            arrayExists(x -> x >= due_minor, arrayCumSum(amounts)) AS is_settled
        FROM due INNER JOIN {payments:Identifier} AS p USING (order_id)
    )
SELECT
    person,
    toDate(paid_instant, {tz:String}) AS day,
    paid_instant AS paid_at,
    toDate(confirmed_instant, {tz:String}) AS confirmed_day,
    cityHash64(order_id) AS order_key,
    category,
    path,
    category_now,
    path_now,
    merchant,
    shop,
    brand,
    region,
    channel,
    type,
    member,
    created,
    quantity,
    gross_minor,
    paid_minor,
    platform_subsidy_minor AS subsidy_minor,
    basis_minor - paid_minor AS exchanged_minor,
    least(refund_sum, basis_minor) AS refunded_minor,
    basis_minor - refunded_minor AS net_minor,
    arrayFilter(x -> x.1 > day + {maturity:UInt16}, arrayMap((a, m) -> (toDate(a, {tz:String}), m), refund_times, refund_amounts)) AS late_refunds,
    is_paid AS paid,
    is_cancelled AS cancelled,
    refund_sum > 0 AND refund_sum >= basis_minor AS refunded,
    is_fake AS fake,
    is_suspect AND NOT is_fake AS suspect,
    is_excluded AS excluded,
    if(empty({channels:Array(String)}), channel != 'offline', has({channels:Array(String)}, channel)) AS in_scope,
    type = 'goods' AS goods,
    goods AND in_scope AND NOT excluded AS public,
    public AND paid AND paid_minor > 0 AND NOT cancelled AND NOT refunded AND NOT fake AS healthy,
    healthy AND NOT suspect AS healthy_conservative
FROM
(
    SELECT
        l.account_id AS account_id, l.order_id AS order_id, l.channel AS channel, l.type AS type,
        if(l.region != '', l.region, u.region) AS region,
        l.quantity AS quantity, l.gross_minor AS gross_minor, l.paid_minor AS paid_minor,
        l.platform_subsidy_minor AS platform_subsidy_minor,
        u.no AS person, u.member AS member, u.created AS created, u.excluded AS is_excluded,
        assumeNotNull(coalesce(l.confirmed_at, l.ordered_at)) AS confirmed_instant,
        l.paid_at IS NOT NULL OR s.is_settled AS is_paid,
        assumeNotNull(multiIf(l.paid_at IS NOT NULL, l.paid_at, s.is_settled, s.settled_at, confirmed_instant)) AS paid_instant,
        -- before the first row of a history, its first row holds
        greatest(1, arrayCount(x -> x <= paid_instant, i.froms)) AS i_at,
        i.categories[i_at] AS category, i.paths[i_at] AS as_sold_path,
        if(empty(as_sold_path), [toUInt32(0)], as_sold_path) AS path,
        i.categories[-1] AS category_now, if(empty(i.paths[-1]), [toUInt32(0)], i.paths[-1]) AS path_now,
        i.brands[i_at] AS brand,
        h.no AS shop, h.merchants[greatest(1, arrayCount(x -> x <= paid_instant, h.froms))] AS merchant,
        x.refund_sum AS refund_sum, x.times AS refund_times, x.amounts AS refund_amounts,
        if(l.paid_minor = 0, 0, greatest(0, l.paid_minor + e.delta_minor)) AS basis_minor,
        l.order_id IN (SELECT order_id FROM {cancelled:Identifier} WHERE line_id = '')
            OR l.line_id IN (SELECT line_id FROM {cancelled:Identifier} WHERE line_id != '') AS is_cancelled,
        l.account_id IN (SELECT subject_id FROM {verdicts:Identifier} WHERE subject = 'account' AND state = 'confirmed')
            OR l.order_id IN (SELECT subject_id FROM {verdicts:Identifier} WHERE subject = 'order' AND state = 'confirmed')
            OR l.line_id IN (SELECT subject_id FROM {verdicts:Identifier} WHERE subject = 'line' AND state = 'confirmed') AS is_fake,
        l.account_id IN (SELECT subject_id FROM {verdicts:Identifier} WHERE subject = 'account' AND state = 'suspect')
            OR l.order_id IN (SELECT subject_id FROM {verdicts:Identifier} WHERE subject = 'order' AND state = 'suspect')
            OR l.line_id IN (SELECT subject_id FROM {verdicts:Identifier} WHERE subject = 'line' AND state = 'suspect') AS is_suspect
    FROM lines AS l
    LEFT ANY JOIN {items:Identifier} AS i ON l.item_id = i.item_id
    LEFT ANY JOIN {shops:Identifier} AS h ON l.shop_id = h.shop_id
    LEFT ANY JOIN (SELECT * FROM {people:Identifier} WHERE account_id >= {lo:String} AND account_id < {hi:String}) AS u ON l.account_id = u.account_id
    LEFT ANY JOIN settled AS s ON l.order_id = s.order_id
    LEFT ANY JOIN {refunds:Identifier} AS x ON l.line_id = x.line_id
    LEFT ANY JOIN {exchanges:Identifier} AS e ON l.line_id = e.line_id
)
