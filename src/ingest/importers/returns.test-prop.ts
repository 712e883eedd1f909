import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { returnsOf } from './returns.ts';

const step = fc.record({
  back: fc.boolean(),
  units: fc.integer({ min: 1, max: 12 }),
  mills: fc.integer({ min: 1, max: 5000 }),
});

describe('returnsOf', () => {
  it('never takes back more units or money than a line has, and refuses without a trace', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const returns = returnsOf(new Set(['k']));
        const left = new Map<string, { units: number; paid: number }>();
        for (const [n, { back, units, mills }] of steps.entries()) {
          if (!back) {
            const paid = Math.floor((units * mills + 5) / 10);
            returns.sold('k', `line-${n}`, units, paid);
            left.set(`line-${n}`, { units, paid });
            continue;
          }
          const there = [...left.values()].reduce((sum, line) => sum + line.units, 0);
          const taken = returns.take('k', units);
          expect(taken === null).toBe(there < units);
          if (taken === null) continue;
          expect(taken.reduce((sum, part) => sum + part.units, 0)).toBe(units);
          for (const { line, units: count, amount } of taken) {
            const entry = left.get(line)!;
            entry.units -= count;
            entry.paid -= amount;
            expect(entry.units).toBeGreaterThanOrEqual(0);
            expect(entry.paid).toBeGreaterThanOrEqual(0);
            if (entry.units === 0) expect(entry.paid).toBe(0);
          }
        }
      }),
    );
  });

  it('takes from the most recent line that has enough, before it takes from several', () => {
    const returns = returnsOf(new Set(['k']));
    returns.sold('k', 'first', 6, 600);
    returns.sold('k', 'second', 2, 200);
    expect(returns.take('k', 3)).toEqual([{ line: 'first', units: 3, amount: 300 }]);
    expect(returns.take('k', 4)).toEqual([
      { line: 'second', units: 2, amount: 200 },
      { line: 'first', units: 2, amount: 200 },
    ]);
    expect(returns.take('k', 2)).toBeNull();
    expect(returns.take('k', 1)).toEqual([{ line: 'first', units: 1, amount: 100 }]);
  });

  it('knows nothing of keys that it was not told to remember', () => {
    const returns = returnsOf(new Set());
    returns.sold('k', 'first', 1, 100);
    expect(returns.take('k', 1)).toBeNull();
  });
});
