import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  businessDate,
  daysBetween,
  exponentOf,
  idOf,
  instantOfWallClock,
  isId,
  type LocalDate,
  localDate,
  pseudonymOf,
  rngOf,
  splitMinor,
  startOfDay,
  toMinor,
  windowOf,
} from './index.ts';

const ZONES = [
  'Asia/Shanghai',
  'America/New_York',
  'America/Sao_Paulo',
  'Europe/London',
  'Australia/Lord_Howe',
  'UTC',
];
const zone = fc.constantFrom(...ZONES);
const instant = fc.integer({ min: Date.UTC(2008, 0, 1), max: Date.UTC(2030, 0, 1) });
const date = fc.integer({ min: 0, max: 8000 }).map((n) => addDays(localDate('2008-01-01'), n));

describe('time', () => {
  it('an instant lies within its business date, half-open', () => {
    fc.assert(
      fc.property(instant, zone, (t, z) => {
        const day = businessDate(t, z);
        expect(startOfDay(day, z)).toBeLessThanOrEqual(t);
        expect(startOfDay(addDays(day, 1), z)).toBeGreaterThan(t);
      }),
    );
  });

  it('days have 23, 23.5, 24, 24.5 or 25 hours and no gaps', () => {
    fc.assert(
      fc.property(date, zone, (d, z) => {
        const hours = (startOfDay(addDays(d, 1), z) - startOfDay(d, z)) / 3_600_000;
        expect([23, 23.5, 24, 24.5, 25]).toContain(hours);
      }),
    );
  });

  it('a wall clock that exists once goes there and back', () => {
    fc.assert(
      fc.property(instant, zone, (t, z) => {
        const second = Math.floor(t / 1000) * 1000;
        const format = new Intl.DateTimeFormat('sv-SE', {
          timeZone: z,
          dateStyle: 'short',
          timeStyle: 'medium',
        });
        const back = instantOfWallClock(format.format(second), z);
        // Where clocks go back, the repeated hour takes the earlier instant.
        expect([0, 1_800_000, 3_600_000]).toContain(second - back);
      }),
    );
  });

  it('knows days when clocks change', () => {
    expect(
      startOfDay(localDate('2017-03-13'), 'America/New_York') -
        startOfDay(localDate('2017-03-12'), 'America/New_York'),
    ).toBe(23 * 3_600_000);
    expect(
      startOfDay(localDate('2017-11-06'), 'America/New_York') -
        startOfDay(localDate('2017-11-05'), 'America/New_York'),
    ).toBe(25 * 3_600_000);
    // São Paulo's clocks used to skip midnight itself: the day began at 01:00.
    expect(new Date(startOfDay(localDate('2017-10-15'), 'America/Sao_Paulo')).toISOString()).toBe(
      '2017-10-15T03:00:00.000Z',
    );
    expect(instantOfWallClock('2017-03-12 02:30:00', 'America/New_York')).toBe(Date.UTC(2017, 2, 12, 7, 30));
    expect(instantOfWallClock('2017-11-05 01:30:00', 'America/New_York')).toBe(Date.UTC(2017, 10, 5, 5, 30));
  });

  it('W(T, 365) is 365 days, over a leap day too', () => {
    expect(windowOf(localDate('2024-12-31'), 365)).toEqual({ from: '2024-01-02', to: '2024-12-31' });
    expect(windowOf(localDate('2023-12-31'), 365)).toEqual({ from: '2023-01-01', to: '2023-12-31' });
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 800 }), (d, n) => {
        expect(daysBetween(windowOf(d, n).from, windowOf(d, n).to)).toBe(n - 1);
      }),
    );
  });

  it('refuses dates and times that do not exist', () => {
    for (const bad of ['2023-02-29', '2024-13-01', '24-01-01', '', '2024-1-1'])
      expect(() => localDate(bad)).toThrow(/date/i);
    for (const bad of ['2023-02-29 10:00', 'yesterday', '2024-01-01T10'])
      expect(() => instantOfWallClock(bad, 'UTC')).toThrow();
    expect(() => businessDate(0, 'Mars/Olympus')).toThrow(/time zone/);
    expect((localDate('2024-02-29') as LocalDate).length).toBe(10);
  });
});

