import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rngOf } from '../../base/index.ts';
import { FEATURES } from '../../models/index.ts';
import { assemble } from './build/assemble.ts';
import { indexCatalogue } from './build/catalogue.ts';
import { impressionRows } from './build/impressions.ts';
import { peopleLines } from './build/people.ts';
import {
  encodeSnapshot,
  exampleAccount,
  exampleRows,
  factsOf,
  openSnapshot,
  type Snapshot,
  type SnapshotRows,
  snapshotFrom,
  snapshotPieces,
} from './index.ts';
import { referenceOf, referenceWeight } from './reference.ts';

/** Worlds by seed and size. */
const worlds = fc.record({ seed: fc.nat(1_000), people: fc.integer({ min: 0, max: 60 }) });
const each = (check: (rows: SnapshotRows, snapshot: Snapshot) => void, runs = 8) =>
  fc.assert(
    fc.property(worlds, ({ seed, people }) => {
      const rows = exampleRows(seed, people);
      check(rows, snapshotFrom(rows));
    }),
    { numRuns: runs },
  );
const encoded = (rows: SnapshotRows) => encodeSnapshot(assemble(factsOf(rows)));

describe('columns against the plain reference', { timeout: 120_000 }, () => {
  it('[B1] what happened to an offer: decayed counts, trend, refunds, cleanliness', () => {
    each((rows, { offers }) => {
      const plain = referenceOf(rows);
      rows.offers.forEach(({ id }, o) => {
        expect(offers.find(id)).toBe(o);
        for (const key of ['shown', 'clicked', 'bought', 'trend', 'refundRate', 'clean'] as const)
          expect(offers[key][o], `${key} of ${id}`).toBeCloseTo(plain[key](id), 5);
      });
    }, 4);
  });

  it('[B2] orders: the likeliest bought first, in a category and those above it, in an item, in a shop', () => {
    each((rows, { offers, categories, items, shops }) => {
      const plain = referenceOf(rows);
      const ids = (list: ArrayLike<number>) => Array.from(list, (o) => offers.id.at(o));
      expect(ids(offers.popular)).toEqual(plain.popular());
      rows.categories.forEach(({ id }, c) => {
        const { start, values } = categories.offers;
        expect(ids(values.subarray(start[c], start[c + 1]))).toEqual(plain.offersBelow(id));
      });
      const once = (lists: { values: Uint32Array }) => [...lists.values].sort((a, b) => a - b);
      const all = rows.offers.map((_, o) => o);
      expect([once(items.offers), once(shops.offers)]).toEqual([all, all]);
    }, 4);
  });

  it('[B3] people: their lines, the oldest first, what they looked at, and nobody else', () => {
    each((rows, { people, items, manifest }) => {
      const plain = referenceOf(rows);
      rows.people.forEach(({ accounts }, p) => {
        expect(people.find(accounts[0]!)).toBe(p);
        expect(people.id(p)).toBe(accounts[0]);
        const own = plain.lines(p);
        const at = people.start[p]!;
        expect(people.start[p + 1]! - at).toBe(own.length);
        own.forEach(({ item, day, amount }, k) => {
          const i = at + k;
          expect([items.id.at(people.item[i]!), people.day[i], people.amount_minor[i]]).toEqual([
            item,
            day,
            amount,
          ]);
        });
        const seen = people.viewed.values.subarray(people.viewed.start[p], people.viewed.start[p + 1]);
        expect(Array.from(seen, (i) => items.id.at(i))).toEqual(plain.viewed(p));
        expect(people.position[p]).toBeGreaterThanOrEqual(0);
        expect(people.position[p]).toBeLessThanOrEqual(1);
      });
      expect(people.find(exampleAccount('nobody'))).toBe(-1);
      expect([people.find(''), people.find('acc_x'), people.id(-1), people.id(people.length)]).toEqual([
        -1,
        -1,
        '',
        '',
      ]);
      expect(manifest.counts.lines).toBe(people.start[people.length]);
    });
  });

  it('[B4] how a category is bought again', () => {
    each((rows, { categories }) => {
      const plain = referenceOf(rows);
      rows.categories.forEach(({ id }, c) => {
        const { days, rate } = plain.repeats(id);
        expect(categories.repeatDays[c]).toEqual(days);
        expect(categories.repeatRate[c]).toBeCloseTo(rate, 6);
      });
    }, 4);
  });

  it('[B5] neighbours: bought together beyond chance; seen together in a leaf; told apart', () => {
    each((rows, snapshot) => {
      const plain = referenceOf(rows);
      const bought = plain.purchaseBaskets();
      const seen = plain.visitBaskets();
      const sample = rngOf(rows.lines.length);
      for (let trial = 0; trial < 150; trial++) {
        const i = sample.below(rows.items.length);
        const j = sample.below(rows.items.length);
        if (i === j) continue;
        const [a, b] = [rows.items[i]!.id, rows.items[j]!.id];
        const leaf = plain.leafOf(a) === plain.leafOf(b);
        const complement = referenceWeight(bought, a, b, (x, y) => !leaf || x === y);
        const substitute = leaf ? referenceWeight(seen, a, b, () => true) : 0;
        const weightIn = (kind: 'co_purchase' | 'co_view') => {
          const { start, values, weight } = snapshot.neighbours[kind];
          const row = values.subarray(start[i], start[i + 1]);
          const at = row.indexOf(j);
          // A full list may have left the pair out.
          return at >= 0 ? weight[start[i]! + at]! : row.length === 30 ? null : 0;
        };
        const together = weightIn('co_purchase');
        if (together !== null)
          expect(together).toBeCloseTo(leaf && complement < substitute ? 0 : complement, 5);
        const instead = weightIn('co_view');
        if (instead !== null) expect(instead).toBeCloseTo(substitute > complement ? substitute : 0, 5);
      }
    }, 5);
  });

  it('[B6] alternatives are of the leaf, at the same position, near in price, the nearest first', () => {
    each((_, { items, offers, neighbours: { alternative } }) => {
      for (let i = 0; i < items.category.length; i++) {
        const first = (item: number) =>
          items.offers.values
            .subarray(items.offers.start[item], items.offers.start[item + 1])
            .find((o) => offers.active[o] === 1)!;
        for (let k = alternative.start[i]!; k < alternative.start[i + 1]!; k++) {
          const j = alternative.values[k]!;
          expect(items.category[j]).toBe(items.category[i]);
          const ratio = offers.price_minor[first(i)]! / offers.price_minor[first(j)]!;
          expect(Math.abs(Math.log(ratio))).toBeLessThan(Math.log(1.5));
          const gap = Math.abs(offers.position[first(i)]! - offers.position[first(j)]!);
          expect(Number.isNaN(gap) || gap <= 0.1501).toBe(true);
          expect(alternative.weight[k]).toBeGreaterThan(0);
          expect(alternative.weight[k]).toBeLessThanOrEqual(1);
          if (k > alternative.start[i]!)
            expect(alternative.weight[k]).toBeLessThanOrEqual(alternative.weight[k - 1]!);
        }
      }
    });
  });
});

