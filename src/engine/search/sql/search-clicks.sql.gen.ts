// Generated from search-clicks.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type SearchClicksParams = { from: string };

export type SearchClicksRow = {
  slot: number; // UInt16
  impression_count: number; // UInt64
  click_count: number; // UInt64
};

export const searchClicks: Query<SearchClicksParams, SearchClicksRow> = {
  name: "search-clicks",
  text: `-- purpose: impressions and clicks of search results by place on the page
-- grain: one row per slot
-- params: from DateTime64 first instant (UTC)
-- A browser is not believed: an event counts for a slot only if its impression and its offer are the log's.
SELECT shown.slot AS slot, sum(seen.impressions > 0) AS impression_count, sum(seen.clicks > 0) AS click_count
FROM
(
    SELECT slot, offer_id AS offered, concat(decision_id, '.', toString(slot)) AS impression
    FROM decision_slots FINAL
    WHERE scenario = 'search' AND ghost = 0 AND at >= {from:DateTime64(3, 'UTC')}
) AS shown
INNER JOIN
(
    SELECT impression_id, offer_id AS offered, countIf(name = 'Product Impression') AS impressions,
        countIf(name IN ('Product Clicked', 'Product Viewed')) AS clicks
    FROM events
    WHERE impression_id != '' AND at >= {from:DateTime64(3, 'UTC')}
    GROUP BY impression_id, offered
) AS seen ON seen.impression_id = shown.impression AND seen.offered = shown.offered
GROUP BY slot
ORDER BY slot
`,
};
