// Generated from resolved-table.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type ResolvedTableParams = { table: string };

export type ResolvedTableRow = never;

export const resolvedTable: Query<ResolvedTableParams, ResolvedTableRow> = {
  name: "resolved-table",
  text: `-- purpose: the table of resolved lines of one shard, and the dictionaries of dense numbers.
-- grain: one row per current order line as known at K.
-- units: *_minor in minor units of the reporting currency; day, confirmed_day in the marketplace's zone.
-- params: table, the table's name.
CREATE TABLE {table:Identifier}
(
    person UInt32 COMMENT 'dense person number; 0: guest',
    day Date COMMENT 'business date of full payment; of confirmation while unpaid' CODEC(Delta, ZSTD(1)),
    paid_at DateTime64(3, 'UTC') COMMENT 'instant of full payment; of confirmation while unpaid' CODEC(Delta, ZSTD(1)),
    confirmed_day Date CODEC(Delta, ZSTD(1)),
    order_key UInt64 COMMENT 'hash of the parent order',
    category UInt32 COMMENT 'leaf as sold; 0: uncategorised',
    path Array(UInt32) COMMENT 'as-sold category from the top to the leaf, in the latest tree',
    category_now UInt32,
    path_now Array(UInt32) COMMENT 'category of the item now',
    merchant UInt32 COMMENT 'legal entity as sold; 0: none',
    shop UInt32,
    brand UInt32,
    region LowCardinality(String),
    channel LowCardinality(String),
    type LowCardinality(String),
    member UInt8,
    created Date COMMENT 'creation of the person''s oldest account; 1970-01-01: unknown',
    quantity Float64,
    gross_minor Int64,
    paid_minor Int64,
    subsidy_minor Int64,
    exchanged_minor Int64 COMMENT 'exchange deltas, as far as they count',
    refunded_minor Int64 COMMENT 'refunds, at most paid + exchanged',
    net_minor Int64 COMMENT 'paid + exchanged − refunded',
    late_refunds Array(Tuple(Date, Int64)) COMMENT 'refunds after the line was final: (day, amount)',
    paid UInt8,
    cancelled UInt8,
    refunded UInt8 COMMENT 'fully refunded',
    fake UInt8 COMMENT 'confirmed',
    suspect UInt8,
    excluded UInt8 COMMENT 'buyer is a test, internal or bot account',
    in_scope UInt8,
    goods UInt8,
    public UInt8 COMMENT 'goods, in scope, buyer not excluded: counts when confirmed, settled or not',
    healthy UInt8,
    healthy_conservative UInt8
)
ENGINE = MergeTree ORDER BY (person, day, paid_at, order_key)
`,
};
