// Generated from snapshot-categories.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type SnapshotCategoriesParams = { k: number | string };

export type SnapshotCategoriesRow = {
  row: string; // String
};

export const snapshotCategories: Query<SnapshotCategoriesParams, SnapshotCategoriesRow> = {
  name: "snapshot-categories",
  text: `-- purpose: categories in the latest tree that has them, as known at K.
-- grain: one row per category, sorted by id: JSON of [hash, id, source id, name en, name zh, parent id]
-- params: k sequence
SELECT toJSONString((bitShiftRight(cityHash64(category_id), 11), category_id, last.1, last.2, last.3, last.4)) AS row
FROM
(
    SELECT category_id, argMax((source_id, name_en, name_zh, parent_id), (valid_from, seq)) AS last
    FROM categories
    WHERE seq <= {k:UInt64}
        AND (tree_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'category_tree' AND seq <= {k:UInt64})
    GROUP BY category_id
)
ORDER BY category_id
`,
};
