-- purpose: facts between two points of knowledge that may touch every person: another category tree, erasures
-- grain: one row
-- params: k1, k2 sequences
SELECT (SELECT count() FROM categories WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64})
    + (SELECT count() FROM superseded WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64} AND fact = 'category_tree')
    + (SELECT count() FROM erasures WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64}) AS moved
