// Generated from popular-queries.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type PopularQueriesParams = { from: string; up_to: number | string; least: number; most: number };

export type PopularQueriesRow = {
  text: string; // String
  people_count: number; // UInt64
};

export const popularQueries: Query<PopularQueriesParams, PopularQueriesRow> = {
  name: "popular-queries",
  text: `-- purpose: what people search for, for suggestions; words of fewer people than \`least\` are nobody's business
-- grain: one row per query, the most searched first
-- params: from DateTime64 first instant (UTC), up_to sequence up to which to read, least distinct visitors, most rows at most
SELECT lowerUTF8(trimBoth(query)) AS text, uniqExact(if(account_id != '', account_id, anonymous_id)) AS people_count
FROM events
WHERE name = 'Products Searched' AND query != '' AND at >= {from:DateTime64(3, 'UTC')} AND seq <= {up_to:UInt64}
GROUP BY text
HAVING people_count >= {least:UInt32}
ORDER BY people_count DESC, text
LIMIT {most:UInt32}
`,
};
