import type { SearchScope } from '../../contracts/index.ts';
import { attributeColumn, type FacetColumn, facetOf, type SearchIndex } from '../../search/index.ts';
import type { Snapshot } from '../snapshot/types.ts';

/** What a scope lets through, over numbers of the snapshot. */
export interface Narrowing {
  /** An offer that can be had and passes what is asked of offers. */
  readonly offer: (offer: number) => boolean;
  /** An item with such an offer, in the category that is looked at. */
  readonly item: (item: number) => boolean;
  /** Whether anything is asked of offers but that they can be had. */
  readonly asks: boolean;
  /** What is chosen of facets: brand, category and attributes, each narrowing the others' counts. */
  readonly facets: readonly FacetColumn[];
}

/** Reads a scope. Ids that the snapshot does not know let nothing through. */
export function narrowingOf(
  snapshot: Snapshot,
  index: SearchIndex | null,
  scope: SearchScope | undefined,
): Narrowing {
  const { items, offers, merchants, shops } = snapshot;
  const merchant = numberOf(merchants, scope?.merchant_id);
  const shop = numberOf(shops, scope?.shop_id);
  const from = scope?.price_from_minor ?? 0;
  const to = scope?.price_to_minor ?? Number.POSITIVE_INFINITY;
  const offer = (o: number) =>
    offers.active[o] === 1 &&
    (merchant === null || offers.merchant[o] === merchant) &&
    (shop === null || offers.shop[o] === shop) &&
    offers.price_minor[o]! >= from &&
    offers.price_minor[o]! <= to;
  return {
    offer,
    item: (item) => {
      for (let i = items.offers.start[item]!; i < items.offers.start[item + 1]!; i++)
        if (offer(items.offers.values[i]!)) return true;
      return false;
    },
    asks: merchant !== null || shop !== null || from > 0 || to < Number.POSITIVE_INFINITY,
    facets: [categoryFacet(snapshot, scope), brandFacet(snapshot, scope), ...attributeFacets(index, scope)],
  };
}

/** The number of an id that narrows: null where none was given, −2 (nothing) where it is unknown. */
function numberOf(names: { find(id: string): number }, id: string | undefined): number | null {
  if (!id) return null;
  const found = names.find(id);
  return found < 0 ? -2 : found;
}

/** Leaf categories; choosing one above chooses its leaves. */
function categoryFacet({ items, categories }: Snapshot, scope: SearchScope | undefined): FacetColumn {
  const asked = numberOf(categories, scope?.category_id);
  const chosen = new Set<number>();
  if (asked !== null)
    for (let c = 0; c < categories.parent.length; c++)
      for (const above of ancestors(categories.parent, c)) if (above === asked) chosen.add(c);
  return {
    name: 'category',
    size: categories.parent.length,
    values: items.category,
    chosen: asked === null ? null : chosen,
  };
}

function brandFacet({ items, brands }: Snapshot, scope: SearchScope | undefined): FacetColumn {
  const asked = scope?.brand_ids ?? [];
  return {
    name: 'brand',
    size: brands.id.length,
    values: items.brand,
    chosen: asked.length === 0 ? null : new Set(asked.map((id) => brands.find(id)).filter((b) => b >= 0)),
  };
}

/** One column for each attribute that is chosen, and one for all of them: counting every attribute apart costs too much. */
function attributeFacets(index: SearchIndex | null, scope: SearchScope | undefined): FacetColumn[] {
  if (!index) return [];
  const byKey = new Map<string, Set<number>>();
  for (const pair of scope?.attributes ?? []) {
    const key = pair.slice(0, pair.indexOf('='));
    const chosen = byKey.get(key) ?? new Set();
    const value = facetOf(index, pair);
    if (value >= 0) chosen.add(value);
    byKey.set(key, chosen);
  }
  return [
    attributeColumn(index, '', null),
    ...[...byKey].map(([name, chosen]) => attributeColumn(index, name, chosen)),
  ];
}

/** A category and those above it. */
function* ancestors(parent: ArrayLike<number>, category: number): Generator<number> {
  for (let c = category; c >= 0; c = parent[c]!) yield c;
}
