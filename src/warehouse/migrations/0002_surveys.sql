-- Surveys, append-only: what was computed, from which point of knowledge. Newer surveys stand beside older ones, so that a
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
