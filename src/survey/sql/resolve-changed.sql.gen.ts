// Generated from resolve-changed.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type ResolveChangedParams = { changed: string; k1: number | string; k2: number | string; identity_mode: string };

export type ResolveChangedRow = never;

export const resolveChanged: Query<ResolveChangedParams, ResolveChangedRow> = {
  name: "resolve-changed",
  text: `-- purpose: accounts whose lines may read differently at k2 than at k1; '' stands for the guests.
-- grain: one row per account.
-- params: changed (name of the table made), k1, k2, identity_mode.
CREATE TABLE {changed:Identifier} ENGINE = MergeTree ORDER BY account_id AS
WITH
    stale AS (SELECT fact, id FROM superseded WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64}),
    orders AS
    (
        SELECT order_id FROM payments WHERE (seq > {k1:UInt64} AND seq <= {k2:UInt64}) OR payment_id IN (SELECT id FROM stale WHERE fact = 'payment')
        UNION ALL SELECT order_id FROM cancellations WHERE (seq > {k1:UInt64} AND seq <= {k2:UInt64}) OR cancellation_id IN (SELECT id FROM stale WHERE fact = 'cancellation')
        UNION ALL SELECT subject_id FROM risk_verdicts WHERE subject = 'order' AND ((seq > {k1:UInt64} AND seq <= {k2:UInt64}) OR verdict_id IN (SELECT id FROM stale WHERE fact = 'risk_verdict'))
    ),
    line_ids AS
    (
        SELECT line_id FROM refunds WHERE (seq > {k1:UInt64} AND seq <= {k2:UInt64}) OR refund_id IN (SELECT id FROM stale WHERE fact = 'refund')
        UNION ALL SELECT line_id FROM exchanges WHERE (seq > {k1:UInt64} AND seq <= {k2:UInt64}) OR exchange_id IN (SELECT id FROM stale WHERE fact = 'exchange')
        UNION ALL SELECT line_id FROM cancellations WHERE line_id != '' AND ((seq > {k1:UInt64} AND seq <= {k2:UInt64}) OR cancellation_id IN (SELECT id FROM stale WHERE fact = 'cancellation'))
        UNION ALL SELECT id FROM stale WHERE fact = 'order_line'
        UNION ALL SELECT subject_id FROM risk_verdicts WHERE subject = 'line' AND ((seq > {k1:UInt64} AND seq <= {k2:UInt64}) OR verdict_id IN (SELECT id FROM stale WHERE fact = 'risk_verdict'))
    ),
    touched AS
    (
        SELECT account_id FROM order_lines
        WHERE (seq > {k1:UInt64} AND seq <= {k2:UInt64})
            OR order_id IN (SELECT order_id FROM orders)
            OR line_id IN (SELECT line_id FROM line_ids)
            OR item_id IN (SELECT item_id FROM items WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64})
            OR shop_id IN (SELECT shop_id FROM shops WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64})
        UNION DISTINCT SELECT account_id FROM accounts WHERE (seq > {k1:UInt64} AND seq <= {k2:UInt64}) OR account_id IN (SELECT id FROM stale WHERE fact = 'account')
        UNION DISTINCT SELECT subject_id FROM risk_verdicts WHERE subject = 'account' AND ((seq > {k1:UInt64} AND seq <= {k2:UInt64}) OR verdict_id IN (SELECT id FROM stale WHERE fact = 'risk_verdict'))
        UNION DISTINCT SELECT account_id FROM erasures WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64}
    ),
    persons AS
    (
        SELECT account_id, argMax(person_id, (valid_from, revision, seq)) AS person_id
        FROM account_persons
        WHERE seq <= {k2:UInt64} AND {identity_mode:String} = 'resolved'
            AND (id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'account_person' AND seq <= {k2:UInt64})
        GROUP BY account_id
    )
SELECT account_id FROM touched
UNION DISTINCT
SELECT account_id FROM persons WHERE person_id IN (SELECT person_id FROM persons WHERE account_id IN (SELECT account_id FROM touched))
`,
};
