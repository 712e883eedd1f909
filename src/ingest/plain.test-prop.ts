import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventFact, OrderLineFact } from '../contracts/index.ts';
import { plainEvent } from './plain-event.ts';
import { plainLine } from './plain-line.ts';

const digits = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
/** Instants around what exists: months 0 to 13, days 0 to 32, hours to 25; with and without fractions, offsets. */
const instant = fc
  .record({
    year: fc.constantFrom('0000', '1900', '2000', '2023', '2024', '9999', '+2024', '202'),
    month: digits(13),
    day: digits(32),
    hour: digits(25),
    minute: digits(61),
    second: digits(61),
    fraction: fc.constantFrom('', '', '.1', '.123', '.123', '.12x', '.123456'),
    zone: fc.constantFrom('Z', 'Z', 'Z', 'z', '', '+01:00'),
  })
  .map((t) => `${t.year}-${t.month}-${t.day}T${t.hour}:${t.minute}:${t.second}${t.fraction}${t.zone}`);
const broken = fc
  .tuple(fc.constantFrom('2024-03-10T04:05:06Z', '2024-03-10T04:05:06.789Z'), fc.nat(23), fc.string())
  .map(([text, at, piece]) => text.slice(0, at) + piece + text.slice(at + 1));
const sound = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
  .map((d) => d.toISOString());
const time = fc.oneof(sound, instant, broken);
const id = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 260, size: 'max' }),
  fc.constantFrom('a'.repeat(256), 'a'.repeat(257), '', 'a\u007f', 'a\u0000', '\ud800', '\u0085'),
);
const amount = fc.oneof(
  fc.nat(),
  fc.double(),
  fc.constantFrom(0, -0, -1, 0.5, 2 ** 53 - 1, 2 ** 53, 2 ** 32 - 1, 2 ** 32, 1e9, 1e9 + 1, '1', null),
);
const text = fc.oneof(fc.string(), fc.constantFrom('x'.repeat(64), 'x'.repeat(65), null, 7));
const nullable = fc.oneof(id, fc.constant(null), fc.constant(undefined));

const line = fc.record(
  {
    fact: fc.constant('order_line'),
    source_id: id,
    order: id,
    quantity: amount,
    gross_minor: amount,
    paid_minor: amount,
    currency: fc.oneof(
      fc.constantFrom('EUR', 'JPY', 'eur', 'EU', 'EURO', 'ÄÖÜ'),
      fc.string({ maxLength: 4 }),
    ),
    ordered_at: time,
    revision: amount,
    source_known_at: time,
    app_id: text,
    channel: text,
    merchant_order: nullable,
    account: nullable,
    shop: nullable,
    item: nullable,
    variant: nullable,
    offer: nullable,
    type: fc.constantFrom('goods', 'gift', 'deposit', 'Goods', ''),
    platform_subsidy_minor: amount,
    fx_rate: amount,
    confirmed_at: time,
    paid_at: time,
    region: text,
    request_id: text,
    unknown: fc.anything(),
  },
  { requiredKeys: ['fact', 'source_id'] },
);
const event = fc.record(
  {
    fact: fc.constant('event'),
    source_id: id,
    name: fc.constantFrom('Product Viewed', 'Page Viewed', 'product viewed', ''),
    at: time,
    revision: amount,
    source_known_at: time,
    app_id: text,
    channel: text,
    account: nullable,
    anonymous_id: fc.oneof(text, fc.constantFrom('x'.repeat(128), 'x'.repeat(129))),
    session: text,
    surface: fc.oneof(text, fc.constantFrom('x'.repeat(32), 'x'.repeat(33))),
    shop: nullable,
    item: nullable,
    variant: nullable,
    offer: nullable,
    order: nullable,
    query: fc.oneof(text, fc.constantFrom('x'.repeat(512), 'x'.repeat(513))),
    slot: fc.oneof(amount, fc.constantFrom(65_535, 65_536)),
    quantity: amount,
    value_minor: fc.oneof(amount, fc.constantFrom(-5, -(2 ** 53 - 1), -(2 ** 53))),
    impression_id: text,
    request_id: text,
    duration_ms: fc.oneof(amount, fc.constantFrom(86_400_000, 86_400_001)),
    unknown: fc.anything(),
  },
  { requiredKeys: ['fact', 'source_id'] },
);

type Row = Record<string, unknown>;
const KINDS = [
  {
    kind: 'order_line',
    any: line as fc.Arbitrary<Row>,
    plain: plainLine,
    schema: OrderLineFact,
    good: {
      fact: 'order_line',
      source_id: 'l1',
      order: 'o1',
      quantity: 1,
      gross_minor: 1200,
      paid_minor: 1000,
      currency: 'EUR',
      ordered_at: '2024-03-10T04:00:00Z',
    },
    odd: [{ unknown: 1 }, { ordered_at: '2024-02-29T04:00:00Z' }, { paid_at: '2024-03-10T04:00:00+01:00' }],
  },
  {
    kind: 'event',
    any: event as fc.Arbitrary<Row>,
    plain: plainEvent,
    schema: EventFact,
    good: { fact: 'event', source_id: 'e1', name: 'Product Viewed', at: '2024-03-10T04:00:00Z' },
    odd: [{ unknown: 1 }, { at: '2024-02-29T04:00:00Z' }, { at: '2024-03-10T04:00:00+01:00' }],
  },
];

describe.each(KINDS)('$kind', ({ any, plain, schema, good, odd }) => {
  function agree(row: Row): boolean {
    const taken = plain(row, row.source_id);
    if (taken !== null) expect(taken).toEqual(schema.parse(row));
    return taken !== null;
  }

  it('what is taken as plain is what the schema makes of it', () => {
    fc.assert(
      fc.property(any, (row) => void agree(row)),
      { numRuns: 500 },
    );
  });

  it('one field of a sound one at a time: taken where the schema takes it, but for what is unusual', () => {
    let taken = 0;
    fc.assert(
      fc.property(any, (row) => {
        for (const name of Object.keys(row)) if (agree({ ...good, [name]: row[name] })) taken++;
      }),
      { numRuns: 500 },
    );
    expect(taken).toBeGreaterThan(1000);
  });

  it('leaves to the schema what it does not know', () => {
    expect(plain(good, good.source_id)).not.toBeNull();
    for (const one of odd) {
      expect(plain({ ...good, ...one }, good.source_id)).toBeNull();
      expect(schema.safeParse({ ...good, ...one }).success).toBe(true);
    }
  });
});
