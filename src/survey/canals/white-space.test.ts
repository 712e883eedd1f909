import { describe, expect, it } from 'vitest';
import { rngOf } from '../../base/index.ts';
import { whiteSpaceOf } from './white-space.ts';

const [CROWDS, STRATA, CATEGORIES] = [5, 6, 12];

/** People with a stratum-dependent taste for every category; `shift` changes one crowd's rate of one category. */
function world(seed: number, shift = 1) {
  const rng = rngOf(seed);
  const people = new Float64Array(CROWDS * STRATA);
  const holders = new Float64Array(CROWDS * STRATA * CATEGORIES);
  for (let i = 0; i < 30_000; i++) {
    const s = rng.below(STRATA);
    // Crowds differ in activity: that alone must not make a gap.
    const g = Math.min(CROWDS - 1, rng.below(CROWDS) + (s > 3 ? rng.below(2) : 0));
    people[g * STRATA + s]!++;
    for (let c = 0; c < CATEGORIES; c++) {
      const rate = 0.04 * (s + 1) * (1 + (c % 3) / 4) * (g === 1 && c === 4 ? shift : 1);
      if (rng.next() < rate) holders[(g * STRATA + s) * CATEGORIES + c]!++;
    }
  }
  return { crowds: CROWDS, strata: STRATA, categories: CATEGORIES, people, holders };
}

describe('white space', () => {
  it('finds no gap in random populations: standardised gaps are standard normal', () => {
    let outside = 0;
    let cells = 0;
    let sum = 0;
    for (let seed = 0; seed < 20; seed++) {
      for (const cell of whiteSpaceOf(world(seed), 100)) {
        if (cell.status !== 'ok') continue;
        cells++;
        sum += cell.gap / cell.error;
        if (Math.abs(cell.gap / cell.error) > 1.96) outside++;
      }
    }
    expect(cells).toBeGreaterThan(1000);
    expect(outside / cells).toBeLessThan(0.07);
    expect(Math.abs(sum / cells)).toBeLessThan(0.1);
  });

  it('finds a planted gap, where it is', () => {
    const cells = whiteSpaceOf(world(3, 0.5), 100);
    const worst = cells.map((cell, i) => ({ i, z: cell.gap / cell.error })).sort((a, b) => b.z - a.z)[0]!;
    expect(worst.i).toBe(1 * CATEGORIES + 4);
    expect(worst.z).toBeGreaterThan(5);
  });

  it('suppresses counts below k and their complements, and says when nobody can be compared', () => {
    const input = {
      crowds: 2,
      strata: 1,
      categories: 2,
      people: new Float64Array([500, 500]),
      holders: new Float64Array([450, 250, 300, 250]),
    };
    expect(whiteSpaceOf(input, 100).map((cell) => cell.status)).toEqual(['suppressed', 'ok', 'ok', 'ok']);
    const alone = {
      ...input,
      crowds: 1,
      people: new Float64Array([500]),
      holders: new Float64Array([450, 250]),
    };
    expect(whiteSpaceOf(alone, 100).map((cell) => [cell.status, cell.droppedRate])).toEqual([
      ['insufficient', 1],
      ['insufficient', 1],
    ]);
  });
});
