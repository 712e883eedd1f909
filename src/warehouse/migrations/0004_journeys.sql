-- Cache of visits, and of what each business date's were made from: may be emptied at any time.

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
