// Generated from flow-lines.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type FlowLinesParams = { level: number; dense: readonly number[]; places: readonly number[]; lookback: number; table: string; lo: number; hi: number; as_of: string };

export type FlowLinesRow = {
  person: number; // UInt32
  time: number; // UInt32
  order: number; // UInt32
  amount: number; // UInt32
  place: number; // UInt16
  segment: number; // UInt8
  observable: number; // UInt8
};

export const flowLines: Query<FlowLinesParams, FlowLinesRow> = {
  name: "flow-lines",
  text: `-- purpose: healthy lines of a range of people, packed for the flow kernels
-- grain: one row per line in (person, time, order); 20 bytes: four words, then category, segment and observable in the fifth
-- params: table of resolved lines; as_of date; lookback days, 0 = everybody is observable; level of the tree, 0 = leaf;
--   dense, places: dense category numbers and their places in the matrices; lo, hi person numbers, both included
-- setup: ../../sql/resolved-table.sql
SELECT
    person,
    toUInt32(toUnixTimestamp(paid_at)) AS time,
    toUInt32(bitAnd(order_key, 4294967295)) AS order,
    toUInt32(least(greatest(net_minor, 0), 4294967295)) AS amount,
    toUInt16(transform(if({level:UInt8} = 0, category, arrayElement(path, {level:UInt8})), {dense:Array(UInt32)}, {places:Array(UInt16)}, 65535)) AS place,
    toUInt8(member) AS segment,
    toUInt8({lookback:UInt16} = 0 OR created = toDate(0) OR created <= day - {lookback:UInt16}) AS observable
FROM {table:Identifier}
WHERE person BETWEEN greatest(1, {lo:UInt32}) AND {hi:UInt32} AND healthy AND day <= {as_of:Date} AND place != 65535
ORDER BY person, day, paid_at, order_key
`,
};
