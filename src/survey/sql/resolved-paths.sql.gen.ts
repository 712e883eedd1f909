// Generated from resolved-paths.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type ResolvedPathsParams = { paths: string; k: number | string };

export type ResolvedPathsRow = never;

export const resolvedPaths: Query<ResolvedPathsParams, ResolvedPathsRow> = {
  name: "resolved-paths",
  text: `-- purpose: where each category stands, in the latest tree that has it, so that a retired one keeps its path.
-- grain: one row per category as known at K, by its dense number; 0: uncategorised.
-- setup: resolve-ids.sql
-- params: paths, the table's name; k sequence.
CREATE TABLE {paths:Identifier} ENGINE = Join(ANY, LEFT, no) AS
WITH own AS
(
    SELECT category_id, argMax(path, (valid_from, seq)) AS ids
    FROM categories
    WHERE seq <= {k:UInt64}
        AND (tree_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'category_tree' AND seq <= {k:UInt64})
    GROUP BY category_id
)
SELECT toUInt32(0) AS no, [toUInt32(0)] AS path
UNION ALL
SELECT any(c.no) AS no, arrayMap(x -> x.2, arraySort(groupArray((place, p.no)))) AS path
FROM (SELECT category_id, place, ids[place] AS step FROM own ARRAY JOIN arrayEnumerate(ids) AS place) AS steps
INNER JOIN (SELECT id, no FROM survey_ids WHERE kind = 'category') AS c ON steps.category_id = c.id
INNER JOIN (SELECT id, no FROM survey_ids WHERE kind = 'category') AS p ON steps.step = p.id
GROUP BY category_id;
`,
};
