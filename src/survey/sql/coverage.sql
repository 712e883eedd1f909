-- purpose: which dimensions the lines carry, and in which share of the window's lines.
-- grain: one row. *_any: over all lines; others: lines that count in W.
-- setup: resolved-table.sql
-- params: table, tree, variant, as_of, lookback.
SELECT
    count() AS lines_any,
    countIf(person != 0) AS account_any,
    countIf(category != 0) AS category_any,
    countIf(merchant != 0) AS merchant_any,
    countIf(shop != 0) AS shop_any,
    countIf(brand != 0) AS brand_any,
    countIf(suspect AND healthy) AS suspect_any,
    countIf(category != category_now) AS moved_any,
    countIf(in_w) AS lines,
    countIf(in_w AND person != 0) AS account_lines,
    countIf(in_w AND person != 0 AND (category != 0)) AS account_category_lines,
    countIf(in_w AND category != 0) AS category_lines,
    countIf(in_w AND merchant != 0) AS merchant_lines,
    countIf(in_w AND person != 0 AND merchant != 0) AS account_merchant_lines,
    countIf(in_w AND person != 0 AND merchant != 0 AND category != 0) AS account_merchant_category_lines,
    countIf(in_w AND merchant != 0 AND category != 0) AS merchant_category_lines,
    countIf(in_w AND shop != 0) AS shop_lines,
    countIf(in_w AND person != 0 AND shop != 0) AS account_shop_lines,
    countIf(in_w AND brand != 0) AS brand_lines,
    countIf(in_w AND person != 0 AND brand != 0) AS account_brand_lines
FROM
(
    SELECT person, category, category_now, merchant, shop, brand, suspect, healthy,
        multiIf({variant:String} = 'public', public, {variant:String} = 'conservative', healthy_conservative, healthy)
            AND if({variant:String} = 'public', confirmed_day, day) BETWEEN {as_of:Date} - {lookback:UInt16} + 1 AND {as_of:Date} AS in_w
    FROM {table:Identifier}
)
