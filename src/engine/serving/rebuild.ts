import { setImmediate } from 'node:timers/promises';
import type { Counters, LiveOp, Since } from '../../counters/index.ts';
import { run, type Warehouse } from '../../warehouse/index.ts';
import { deletedLabels } from './sql/deleted-labels.sql.gen.ts';
import { liveEvents } from './sql/live-events.sql.gen.ts';
import { livePurchases } from './sql/live-purchases.sql.gen.ts';
import { pausedOffers } from './sql/paused-offers.sql.gen.ts';
import { switches } from './sql/switches.sql.gen.ts';

const DAY_MS = 86_400_000;
/** Events that are read at most, the latest: what the counters' lists would keep of more is little. */
const MOST = 1_000_000;
/** Changes taken up between two turns of the event loop. */
const AT_ONCE = 2_000;

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
  /** Takes up a change that was acknowledged by a sequence. */
  readonly take: (op: LiveOp, seq: number) => void;
}

/** What the warehouse has beyond the snapshot, change by change, while requests are answered. @throws warehouse_unavailable */
export async function rebuild(options: RebuildOptions): Promise<void> {
  const { counters, warehouse, since, upTo, now, capDays, take } = options;
  const known_at = since ? since.known_at : upTo;
  const from = textOf(since?.start_ms ?? now - DAY_MS);
  const shown_from = textOf(now - capDays * DAY_MS);
  const [, labels, bought, seen, offers] = await Promise.all([
    readSwitches(warehouse, upTo, take),
    run(warehouse, deletedLabels, { up_to: upTo }),
    run(warehouse, livePurchases, { known_at, from, up_to: upTo }),
    run(warehouse, liveEvents, { known_at, from, shown_from, up_to: upTo, most: MOST }),
    run(warehouse, pausedOffers, { known_at, up_to: upTo }),
  ]);
  await inTurns(labels, ({ account_id, label, at_ms, last_seq }) =>
    take({ op: 'label', key: `${account_id} ${label}`, value: true, at: Number(at_ms) }, Number(last_seq)),
  );
  await inTurns(bought, (row) => {
    const { account_id: account, line_id: line, order_id: order, item_id, offer_id } = row;
    const day = counters.dayOf(Number(row.at_ms));
    const [seq, amount_minor] = [Number(row.last_seq), Number(row.amount_minor)];
    take(
      { op: 'purchase', account, purchase: { line, order, item_id, offer_id, day, amount_minor, seq } },
      seq,
    );
  });
  await inTurns(seen, ({ account_id: account, name, item_id, offer_id, at_ms, last_seq }) => {
    const item = item_id || counters.itemOf(offer_id);
    take({ op: 'event', account, name, item, at: Number(at_ms) }, Number(last_seq));
  });
  await inTurns(offers, ({ offer_id, status, last_seq }) => {
    const seq = Number(last_seq);
    take({ op: 'paused', key: offer_id, value: status !== 'active', at: now, seq }, seq);
  });
}

/** Whose personalisation is switched, as known at a sequence. @throws warehouse_unavailable */
export async function readSwitches(
  warehouse: Warehouse,
  upTo: number,
  take: RebuildOptions['take'],
): Promise<void> {
  const rows = await run(warehouse, switches, { up_to: upTo });
  await inTurns(rows, ({ account_id, is_off, at_ms, last_seq }) =>
    take({ op: 'off', key: account_id, value: is_off === 1, at: Number(at_ms) }, Number(last_seq)),
  );
}

async function inTurns<Row>(rows: readonly Row[], each: (row: Row) => void): Promise<void> {
  for (let at = 0; at < rows.length; at++) {
    if (at > 0 && at % AT_ONCE === 0) await setImmediate();
    each(rows[at]!);
  }
}

const textOf = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
