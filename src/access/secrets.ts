import { createHmac, randomBytes } from 'node:crypto';
import type { Ledger } from '../ledger/index.ts';

/** The instance's own secret, made once and kept in the ledger: signs sessions and derives signing secrets. */
export async function instanceSecret(ledger: Ledger): Promise<string> {
  await ledger.query(
    `INSERT INTO access_secrets (name, value) VALUES ('instance', $1) ON CONFLICT (name) DO NOTHING`,
    [randomBytes(32).toString('base64url')],
  );
  const [row] = await ledger.query<{ value: string }>(
    `SELECT value FROM access_secrets WHERE name = 'instance'`,
  );
  return row!.value;
}

/** A key's signing secret is derived, so that nothing of it is stored. */
export function signingSecretOf(secret: string, keyId: string): string {
  return `gcs_${createHmac('sha256', secret).update(`signing\u0000${keyId}`).digest('base64url')}`;
}
