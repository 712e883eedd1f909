-- purpose: people by crowd, activity stratum and category held, from which white space is standardised (R9)
-- grain: one row per dimension, crowd, stratum and category; category 4294967295 counts the people themselves
-- params: table of resolved lines; as_of date; lookback days; level of the tree, 0 = leaf
-- setup: ../../sql/resolved-table.sql
SELECT d.1 AS dimension, d.2 AS crowd, stratum, category, count() AS people
FROM
(
    SELECT
        person,
        uniqExact(order_key) AS orders,
        groupUniqArrayIf(category_at, category_at != 0) AS held,
        -- activity: orders in nine bins × days since the last one in four
        (multiIf(orders <= 4, orders, orders <= 6, 5, orders <= 10, 6, orders <= 20, 7, 8) * 4
            + multiIf(max(day) > {as_of:Date} - 30, 0, max(day) > {as_of:Date} - 90, 1, max(day) > {as_of:Date} - 180, 2, 3)) AS stratum,
        [('member', if(argMax(member, paid_at) = 1, 'member', 'other')),
         ('region', argMax(region, paid_at)),
         ('tenure', if(max(created) = toDate(0), '', multiIf(max(created) > {as_of:Date} - 180, 'under_6_months', max(created) > {as_of:Date} - 365, 'under_1_year', 'over_1_year')))] AS crowds
    FROM
    (
        SELECT *, if({level:UInt8} = 0, category_now, arrayElement(path_now, {level:UInt8})) AS category_at
        FROM {table:Identifier}
        WHERE person != 0 AND healthy AND day BETWEEN {as_of:Date} - {lookback:UInt16} + 1 AND {as_of:Date}
    )
    GROUP BY person
)
ARRAY JOIN arrayFilter(x -> x.2 != '', crowds) AS d
ARRAY JOIN arrayConcat([toUInt32(4294967295)], held) AS category
GROUP BY dimension, crowd, stratum, category
ORDER BY dimension, crowd, stratum, category
