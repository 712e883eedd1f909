import { hash, randomBytes } from 'node:crypto';
import { type Clock, GcError } from '../base/index.ts';
import type { ApiKey, CreatedKey, CreateKeyBody, Scope } from '../contracts/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Principal } from './principal.ts';
import { signingSecretOf } from './secrets.ts';

interface KeyRow {
  key_id: string;
  name: string;
  prefix: string;
  scopes: string[];
  merchant_id: string | null;
  signed: boolean;
  created_at: Date | string;
  last_used_at: Date | string | null;
  revoked_at: Date | string | null;
}

const COLUMNS = 'key_id, name, prefix, scopes, merchant_id, signed, created_at, last_used_at, revoked_at';
const CACHE_MS = 5_000;
const USED_MS = 60_000;

const sha256 = (text: string) => hash('sha256', text, 'hex');
const iso = (at: Date | string) => new Date(at).toISOString();
const viewOf = (row: KeyRow): ApiKey => ({
  key_id: row.key_id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes as Scope[],
  merchant_id: row.merchant_id,
  signed: row.signed,
  created_at: iso(row.created_at),
  last_used_at: row.last_used_at && iso(row.last_used_at),
  revoked_at: row.revoked_at && iso(row.revoked_at),
});

/** API keys `gck_…`: 256 random bits, of which only a hash is stored. A revocation holds at once here, within 5 s on other replicas. */
export class Keys {
  readonly #ledger: Ledger;
  readonly #secret: string;
  readonly #clock: Clock;
  #cache = new Map<string, { row: KeyRow | null; until: number; usedAt: number }>();

  constructor(ledger: Ledger, secret: string, clock: Clock) {
    this.#ledger = ledger;
    this.#secret = secret;
    this.#clock = clock;
  }

  /** @throws validation_failed where a key bound to a merchant asks for more than reading metrics */
  async create(body: CreateKeyBody): Promise<CreatedKey> {
    if (body.merchant_id && body.scopes.some((scope) => scope !== 'metrics:read')) {
      throw new GcError('validation_failed', 'A key bound to a merchant may only hold metrics:read.', {
        causes: [{ pointer: '/scopes', code: 'forbidden_scope', detail: 'must be ["metrics:read"]' }],
      });
    }
    const key = `gck_${randomBytes(32).toString('base64url')}`;
    const keyId = `key_${randomBytes(12).toString('hex')}`;
    const signed = body.signed ?? false;
    const [row] = await this.#ledger.query<KeyRow>(
      `INSERT INTO api_keys (key_id, name, prefix, key_hash, scopes, merchant_id, signed)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`,
      [
        keyId,
        body.name,
        key.slice(0, 10),
        sha256(key),
        [...new Set(body.scopes)],
        body.merchant_id ?? null,
        signed,
      ],
    );
    return { ...viewOf(row!), key, signing_secret: signed ? signingSecretOf(this.#secret, keyId) : null };
  }

  /** Newest first; `after` is the last key_id of the page before. */
  async list(limit: number, after?: string): Promise<ApiKey[]> {
    const rows = await this.#ledger.query<KeyRow>(
      `SELECT ${COLUMNS} FROM api_keys
       WHERE $2::text IS NULL OR (created_at, key_id) < (SELECT created_at, key_id FROM api_keys WHERE key_id = $2)
       ORDER BY created_at DESC, key_id DESC LIMIT $1`,
      [limit, after ?? null],
    );
    return rows.map(viewOf);
  }

  /** @throws not_found */
  async revoke(keyId: string): Promise<ApiKey> {
    const [row] = await this.#ledger.query<KeyRow>(
      `UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE key_id = $1 RETURNING ${COLUMNS}`,
      [keyId],
    );
    if (!row) throw new GcError('not_found', `There is no key ${keyId}.`);
    this.#cache.clear();
    return viewOf(row);
  }

  /** The principal of a key, with its signing secret where it signs; null when unknown or revoked. */
  async principalOf(key: string): Promise<{ principal: Principal; signingSecret: string | null } | null> {
    const now = this.#clock.now();
    let entry = this.#cache.get(key);
    if (!entry || entry.until < now) {
      const [row] = await this.#ledger.query<KeyRow>(
        `SELECT ${COLUMNS} FROM api_keys WHERE key_hash = $1 AND revoked_at IS NULL`,
        [sha256(key)],
      );
      if (this.#cache.size > 10_000) this.#cache.clear();
      entry = { row: row ?? null, until: now + CACHE_MS, usedAt: entry?.usedAt ?? 0 };
      this.#cache.set(key, entry);
    }
    const { row } = entry;
    if (!row) return null;
    if (now - entry.usedAt > USED_MS) {
      entry.usedAt = now;
      await this.#ledger.query('UPDATE api_keys SET last_used_at = now() WHERE key_id = $1', [row.key_id]);
    }
    return {
      principal: {
        kind: 'key',
        id: row.key_id,
        name: row.name,
        email: null,
        role: row.merchant_id ? 'merchant' : 'operator',
        merchant_id: row.merchant_id,
        industries: [],
        scopes: row.scopes as Scope[],
      },
      signingSecret: row.signed ? signingSecretOf(this.#secret, row.key_id) : null,
    };
  }
}
