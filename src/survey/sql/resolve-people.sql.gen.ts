// Generated from resolve-people.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type ResolvePeopleParams = { people: string; k: number | string; identity_mode: string; rebuild: number; changed: string; tz: string; verdicts: string };

export type ResolvePeopleRow = never;

export const resolvePeople: Query<ResolvePeopleParams, ResolvePeopleRow> = {
  name: "resolve-people",
  text: `-- purpose: the person behind each account as known at K, with what the accounts say of them.
-- grain: one row per account with a line (when rebuild = 1: per changed account).
-- setup: resolve-ids.sql, resolve-changed.sql, resolve-marks.sql
-- params: people, changed, verdicts (names), k, tz, identity_mode, rebuild.
CREATE TABLE {people:Identifier} ENGINE = Join(ANY, LEFT, account_id) SETTINGS persistent = 0 AS
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
    ),
    numbered AS
    (
        SELECT id AS account_id, no
        FROM survey_people
        WHERE identity_mode = 'account' AND {identity_mode:String} = 'account'
            AND ({rebuild:UInt8} = 0 OR id IN (SELECT account_id FROM {changed:Identifier}))
        UNION ALL
        -- a person's age is that of the oldest of the accounts that have a line
        SELECT l.account_id, d.no
        FROM
        (
            SELECT DISTINCT account_id FROM order_lines
            WHERE account_id != '' AND seq <= {k:UInt64} AND {identity_mode:String} = 'resolved'
                AND ({rebuild:UInt8} = 0 OR account_id IN (SELECT account_id FROM {changed:Identifier}))
        ) AS l
        LEFT ANY JOIN persons AS p ON l.account_id = p.account_id
        LEFT ANY JOIN (SELECT id, no FROM survey_people WHERE identity_mode = 'resolved') AS d
            ON if(p.person_id != '', p.person_id, l.account_id) = d.id
    ),
    aged AS
    (
        SELECT n.account_id AS account_id, n.no AS no, f.member AS member, f.region AS region, v.mark AS marks,
            f.kind IN ('test', 'internal', 'bot') AS excluded,
            if(f.created_at IS NULL, toDate(0), toDate(assumeNotNull(f.created_at), {tz:String})) AS own_created
        FROM numbered AS n
        LEFT ANY JOIN facts AS f ON n.account_id = f.account_id
        LEFT ANY JOIN (SELECT subject_id, mark FROM {verdicts:Identifier} WHERE subject = 'account') AS v ON n.account_id = v.subject_id
    )
SELECT account_id, no, member, region, marks, excluded, own_created AS created
FROM aged
WHERE {identity_mode:String} = 'account'
UNION ALL
SELECT account_id, no, member, region, marks, excluded, min(own_created) OVER (PARTITION BY no)
FROM aged
WHERE {identity_mode:String} = 'resolved';
`,
};
