import { GcError } from '../../base/index.ts';
import type {
  Decision,
  NormalisedRequest,
  Search,
  SearchAnswer,
  SearchScope,
} from '../../contracts/index.ts';
import { facetText } from '../../search/index.ts';
import { type Found, nameOf, type Snapshot } from '../../serve/index.ts';
import { slateOf } from './answer.ts';
import { find, type Who } from './normalise.ts';

/** Values of a facet, and attributes, that are shown at most. */
const VALUES = 50;
const ATTRIBUTES = 6;

/** A search as a request that can be decided and replayed. @throws reference_unknown for a category, merchant or shop that is not there */
export function normaliseSearch(body: Search, who: Who, snapshot: Snapshot): NormalisedRequest {
  const { filters, source } = body;
  const one = (kind: 'category' | 'shop', ref: string | null): string => {
    if (ref === null || ref === '') return '';
    const found = find(snapshot, kind, source, ref);
    if (found !== '') return found;
    const detail = `${kind} ${JSON.stringify(ref)} of source ${source} is not in the snapshot.`;
    throw new GcError('reference_unknown', detail, {
      causes: [{ pointer: `/filters/${kind}`, code: 'reference_unknown', detail }],
    });
  };
  const scope: SearchScope = {
    category_id: one('category', filters.category),
    brand_ids: filters.brands,
    merchant_id: filters.merchant ?? '',
    shop_id: one('shop', filters.shop),
    price_from_minor: filters.price_from_minor,
    price_to_minor: filters.price_to_minor,
    attributes: Object.entries(filters.attributes).flatMap(([key, values]) =>
      values.map((value) => `${key}=${value}`.toLowerCase()),
    ),
    sort: body.sort,
    skip: body.skip,
  };
  return {
    scenario: 'search',
    account_id: who.account_id,
    session: who.session,
    region: body.region,
    locale: body.locale,
    k: body.k,
    item_id: '',
    offer_id: '',
    category_id: scope.category_id,
    shop_id: scope.shop_id,
    cart: [],
    order: [],
    query: body.query.trim().slice(0, 512),
    scope,
  };
}

/** A page of results from a decision and what it found. @param canal an offer to show beside, or null */
export function searchAnswer(
  decision: Decision,
  found: Found,
  snapshot: Snapshot,
  canal: SearchAnswer['canal'],
  withFacets: boolean,
): SearchAnswer {
  const { items, offers } = snapshot;
  const slate = slateOf(decision, snapshot);
  return {
    decision_id: decision.decision_id,
    personalised: slate.personalised,
    currency: slate.currency,
    query: {
      text: found.query.text,
      corrected: found.query.corrected,
      dropped: [...found.dropped],
      unknown: [...found.query.unknown],
    },
    total: found.total,
    results: slate.slots.map((slot) => {
      const item = items.find(slot.item_id);
      let offer_count = 0;
      let from_price_minor = slot.price_minor;
      for (let i = items.offers.start[item]!; i < items.offers.start[item + 1]!; i++) {
        const offer = items.offers.values[i]!;
        if (!found.narrowing.offer(offer)) continue;
        offer_count++;
        from_price_minor = Math.min(from_price_minor, offers.price_minor[offer]!);
      }
      const relevance = found.relevance[found.items.indexOf(item)] ?? 0;
      return { ...slot, offer_count, from_price_minor, relevance };
    }),
    canal,
    recovery: found.popular ? 'popular' : found.dropped.length > 0 ? 'dropped' : null,
    facets: withFacets ? facetsOf(found, decision.request.scope!, snapshot) : [],
    snapshot_hash: decision.snapshot_hash,
    policy_version: decision.policy_version,
  };
}

function facetsOf(found: Found, scope: SearchScope, snapshot: Snapshot): SearchAnswer['facets'] {
  const counts = found.facets();
  const named = (
    name: 'category' | 'brand',
    names: typeof snapshot.categories | typeof snapshot.brands,
    chosen: readonly string[],
  ) => ({
    name,
    values: (counts.get(name) ?? []).slice(0, VALUES).map(({ value, count }) => ({
      value: names.id.at(value),
      label: nameOf(names, value),
      count,
      chosen: chosen.includes(names.id.at(value)),
    })),
  });
  return [
    named('category', snapshot.categories, [scope.category_id]),
    named('brand', snapshot.brands, scope.brand_ids),
    ...attributeFacets(found, scope),
  ];
}

/** Attributes, those that most of the items have first; a key that is chosen is counted without its own choice. */
function attributeFacets(found: Found, scope: SearchScope): SearchAnswer['facets'] {
  const { index } = found;
  if (!index) return [];
  const counts = found.facets();
  const chosenKeys = new Set(scope.attributes.map((pair) => pair.slice(0, pair.indexOf('='))));
  const byKey = new Map<string, { value: string; count: number }[]>();
  const put = (pair: string, count: number, key: string) => {
    const list = byKey.get(key) ?? [];
    list.push({ value: pair.slice(key.length + 1), count });
    byKey.set(key, list);
  };
  for (const { value, count } of counts.get('') ?? []) {
    const pair = facetText(index, value);
    const key = pair.slice(0, pair.indexOf('='));
    if (!chosenKeys.has(key)) put(pair, count, key);
  }
  for (const key of chosenKeys)
    for (const { value, count } of counts.get(key) ?? []) {
      const pair = facetText(index, value);
      if (pair.startsWith(`${key}=`)) put(pair, count, key);
    }
  const total = ([, values]: [string, { count: number }[]]) =>
    values.reduce((sum, { count }) => sum + count, 0);
  return [...byKey]
    .sort(
      (a, b) =>
        Number(chosenKeys.has(b[0])) - Number(chosenKeys.has(a[0])) ||
        total(b) - total(a) ||
        (a[0] < b[0] ? -1 : 1),
    )
    .slice(0, ATTRIBUTES)
    .map(([name, values]) => ({
      name,
      values: values.slice(0, VALUES).map(({ value, count }) => ({
        value,
        label: { en: value, zh: value },
        count,
        chosen: scope.attributes.includes(`${name}=${value}`),
      })),
    }));
}
