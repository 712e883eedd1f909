import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { exampleMarketplace } from '../../sim/example/index.ts';
import { GcError } from '../base/index.ts';
import { openEngine } from './engine.ts';

const dir = mkdtempSync(join(tmpdir(), 'grandcanal-stop-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('[S1] an engine that closes ends the survey and the training that run, and gives its folder back', async () => {
  const logged: string[] = [];
  const logger = {
    info() {},
    warn: (_: object, message: string) => logged.push(message),
    error: (_: object, message: string) => logged.push(message),
  };
  const engine = await openEngine({ dataDir: dir, logger, watch: true });
  const world = exampleMarketplace({ now: Date.UTC(2026, 5, 1, 4), people: 1_000, lines: 15_000 });
  for await (const { document, facts } of world.chunks())
    await engine.ingest.submit({ source: world.source, document, backfilled: true, rows: facts });
  await engine.ingest.flush();
  const ends = Promise.allSettled([
    engine.surveyor.run({}),
    engine.surveyor.run({ level: 1 }),
    engine.models.train({}, 'test'),
  ]);
  // Long enough for the first of them to be under way, never long enough for all.
  await new Promise((resolve) => setTimeout(resolve, 500));
  await engine.close();
  for (const end of await ends) {
    if (end.status === 'rejected') {
      expect(end.reason).toBeInstanceOf(GcError);
      expect(['overloaded', 'warehouse_unavailable']).toContain(end.reason.code);
    }
  }
  expect((await ends)[1]).toMatchObject({ status: 'rejected', reason: { code: 'overloaded' } });
  expect(logged).toEqual([]);
  await (await openEngine({ dataDir: dir })).close();
}, 300_000);
