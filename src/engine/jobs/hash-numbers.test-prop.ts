import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HashNumbers } from './hash-numbers.ts';

/** Hashes of 53 bits, some alike in their low word. */
const hash = fc
  .tuple(fc.nat(2 ** 21 - 1), fc.oneof(fc.nat(3), fc.integer({ min: 0, max: 2 ** 32 - 1 })))
  .map(([high, low]) => high * 2 ** 32 + low);

test('[J8] numbers by hash are those of a map', () => {
  fc.assert(
    fc.property(fc.array(hash, { maxLength: 60 }), fc.array(hash, { maxLength: 60 }), (known, others) => {
      const map = new Map(known.map((h, n) => [h, n]));
      const numbers = new HashNumbers(known);
      for (const h of [...known, ...others, 0])
        expect(numbers.find(h % 2 ** 32, Math.floor(h / 2 ** 32))).toBe(h === 0 ? -1 : (map.get(h) ?? -1));
    }),
  );
});
