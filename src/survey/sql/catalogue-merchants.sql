-- purpose: merchants by their latest facts; one that only a shop names has its id alone.
-- grain: one row per merchant.
-- params: k sequence.
SELECT id, argMax(name_en, at) AS name_en, argMax(name_zh, at) AS name_zh, argMax(tier, at) AS tier,
    argMax(industry, at) AS industry, argMax(region, at) AS region
FROM
(
    SELECT merchant_id AS id, name_en, name_zh, toString(tier) AS tier, toString(industry) AS industry, toString(region) AS region, (1, valid_from, revision, seq) AS at
    FROM merchants WHERE seq <= {k:UInt64}
    UNION ALL
    SELECT merchant_id, '', '', 'standard', '', '', (0, valid_from, revision, seq) FROM shops WHERE seq <= {k:UInt64} AND merchant_id != ''
)
GROUP BY id
ORDER BY id
