-- A decision is looked up by its id, and what is read for it is the granule it lies in: 256 KB of records instead of 10 MB.

CREATE TABLE IF NOT EXISTS decisions_next AS decisions
ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(at) ORDER BY decision_id SETTINGS index_granularity_bytes = 262144;

-- Cut short at any statement, all of it can be run again: what is copied twice is copied from where it then stands.
TRUNCATE TABLE decisions_next SETTINGS max_table_size_to_drop = 0;

INSERT INTO decisions_next SELECT * FROM decisions SETTINGS min_insert_block_size_rows = 16384;

RENAME TABLE decisions TO decisions_former, decisions_next TO decisions;

DROP TABLE IF EXISTS decisions_former SETTINGS max_table_size_to_drop = 0;

DROP TABLE IF EXISTS decisions_next SETTINGS max_table_size_to_drop = 0;
