import type { AuditEntry } from '../contracts/index.ts';
import { audit, type Ledger } from '../ledger/index.ts';
import type { Audit } from './face.ts';

interface Row {
  audit_id: number | string;
  at: Date | string;
  actor: string;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
}

export class LedgerAudit implements Audit {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  record(actor: string, action: string, subject: string, before: unknown, after: unknown): Promise<void> {
    return audit(this.#ledger, {
      actor,
      action,
      subject,
      ...(before === null ? {} : { before }),
      ...(after === null ? {} : { after }),
    });
  }

  async list(limit: number, before?: number): Promise<AuditEntry[]> {
    const rows = await this.#ledger.query<Row>(
      `SELECT audit_id, at, actor, action, subject, before, after FROM audit
       WHERE $2::bigint IS NULL OR audit_id < $2 ORDER BY audit_id DESC LIMIT $1`,
      [limit, before ?? null],
    );
    return rows.map((row) => ({
      ...row,
      audit_id: Number(row.audit_id),
      at: new Date(row.at).toISOString(),
      before: row.before ?? null,
      after: row.after ?? null,
    }));
  }
}
