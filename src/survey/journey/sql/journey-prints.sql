-- purpose: what each business date's visits would be made from, as a text that differs when it does; beside it what they were made from
-- grain: one row per business date with events, orders or decisions in the span, or with visits built
-- params: tz zone; since, until instants of the span [since, until); from, to its first and last date; basis of the cache (zone and gap)
SELECT toString(day) AS date, max(facts) AS fact_count, max(print) AS print_now, max(built) AS print_built
FROM
(
    SELECT day, sum(n) AS facts,
        concat({basis:String}, ' ', toString(sumIf(n, kind = 'event')), ' ', toString(sumIf(seqs, kind = 'event')), ' ',
            toString(sumIf(n, kind = 'line')), ' ', toString(sumIf(seqs, kind = 'line')), ' ', toString(sumIf(n, kind = 'decision'))) AS print,
        '' AS built
    FROM
    (
        SELECT toDate(at, {tz:String}) AS day, 'event' AS kind, count() AS n, sum(seq) AS seqs
        FROM events
        WHERE at >= {since:DateTime64(3, 'UTC')} AND at < {until:DateTime64(3, 'UTC')}
        GROUP BY day
        UNION ALL
        -- Events are hardly ever corrected: where none is, their ids are not read.
        SELECT toDate(at, {tz:String}) AS day, 'event' AS kind, count() AS n, 0 AS seqs
        FROM events
        WHERE (SELECT count() FROM superseded WHERE fact = 'event') > 0
            AND at >= {since:DateTime64(3, 'UTC')} AND at < {until:DateTime64(3, 'UTC')}
            AND (event_id, revision) IN (SELECT id, revision FROM superseded WHERE fact = 'event')
        GROUP BY day
        UNION ALL
        SELECT toDate(ordered_at, {tz:String}) AS day, 'line' AS kind, count() AS n, sum(seq) AS seqs
        FROM order_lines
        WHERE ordered_at >= {since:DateTime64(3, 'UTC')} AND ordered_at < {until:DateTime64(3, 'UTC')}
            AND (line_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'order_line')
        GROUP BY day
        UNION ALL
        SELECT toDate(at, {tz:String}) AS day, 'decision' AS kind, uniqExact(decision_id) AS n, 0 AS seqs
        FROM decisions
        WHERE at >= {since:DateTime64(3, 'UTC')} AND at < {until:DateTime64(3, 'UTC')} AND account_id != ''
        GROUP BY day
    )
    GROUP BY day
    UNION ALL
    SELECT day, 0 AS facts, '' AS print, journey_days.print AS built FROM journey_days WHERE day BETWEEN {from:Date} AND {to:Date}
)
GROUP BY day
HAVING print_now != print_built
ORDER BY date
