-- purpose: how many people a crowd definition holds
-- grain: one row
-- params: table of resolved lines; as_of date; lookback days; holds, lacks category numbers, 0 = no condition; breadth_min, breadth_max top categories
-- setup: ../../sql/resolved-table.sql
SELECT count() AS people
FROM
(
    SELECT person,
        ({holds:UInt32} = 0 OR max(has(path_now, {holds:UInt32}))) AS has_it,
        ({lacks:UInt32} = 0 OR NOT max(has(path_now, {lacks:UInt32}))) AS lacks_it,
        uniqExactIf(path_now[1], path_now[1] != 0) AS breadth
    FROM {table:Identifier}
    WHERE person != 0 AND healthy AND day BETWEEN {as_of:Date} - {lookback:UInt16} + 1 AND {as_of:Date}
    GROUP BY person
)
WHERE has_it AND lacks_it AND breadth BETWEEN {breadth_min:UInt16} AND {breadth_max:UInt16}
