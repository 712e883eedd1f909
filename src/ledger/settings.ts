import { GcError } from '../base/index.ts';
import { Settings } from '../contracts/index.ts';
import { audit } from './audit.ts';
import type { Ledger } from './port.ts';

interface Row {
  version: number;
  value: unknown;
}

const CURRENT = 'SELECT version, value FROM settings ORDER BY version DESC LIMIT 1';

/** The settings that hold now; the defaults where none were set. */
export async function readSettings(ledger: Ledger): Promise<Settings> {
  const [row] = await ledger.query<Row>(CURRENT);
  return Settings.parse(row?.value ?? {});
}

/**
 * Changes some settings, as a new version, with an audit entry.
 * @throws validation_failed with the fields
 */
export function changeSettings(ledger: Ledger, actor: string, patch: Partial<Settings>): Promise<Settings> {
  return ledger.transaction(async (tx) => {
    const [row] = await tx.query<Row>(CURRENT);
    const before = Settings.parse(row?.value ?? {});
    const parsed = Settings.strict().safeParse({ ...before, ...patch });
    if (!parsed.success) {
      throw new GcError('validation_failed', 'Settings do not match their schema.', {
        causes: parsed.error.issues.map((issue) => ({
          pointer: `/${issue.path.join('/')}`,
          code: issue.code,
          detail: issue.message,
        })),
      });
    }
    await tx.query('INSERT INTO settings (version, value, changed_by) VALUES ($1, $2, $3)', [
      (row?.version ?? 0) + 1,
      JSON.stringify(parsed.data),
      actor,
    ]);
    await audit(tx, { actor, action: 'settings.change', subject: 'settings', before, after: parsed.data });
    return parsed.data;
  });
}
