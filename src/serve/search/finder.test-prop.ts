import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CatalogueRow, SearchScope } from '../../contracts/index.ts';
import { buildIndex, encodeIndex } from '../../search/index.ts';
import { requestOf } from '../decide/testing.ts';
import { withPatch } from '../patch/patch.ts';
import { documentsOf, exampleRows, type Snapshot, snapshotFrom } from '../snapshot/index.ts';
import { openFinder } from './finder.ts';

const example = exampleRows(6, 30);
const DAY_MS = 86_400_000;
const rows = {
  ...example,
  variants: example.items.map(({ id }) => ({ id: `v_${id}`, item: id, unit: 'piece', unit_quantity: 1 })),
  offers: example.offers.map((row) => ({ ...row, variant: `v_${row.item}` })),
};
const snapshot = snapshotFrom({ ...rows, search: encodeIndex(buildIndex(documentsOf(rows))) });
const AT = rows.day * DAY_MS + DAY_MS / 2;

/** Prices, withdrawals, another item of a known offer, and offers of an item that is new. */
const told = fc
  .array(
    fc.record({
      offer: fc.constantFrom(...rows.offers.slice(0, 20).map(({ id }) => id), 'ofr_new', 'ofr_other'),
      item: fc.constantFrom(...rows.items.slice(0, 6).map(({ id }) => id), 'itm_new'),
      price_minor: fc.integer({ min: 1, max: 9_000 }),
      status: fc.constantFrom('active', 'withdrawn'),
    }),
    { maxLength: 8 },
  )
  .map((changes) => {
    const stamp = (seq: number) => ({ seq, revision: 0, valid_from: AT - DAY_MS, source_id: 's' });
    const named = { en: 'quokka', zh: '短尾' };
    const item: CatalogueRow[] = [
      {
        kind: 'item',
        id: 'itm_new',
        ...named,
        ...stamp(1),
        category: rows.items[0]!.category!,
        brand: rows.items[1]!.brand!,
        attributes: { colour: 'red' },
      },
      {
        kind: 'variant',
        id: 'v_itm_new',
        ...named,
        ...stamp(2),
        item: 'itm_new',
        unit: 'piece',
        unit_quantity: 1,
      },
    ];
    const offers = changes.map(
      ({ offer, item: sold, price_minor, status }, n): CatalogueRow => ({
        kind: 'offer',
        id: offer,
        en: '',
        zh: '',
        ...stamp(3 + n),
        shop: rows.shops[n % rows.shops.length]!.id,
        variant: `v_${sold}`,
        price_minor,
        list_price_minor: price_minor,
        status,
      }),
    );
    return withPatch(snapshot, [...item, ...offers], AT);
  });

const some = <T>(values: readonly T[], none: T) => fc.constantFrom(none, none, ...values);
const scopes: fc.Arbitrary<SearchScope> = fc.record({
  category_id: some(
    rows.categories.map(({ id }) => id),
    '',
  ),
  brand_ids: fc.uniqueArray(fc.constantFrom(...rows.brands.map(({ id }) => id), 'brd_none'), {
    maxLength: 2,
  }),
  merchant_id: some(
    rows.merchants.map(({ id }) => id),
    '',
  ),
  shop_id: some([...rows.shops.map(({ id }) => id), 'shp_none'], ''),
  price_from_minor: fc.option(fc.integer({ min: 0, max: 6_000 }), { freq: 3 }),
  price_to_minor: fc.option(fc.integer({ min: 1_000, max: 9_000 }), { freq: 3 }),
  attributes: fc.uniqueArray(fc.constantFrom('colour=red', 'colour=blue', 'size=xl', 'colour=none'), {
    maxLength: 2,
  }),
  sort: fc.constant('best' as const),
  skip: fc.constant(0),
});

