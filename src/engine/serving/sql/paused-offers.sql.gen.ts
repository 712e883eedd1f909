// Generated from paused-offers.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type PausedOffersParams = { known_at: number | string; up_to: number | string };

export type PausedOffersRow = {
  offer_id: string; // String
  status: string; // String
  last_seq: number; // UInt64
};

export const pausedOffers: Query<PausedOffersParams, PausedOffersRow> = {
  name: "paused-offers",
  text: `-- purpose: offers whose status was told since the snapshot
-- grain: one row per offer, its latest status
-- params: known_at sequence that the snapshot has seen, up_to sequence up to which to read
SELECT offer_id, argMax(status, (valid_from, revision, seq)) AS status, max(seq) AS last_seq
FROM offers WHERE seq > {known_at:UInt64} AND seq <= {up_to:UInt64}
GROUP BY offer_id
`,
};
