-- purpose: factors of GMV per category in the period and the one before (M9b GROW bridge), of the platform and of each
--   merchant. People with an account only.
-- grain: one row per category of the level (whole = 1), and per merchant and category. Occasions are a person's distinct
--   healthy dates in the category.
-- setup: resolved-table.sql
-- params: table, tree, variant, as_of, period; level of the tree (a shorter path counts by its leaf).
-- units: people, occasions, minor units as text.
WITH {as_of:Date} AS t, t - {period:UInt16} + 1 AS p_from, t - 2 * {period:UInt16} + 1 AS o_from
SELECT
    whole, merchant, category_no,
    countIf(dates_1 != 0) AS buyers_1, countIf(dates_0 != 0) AS buyers_0,
    sum(dates_1) AS occasions_1, sum(dates_0) AS occasions_0,
    toString(sum(net_1)) AS gmv_1, toString(sum(net_0)) AS gmv_0
FROM
(
    SELECT person, whole, merchant, category_no,
        countIf(d >= p_from) AS dates_1, countIf(d < p_from) AS dates_0, sumIf(net, d >= p_from) AS net_1, sumIf(net, d < p_from) AS net_0
    FROM
    (
        SELECT person, d, grouping(merchant) AS whole, merchant, category_no, sum(net_minor) AS net
        FROM
        (
            SELECT person, if({variant:String} = 'public', confirmed_day, day) AS d, merchant, net_minor,
                if({tree:String} = 'current', path_now, path) AS cats, cats[least({level:UInt8}, length(cats))] AS category_no
            FROM {table:Identifier}
            WHERE person != 0 AND d BETWEEN o_from AND t
                AND multiIf({variant:String} = 'public', public, {variant:String} = 'conservative', healthy_conservative, healthy)
        )
        GROUP BY GROUPING SETS ((person, d, merchant, category_no), (person, d, category_no))
    )
    WHERE whole = 1 OR merchant != 0
    GROUP BY person, whole, merchant, category_no
)
GROUP BY whole, merchant, category_no