/** The slow plain way: every item looked at by its ids, and those that pass sorted by the best of their offers that can be had. */
function plainly(on: Snapshot, scope: SearchScope) {
  const { offers, items, categories, brands, merchants, shops } = on;
  const numbers = Array.from(offers.item, (_, o) => o);
  const upwards = (c: number): string[] =>
    c < 0 ? [] : [categories.id.at(c), ...upwards(categories.parent[c]!)];
  const key = (pair: string) => pair.split('=')[0]!;
  const keys = [...new Set(scope.attributes.map(key))];
  const had = (o: number) => offers.active[o] === 1;
  const asked = (o: number) =>
    (scope.merchant_id === '' || merchants.id.at(offers.merchant[o]!) === scope.merchant_id) &&
    (scope.shop_id === '' || shops.id.at(offers.shop[o]!) === scope.shop_id) &&
    offers.price_minor[o]! >= (scope.price_from_minor ?? 0) &&
    offers.price_minor[o]! <= (scope.price_to_minor ?? Number.POSITIVE_INFINITY);
  const pairs = (item: number) => [...items.attributes(item)].map(([name, value]) => `${name}=${value}`);
  const passes = {
    category: (item: number) =>
      scope.category_id === '' || upwards(items.category[item]!).includes(scope.category_id),
    brand: (item: number) =>
      scope.brand_ids.length === 0 || scope.brand_ids.includes(brands.id.at(items.brand[item]!)),
    ...Object.fromEntries(
      keys.map((name) => [
        name,
        (item: number) => pairs(item).some((pair) => key(pair) === name && scope.attributes.includes(pair)),
      ]),
    ),
  };
  const allowed = Array.from(items.category, (_, item) => item).filter((item) =>
    numbers.some((o) => offers.item[o] === item && had(o) && asked(o)),
  );
  const after = (a: number, b: number) =>
    offers.bought[b]! - offers.bought[a]! || offers.clicked[b]! - offers.clicked[a]! || a - b;
  const best = new Map(
    allowed.map((item) => [item, numbers.filter((o) => offers.item[o] === item && had(o)).sort(after)[0]!]),
  );
  const kept = allowed
    .filter((item) => Object.values(passes).every((pass) => pass(item)))
    .sort((a, b) => after(best.get(a)!, best.get(b)!));
  const countOf = (name: string, nameOf: (item: number) => string) => {
    const others = Object.entries(passes).filter(([facet]) => facet !== name);
    const counts: Record<string, number> = {};
    for (const item of allowed) {
      const value = nameOf(item);
      if (value !== '' && others.every(([, pass]) => pass(item))) counts[value] = (counts[value] ?? 0) + 1;
    }
    return counts;
  };
  return {
    kept,
    category: countOf('category', (item) => categories.id.at(items.category[item]!)),
    brand: countOf('brand', (item) => brands.id.at(items.brand[item]!)),
  };
}

it('[F1] where nothing matches, or nothing is typed, what can be had in the scope is given, the likeliest bought first, with its facets', () => {
  let popular = 0;
  fc.assert(
    fc.property(
      fc.oneof(fc.constant(snapshot), told),
      scopes,
      fc.constantFrom('', 'xqzvwk', '〇〇'),
      fc.integer({ min: 1, max: 300 }),
      (on, scope, query, most) => {
        const finder = openFinder(on);
        const plain = plainly(on, scope);
        const idsOf = (name: 'category' | 'brand', names: typeof on.brands | typeof on.categories) =>
          Object.fromEntries(
            (finder.find(request, undefined, most).facets().get(name) ?? []).map(({ value, count }) => [
              names.id.at(value),
              count,
            ]),
          );
        const request = requestOf({ scenario: 'search', query, scope });
        const found = finder.find(request, undefined, most);
        expect(found.popular).toBe(query !== '');
        popular += query !== '' && found.items.length > 0 ? 1 : 0;
        expect([...found.items]).toEqual(plain.kept.slice(0, most));
        expect([...found.relevance]).toEqual(plain.kept.slice(0, most).map(() => 0));
        // What was asked for was not found: none of it counts as found.
        expect([found.total, found.whole]).toEqual(
          query === '' ? [plain.kept.length, plain.kept.length] : [0, 0],
        );
        expect(idsOf('category', on.categories)).toEqual(plain.category);
        expect(idsOf('brand', on.brands)).toEqual(plain.brand);
        // Asked again after something else, it is the same.
        finder.find(requestOf({ scenario: 'search', query: '' }), undefined, 5);
        expect([...finder.find(request, undefined, most).items]).toEqual([...found.items]);
      },
    ),
    { numRuns: 150 },
  );
  expect(popular).toBeGreaterThan(0);
});
