import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OverallPosition, ownPositions } from './index.ts';

const line = fc.record({
  category: fc.nat(3),
  percentile: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.25, Number.NaN)),
  amount: fc.integer({ min: -1, max: 4 }),
});
type Line = { category: number; percentile: number; amount: number };
const columns = (lines: readonly Line[]) => ({
  category: lines.map((l) => l.category),
  percentile: lines.map((l) => l.percentile),
  amount: lines.map((l) => l.amount),
});

test('[P9] positions of many people, one after the other, are those of each alone to the bit', () => {
  fc.assert(
    fc.property(fc.array(fc.array(line, { maxLength: 12 }), { maxLength: 6 }), (people) => {
      const all = columns(people.flat());
      const overall = new OverallPosition(4);
      let from = 0;
      for (const lines of people) {
        const placed = lines.filter((l) => !Number.isNaN(l.percentile));
        const expected = placed.length === 0 ? Number.NaN : ownPositions(columns(placed))(-1).percentile;
        expect(overall.of(all, from, from + lines.length)).toBe(expected);
        from += lines.length;
      }
    }),
  );
});
