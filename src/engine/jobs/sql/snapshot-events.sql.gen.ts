// Generated from snapshot-events.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type SnapshotEventsParams = { tz: string; lo: string; hi: string; k: number | string; since: string; until: string };

export type SnapshotEventsRow = {
  account: string; // FixedString(12)
  item: number; // UInt64
  offer: number; // UInt64
  day: number; // Int32
  visit: number; // UInt32
  kind: number; // UInt32
  decision: number; // UInt32
};

export const snapshotEvents: Query<SnapshotEventsParams, SnapshotEventsRow> = {
  name: "snapshot-events",
  text: `-- purpose: what a range of accounts saw, clicked and put into carts, packed for the snapshot of serving.
-- grain: one row per event at an item, sorted by account and time. 44 bytes: account (12 bytes; zeros: nobody known), item, offer
--   (53 bits of their hash; 0: none), day since 1970, session (hash; a day of the visitor where there is none), kind (0 shown,
--   1 clicked, 2 viewed, 3 put into the cart) and, 16 bits higher, slot (65535: not told), decision that its impression names (hash; 0: none)
-- params: k sequence; lo, hi account range [lo, hi); tz zone; since, until: [since, until)
SELECT
    toFixedString(unhex(substring(account_id, 5)), 12) AS account,
    if(item_id = '', 0, bitShiftRight(cityHash64(item_id), 11)) AS item,
    if(offer_id = '', 0, bitShiftRight(cityHash64(offer_id), 11)) AS offer,
    toInt32(toDate(at, {tz:String}) AS date) AS day,
    toUInt32(cityHash64(account_id, anonymous_id, if(session = '', toString(date), session))) AS visit,
    toUInt32(transform(toString(name), ['Product Clicked', 'Product Viewed', 'Product Added'], [1, 2, 3], 0)
        + bitShiftLeft(toUInt32(ifNull(slot, 65535)), 16)) AS kind,
    toUInt32(if(impression_id = '', 0, cityHash64(splitByChar('.', impression_id)[1]))) AS decision
FROM events
WHERE account_id >= {lo:String} AND account_id < {hi:String} AND seq <= {k:UInt64}
    AND name IN ('Product Impression', 'Product Clicked', 'Product Viewed', 'Product Added')
    AND at >= {since:DateTime64(3, 'UTC')} AND at < {until:DateTime64(3, 'UTC')}
    AND (event_id, revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'event' AND seq <= {k:UInt64})
    AND account_id NOT IN (SELECT account_id FROM erasures)
ORDER BY account_id, at, event_id
`,
};
