// Generated from canal-opportunities.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type CanalOpportunitiesParams = { survey_id: string; canal_id: string; from_id: string; to_id: string; skip: number | string; top: number | string };

export type CanalOpportunitiesRow = {
  body: string; // String
};

export const canalOpportunities: Query<CanalOpportunitiesParams, CanalOpportunitiesRow> = {
  name: "canal-opportunities",
  text: `-- purpose: opportunities of one survey in order of value
-- grain: one row per canal
-- params: survey_id; canal_id, from_id, to_id: '' = any; skip, top rows
SELECT body
FROM canal_opportunities
WHERE survey_id = {survey_id:String}
    AND ({canal_id:String} = '' OR canal_id = {canal_id:String})
    AND ({from_id:String} = '' OR from_category_id = {from_id:String})
    AND ({to_id:String} = '' OR to_category_id = {to_id:String})
ORDER BY rank
LIMIT {skip:UInt64}, {top:UInt64}
`,
};
