// Generated from snapshot-tables.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type SnapshotTablesParams = { shut: string; k: number | string; leaves: string };

export type SnapshotTablesRow = never;

export const snapshotTables: Query<SnapshotTablesParams, SnapshotTablesRow> = {
  name: "snapshot-tables",
  text: `-- purpose: what the lines of a snapshot are looked up in, made once for all their ranges.
-- grain: makes shut, a row per account that is no consumer's or was erased; leaves, a row per item
-- params: k sequence; names of the tables: shut, leaves (the leaf of each item now: 53 bits of its hash, 0: none)
CREATE TABLE {shut:Identifier} ENGINE = Memory AS
SELECT account_id FROM erasures
UNION DISTINCT
SELECT account_id
FROM accounts
WHERE seq <= {k:UInt64}
    AND (account_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'account' AND seq <= {k:UInt64})
GROUP BY account_id
HAVING argMax(kind, (revision, seq)) IN ('test', 'internal', 'bot');

CREATE TABLE {leaves:Identifier} ENGINE = Join(ANY, LEFT, item_id) SETTINGS persistent = 0 AS
SELECT item_id, if(category_id = '', 0, bitShiftRight(cityHash64(category_id), 11)) AS leaf
FROM
(
    SELECT item_id, argMax(category_id, (valid_from, revision, seq)) AS category_id
    FROM items WHERE seq <= {k:UInt64} GROUP BY item_id
);
`,
};
