import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SOURCE, World, type WorldOptions, worldHistory } from '../../../sim/world/index.ts';
import { type Engine, openEngine } from '../../../src/engine/index.ts';
import { type Importer, runImport } from '../../../src/ingest/index.ts';

export const NOW = Date.parse('2026-03-10T04:00:00Z');
export const OPTIONS = {
  scenario: 'calm',
  seed: 11,
  people: 8_000,
  merchants: 300,
  offers: 6_000,
  days: 730,
} as const satisfies Omit<WorldOptions, 'now'>;

/** A marketplace with known truth, taken in, trained and serving in this process; `dir` keeps its folder for another run. */
export async function openMarket(
  dir?: string,
): Promise<{ engine: Engine; world: World; close(): Promise<void> }> {
  const folder = dir ?? mkdtempSync(join(tmpdir(), 'gc-search-quality-'));
  const made = existsSync(join(folder, 'snapshots'));
  const options = { ...OPTIONS, now: NOW };
  const engine = await openEngine({ dataDir: folder, clock: { now: () => NOW } });
  if (!made) {
    const history = worldHistory(options);
    await engine.settings.patch({ currency: 'CNY', timezone: 'Asia/Shanghai', simulated: true }, 'bench');
    const { ingest } = engine;
    const summary = await runImport(history as Importer, { ingest, path: 'world' });
    if (summary.state !== 'done') throw new Error(JSON.stringify(summary.error));
    await ingest.flush();
    await engine.models.train({}, 'bench');
  }
  // Always anew: the snapshot holds the index, which is what is measured.
  await engine.snapshots.build('bench');
  return {
    engine,
    world: new World(options),
    async close() {
      await engine.close();
      if (!dir) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export { SOURCE };
