-- purpose: people whose place in a survey may differ from the last: changed accounts, and whoever has a line where a window moved
-- grain: one row per person number of the shard
-- params: changed: table of changed accounts; table of resolved lines; was, as_of: last and new as-of date; horizon, lookback days
-- setup: ../../sql/resolved-table.sql, ../../sql/resolve-ids.sql, ../../sql/resolve-changed.sql
SELECT DISTINCT person FROM
(
    SELECT no AS person FROM survey_people
    WHERE identity_mode = 'account' AND id IN (SELECT account_id FROM {changed:Identifier})
    UNION ALL
    SELECT person FROM {table:Identifier}
    WHERE healthy AND category_now != 0 AND {was:Date} != {as_of:Date}
        AND (day BETWEEN {was:Date} AND {as_of:Date}
            OR day BETWEEN {was:Date} - {horizon:UInt16} - 1 AND {as_of:Date} - {horizon:UInt16} + 1
            OR day BETWEEN {was:Date} - {lookback:UInt16} - 1 AND {as_of:Date} - {lookback:UInt16} + 1)
)
WHERE person != 0
ORDER BY person
