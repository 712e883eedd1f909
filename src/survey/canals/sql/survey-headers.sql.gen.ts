// Generated from survey-headers.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type SurveyHeadersParams = { level: number; survey_id: string; top: number };

export type SurveyHeadersRow = {
  body: string; // String
};

export const surveyHeaders: Query<SurveyHeadersParams, SurveyHeadersRow> = {
  name: "survey-headers",
  text: `-- purpose: headers of surveys, the newest first
-- grain: one row per survey
-- params: level of the tree, 0 = leaf, 255 = any; survey_id, '' = any; top rows at most
SELECT body
FROM surveys
WHERE ({level:UInt8} = 255 OR level = {level:UInt8}) AND ({survey_id:String} = '' OR survey_id = {survey_id:String})
ORDER BY computed_at DESC
LIMIT {top:UInt32}
`,
};
