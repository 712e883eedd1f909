// Generated from resolve-lines.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type ResolveLinesParams = { table: string; tz: string; maturity: number; line_refunds: string; item_moves: string; shop_moves: string; channels: readonly string[]; lo: string; hi: string; k: number | string; rebuild: number; changed: string; items: string; shops: string; people: string; order_marks: string; line_marks: string };

export type ResolveLinesRow = never;

export const resolveLines: Query<ResolveLinesParams, ResolveLinesRow> = {
  name: "resolve-lines",
  text: `-- purpose: resolves the order lines of a range of accounts as known at K (metrics.md 4.0, 4.8).
-- grain: one row per current order line; columns of resolved-table.sql.
-- setup: resolved-table.sql, resolve-catalogue.sql, resolve-marks.sql, resolve-changed.sql, resolve-people.sql
-- params: table; k sequence; lo, hi account range [lo, hi); tz zone; channels in scope ([]: all but offline);
--   maturity days; tables made by resolve-catalogue.sql, resolve-marks.sql and resolve-people.sql; changed: accounts to
--   rebuild when rebuild = 1.
-- Histories are looked up for the few lines that have any: an array a line would cost more than all the rest.
INSERT INTO {table:Identifier} (person, day, paid_at, confirmed_day, order_key, category, category_now, merchant, shop, brand,
    region, member, created, quantity, gross_minor, paid_minor, subsidy_minor, exchanged_minor, refunded_minor, late_refunds, flags)
SELECT
    person,
    toDate(paid_instant, {tz:String}) AS day,
    paid_instant AS paid_at,
    toDate(confirmed_instant, {tz:String}) AS confirmed_day,
    cityHash64(order_id) AS order_key,
    item_then.2 AS category,
    category_now,
    merchant,
    shop,
    item_then.3 AS brand,
    region_told AS region,
    member,
    created,
    quantity,
    gross_minor,
    paid_minor,
    platform_subsidy_minor AS subsidy_minor,
    basis_minor - paid_minor AS exchanged_minor,
    least(refund_sum, basis_minor) AS refunded_minor,
    if(refund_sum != 0,
        arrayFilter(r -> r.1 > day + {maturity:UInt16},
            arrayMap(r -> (toDate(r.1, {tz:String}), r.2), joinGet({line_refunds:Identifier}, 'refunds', line_id))),
        []) AS late_refunds,
    toUInt16(healthy + 2 * (healthy AND NOT suspect) + 4 * suspect + 8 * fake + 16 * cancelled + 32 * paid + 64 * refunded
        + 128 * (paid_minor = 0) + 256 * public) AS flags
FROM
(
    SELECT
        l.line_id AS line_id, l.order_id AS order_id,
        if(l.region != '', l.region, u.region) AS region_told,
        l.quantity AS quantity, l.gross_minor AS gross_minor, l.paid_minor AS paid_minor,
        l.platform_subsidy_minor AS platform_subsidy_minor,
        u.no AS person, u.member AS member, u.created AS created,
        bitOr(bitOr(u.marks, o.marks), x.marks) AS marks,
        assumeNotNull(coalesce(l.confirmed_at, l.ordered_at)) AS confirmed_instant,
        l.paid_at IS NOT NULL OR bitTest(o.marks, 3) AS paid,
        assumeNotNull(multiIf(l.paid_at IS NOT NULL, l.paid_at, paid, o.settled_at, confirmed_instant)) AS paid_instant,
        -- before the first row of a history, its first row holds
        if(i.moved,
            (joinGet({item_moves:Identifier}, 'history', l.item_id) AS item_history)[greatest(1, arrayCount(r -> r.1 <= paid_instant, item_history))],
            (toDateTime64(0, 3, 'UTC'), i.category_now, i.brand_now)) AS item_then,
        i.category_now AS category_now,
        h.no AS shop,
        if(h.moved,
            (joinGet({shop_moves:Identifier}, 'history', toString(l.shop_id)) AS shop_history)[greatest(1, arrayCount(r -> r.1 <= paid_instant, shop_history))].2,
            h.merchant_now) AS merchant,
        x.refund_sum AS refund_sum,
        if(l.paid_minor = 0, 0, greatest(0, l.paid_minor + x.delta_minor)) AS basis_minor,
        bitTest(marks, 0) AS cancelled,
        bitTest(marks, 1) AS fake,
        bitTest(marks, 2) AND NOT fake AS suspect,
        refund_sum > 0 AND refund_sum >= basis_minor AS refunded,
        l.type = 'goods' AND NOT u.excluded
            AND if(empty({channels:Array(String)}), l.channel != 'offline', has({channels:Array(String)}, l.channel)) AS public,
        public AND paid AND l.paid_minor > 0 AND NOT cancelled AND NOT refunded AND NOT fake AS healthy
    FROM
    (
        SELECT line_id, order_id, account_id, shop_id, item_id, type, channel, region, quantity, gross_minor, paid_minor,
            platform_subsidy_minor, ordered_at, confirmed_at, paid_at
        FROM order_lines
        WHERE account_id >= {lo:String} AND account_id < {hi:String} AND seq <= {k:UInt64}
            AND (line_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'order_line' AND seq <= {k:UInt64})
            AND account_id NOT IN (SELECT account_id FROM erasures)
            AND ({rebuild:UInt8} = 0 OR account_id IN (SELECT account_id FROM {changed:Identifier}))
    ) AS l
    LEFT ANY JOIN {items:Identifier} AS i ON l.item_id = i.item_id
    LEFT ANY JOIN {shops:Identifier} AS h ON l.shop_id = h.shop_id
    LEFT ANY JOIN {people:Identifier} AS u ON l.account_id = u.account_id
    LEFT ANY JOIN {order_marks:Identifier} AS o ON l.order_id = o.order_id
    LEFT ANY JOIN {line_marks:Identifier} AS x ON l.line_id = x.line_id
)
SETTINGS max_insert_threads = 2, min_insert_block_size_rows = 1000000
`,
};
