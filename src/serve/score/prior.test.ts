import { expect, it } from 'vitest';
import { openPast } from '../decide/open-past.ts';
import { exampleRows, type SnapshotRows, snapshotFrom } from '../snapshot/index.ts';
import { priorResponse } from './prior.ts';

/** Chance of each offer for nobody known, with whatever rows. */
function chances(rows: SnapshotRows): Float64Array {
  const snapshot = snapshotFrom({ ...rows, models: { response: null, need: null } });
  const past = openPast(snapshot);
  const prior = priorResponse(snapshot);
  return Float64Array.from(snapshot.offers.item, (_, o) => {
    const logOdds = prior.purchase(past, o, 0, 1, rows.day);
    return 1 / (1 + Math.exp(-logOdds));
  });
}

const example = exampleRows(4, 60);
/** The same world where every tenth offer is very dear and nobody buys it. */
const dear = (n: number) => n % 10 === 0;
const rows: SnapshotRows = {
  ...example,
  events: [],
  offers: example.offers.map((offer, n) => (dear(n) ? { ...offer, price_minor: 900_000 + n } : offer)),
  lines: example.lines.filter((line) => !dear(example.offers.findIndex(({ id }) => id === line.offer))),
};
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

it('[R1] what nobody buys at a high price is not taken for a usual thing: its chance is what its price sells', () => {
  const all = [...chances(rows)];
  const sold = new Set(rows.lines.map(({ offer }) => offer));
  const unsold = all.filter((_, n) => !dear(n) && !sold.has(rows.offers[n]!.id));
  const dearOnes = all.filter((_, n) => dear(n));
  expect(unsold.length).toBeGreaterThan(3);
  expect(mean(dearOnes)).toBeLessThan(mean(unsold) / 2);
  expect(mean(dearOnes)).toBeLessThan(mean(all) / 3);
});

it('[R2] over all offers the chance is the usual one, and without any purchase it is that of each', () => {
  expect(mean([...chances(rows)])).toBeCloseTo(0.01, 3);
  const none = chances({ ...rows, lines: [] });
  for (const chance of none) expect(chance).toBeCloseTo(0.01, 9);
});