describe('impressions', { timeout: 120_000 }, () => {
  it('[B7] are told as of their day: as a snapshot of that day has the offer and the person, outcomes apart', () => {
    for (const seed of [1, 2]) {
      const rows = exampleRows(seed, 40);
      const facts = factsOf(rows);
      const catalogue = indexCatalogue(facts.catalogue);
      const own = peopleLines(facts.lines, rows.people.length, rows.day);
      const whole = snapshotFrom(rows);
      const got = impressionRows({
        catalogue,
        lines: facts.lines,
        events: facts.events,
        own,
        linePosition: whole.people.linePosition,
        offers: whole.offers,
        categories: whole.categories,
        day: rows.day,
      });
      const shown = rows.events!.filter((row) => row.kind === 'shown');
      expect(got.weight.reduce((a, b) => a + b, 0)).toBe(shown.length);
      const clicked = shown.filter((row) =>
        rows.events!.some((e) => e.kind === 'clicked' && e.offer === row.offer && e.session === row.session),
      );
      expect(got.click.reduce((a, b) => a + b, 0)).toBe(clicked.length);
      const order = Array.from(facts.events.kind.keys())
        .filter((i) => facts.events.kind[i] === 0)
        .sort((a, b) => facts.events.day[a]! - facts.events.day[b]! || a - b);
      const column = (name: (typeof FEATURES)[number], i: number) => got.values[FEATURES.indexOf(name)]![i];
      for (let i = 0; i < order.length; i += 37) {
        const event = order[i]!;
        const day = facts.events.day[event]!;
        const offer = rows.offers[facts.events.offer[event]!]!;
        const then = referenceOf({ ...rows, day });
        const person = facts.events.person[event]!;
        const active = rows.offers.filter((row) => row.active ?? true).length;
        const mean = rows.offers.reduce((sum, { id }) => sum + then.bought(id), 0) / active;
        expect(column('popularity', i)).toBeCloseTo(Math.log((then.bought(offer.id) + 1) / (mean + 1)), 4);
        expect(column('trend', i)).toBeCloseTo(Math.min(2, then.trend(offer.id)), 4);
        const clicks = then.clicked(offer.id) + 20 * got.usual.click;
        const views = Math.max(then.shown(offer.id), then.clicked(offer.id)) + 20;
        expect(column('click_rate', i)).toBeCloseTo(Math.log(clicks / views / (1 - clicks / views)), 4);
        const history = then.lines(person).filter((row) => row.item === offer.item);
        expect(column('habit', i)).toBeCloseTo(Math.log1p(new Set(history.map((row) => row.day)).size), 5);
        // The reference cuts the list at 20, which nobody here reaches.
        expect(column('viewed', i)).toBe(then.viewed(person).includes(offer.item) ? 1 : 0);
      }
    }
  });

  it('[B9] what names its decision counts for that one alone; what names none counts by the visit and the days', () => {
    const rows = exampleRows(1, 40);
    const [first, second] = rows.offers.filter(({ item }, n, all) => n === 0 || item !== all[0]!.item);
    const account = rows.people[0]!.accounts[0]!;
    const day = rows.day - 3;
    const shown = (decision: string, offer: string) => ({
      kind: 'shown' as const,
      account,
      offer,
      day,
      session: 's',
      ...(decision && { decision }),
    });
    const outcomes = (orders: string | null, clicks: string | null) => {
      const facts = factsOf({
        ...rows,
        events: [
          shown('dec_a', first!.id),
          shown('dec_b', first!.id),
          shown('', second!.id),
          ...[first!, second!].map(({ id }) => ({
            kind: 'clicked' as const,
            account,
            offer: id,
            day,
            session: 's',
            ...(clicks && { decision: clicks }),
          })),
        ],
        lines: [first!, second!].map(({ id }) => ({
          account,
          offer: id,
          day: day + 1,
          amount_minor: 100,
          ...(orders && { decision: orders }),
        })),
      });
      const whole = snapshotFrom(rows);
      const { click, purchase } = impressionRows({
        catalogue: indexCatalogue(facts.catalogue),
        lines: facts.lines,
        events: facts.events,
        own: peopleLines(facts.lines, rows.people.length, rows.day),
        linePosition: new Float32Array(2),
        offers: whole.offers,
        categories: whole.categories,
        day: rows.day,
      });
      return { click: [...click].join(''), purchase: [...purchase].join('') };
    };
    // By the impressions of A, of B, and of no decision.
    expect(outcomes(null, null)).toEqual({ click: '111', purchase: '111' });
    expect(outcomes('dec_a', 'dec_b')).toEqual({ click: '011', purchase: '101' });
    expect(outcomes('dec_c', null)).toEqual({ click: '111', purchase: '001' });
  });

  it('[B8] too few of them are an answer, not a model', () => {
    expect(snapshotFrom(exampleRows(1, 5)).models.response).toMatchObject({
      status: 'uninformative',
      code: 'too_few_impressions',
    });
  });
});

