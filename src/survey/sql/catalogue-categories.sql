-- purpose: categories with their names and path, in the latest tree that has them (the tree of resolved lines).
-- grain: one row per category.
-- params: k sequence.
SELECT category_id AS id, argMax(path, (valid_from, seq)) AS path, argMax(is_leaf, (valid_from, seq)) AS is_leaf,
    argMax(name_en, (valid_from, seq)) AS name_en, argMax(name_zh, (valid_from, seq)) AS name_zh,
    argMax(industry, (valid_from, seq)) AS industry
FROM categories
WHERE seq <= {k:UInt64}
    AND (tree_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'category_tree' AND seq <= {k:UInt64})
GROUP BY category_id
ORDER BY category_id
