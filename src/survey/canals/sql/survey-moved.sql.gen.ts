// Generated from survey-moved.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type SurveyMovedParams = { k1: number | string; k2: number | string };

export type SurveyMovedRow = {
  moved: number | null; // Nullable(UInt64)
};

export const surveyMoved: Query<SurveyMovedParams, SurveyMovedRow> = {
  name: "survey-moved",
  text: `-- purpose: facts between two points of knowledge that may touch every person: another category tree, erasures
-- grain: one row
-- params: k1, k2 sequences
SELECT (SELECT count() FROM categories WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64})
    + (SELECT count() FROM superseded WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64} AND fact = 'category_tree')
    + (SELECT count() FROM erasures WHERE seq > {k1:UInt64} AND seq <= {k2:UInt64}) AS moved
`,
};
