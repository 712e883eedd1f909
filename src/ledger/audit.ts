import type { Ledger } from './port.ts';

export interface AuditEntry {
  /** Who: a user id, a key id, `system` or `cli`. */
  actor: string;
  /** What: `settings.change`, `key.revoke` … */
  action: string;
  /** To what: the thing's id. */
  subject: string;
  before?: unknown;
  after?: unknown;
}

/** Records who changed what. Call it in the transaction that makes the change. Never put personal data in. */
export async function audit(ledger: Ledger, entry: AuditEntry): Promise<void> {
  await ledger.query(
    'INSERT INTO audit (actor, action, subject, before, after) VALUES ($1, $2, $3, $4, $5)',
    [
      entry.actor,
      entry.action,
      entry.subject,
      entry.before === undefined ? null : JSON.stringify(entry.before),
      entry.after === undefined ? null : JSON.stringify(entry.after),
    ],
  );
}
