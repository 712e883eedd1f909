import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SOURCE, World, type WorldOptions, worldHistory } from '../../../sim/world/index.ts';
import { accountOf } from '../../../sim/world/people.ts';
import { openEngine } from '../../../src/engine/index.ts';
import { type Importer, runImport } from '../../../src/ingest/index.ts';
import { openSnapshot, type Snapshot } from '../../../src/serve/index.ts';

export const NOW = Date.parse('2026-03-10T04:00:00Z');
export const OPTIONS = {
  scenario: 'calm',
  seed: 11,
  people: 8_000,
  merchants: 300,
  offers: 6_000,
  days: 730,
} as const satisfies Omit<WorldOptions, 'now'>;

export interface Market {
  readonly snapshot: Snapshot;
  readonly world: World;
  /** A person's pseudonym, as decisions name it. */
  accountId(person: number): string;
}

/**
 * A marketplace with known truth, taken in by a real instance, which trains its models and builds the snapshot that is served here.
 * @param dir keeps the snapshot for another run
 */
export async function openMarket(dir?: string): Promise<Market> {
  const folder = dir ?? mkdtempSync(join(tmpdir(), 'gc-search-quality-'));
  mkdirSync(folder, { recursive: true });
  const [snapshotFile, accountsFile] = [join(folder, 'snapshot.gcs'), join(folder, 'accounts.json')];
  if (!existsSync(accountsFile)) await make(join(folder, 'instance'), snapshotFile, accountsFile);
  const snapshot = openSnapshot(readFileSync(snapshotFile), { verified: true });
  const accounts = JSON.parse(readFileSync(accountsFile, 'utf8')) as string[];
  if (!dir) rmSync(folder, { recursive: true, force: true });
  return { snapshot, world: new World({ ...OPTIONS, now: NOW }), accountId: (person) => accounts[person]! };
}

async function make(folder: string, snapshotFile: string, accountsFile: string): Promise<void> {
  const engine = await openEngine({ dataDir: folder, clock: { now: () => NOW } });
  try {
    await engine.settings.patch({ currency: 'CNY', timezone: 'Asia/Shanghai', simulated: true }, 'bench');
    const { ingest } = engine;
    const summary = await runImport(worldHistory({ ...OPTIONS, now: NOW }) as Importer, {
      ingest,
      path: 'world',
    });
    if (summary.state !== 'done') throw new Error(JSON.stringify(summary.error));
    await ingest.flush();
    await engine.models.train({}, 'bench');
    await engine.snapshots.build('bench');
    const file = readdirSync(join(folder, 'snapshots')).find((name) => name.endsWith('.gcs'))!;
    copyFileSync(join(folder, 'snapshots', file), snapshotFile);
    const accounts = Array.from({ length: OPTIONS.people }, (_, p) => ingest.accountId(SOURCE, accountOf(p)));
    writeFileSync(accountsFile, JSON.stringify(accounts));
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export { SOURCE };
