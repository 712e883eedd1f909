import { hash } from 'node:crypto';
import { GcError } from '../base/index.ts';
import type { Ledger } from '../ledger/index.ts';

/** What became of an earlier request with the same key: its answer, or null when this one is the first. */
export interface Kept {
  readonly status: number;
  readonly body: string | null;
}

export interface IdempotencyStore {
  /** @throws idempotency_in_flight, idempotency_mismatch */
  begin(principal: string, key: string, requestHash: string): Promise<Kept | null>;
  finish(principal: string, key: string, kept: Kept): Promise<void>;
  forget(principal: string, key: string): Promise<void>;
}

export const hashOf = (method: string, url: string, body: Uint8Array) =>
  hash('sha256', Buffer.concat([Buffer.from(`${method} ${url}\n`), body]), 'hex');

const inFlight = () => new GcError('idempotency_in_flight', undefined, { params: { retry_after: 1 } });

/** A request that was cut off by a crash stops blocking its key after this long. */
const STALE_MINUTES = 10;
const KEPT_HOURS = 24;

/** Kept in the ledger for a day: survives restarts, shared by replicas. */
export class LedgerIdempotency implements IdempotencyStore {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async begin(principal: string, key: string, requestHash: string): Promise<Kept | null> {
    await this.#ledger.query(
      `DELETE FROM idempotency_records WHERE created_at < now() - interval '${KEPT_HOURS} hours'
       OR (principal = $1 AND key = $2 AND status IS NULL AND created_at < now() - interval '${STALE_MINUTES} minutes')`,
      [principal, key],
    );
    const fresh = await this.#ledger.query(
      `INSERT INTO idempotency_records (principal, key, request_hash) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING RETURNING 1 AS one`,
      [principal, key, requestHash],
    );
    if (fresh.length > 0) return null;
    const [row] = await this.#ledger.query<{
      request_hash: string;
      status: number | null;
      body: string | null;
    }>('SELECT request_hash, status, body FROM idempotency_records WHERE principal = $1 AND key = $2', [
      principal,
      key,
    ]);
    if (!row) throw inFlight();
    if (row.request_hash !== requestHash) throw new GcError('idempotency_mismatch');
    if (row.status === null) throw inFlight();
    return { status: row.status, body: row.body };
  }

  async finish(principal: string, key: string, kept: Kept): Promise<void> {
    await this.#ledger.query(
      'UPDATE idempotency_records SET status = $3, body = $4 WHERE principal = $1 AND key = $2',
      [principal, key, kept.status, kept.body],
    );
  }

  async forget(principal: string, key: string): Promise<void> {
    await this.#ledger.query('DELETE FROM idempotency_records WHERE principal = $1 AND key = $2', [
      principal,
      key,
    ]);
  }
}

/**
 * For bulk facts: kept in memory only, the latest ten thousand. After a restart the same request is worked on
 * again, and every fact of it answers `duplicate`: facts are idempotent by identity.
 */
export class MemoryIdempotency implements IdempotencyStore {
  #records = new Map<string, { requestHash: string; kept: Kept | null }>();
  readonly #limit: number;

  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  async begin(principal: string, key: string, requestHash: string): Promise<Kept | null> {
    const id = `${principal}\n${key}`;
    const known = this.#records.get(id);
    if (known) {
      if (known.requestHash !== requestHash) throw new GcError('idempotency_mismatch');
      if (!known.kept) throw inFlight();
      return known.kept;
    }
    if (this.#records.size >= this.#limit) this.#records.delete(this.#records.keys().next().value!);
    this.#records.set(id, { requestHash, kept: null });
    return null;
  }

  async finish(principal: string, key: string, kept: Kept): Promise<void> {
    const known = this.#records.get(`${principal}\n${key}`);
    if (known) known.kept = kept;
  }

  async forget(principal: string, key: string): Promise<void> {
    this.#records.delete(`${principal}\n${key}`);
  }
}
