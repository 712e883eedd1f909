// Generated from asked-queries.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type AskedQueriesParams = { from: string; most: number };

export type AskedQueriesRow = {
  text: string; // String
  asked_count: number; // UInt64
};

export const askedQueries: Query<AskedQueriesParams, AskedQueriesRow> = {
  name: "asked-queries",
  text: `-- purpose: what was searched for in a span, by the decision log
-- grain: one row per query, the most asked first
-- params: from DateTime64 first instant (UTC), most rows at most
SELECT lowerUTF8(trimBoth(JSONExtractString(record, 'request', 'query'))) AS text, count() AS asked_count
FROM decisions FINAL
WHERE scenario = 'search' AND at >= {from:DateTime64(3, 'UTC')} AND text != ''
GROUP BY text
ORDER BY asked_count DESC, text
LIMIT {most:UInt32}
`,
};
