// Generated from switches.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type SwitchesParams = { up_to: number | string };

export type SwitchesRow = {
  account_id: string; // String
  is_off: number; // UInt8
  at_ms: number; // Int64
  last_seq: number; // UInt64
};

export const switches: Query<SwitchesParams, SwitchesRow> = {
  name: "switches",
  text: `-- purpose: whose personalisation is switched, by consent or preference
-- grain: one row per account that ever set it
-- params: up_to sequence up to which to read
SELECT account_id, argMax(off, set_at) AS is_off, toUnixTimestamp64Milli(max(set_at)) AS at_ms, max(seq) AS last_seq
FROM
(
    SELECT account_id, toUInt8(granted = 0) AS off, at AS set_at, seq FROM consents WHERE purpose = 'personalisation' AND seq <= {up_to:UInt64}
    UNION ALL
    SELECT account_id, toUInt8(value = 'off') AS off, at AS set_at, seq FROM preferences WHERE key = 'personalisation' AND seq <= {up_to:UInt64}
)
GROUP BY account_id
`,
};
