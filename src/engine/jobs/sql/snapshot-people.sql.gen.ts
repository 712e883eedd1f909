// Generated from snapshot-people.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type SnapshotPeopleParams = { k: number | string };

export type SnapshotPeopleRow = {
  account: string; // FixedString(12)
  member_of: number; // UInt32
};

export const snapshotPeople: Query<SnapshotPeopleParams, SnapshotPeopleRow> = {
  name: "snapshot-people",
  text: `-- purpose: accounts of consumers as known at K: the people of the snapshot.
-- grain: one row per account that is known, bought or looked, sorted by id. 16 bytes: the 12 bytes of its pseudonym, member (0, 1).
-- params: k sequence
SELECT toFixedString(unhex(substring(account_id, 5)), 12) AS account, toUInt32(f.member) AS member_of
FROM
(
    SELECT DISTINCT account_id FROM order_lines WHERE seq <= {k:UInt64} AND account_id != ''
    UNION DISTINCT SELECT DISTINCT account_id FROM events WHERE seq <= {k:UInt64} AND account_id != ''
    UNION DISTINCT SELECT account_id FROM accounts WHERE seq <= {k:UInt64}
) AS a
LEFT ANY JOIN
(
    SELECT account_id, argMax(member, (revision, seq)) AS member, argMax(kind, (revision, seq)) AS kind
    FROM accounts
    WHERE seq <= {k:UInt64}
        AND (account_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'account' AND seq <= {k:UInt64})
    GROUP BY account_id
) AS f USING (account_id)
WHERE account_id NOT IN (SELECT account_id FROM erasures) AND toString(f.kind) NOT IN ('test', 'internal', 'bot')
ORDER BY account_id
`,
};
