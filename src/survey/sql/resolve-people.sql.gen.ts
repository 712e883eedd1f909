// Generated from resolve-people.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type ResolvePeopleParams = { people: string; k: number | string; identity_mode: string; tz: string; rebuild: number; changed: string };

export type ResolvePeopleRow = never;

export const resolvePeople: Query<ResolvePeopleParams, ResolvePeopleRow> = {
  name: "resolve-people",
  text: `-- purpose: the person behind each account as known at K, with what the accounts say of them.
-- grain: one row per account with a line (when rebuild = 1: per changed account).
-- setup: resolve-ids.sql, resolve-changed.sql
-- params: people, changed (names), k, tz, identity_mode, rebuild.
CREATE TABLE {people:Identifier} ENGINE = MergeTree ORDER BY account_id AS
WITH
    facts AS
    (
        SELECT account_id, argMax(kind, (revision, seq)) AS kind, argMax(member, (revision, seq)) AS member,
            argMax(region, (revision, seq)) AS region, argMax(created_at, (revision, seq)) AS created_at
        FROM accounts
        WHERE seq <= {k:UInt64}
            AND (account_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'account' AND seq <= {k:UInt64})
        GROUP BY account_id
    ),
    persons AS
    (
        SELECT account_id, argMax(person_id, (valid_from, revision, seq)) AS person_id
        FROM account_persons
        WHERE seq <= {k:UInt64} AND {identity_mode:String} = 'resolved'
            AND (id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'account_person' AND seq <= {k:UInt64})
        GROUP BY account_id
    )
SELECT account_id, no, member, region, excluded, min(created) OVER (PARTITION BY no) AS created
FROM
(
    SELECT l.account_id AS account_id, d.no AS no, f.member AS member, f.region AS region,
        f.kind IN ('test', 'internal', 'bot') AS excluded,
        if(f.created_at IS NULL, toDate(0), toDate(assumeNotNull(f.created_at), {tz:String})) AS created
    FROM
    (
        SELECT DISTINCT account_id FROM order_lines
        WHERE account_id != '' AND seq <= {k:UInt64} AND ({rebuild:UInt8} = 0 OR account_id IN (SELECT account_id FROM {changed:Identifier}))
    ) AS l
    LEFT ANY JOIN facts AS f ON l.account_id = f.account_id
    LEFT ANY JOIN persons AS p ON l.account_id = p.account_id
    LEFT ANY JOIN (SELECT id, no FROM survey_people WHERE identity_mode = {identity_mode:String}) AS d
        ON if(p.person_id != '', p.person_id, l.account_id) = d.id
)
`,
};
