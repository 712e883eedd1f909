import type { Counters, Since } from '../../counters/index.ts';
import { run, type Warehouse } from '../../warehouse/index.ts';
import { deletedLabels } from './sql/deleted-labels.sql.gen.ts';
import { liveEvents } from './sql/live-events.sql.gen.ts';
import { livePurchases } from './sql/live-purchases.sql.gen.ts';
import { pausedOffers } from './sql/paused-offers.sql.gen.ts';
import { switches } from './sql/switches.sql.gen.ts';

const DAY_MS = 86_400_000;
/** Events that are read at most, the latest: what the counters' lists would keep of more is little. */
const MOST = 1_000_000;

export interface RebuildOptions {
  readonly counters: Counters;
  readonly warehouse: Warehouse;
  /** Null: there is no snapshot, so everything is live. */
  readonly since: (Since & { readonly start_ms: number }) | null;
  /** Sequence up to which to read: what comes after it is heard. */
  readonly upTo: number;
  readonly now: number;
  /** Longest span of a frequency cap. */
  readonly capDays: number;
}

/** Fills the counters from what the warehouse has beyond the snapshot. @throws warehouse_unavailable */
export async function rebuild({
  counters,
  warehouse,
  since,
  upTo,
  now,
  capDays,
}: RebuildOptions): Promise<void> {
  const known_at = since?.known_at ?? 0;
  const from = textOf(since?.start_ms ?? now - DAY_MS);
  const [, labels, bought, seen, offers] = await Promise.all([
    readSwitches(warehouse, counters, upTo),
    run(warehouse, deletedLabels, { up_to: upTo }),
    run(warehouse, livePurchases, { known_at: since ? known_at : upTo, from, up_to: upTo }),
    run(warehouse, liveEvents, {
      known_at: since ? known_at : upTo,
      from,
      shown_from: textOf(now - capDays * DAY_MS),
      up_to: upTo,
      most: MOST,
    }),
    run(warehouse, pausedOffers, { known_at: since ? known_at : upTo, up_to: upTo }),
  ]);
  for (const { account_id, label } of labels) counters.forgetLabel(account_id, label);
  for (const row of bought)
    counters.purchase(row.account_id, {
      line: row.line_id,
      order: row.order_id,
      item_id: row.item_id,
      offer_id: row.offer_id,
      day: counters.dayOf(Number(row.at_ms)),
      amount_minor: Number(row.amount_minor),
      seq: Number(row.last_seq),
    });
  for (const row of seen)
    counters.event(row.account_id, row.name, row.item_id || counters.itemOf(row.offer_id), Number(row.at_ms));
  for (const row of offers) counters.setStatus(row.offer_id, row.status === 'active');
}

/** Whose personalisation is switched, as known at a sequence. @throws warehouse_unavailable */
export async function readSwitches(warehouse: Warehouse, counters: Counters, upTo: number): Promise<void> {
  for (const row of await run(warehouse, switches, { up_to: upTo }))
    counters.switch(row.account_id, row.is_off === 1, Number(row.at_ms));
}

const textOf = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
