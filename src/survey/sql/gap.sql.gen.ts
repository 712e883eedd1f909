// Generated from gap.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type GapParams = { as_of: string; lookback: number; table: string; lo: number; hi: number };

export type GapRow = {
  reason: string; // String
  people: number; // UInt64
};

export const gap: Query<GapParams, GapRow> = {
  name: "gap",
  text: `-- purpose: why people of the public AAC are not in the AAC (M1).
-- grain: one row per reason. paid_later: in the AAC, but confirmed before the window (it takes away from the gap).
-- setup: resolved-table.sql
-- params: table, as_of, lookback, lo, hi.
WITH {as_of:Date} AS t, t - {lookback:UInt16} + 1 AS w_from
SELECT reason, count() AS people
FROM
(
    SELECT person, max(healthy AND day BETWEEN w_from AND t) AS in_aac, max(confirmed_day BETWEEN w_from AND t) AS in_public,
        groupUniqArrayIf(multiIf(fake, 'fake', cancelled, 'cancelled', NOT paid, 'unpaid', refunded, 'refunded', paid_minor = 0, 'zero', 'timing'), confirmed_day BETWEEN w_from AND t) AS reasons,
        multiIf(in_aac AND in_public, '', in_aac, 'paid_later', NOT in_public, '', length(reasons) = 1, reasons[1], 'mixed') AS reason
    FROM {table:Identifier}
    WHERE person BETWEEN greatest(1, {lo:UInt32}) AND {hi:UInt32} AND public
    GROUP BY person
)
WHERE reason != ''
GROUP BY reason
`,
};
