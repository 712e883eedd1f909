-- purpose: buyers by month and category, from which the trend radar compares with the year before (R21)
-- grain: one row per month and category now; category 4294967295 counts buyers of anything
-- params: table of resolved lines; from date, first of a month; as_of date; level of the tree, 0 = leaf
-- setup: ../../sql/resolved-table.sql
SELECT toString(month) AS month, category, count() AS buyers
FROM
(
    SELECT person, toStartOfMonth(day) AS month,
        arrayJoin([toUInt32(4294967295), if({level:UInt8} = 0, category_now, arrayElement(path_now, {level:UInt8}))]) AS category
    FROM {table:Identifier}
    WHERE person != 0 AND healthy AND day BETWEEN {from:Date} AND {as_of:Date}
    GROUP BY person, month, category
)
WHERE category != 0
GROUP BY month, category
ORDER BY month, category
