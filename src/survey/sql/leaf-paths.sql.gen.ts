// Generated from leaf-paths.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type LeafPathsParams = { tree: string; table: string };

export type LeafPathsRow = {
  leaf: number; // UInt32
  path: number[]; // Array(UInt32)
};

export const leafPaths: Query<LeafPathsParams, LeafPathsRow> = {
  name: "leaf-paths",
  text: `-- purpose: where each leaf stands in the tree: the cells that its lines count in.
-- grain: one row per category that a line has as its leaf.
-- setup: resolved-table.sql
-- params: table; tree (as_sold, current).
SELECT leaf, any(cats) AS path
FROM (SELECT if({tree:String} = 'current', category_now, category) AS leaf, if({tree:String} = 'current', path_now, path) AS cats FROM {table:Identifier})
GROUP BY leaf
`,
};
