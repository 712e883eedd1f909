import { GcError } from '../base/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { erasedMark } from './decide.ts';
import type { IndexStore } from './index-store.ts';

const PREFIX = 'E\u001f';

/** Index key of an erased account's tombstone; its value is the time (ms, as text). */
export const tombstoneKey = (accountId: string) => `${PREFIX}${accountId}`;

/** What the ledger holds of a person goes; the pseudonym stays, so that nothing of it is stored again. */
export async function eraseInLedger(
  ledger: Ledger,
  accountId: string,
  at: number,
  by: string,
): Promise<void> {
  await asLedgerError(() =>
    ledger.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO erasures (account_id, requested_at, requested_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
        [accountId, new Date(at), by],
      );
      await tx.query('DELETE FROM accounts_pii WHERE account_id = $1', [accountId]);
      await tx.query('DELETE FROM rejected_rows WHERE account_id = $1', [accountId]);
    }),
  );
}

/** Person-level rows by what leads from them to the account. Lines go last: the others are found through them. */
const STATEMENTS = [
  `ALTER TABLE refunds DELETE WHERE line_id IN (SELECT line_id FROM order_lines WHERE account_id = {a:String})`,
  `ALTER TABLE exchanges DELETE WHERE line_id IN (SELECT line_id FROM order_lines WHERE account_id = {a:String})`,
  `ALTER TABLE cancellations DELETE WHERE order_id IN (SELECT order_id FROM order_lines WHERE account_id = {a:String})`,
  `ALTER TABLE payments DELETE WHERE order_id IN (SELECT order_id FROM order_lines WHERE account_id = {a:String})`,
  `ALTER TABLE risk_verdicts DELETE WHERE subject_id = {a:String}
    OR subject_id IN (SELECT line_id FROM order_lines WHERE account_id = {a:String})
    OR subject_id IN (SELECT order_id FROM order_lines WHERE account_id = {a:String})`,
  ...[
    'journey_visits',
    'events',
    'consents',
    'preferences',
    'account_persons',
    'accounts',
    'order_lines',
  ].map((table) => `ALTER TABLE ${table} DELETE WHERE account_id = {a:String}`),
];

/**
 * Deletes a person's rows from the warehouse. Safe to repeat: a crash in the middle leaves what it needs to go on.
 * Orders are marked first, so that a payment of one of them that comes later answers `erased`.
 */
export async function eraseInWarehouse(
  warehouse: Warehouse,
  index: IndexStore,
  accountId: string,
): Promise<void> {
  const orders = await warehouse.query<{ id: string }>(
    'SELECT DISTINCT order_id AS id FROM order_lines WHERE account_id = {a:String}',
    { a: accountId },
  );
  if (orders.length > 0) await index.mark(orders.map(({ id }) => erasedMark(id)));
  for (const statement of STATEMENTS) {
    await warehouse.exec(`${statement} SETTINGS mutations_sync = 2`, { a: accountId });
  }
}

export async function markErased(ledger: Ledger, accountId: string): Promise<void> {
  await asLedgerError(() =>
    ledger.query(
      `INSERT INTO erasures (account_id, requested_by, finished_at) VALUES ($1, 'ingest', now())
       ON CONFLICT (account_id) DO UPDATE SET finished_at = coalesce(erasures.finished_at, now())`,
      [accountId],
    ),
  );
}

/** Tombstones that the ledger and the index have; those that the ledger still has to act on apart. */
export async function readTombstones(ledger: Ledger, index: IndexStore) {
  const rows = await asLedgerError(() =>
    ledger.query<{ account_id: string; requested_at: Date | string }>(
      'SELECT account_id, requested_at FROM erasures',
    ),
  );
  const erased = new Map(rows.map((row) => [row.account_id, new Date(row.requested_at).getTime()]));
  const unfinished: [accountId: string, at: number][] = [];
  for (const [key, value] of index.range(PREFIX)) {
    const accountId = key.slice(PREFIX.length);
    const at = Number(value);
    if (!erased.has(accountId)) unfinished.push([accountId, at]);
    erased.set(accountId, at);
  }
  return { erased, unfinished };
}

/** Merges traits into the account's personal data. @throws erased, ledger_unavailable */
export async function storeTraits(
  ledger: Ledger,
  accountId: string,
  source: string,
  account: string,
  traits: Readonly<Record<string, unknown>>,
): Promise<void> {
  // jsonb cannot hold NUL.
  const text = JSON.stringify(traits, (_, value) =>
    typeof value === 'string' ? value.replaceAll('\u0000', '') : value,
  );
  const rows = await asLedgerError(() =>
    ledger.query(
      `INSERT INTO accounts_pii (account_id, source, source_id, traits)
       SELECT $1, $2, $3, $4::jsonb WHERE NOT EXISTS (SELECT 1 FROM erasures WHERE account_id = $1)
       ON CONFLICT (account_id) DO UPDATE SET traits = accounts_pii.traits || excluded.traits, updated_at = now()
       RETURNING account_id`,
      [accountId, source, account, text],
    ),
  );
  if (rows.length === 0) throw new GcError('erased', 'The person behind this account was erased.');
}

async function asLedgerError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof GcError) throw cause;
    throw new GcError('ledger_unavailable', (cause as Error).message, { cause });
  }
}
