-- purpose: healthy lines of a range of people, packed for the flow kernels
-- grain: one row per line of a surveyed category, sorted by (person, time, order): five 32-bit words, so that the file is one typed array
-- params: table of resolved lines; level of the tree, 0 = leaf; from, to: dense category numbers and their flow numbers; regions, numbers:
--   names and numbers of the regions told apart; lookback seconds, 0 = everybody is observable; tz zone; conservative 1 = suspects out;
--   lo, hi person numbers, [lo, hi); only: these people, empty = all
-- Categories are those of the items now: window and look-back in one tree, so that nobody is new by a move (metrics.md 4.7).
-- units: time in seconds since 1970, amount in minor units. A parent order takes the time of its first line, should a source pay lines apart
-- setup: ../../sql/resolved-table.sql
SELECT person, seconds, key, amount, toUInt32(place + bitShiftLeft(segment, 16) + bitShiftLeft(observable, 24)) AS packed
FROM
(
    SELECT
        person,
        toUInt32(min(toUnixTimestamp(paid_at)) OVER (PARTITION BY person, order_key)) AS seconds,
        toUInt32(bitAnd(order_key, 4294967295)) AS key,
        toUInt32(greatest(0, least(net_minor, 4294967295))) AS amount,
        transform(if({level:UInt8} > 0 AND length(path_now) >= {level:UInt8}, path_now[{level:UInt8}], path_now[-1]),
            {from:Array(UInt32)}, {to:Array(UInt32)}, toUInt32(65535)) AS place,
        toUInt32(member > 0) + 2 * transform(toString(region), {regions:Array(String)}, {numbers:Array(UInt32)}, toUInt32(0)) AS segment,
        toUInt32(toUInt32(created) = 0 OR {lookback:UInt32} = 0
            OR seconds >= toUnixTimestamp(toDateTime(created, {tz:String})) + {lookback:UInt32}) AS observable
    FROM {table:Identifier}
    WHERE person >= {lo:UInt32} AND person < {hi:UInt32} AND category_now != 0
        AND (empty({only:Array(UInt32)}) OR person IN ({only:Array(UInt32)}))
        AND if({conservative:UInt8} = 1, healthy_conservative, healthy)
)
WHERE place != 65535
ORDER BY person, seconds, key
