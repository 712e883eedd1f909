// Generated from live-events.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type LiveEventsParams = { up_to: number | string; shown_from: string; known_at: number | string; from: string; most: number };

export type LiveEventsRow = {
  account_id: string; // String
  name: string; // LowCardinality(String)
  item_id: string; // String
  offer_id: string; // String
  at_ms: number; // Int64
  last_seq: number; // UInt64
};

export const liveEvents: Query<LiveEventsParams, LiveEventsRow> = {
  name: "live-events",
  text: `-- purpose: what people did since the snapshot, and what was shown to them within the days of the frequency caps
-- grain: one row per event, the oldest first; the latest \`most\`
-- params: known_at sequence that the snapshot has seen, from DateTime64 first instant that is not in it (UTC), shown_from DateTime64 first instant of impressions (UTC), up_to sequence up to which to read, most rows at most
SELECT account_id, name, item_id, offer_id, toUnixTimestamp64Milli(at) AS at_ms, seq AS last_seq
FROM
(
    SELECT account_id, name, item_id, offer_id, at, seq
    FROM events
    WHERE account_id != '' AND seq <= {up_to:UInt64}
        AND
        (
            (name = 'Product Impression' AND at >= {shown_from:DateTime64(3, 'UTC')})
            OR (name IN ('Product Viewed', 'Product Clicked', 'Product Added', 'Product Removed')
                AND (seq > {known_at:UInt64} OR at >= {from:DateTime64(3, 'UTC')}))
        )
    ORDER BY at DESC LIMIT {most:UInt32}
)
ORDER BY at
`,
};
