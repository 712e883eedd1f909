-- purpose: factors of GMV per category in the period and the one before (M9b GROW bridge). People with an account only.
-- grain: one row per (merchant or 0, category of the level). Occasions are distinct healthy dates of a person.
-- setup: resolved-table.sql
-- params: as cell-stats.sql; grain platform or merchant; level of the tree (a shorter path counts by its leaf).
-- units: people, occasions, minor units as text.
WITH {as_of:Date} AS t, t - {period:UInt16} + 1 AS p_from, t - 2 * {period:UInt16} + 1 AS o_from
SELECT
    merchant_no, category_no,
    uniqExactIf(person, d >= p_from) AS buyers_1, uniqExactIf(person, d < p_from) AS buyers_0,
    countIf(d >= p_from) AS occasions_1, countIf(d < p_from) AS occasions_0,
    toString(sumIf(net, d >= p_from)) AS gmv_1, toString(sumIf(net, d < p_from)) AS gmv_0
FROM
(
    SELECT person, if({variant:String} = 'public', confirmed_day, day) AS d,
        if({grain:String} = 'merchant', merchant, 0) AS merchant_no,
        if({tree:String} = 'current', path_now, path) AS cats,
        cats[least({level:UInt8}, length(cats))] AS category_no, sum(net_minor) AS net
    FROM {table:Identifier}
    WHERE person BETWEEN greatest(1, {lo:UInt32}) AND {hi:UInt32} AND d BETWEEN o_from AND t
        AND ({grain:String} != 'merchant' OR merchant != 0)
        AND multiIf({variant:String} = 'public', public, {variant:String} = 'conservative', healthy_conservative, healthy)
    GROUP BY person, d, merchant_no, cats, category_no
)
GROUP BY merchant_no, category_no
