// Generated from snapshot-span.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type SnapshotSpanParams = { until: string; k: number | string };

export type SnapshotSpanRow = {
  last_at: string; // DateTime64(3, 'UTC')
  lines: number; // Float64
  events: number; // Float64
};

export const snapshotSpan: Query<SnapshotSpanParams, SnapshotSpanRow> = {
  name: "snapshot-span",
  text: `-- purpose: the last day that anything was bought, paid or looked at, as known at K, not after \`until\`. A line without a time of its own is
--   paid when its order's payments reach what is due, so payments count as purchases do.
-- grain: one row. last: null while there is nothing; lines, events: how many there are about, to divide the work
-- params: k sequence; until: instants before
SELECT
    greatest(l.last, p.last, e.last) AS last_at,
    toFloat64(l.n) AS lines,
    toFloat64(e.n) AS events
FROM
    (SELECT maxIf(at, at < {until:DateTime64(3, 'UTC')}) AS last, count() AS n
     FROM (SELECT assumeNotNull(coalesce(paid_at, ordered_at)) AS at FROM order_lines WHERE seq <= {k:UInt64})) AS l,
    (SELECT maxIf(paid_at, paid_at < {until:DateTime64(3, 'UTC')}) AS last FROM payments WHERE seq <= {k:UInt64}) AS p,
    (SELECT maxIf(at, at < {until:DateTime64(3, 'UTC')}) AS last, count() AS n FROM events WHERE seq <= {k:UInt64}) AS e
`,
};
