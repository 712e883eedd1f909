-- Decisions of serving, loaded from the decision log. A load that a crash cut short is done again: the later copy of a row replaces
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
