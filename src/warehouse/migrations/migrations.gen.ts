// Generated from migrations/*.sql by `npm run sql`. Do not edit.
export const migrations = [
  {
    version: 1,
    name: "facts",
    text: `-- Facts, append-only. Every row carries:
--   seq              the commit-ordered sequence: known_at of the fact (metrics.md 4.8)
--   revision         of (source, source_id); an older revision that a correction replaced stands in \`superseded\`
--   source_known_at  when the source itself knew, or NULL with backfilled = 1
-- An absent reference is ''. Times are UTC. Amounts are minor units of the reporting currency, except original_*.
-- Tables with a person are sorted by account first, so that per-person work reads one range and stays in one shard.

CREATE TABLE commits
(
    seq_from UInt64,
    seq_to UInt64,
    committed_at DateTime64(3, 'UTC'),
    source LowCardinality(String),
    document String
)
ENGINE = MergeTree ORDER BY seq_to;

CREATE TABLE superseded
(
    fact LowCardinality(String),
    id String,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (fact, id, revision);

CREATE TABLE erasures
(
    account_id String,
    erased_at DateTime64(3, 'UTC'),
    seq UInt64
)
ENGINE = MergeTree ORDER BY account_id;

CREATE TABLE accounts
(
    account_id String,
    kind LowCardinality(String),
    created_at Nullable(DateTime64(3, 'UTC')),
    region LowCardinality(String),
    member UInt8,
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (account_id, revision);

CREATE TABLE account_persons
(
    id String,
    account_id String,
    person_id String,
    valid_from DateTime64(3, 'UTC'),
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (account_id, valid_from);

CREATE TABLE merchants
(
    merchant_id String,
    source_id String,
    name_en String,
    name_zh String,
    tier LowCardinality(String),
    industry LowCardinality(String),
    region LowCardinality(String),
    valid_from DateTime64(3, 'UTC'),
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (merchant_id, valid_from);

CREATE TABLE shops
(
    shop_id String,
    source_id String,
    merchant_id String,
    name_en String,
    name_zh String,
    channel LowCardinality(String),
    valid_from DateTime64(3, 'UTC'),
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (shop_id, valid_from);

CREATE TABLE brands
(
    brand_id String,
    source_id String,
    name_en String,
    name_zh String,
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY brand_id;

-- One row per category and tree version. path runs from the top category to this one, both included.
CREATE TABLE categories
(
    tree_id String,
    valid_from DateTime64(3, 'UTC'),
    category_id String,
    source_id String,
    parent_id String,
    path Array(String),
    level UInt8,
    is_leaf UInt8,
    name_en String,
    name_zh String,
    industry LowCardinality(String),
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (tree_id, category_id);

-- Item-to-category and item-to-brand history: each row holds from valid_from until the next one of the item.
CREATE TABLE items
(
    item_id String,
    source_id String,
    name_en String,
    name_zh String,
    category_id String,
    brand_id String,
    attributes Map(LowCardinality(String), String),
    valid_from DateTime64(3, 'UTC'),
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (item_id, valid_from);

CREATE TABLE variants
(
    variant_id String,
    source_id String,
    item_id String,
    title_en String,
    title_zh String,
    unit LowCardinality(String),
    unit_quantity Float64,
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY variant_id;

-- Price history: each row holds from valid_from until the next one of the offer.
CREATE TABLE offers
(
    offer_id String,
    source_id String,
    shop_id String,
    variant_id String,
    price_minor Int64,
    list_price_minor Int64,
    currency LowCardinality(String),
    status LowCardinality(String),
    valid_from DateTime64(3, 'UTC'),
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (offer_id, valid_from);

-- One row per order line and revision.
CREATE TABLE order_lines
(
    line_id String CODEC(ZSTD(1)),
    order_id String CODEC(ZSTD(1)),
    merchant_order_id String CODEC(ZSTD(1)),
    account_id String CODEC(ZSTD(1)),
    shop_id LowCardinality(String),
    item_id String CODEC(ZSTD(1)),
    variant_id String CODEC(ZSTD(1)),
    offer_id String CODEC(ZSTD(1)),
    type LowCardinality(String),
    quantity Float64,
    gross_minor Int64,
    paid_minor Int64,
    platform_subsidy_minor Int64,
    original_currency LowCardinality(String),
    original_paid_minor Int64,
    fx_rate Float64,
    ordered_at DateTime64(3, 'UTC'),
    confirmed_at Nullable(DateTime64(3, 'UTC')),
    paid_at Nullable(DateTime64(3, 'UTC')),
    app_id LowCardinality(String),
    channel LowCardinality(String),
    region LowCardinality(String),
    request_id String,
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (account_id, ordered_at, line_id);

CREATE TABLE payments
(
    payment_id String,
    order_id String,
    paid_at DateTime64(3, 'UTC'),
    amount_minor Int64,
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (order_id, payment_id);

-- line_id = '' cancels the whole order.
CREATE TABLE cancellations
(
    cancellation_id String,
    order_id String,
    line_id String,
    cancelled_at DateTime64(3, 'UTC'),
    reason LowCardinality(String),
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (order_id, line_id);

CREATE TABLE refunds
(
    refund_id String,
    line_id String,
    refunded_at DateTime64(3, 'UTC'),
    amount_minor Int64,
    quantity Float64,
    reason LowCardinality(String),
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (line_id, refund_id);

CREATE TABLE exchanges
(
    exchange_id String,
    line_id String,
    exchanged_at DateTime64(3, 'UTC'),
    delta_minor Int64,
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (line_id, exchange_id);

-- subject_id is the account, order or line. The latest by (at, revision, seq) holds.
CREATE TABLE risk_verdicts
(
    verdict_id String,
    subject LowCardinality(String),
    subject_id String,
    state LowCardinality(String),
    at DateTime64(3, 'UTC'),
    reason String,
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (subject, subject_id, at);

CREATE TABLE events
(
    event_id String CODEC(ZSTD(1)),
    name LowCardinality(String),
    account_id String CODEC(ZSTD(1)),
    anonymous_id String CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC'),
    session String CODEC(ZSTD(1)),
    surface LowCardinality(String),
    shop_id LowCardinality(String),
    item_id String CODEC(ZSTD(1)),
    variant_id String CODEC(ZSTD(1)),
    offer_id String CODEC(ZSTD(1)),
    order_id String CODEC(ZSTD(1)),
    query String,
    slot Nullable(UInt16),
    quantity Float64,
    value_minor Int64,
    impression_id String,
    request_id String,
    duration_ms UInt32,
    app_id LowCardinality(String),
    channel LowCardinality(String),
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (account_id, anonymous_id, at, event_id);

CREATE TABLE consents
(
    consent_id String,
    account_id String,
    purpose LowCardinality(String),
    granted UInt8,
    at DateTime64(3, 'UTC'),
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (account_id, purpose, at);

CREATE TABLE preferences
(
    preference_id String,
    account_id String,
    key LowCardinality(String),
    value String,
    at DateTime64(3, 'UTC'),
    source LowCardinality(String),
    source_known_at Nullable(DateTime64(3, 'UTC')),
    backfilled UInt8,
    revision UInt32,
    seq UInt64
)
ENGINE = MergeTree ORDER BY (account_id, key, at);
`,
  },
  {
    version: 2,
    name: "surveys",
    text: `-- Surveys, append-only: what was computed, from which point of knowledge. Newer surveys stand beside older ones, so that a
-- canal opened on the evidence of one can always show that evidence.

CREATE TABLE surveys
(
    survey_id String,
    as_of Date,
    known_at UInt64,
    level UInt8,
    computed_at DateTime64(3, 'UTC'),
    body String
)
ENGINE = MergeTree ORDER BY (level, as_of, computed_at);

-- One row per ordered pair of categories that anything can be said of: pairs that nobody entered are left out.
CREATE TABLE flow_edges
(
    survey_id String,
    from_category_id String,
    to_category_id String,
    evidence LowCardinality(String),
    excess_count Float64,
    lift Float64,
    body String CODEC(ZSTD(3))
)
ENGINE = MergeTree ORDER BY (survey_id, from_category_id, to_category_id);

CREATE TABLE canal_opportunities
(
    survey_id String,
    rank UInt32,
    canal_id String,
    from_category_id String,
    to_category_id String,
    body String CODEC(ZSTD(3))
)
ENGINE = MergeTree ORDER BY (survey_id, rank);
`,
  },
  {
    version: 3,
    name: "decisions",
    text: `-- Decisions of serving, loaded from the decision log. A load that a crash cut short is done again: the later copy of a row replaces
-- the earlier, so read with FINAL. An erased person's decisions keep their id alone.

-- One row per decision. record: the decision as JSON, byte for byte; '' where the person behind it was erased.
CREATE TABLE decisions
(
    decision_id String CODEC(ZSTD(1)),
    at DateTime64(3, 'UTC'),
    scenario LowCardinality(String),
    account_id String CODEC(ZSTD(1)),
    snapshot_hash LowCardinality(String),
    policy_hash LowCardinality(String),
    policy_version UInt32,
    build LowCardinality(String),
    arms Map(LowCardinality(String), LowCardinality(String)),
    holdout UInt8,
    candidate_count UInt32,
    slot_count UInt16,
    canal_slot_count UInt16,
    record String CODEC(ZSTD(3))
)
ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(at) ORDER BY decision_id;

-- One row per slot. ghost = 1: what a person of the holdout would have seen with the canals, and did not.
CREATE TABLE decision_slots
(
    decision_id String CODEC(ZSTD(1)),
    ghost UInt8,
    slot UInt16,
    at DateTime64(3, 'UTC'),
    scenario LowCardinality(String),
    account_id String CODEC(ZSTD(1)),
    offer_id String CODEC(ZSTD(1)),
    source LowCardinality(String),
    canal_id LowCardinality(String),
    score Float64,
    propensity Float64,
    randomised UInt8,
    impression_id String ALIAS concat(decision_id, '.', toString(slot))
)
ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(at) ORDER BY (decision_id, ghost, slot);
`,
  },
  {
    version: 4,
    name: "journeys",
    text: `-- Cache of visits, and of what each business date's were made from: may be emptied at any time.

-- One row per visit. surfaces: places in SURFACES, from 1. at: ms since its first step. merchants and categories: hashes of ids whose offers
-- were looked at in it.
CREATE TABLE journey_visits
(
    day Date,
    visitor UInt64,
    account_id String CODEC(ZSTD(1)),
    surfaces Array(UInt8),
    at Array(UInt32),
    merchants Array(UInt64),
    categories Array(UInt64)
)
ENGINE = MergeTree PARTITION BY day ORDER BY visitor;

-- One row per business date that was built. print: differs when what it was built from does.
CREATE TABLE journey_days
(
    day Date,
    print String
)
ENGINE = MergeTree PARTITION BY day ORDER BY day;
`,
  },
  {
    version: 5,
    name: "decisions_by_few",
    text: `-- A decision is looked up by its id, and what is read for it is the granule it lies in: 256 KB of records instead of 10 MB.

CREATE TABLE IF NOT EXISTS decisions_next AS decisions
ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(at) ORDER BY decision_id SETTINGS index_granularity_bytes = 262144;

-- Cut short at any statement, all of it can be run again: what is copied twice is copied from where it then stands.
TRUNCATE TABLE decisions_next SETTINGS max_table_size_to_drop = 0;

INSERT INTO decisions_next SELECT * FROM decisions SETTINGS min_insert_block_size_rows = 16384;

RENAME TABLE decisions TO decisions_former, decisions_next TO decisions;

DROP TABLE IF EXISTS decisions_former SETTINGS max_table_size_to_drop = 0;

DROP TABLE IF EXISTS decisions_next SETTINGS max_table_size_to_drop = 0;
`,
  },
] as const;
