import { describe, expect, it } from 'vitest';
import { openWorld } from '../../src/api/testing.ts';
import { historyOf, SOURCE, World, type WorldOptions } from './index.ts';

const SMALL: WorldOptions = {
  now: Date.parse('2026-03-10T04:00:00Z'),
  scenario: 'fraud',
  people: 150,
  days: 120,
  merchants: 30,
  offers: 200,
  seed: 5,
};

/** The published headline and its band, by the real engine, over one small world. */
async function measured(more: Partial<WorldOptions>) {
  const instance = await openWorld();
  try {
    const world = new World({ ...SMALL, ...more });
    for (const { facts } of historyOf(world)) {
      await instance.engine.ingest.submit({ source: SOURCE, rows: facts, backfilled: true });
    }
    await instance.engine.ingest.flush();
    const ask = async (metric: string, more = '') => {
      const { status, json } = await instance.ask(
        'GET',
        `/v1/metrics/${metric}?as_of=${world.frame.last}${more}`,
      );
      expect(status, JSON.stringify(json)).toBe(200);
      const cells = json.cells as { merchant_id?: string; value: number; conservative: number }[];
      // A merchant that only the ring bought from is a cell of nobody: nothing was published of it.
      return cells
        .filter(({ value }) => value !== 0)
        .map(({ merchant_id, value, conservative }) => ({ merchant_id, value, conservative }));
    };
    return {
      aac: await ask('aac'),
      byMerchant: await ask('aac', '&grain=merchant'),
      rings: world.truth().rings.length,
    };
  } finally {
    await instance.close();
  }
}

describe('brushing rings', () => {
  it('change no metric once confirmed; while suspected, the band says by how much', async () => {
    const clean = await measured({ without: 'rings' });
    const confirmed = await measured({ verdicts: 'confirmed' });
    const suspect = await measured({ verdicts: 'suspect' });
    expect(confirmed.rings).toBeGreaterThan(300);
    expect(clean.rings).toBe(0);
    expect(confirmed.aac).toEqual(clean.aac);
    expect(confirmed.byMerchant).toEqual(clean.byMerchant);
    expect(suspect.aac).not.toEqual(clean.aac);
    expect(suspect.aac[0]!.conservative).toEqual(clean.aac[0]!.conservative ?? clean.aac[0]!.value);
  }, 900_000);
});
