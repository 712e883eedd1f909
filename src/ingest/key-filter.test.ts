import { expect, it } from 'vitest';
import { KeyFilter } from './key-filter.ts';

it.each([
  ['ids that grow', (i: number) => `lshop\u001f${i}`],
  ['ids of a file', (i: number) => `luci\u001fonline_retail.csv#${String(i).padStart(9, '0')}`],
  ['ids by person', (i: number) => `lworld\u001fo${(i * 7919) % 20_011}.${i}-1`],
  ['uuids', (i: number) => `eapp\u001f${uuid(i)}`],
  ['names in Chinese', (i: number) => `Wl店\u001f订单${i.toString(36)}`],
])(
  'never forgets a key, and is wrong about an absent one at most three times in a hundred: %s',
  (_, keyOf) => {
    const filter = new KeyFilter();
    expect(filter.mayHave(keyOf(0))).toBe(false);
    const keys = 300_000;
    for (let i = 0; i < keys; i++) filter.add(keyOf(i));
    let known = 0;
    let wrong = 0;
    for (let i = 0; i < keys; i++) {
      if (filter.mayHave(keyOf(i))) known++;
      if (filter.mayHave(keyOf(keys + i))) wrong++;
    }
    expect(known).toBe(keys);
    expect(wrong / keys).toBeLessThan(0.03);
    expect(filter.bytes / keys).toBeLessThan(4);
  },
);

/** A UUID that a counter gives, mixed. */
function uuid(i: number): string {
  let hex = '';
  for (let k = 1; k <= 4; k++) {
    const x = Math.imul(i ^ (i >>> 15), 0x2c1b3c6d * k) ^ (k * 0x297a2d39);
    hex += ((Math.imul(x ^ (x >>> 12), 0x297a2d39) ^ (x >>> 15)) >>> 0).toString(16).padStart(8, '0');
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
