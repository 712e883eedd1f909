-- purpose: ids of dense numbers of one shard
-- grain: one row per id
-- params: kind: category or merchant
-- setup: ../../sql/resolve-ids.sql
SELECT id, no FROM survey_ids WHERE kind = {kind:String}
