// Generated from dense-numbers.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type DenseNumbersParams = { kind: string };

export type DenseNumbersRow = {
  id: string; // String
  no: number; // UInt32
};

export const denseNumbers: Query<DenseNumbersParams, DenseNumbersRow> = {
  name: "dense-numbers",
  text: `-- purpose: ids of dense numbers of one shard
-- grain: one row per id
-- params: kind: category or merchant
-- setup: ../../sql/resolve-ids.sql
SELECT id, no FROM survey_ids WHERE kind = {kind:String}
`,
};
