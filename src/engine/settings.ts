import { businessDate, GcError } from '../base/index.ts';
import type { Settings, SettingsView } from '../contracts/index.ts';
import { changeSettings, type Ledger, readSettings } from '../ledger/index.ts';
import type { SettingsService } from './face.ts';

/** How long another replica's change may go unseen. */
const REREAD_MS = 10_000;

/** Settings in memory, read at start, after every change here and every ten seconds when the ledger is a server. */
export class LedgerSettings implements SettingsService {
  readonly #ledger: Ledger;
  #settings: Settings;
  #version: number;
  #timer: NodeJS.Timeout | null = null;

  private constructor(ledger: Ledger, settings: Settings, version: number) {
    this.#ledger = ledger;
    this.#settings = settings;
    this.#version = version;
    if (ledger.kind === 'server') {
      this.#timer = setInterval(() => void this.reread().catch(() => {}), REREAD_MS).unref();
    }
  }

  static async open(ledger: Ledger): Promise<LedgerSettings> {
    return new LedgerSettings(ledger, await readSettings(ledger), await versionOf(ledger));
  }

  current(): Settings {
    return this.#settings;
  }

  view(): SettingsView {
    return { version: this.#version, settings: this.#settings };
  }

  async patch(patch: Partial<Settings>, actor: string): Promise<SettingsView> {
    if (patch.timezone !== undefined) businessDate(0, patch.timezone); // throws config_invalid
    const frozen = (['currency', 'timezone'] as const).filter(
      (key) => patch[key] !== undefined && patch[key] !== this.#settings[key],
    );
    if (frozen.length > 0 && (await this.hasFacts())) {
      throw new GcError('conflict', `${frozen.join(' and ')} cannot change once facts are stored.`);
    }
    await changeSettings(this.#ledger, actor, patch);
    await this.reread();
    return this.view();
  }

  async reread(): Promise<void> {
    this.#settings = await readSettings(this.#ledger);
    this.#version = await versionOf(this.#ledger);
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  /** Set by the engine. Amounts and business days of stored facts were read in the settings of then. */
  hasFacts: () => Promise<boolean> = async () => false;
}

async function versionOf(ledger: Ledger): Promise<number> {
  const [row] = await ledger.query<{ version: number }>(
    'SELECT coalesce(max(version), 0)::int AS version FROM settings',
  );
  return row!.version;
}
