-- purpose: the table of resolved lines of one shard.
-- grain: one row per current order line as known at K.
-- setup: resolved-paths.sql
-- units: *_minor in minor units of the reporting currency; day, confirmed_day in the marketplace's zone.
-- params: table, the table's name; paths, made by resolved-paths.sql; database: both stand in it (what the engine does on its
--   own, like deleting, it does in none).
CREATE TABLE {table:Identifier}
(
    person UInt32 COMMENT 'dense person number; 0: guest',
    day Date COMMENT 'business date of full payment; of confirmation while unpaid' CODEC(Delta, ZSTD(1)),
    paid_at DateTime64(3, 'UTC') COMMENT 'instant of full payment; of confirmation while unpaid' CODEC(Delta, ZSTD(1)),
    confirmed_day Date CODEC(Delta, ZSTD(1)),
    order_key UInt64 COMMENT 'hash of the parent order',
    category UInt32 COMMENT 'leaf as sold; 0: uncategorised',
    category_now UInt32 COMMENT 'category of the item now',
    path Array(UInt32) ALIAS joinGet({database:Identifier}.{paths:Identifier}, 'path', category) COMMENT 'as-sold category from the top to the leaf, in the latest tree',
    path_now Array(UInt32) ALIAS joinGet({database:Identifier}.{paths:Identifier}, 'path', category_now),
    merchant UInt32 COMMENT 'legal entity as sold; 0: none',
    shop UInt32,
    brand UInt32,
    region LowCardinality(String),
    member UInt8,
    created Date COMMENT 'creation of the person''s oldest account; 1970-01-01: unknown',
    quantity Float64,
    gross_minor Int64,
    paid_minor Int64,
    subsidy_minor Int64,
    exchanged_minor Int64 COMMENT 'exchange deltas, as far as they count',
    refunded_minor Int64 COMMENT 'refunds, at most paid + exchanged',
    net_minor Int64 ALIAS paid_minor + exchanged_minor - refunded_minor,
    late_refunds Array(Tuple(Date, Int64)) COMMENT 'refunds after the line was final: (day, amount)',
    flags UInt16 COMMENT 'bits of the columns below, and 128: nothing was paid for it',
    healthy UInt8 ALIAS bitTest(flags, 0),
    healthy_conservative UInt8 ALIAS bitTest(flags, 1),
    suspect UInt8 ALIAS bitTest(flags, 2),
    fake UInt8 ALIAS bitTest(flags, 3) COMMENT 'confirmed',
    cancelled UInt8 ALIAS bitTest(flags, 4),
    paid UInt8 ALIAS bitTest(flags, 5),
    refunded UInt8 ALIAS bitTest(flags, 6) COMMENT 'fully refunded',
    public UInt8 ALIAS bitTest(flags, 8) COMMENT 'goods, in scope, buyer not excluded: counts when confirmed, settled or not'
)
ENGINE = MergeTree ORDER BY (person, day, paid_at, order_key)
-- A cache that a crash may take needs no disk's word for it; ranges of people stand in parts of their own as they are.
SETTINGS fsync_after_insert = 0, fsync_part_directory = 0, max_bytes_to_merge_at_max_space_in_pool = 67108864
