// Generated from metric-lines.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type MetricLinesParams = { tree: string; table: string; lo: number; hi: number; as_of: string; parts: number; part: number };

export type MetricLinesRow = {
  order_key: number; // UInt64
  person: number; // UInt32
  leaf: number; // UInt32
  merchant: number; // UInt32
  shop: number; // UInt32
  brand: number; // UInt32
  paid_on: number; // UInt16
  confirmed_on: number; // UInt16
  created_on: number; // UInt16
  flags: number; // UInt16
};

export const metricLines: Query<MetricLinesParams, MetricLinesRow> = {
  name: "metric-lines",
  text: `-- purpose: lines that any metric of people or orders counts, packed for the kernel.
-- grain: one row per public line of the range, in no order; 36 bytes, little-endian.
-- setup: resolved-table.sql
-- params: table; tree (as_sold, current); as_of; lo, hi person numbers, both included; part of parts: slices of whole
--   orders, for ranges (the guests) that would be too many lines at once.
-- units: dates as days since 1970; flags: see resolved-table.sql.
SELECT
    order_key,
    person,
    if({tree:String} = 'current', category_now, category) AS leaf,
    merchant,
    shop,
    brand,
    toUInt16(day) AS paid_on,
    toUInt16(confirmed_day) AS confirmed_on,
    toUInt16(created) AS created_on,
    flags
FROM {table:Identifier}
WHERE person BETWEEN {lo:UInt32} AND {hi:UInt32} AND public AND least(day, confirmed_day) <= {as_of:Date}
    AND ({parts:UInt32} = 1 OR order_key % {parts:UInt32} = {part:UInt32})
`,
};