describe('money', () => {
  it('keeps every decimal that the currency has', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (minor) => {
        expect(toMinor((minor / 100).toFixed(2), 'USD')).toBe(minor);
        expect(toMinor(minor / 100, 'USD')).toBe(minor);
        expect(toMinor(String(minor), 'JPY')).toBe(minor);
      }),
    );
  });

  it('rounds half away from zero, by the decimal that is printed', () => {
    expect([
      toMinor(1.005, 'USD'),
      toMinor('-1.005', 'USD'),
      toMinor('0.0049', 'USD'),
      toMinor(1e-7, 'USD'),
    ]).toEqual([101, -101, 0, 0]);
    expect([toMinor('12.3455', 'KWD'), toMinor('7', 'USD'), toMinor('.5', 'EUR'), exponentOf('XPF')]).toEqual(
      [12346, 700, 50, 0],
    );
  });

  it('refuses what is no amount, or too large', () => {
    for (const bad of ['', 'abc', '1,5', '1e3', Number.NaN, Number.POSITIVE_INFINITY, '.'])
      expect(() => toMinor(bad, 'USD')).toThrow();
    expect(() => toMinor('90071992547409.92', 'USD')).toThrow(/2\^53/);
    expect(toMinor('90071992547409.91', 'USD')).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('splits to the last unit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 20 }),
        (total, weights) => {
          const parts = splitMinor(total, weights);
          expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
          const sum = weights.reduce((a, b) => a + b, 0);
          if (sum > 0)
            for (const [i, part] of parts.entries())
              expect(Math.abs(part - (total * weights[i]!) / sum)).toBeLessThan(1);
        },
      ),
    );
    expect(splitMinor(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(splitMinor(5, [])).toEqual([]);
  });
});

describe('ids', () => {
  it('are the same everywhere, and differ by kind, source and key', () => {
    expect(idOf('item', 'shop', '42')).toBe(idOf('item', 'shop', '42'));
    expect(idOf('item', 'shop', '42')).toMatch(/^itm_[0-9a-f]{24}$/);
    const all = [
      idOf('item', 'shop', '42'),
      idOf('item', 'sho', 'p42'),
      idOf('item', 'shop', '43'),
      idOf('variant', 'shop', '42'),
    ];
    expect(new Set(all.map((id) => id.slice(4))).size).toBe(4);
    expect(pseudonymOf('account', 'a', 's', '1')).not.toBe(pseudonymOf('account', 'b', 's', '1'));
    expect([
      isId('item', idOf('item', 's', '1')),
      isId('item', idOf('order', 's', '1')),
      isId('item', 'itm_1'),
    ]).toEqual([true, false, false]);
  });
});

describe('random numbers', () => {
  it('are uniform, normal, repeatable, and independent of the order of use', () => {
    const a = rngOf('seed');
    const draws = Array.from({ length: 20_000 }, () => a.next());
    expect(draws.reduce((x, y) => x + y, 0) / draws.length).toBeCloseTo(0.5, 1);
    expect(rngOf('seed').next()).toBe(draws[0]);
    const person7 = rngOf(1).derive(7).next();
    const parent = rngOf(1);
    parent.next();
    parent.derive(3).next();
    expect(parent.derive(7).next()).toBe(person7);
    const normals = Array.from({ length: 20_000 }, () => a.normal());
    expect(Math.abs(normals.reduce((x, y) => x + y, 0) / normals.length)).toBeLessThan(0.03);
    expect(normals.reduce((x, y) => x + y * y, 0) / normals.length).toBeCloseTo(1, 1);
    for (let i = 0; i < 1000; i++) expect(a.below(7)).toBeLessThan(7);
  });
});
