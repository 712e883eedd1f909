import { GcError, type IdKind, idOf, isId } from '../../base/index.ts';
import {
  type NormalisedRequest,
  ScenarioName,
  type SlateContext,
  type Slates,
} from '../../contracts/index.ts';
import type { CompiledPolicy, Snapshot } from '../../serve/index.ts';

/** Whoever is asked for, as far as they may be read. `account_id` is '' where nothing of them is. */
export interface Who {
  readonly account_id: string;
  readonly session: string;
}

/**
 * One surface of a call as a request that can be decided and replayed: our ids, defaults filled in.
 * @throws scenario_unknown; reference_unknown where item, offer, category or shop is not in the snapshot. Unknown things in cart or
 *   order are left out.
 */
export function normalise(
  body: Slates,
  which: Slates['scenarios'][number],
  who: Who,
  snapshot: Snapshot,
  policy: CompiledPolicy,
): NormalisedRequest {
  const scenario = scenarioOf(which.scenario, policy);
  const context: SlateContext = which.context
    ? { ...body.context, ...definedOnly(which.context) }
    : body.context;
  const { source } = body;
  const one = (kind: 'item' | 'offer' | 'category' | 'shop', ref: string | null): string => {
    if (ref === null || ref === '') return '';
    const found = find(snapshot, kind, source, ref);
    if (found === '') {
      const detail = `${kind} ${JSON.stringify(ref)} of source ${source} is not in the snapshot.`;
      throw new GcError('reference_unknown', detail, {
        causes: [{ pointer: `/context/${kind}`, code: 'reference_unknown', detail }],
      });
    }
    return found;
  };
  const items = (refs: readonly string[]) => [
    ...new Set(refs.map((ref) => itemOf(snapshot, source, ref)).filter((id) => id !== '')),
  ];
  return {
    scenario,
    account_id: who.account_id,
    session: who.session,
    region: body.region,
    locale: body.locale,
    k: which.k ?? policy.scenario(scenario).slots,
    item_id: one('item', context.item),
    offer_id: one('offer', context.offer),
    category_id: one('category', context.category),
    shop_id: one('shop', context.shop),
    cart: items(context.cart),
    order: items(context.order),
    query: context.query,
  };
}

/** The surface of a name that the policy has. @throws scenario_unknown */
export function scenarioOf(name: string, policy: CompiledPolicy): ScenarioName {
  const known = ScenarioName.safeParse(name);
  if (known.success && policy.policy.scenarios.some(({ scenario }) => scenario === known.data))
    return known.data;
  const names = policy.policy.scenarios.map(({ scenario }) => scenario).join(', ');
  throw new GcError('scenario_unknown', `scenario must be one of ${names}; got ${JSON.stringify(name)}.`);
}

const TABLES = { item: 'items', offer: 'offers', category: 'categories', shop: 'shops' } as const;

/** Our id of a reference that the snapshot holds, or ''. */
export function find(snapshot: Snapshot, kind: keyof typeof TABLES, source: string, ref: string): string {
  const names = snapshot[TABLES[kind]];
  if (names.find(ref) >= 0) return ref;
  if (isId(kind as IdKind, ref)) return '';
  const id = idOf(kind, source, ref);
  return names.find(id) >= 0 ? id : '';
}

/** Item of a reference to an item or an offer, or ''. */
export function itemOf(snapshot: Snapshot, source: string, ref: string): string {
  const item = find(snapshot, 'item', source, ref);
  if (item !== '') return item;
  const offer = find(snapshot, 'offer', source, ref);
  return offer === '' ? '' : itemOfOffer(snapshot, offer);
}

export function itemOfOffer(snapshot: Snapshot, offerId: string): string {
  const offer = snapshot.offers.find(offerId);
  const item = offer < 0 ? -1 : snapshot.offers.item[offer]!;
  return item < 0 ? '' : snapshot.items.id.at(item);
}

const definedOnly = (given: Partial<{ [K in keyof SlateContext]: SlateContext[K] | undefined }>) =>
  Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<SlateContext>;
