import { idOf } from '../../../src/base/index.ts';
import {
  type NormalisedRequest,
  type Policy,
  PolicyPatch,
  SearchBody,
} from '../../../src/contracts/index.ts';
import { applyPatch, type PolicyContent } from '../../../src/engine/policy/content.ts';
import { defaultPolicy } from '../../../src/engine/policy/defaults.ts';
import { normaliseSearch } from '../../../src/engine/serving/search.ts';
import { compilePolicy, decide, openPast } from '../../../src/serve/index.ts';
import type { Thing } from './shelf.ts';
import { type Market, NOW, SOURCE } from './world.ts';

export interface Shown {
  /** Items of the first page, by the world's ids. */
  readonly items: readonly string[];
  /** The offer of a canal beside them, or null. */
  readonly canal: string | null;
}

/** The product's default policy with what is to differ. */
export function policyWith(
  patch: Partial<Pick<PolicyContent, 'synonyms' | 'canals'>> = {},
  share?: number,
): PolicyContent {
  const content = applyPatch(defaultPolicy(), PolicyPatch.parse({}));
  const scenarios = content.scenarios.map((one) =>
    one.scenario === 'search' && share !== undefined
      ? { ...one, value: { ...one.value, relevance_share: share } }
      : one,
  );
  return { ...content, scenarios, ...patch, holdout: { salt: 'bench', rate: 0 } };
}

/** The serving path of one thread: a request is normalised and decided as the server does it, under a policy of one's own. */
export function server({ snapshot }: Market, things: readonly Thing[], content: PolicyContent) {
  const past = openPast(snapshot);
  const policy = compilePolicy({ version: 1, hash: 'bench', effective_at: '', ...content } satisfies Policy);
  const worldId = new Map<string, string>(things.map(({ id }) => [idOf('item', SOURCE, id), id]));
  const live = { purchases: [], views: [], cart: [], impressions: [], gates: [] };
  const base = { past, policy, live, clock: NOW, seed: 1, decision_id: 'd', build: 'bench' };
  const item = (offerId: string) =>
    snapshot.items.id.at(snapshot.offers.item[snapshot.offers.find(offerId)]!);
  return (query: string, account_id = '', k = 10): Shown => {
    const body = SearchBody.parse({ source: SOURCE, query, k, facets: false });
    const request = normaliseSearch(body, { account_id, session: '' }, snapshot);
    const page = decide({ ...base, request });
    let canal: string | null = null;
    if (account_id !== '' && content.canals.length > 0) {
      // As the server does it: one slot of the same surface without scope or words.
      const { scope: _, ...beside } = { ...request, k: 1, query: '' } satisfies NormalisedRequest;
      const [slot] = decide({ ...base, request: beside }).slots;
      canal = slot ? (worldId.get(item(slot.offer_id)) ?? null) : null;
    }
    return { items: page.slots.map(({ offer_id }) => worldId.get(item(offer_id))!), canal };
  };
}
