import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packLines } from '../flows/lines.ts';
import { addReach, emptyReach, type ReachOptions, seasonMonths } from './reach.ts';

const C = 4;
const options: ReachOptions = {
  categories: C,
  end: 100,
  lookback: 30,
  horizon: 10,
  firstsFrom: 20,
  monthOf: (tick) => Math.floor(tick / 10) % 12,
};
const row = fc.record({
  person: fc.integer({ min: 0, max: 6 }),
  time: fc.integer({ min: 0, max: 110 }),
  category: fc.integer({ min: 0, max: C - 1 }),
  order: fc.integer({ min: 0, max: 3 }),
  amount: fc.integer({ min: 0, max: 1000 }),
});
type Row = { person: number; time: number; category: number; order: number; amount: number };

/** The same by definition: sets and filters, no state. */
function plain(rows: Row[]) {
  const sums = emptyReach(C);
  const seen = rows.filter((r) => r.time < options.end);
  for (const person of new Set(seen.map((r) => r.person))) {
    const own = seen.filter((r) => r.person === person);
    const held = new Set(own.filter((r) => r.time >= options.end - options.lookback).map((r) => r.category));
    if (held.size > 0) sums.people++;
    for (const a of held) {
      sums.holders[a]!++;
      for (const b of held) sums.both[a * C + b]!++;
    }
    for (let c = 0; c < C; c++) {
      const times = [...new Set(own.filter((r) => r.category === c).map((r) => r.time))];
      for (const t of times) {
        if (t < options.firstsFrom || times.some((other) => other < t && t - other <= options.lookback))
          continue;
        sums.firstsByMonth[c * 12 + options.monthOf(t)]!++;
        if (t + options.horizon >= options.end) continue;
        sums.firsts[c]!++;
        for (const r of own)
          if (r.category === c && r.time >= t && r.time <= t + options.horizon)
            sums.firstSpend[c]! += r.amount;
      }
    }
  }
  return sums;
}

describe('reach', () => {
  it('equals the definition, on any lines and over any split into blocks of people', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), fc.integer({ min: 0, max: 7 }), (rows, cut) => {
        const sums = emptyReach(C);
        addReach(sums, packLines(rows.filter((r) => r.person < cut)), options);
        addReach(sums, packLines(rows.filter((r) => r.person >= cut)), options);
        expect(sums).toEqual(plain(rows));
      }),
      { numRuns: 500 },
    );
  });

  it('names the months of a season, and none without a whole year or without a season', () => {
    const year = new Array(12).fill(1);
    expect(seasonMonths([10, 10, 10, 10, 10, 40, 40, 10, 10, 10, 10, 10], year)).toEqual([6, 7]);
    expect(seasonMonths(new Array(12).fill(100), year)).toEqual([]);
    expect(
      seasonMonths([90, 10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ).toEqual([]);
  });
});
