-- purpose: new-to-category buyers who came from another top category (M8 cross-category acquisition share).
-- grain: one row per cell of grain category or merchant_category; uncategorised left out.
-- setup: resolved-table.sql
-- params: as cell-stats.sql.
-- units: people. short: new within data that reach back less than the look-back.
WITH {as_of:Date} AS t, t - {period:UInt16} + 1 AS p_from
SELECT
    cell,
    count() AS people_ever,
    countIf(kind = 'new') AS new_people,
    countIf(kind = 'new' AND crossed) AS new_crossed,
    countIf(kind = 'short') AS short_people,
    countIf(kind = 'short' AND crossed) AS short_crossed
FROM
(
    SELECT
        cell,
        multiIf(
            before_p != none AND first_p - before_p <= {lookback:UInt16}, '',
            before_p != none, 'new',
            first_p - {lookback:UInt16} < {data_from:Date}, 'short',
            created > first_p - {lookback:UInt16}, '',
            'new') AS kind,
        arrayExists(x -> x.1 != top AND x.2 < first_p AND x.2 >= first_p - {lookback:UInt16}, history) AS crossed
    FROM
    (
        SELECT person, cell, toDate(0) AS none, minIf(d, d >= p_from) AS first_p, maxIf(d, d < p_from) AS before_p,
            any(created_day) AS created, any(l1) AS top
        FROM
        (
            SELECT person, if({variant:String} = 'public', confirmed_day, day) AS d, created AS created_day,
                if({tree:String} = 'current', path_now, path) AS cats, cats[1] AS l1,
                arrayJoin(if({grain:String} = 'category', arrayMap(c -> toUInt64(c), cats),
                    if(merchant = 0, [], arrayMap(c -> bitOr(bitShiftLeft(toUInt64(merchant), 32), toUInt64(c)), cats)))) AS cell
            FROM {table:Identifier}
            WHERE person BETWEEN greatest(1, {lo:UInt32}) AND {hi:UInt32} AND d <= t AND l1 != 0
                AND multiIf({variant:String} = 'public', public, {variant:String} = 'conservative', healthy_conservative, healthy)
                AND ({suspects:UInt8} = 0 OR person IN (SELECT person FROM {table:Identifier} WHERE suspect))
        )
        GROUP BY person, cell
        HAVING first_p != none
    ) AS c
    INNER JOIN
    (
        SELECT person, groupUniqArray((if({tree:String} = 'current', path_now[1], path[1]) AS l1, if({variant:String} = 'public', confirmed_day, day) AS d)) AS history
        FROM {table:Identifier}
        WHERE person BETWEEN greatest(1, {lo:UInt32}) AND {hi:UInt32} AND l1 != 0 AND d BETWEEN p_from - {lookback:UInt16} AND t
            AND multiIf({variant:String} = 'public', public, {variant:String} = 'conservative', healthy_conservative, healthy)
            AND ({suspects:UInt8} = 0 OR person IN (SELECT person FROM {table:Identifier} WHERE suspect))
        GROUP BY person
    ) AS h USING (person)
)
GROUP BY cell
