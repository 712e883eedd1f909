-- purpose: where each leaf stands in the tree: the cells that its lines count in.
-- grain: one row per category that a line has as its leaf.
-- setup: resolved-table.sql
-- params: table; tree (as_sold, current).
SELECT leaf, any(cats) AS path
FROM (SELECT if({tree:String} = 'current', category_now, category) AS leaf, if({tree:String} = 'current', path_now, path) AS cats FROM {table:Identifier})
GROUP BY leaf