describe('the file', { timeout: 120_000 }, () => {
  it('[C1] equal facts are equal bytes, whenever they are built; another fact is another hash', () => {
    each((rows) => {
      const bytes = encoded(rows);
      expect(Buffer.compare(encoded(rows), bytes)).toBe(0);
      const later = { ...rows, manifest: { built_at: '2031-01-01T00:00:00.000Z' } };
      expect(openSnapshot(encoded(later)).manifest.hash).toBe(openSnapshot(bytes).manifest.hash);
      if (rows.lines.length === 0) return;
      const other = {
        ...rows,
        lines: rows.lines.with(0, { ...rows.lines[0]!, amount_minor: 1_234_567 }),
        manifest: { known_at: 7 },
      };
      expect(openSnapshot(encoded(other)).manifest.hash).not.toBe(openSnapshot(bytes).manifest.hash);
    }, 4);
  });

  it('[C2] one bit changed anywhere that counts, or bytes cut off, and it is refused', () => {
    const bytes = encoded(exampleRows(3, 20));
    fc.assert(
      fc.property(fc.integer({ min: 48, max: bytes.length - 1 }), fc.nat(7), (at, bit) => {
        const broken = bytes.slice();
        broken[at]! ^= 1 << bit;
        expect(() => openSnapshot(broken)).toThrowError(
          expect.objectContaining({ code: 'snapshot_invalid' }),
        );
      }),
    );
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => openSnapshot(bytes.subarray(0, length))).toThrowError(
          expect.objectContaining({ code: 'snapshot_invalid' }),
        );
      }),
    );
    const future = bytes.slice();
    future[7] = 9;
    expect(() => openSnapshot(future)).toThrow('format 9');
    expect(() =>
      openSnapshot(Buffer.from('not a snapshot, but long enough to be looked at by the reader of one')),
    ).toThrow('does not begin');
  });

  it('[C3] opens over its bytes without copies, also where they start at an odd place', () => {
    const bytes = encoded(exampleRows(4, 20));
    const whole = openSnapshot(bytes);
    expect(whole.people.item.buffer).toBe(bytes.buffer);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const other = openSnapshot(shifted.subarray(3));
    expect([...other.people.amount_minor]).toEqual([...whole.people.amount_minor]);
    expect(snapshotPieces(assemble(factsOf(exampleRows(4, 20)))).hash).toBe(whole.manifest.hash);
  });

  it('[C4] names, attributes and models come back as they were', () => {
    const rows = exampleRows(5, 10);
    const models = { nextCategory: { a: [1, 2] }, response: null, need: null };
    const { items, categories, brands, merchants, ...rest } = snapshotFrom({
      ...rows,
      models,
      modelCategories: ['cat_1_1', 'cat_9'],
      search: Uint8Array.of(1, 2, 3),
    });
    rows.items.forEach((row, i) => {
      expect([items.id.at(i), items.sourceId.at(i), items.en.at(i), items.zh.at(i)]).toEqual([
        row.id,
        row.source_id,
        row.en,
        row.zh,
      ]);
      expect(items.attributes(i)).toEqual(
        new Map([
          ['colour', row.attributes!.colour!.toLowerCase()],
          ['size', row.attributes!.size!],
        ]),
      );
      expect(items.brand[i]).toBe(row.brand ? brands.find(row.brand) : -1);
    });
    expect(categories.inModel[categories.find('cat_1_1')]).toBe(0);
    expect(categories.inModel[categories.find('cat_0')]).toBe(-1);
    expect([categories.find('cat_9'), categories.en.at(-1), categories.en.at(99)]).toEqual([-1, '', '']);
    expect(merchants.industry.at(merchants.find('mer_4'))).toBe('home');
    expect(rest.models).toEqual(models);
    expect(categories.share[categories.find('cat_0')]).toBeGreaterThan(0);
    expect([...rest.search!]).toEqual([1, 2, 3]);
  });
});
