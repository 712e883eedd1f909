-- purpose: the journey graph of a window: transitions, and how long and how many steps it took to decide
-- grain: one row per (kind, a, b): `move` steps from surface a to surface b (0: outside; n steps, people distinct); `node` visits that reached a
--   (b 1: and ordered after); `decide` visits by seconds b from first reaching a (0: the visit's beginning) to the order; `steps` visits by steps
--   b before their first order; `dwell` steps on a by seconds b until the next; `week` visits of the week that begins on day a since 1970, by steps
--   b before their order (0: none)
-- params: from, to dates; who '' or signed_in, visitor; member '' or yes, no; region; buyer '' or known, new (bought before the window, or not);
--   bought_before instant; merchant, categories: ids; '' or [] are all
WITH
    visits AS
    (
        SELECT day, visitor, surfaces, at, indexOf(surfaces, 9) AS ordered
        FROM journey_visits
        WHERE day BETWEEN {from:Date} AND {to:Date}
            AND ({who:String} = '' OR ({who:String} = 'signed_in') = (account_id != ''))
            AND ({merchant:String} = '' OR has(merchants, cityHash64({merchant:String})))
            AND (empty({categories:Array(String)}) OR hasAny(journey_visits.categories, arrayMap(c -> cityHash64(c), {categories:Array(String)})))
            AND ({member:String} = '' OR (account_id != '' AND ({member:String} = 'yes') =
                (account_id IN (SELECT account_id FROM accounts GROUP BY account_id HAVING argMax(member, (revision, seq)) = 1))))
            AND ({region:String} = '' OR account_id IN
                (SELECT account_id FROM accounts GROUP BY account_id HAVING argMax(region, (revision, seq)) = {region:String}))
            AND ({buyer:String} = '' OR (account_id != '' AND ({buyer:String} = 'known') =
                (account_id IN (SELECT account_id FROM order_lines WHERE paid_at < {bought_before:DateTime64(3, 'UTC')}))))
    ),
    reached AS
    (
        SELECT visitor, arrayJoin(arrayDistinct(surfaces)) AS surface, indexOf(surfaces, surface) AS first,
            arrayFirstIndex((s, k) -> s = 9 AND k > first, surfaces, arrayEnumerate(surfaces)) AS after, at
        FROM visits
    )
SELECT 'move' AS kind, toUInt32(move.1) AS a, toUInt32(move.2) AS b, count() AS n, uniqExact(visitor) AS people
FROM (SELECT visitor, arrayJoin(arrayZip(arrayPushFront(surfaces, 0), arrayPushBack(surfaces, 0))) AS move FROM visits)
GROUP BY a, b
UNION ALL
SELECT 'node' AS kind, toUInt32(surface) AS a, toUInt32(after > 0) AS b, count() AS n, uniqExact(visitor) AS people FROM reached GROUP BY a, b
UNION ALL
SELECT 'all' AS kind, toUInt32(0) AS a, toUInt32(ordered > 0) AS b, count() AS n, uniqExact(visitor) AS people FROM visits GROUP BY a, b
UNION ALL
SELECT 'people' AS kind, toUInt32(surface) AS a, toUInt32(0) AS b, count() AS n, uniqExact(visitor) AS people FROM reached GROUP BY a
UNION ALL
SELECT 'everybody' AS kind, toUInt32(0) AS a, toUInt32(0) AS b, count() AS n, uniqExact(visitor) AS people FROM visits
UNION ALL
SELECT 'decide' AS kind, toUInt32(surface) AS a, toUInt32(intDiv(at[after] - at[first], 1000)) AS b, count() AS n, toUInt64(0) AS people
FROM reached WHERE after > 0 GROUP BY a, b
UNION ALL
SELECT 'decide' AS kind, toUInt32(0) AS a, toUInt32(intDiv(at[ordered], 1000)) AS b, count() AS n, toUInt64(0) AS people
FROM visits WHERE ordered > 1 GROUP BY a, b
UNION ALL
SELECT 'steps' AS kind, toUInt32(0) AS a, toUInt32(ordered - 1) AS b, count() AS n, toUInt64(0) AS people FROM visits WHERE ordered > 1 GROUP BY a, b
UNION ALL
SELECT 'dwell' AS kind, toUInt32(step.1) AS a, toUInt32(intDiv(step.2, 1000)) AS b, count() AS n, toUInt64(0) AS people
FROM (SELECT arrayJoin(arrayPopBack(arrayZip(surfaces, arrayMap((t, after) -> after - t, at, arrayPushBack(arrayPopFront(at), toUInt32(0)))))) AS step FROM visits WHERE length(surfaces) > 1)
GROUP BY a, b
UNION ALL
SELECT 'week' AS kind, toUInt32(toMonday(day)) AS a, toUInt32(if(ordered > 1, ordered - 1, 0)) AS b, count() AS n, uniqExact(visitor) AS people
FROM visits GROUP BY a, b
