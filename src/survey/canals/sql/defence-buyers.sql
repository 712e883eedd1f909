-- purpose: people active at an index date by activity stratum and driver, and who of them did not come back (R66)
-- grain: one row per driver, value of the driver and stratum; driver '' counts everybody
-- params: table of resolved lines; at date, the index; lookback and horizon days (people seen up to at + horizon)
-- setup: ../../sql/resolved-table.sql
SELECT d.1 AS driver, d.2 AS has, stratum, count() AS people, countIf(came_back = 0) AS left
FROM
(
    SELECT
        person,
        countIf(DISTINCT day, healthy AND day <= {at:Date}) AS days,
        maxIf(day, healthy AND day <= {at:Date}) AS last,
        -- purchase days in eight bins × days since the last one in eight
        (multiIf(days <= 4, days - 1, days <= 6, 4, days <= 10, 5, days <= 20, 6, 7) * 8
            + multiIf(last > {at:Date} - 14, 0, last > {at:Date} - 30, 1, last > {at:Date} - 60, 2, last > {at:Date} - 90, 3,
                last > {at:Date} - 150, 4, last > {at:Date} - 210, 5, last > {at:Date} - 270, 6, 7)) AS stratum,
        max(healthy AND day > {at:Date}) AS came_back,
        [('', 1),
         ('refund', max(refunded_minor > 0 AND paid AND day BETWEEN {at:Date} - 120 AND {at:Date})),
         ('cancelled', max(cancelled AND confirmed_day BETWEEN {at:Date} - 120 AND {at:Date})),
         ('subsidised', sumIf(subsidy_minor, healthy AND day <= {at:Date}) > 0.3 * sumIf(gross_minor, healthy AND day <= {at:Date})),
         ('one_category', uniqExactIf(path_now[1], healthy AND day <= {at:Date}) = 1),
         ('one_merchant', uniqExactIf(merchant, healthy AND day <= {at:Date}) = 1 AND days > 1)] AS drivers
    FROM {table:Identifier}
    WHERE person != 0 AND public AND day BETWEEN {at:Date} - {lookback:UInt16} + 1 AND {at:Date} + {horizon:UInt16}
    GROUP BY person
    HAVING days > 0
)
ARRAY JOIN drivers AS d
GROUP BY driver, has, stratum
ORDER BY driver, has, stratum
