-- purpose: brands by their latest facts.
-- grain: one row per brand.
-- params: k sequence.
SELECT brand_id AS id, argMax(name_en, (revision, seq)) AS name_en, argMax(name_zh, (revision, seq)) AS name_zh
FROM brands
WHERE seq <= {k:UInt64}
GROUP BY brand_id
ORDER BY brand_id
