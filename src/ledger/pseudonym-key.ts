import { randomBytes } from 'node:crypto';
import type { Ledger } from './port.ts';

/** The marketplace's pseudonym key (32 bytes), made on first use. Whoever loses it loses the way from customer numbers to facts. */
export async function pseudonymKey(ledger: Ledger): Promise<Uint8Array> {
  await ledger.query('INSERT INTO pseudonym_key (key) VALUES ($1) ON CONFLICT DO NOTHING', [randomBytes(32)]);
  const [row] = await ledger.query<{ key: Buffer }>('SELECT key FROM pseudonym_key');
  return row!.key;
}
