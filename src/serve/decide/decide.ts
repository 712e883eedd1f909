import { armsOf, inHoldout } from '../../assign/index.ts';
import { rngOf } from '../../base/index.ts';
import {
  CANDIDATE_SOURCES,
  type Decision,
  type DecisionSlot,
  type LiveValues,
  type NormalisedRequest,
} from '../../contracts/index.ts';
import { gather } from '../candidates/gather.ts';
import type { Asked } from '../candidates/source.ts';
import { Gates } from '../gates/gates.ts';
import { reasonOf } from '../reason/reason.ts';
import { addRelevance, relevanceTerm } from '../score/relevance.ts';
import { scoreOf } from '../score/score.ts';
import { scoreAll } from '../score/score-all.ts';
import { type Filled, fillSlate } from '../slate/fill.ts';
import { passedOver, thresholds } from '../slate/threshold.ts';
import { readPerson } from './person.ts';
import { planOf } from './plan.ts';
import type { DecideInput, ScoreTerm, Watch } from './types.ts';

/** Most canal slots are seen by no one of the holdout; what they would have seen is decided beside. */
const GHOST = 'ghost';

/**
 * Answers one request: candidates → gates → score → slate. Pure: equal inputs give an equal decision, byte for byte in JSON.
 * The permanent holdout gets the slate without canals; what it would have seen with them is its `ghost`.
 * @param watch is filled with every step; for explanations, several times slower
 * @throws not_found where the policy does not configure the scenario
 * Cost: O(candidates · log candidates + lines of the person + one reading of the next-category model).
 */
export function decide(input: DecideInput, watch?: Watch): Decision {
  const { past, policy, live, request, clock, seed } = input;
  const { snapshot } = past;
  const arms = armsOf(policy.policy.experiments, request);
  const holdout = inHoldout(policy.policy.holdout, request.account_id);
  const plan = planOf(policy, snapshot, request, clock, arms, input.off);
  if (watch) watch.plan = plan;
  readPerson(past.person, snapshot, past.next, request, live, plan.day);
  const asked: Asked = { past, plan, request, ...found(request, past.snapshot) };

  const led = plan.canals.length > 0 && !plan.withheld.has('canal') && !request.scope;
  const gates = new Gates(asked, live);
  let ghost: DecisionSlot[] | null = null;
  if (holdout && led) {
    gather(asked, true);
    pass(asked, new Gates(asked, live));
    ghost = slotsOf(asked, fillSlate(asked, rngOf(seed).derive(GHOST)));
  }
  gather(asked, !holdout);
  pass(asked, gates);
  const candidate_count = past.pool.count;
  const filled = fillSlate(asked, rngOf(seed));
  if (watch) keep(watch, asked, gates, filled);
  return {
    decision_id: input.decision_id,
    clock,
    build: input.build,
    snapshot_hash: snapshot.manifest.hash,
    ...patchOf(snapshot),
    policy_hash: policy.policy.hash,
    policy_version: policy.policy.version,
    seed,
    request,
    live: recorded(input, gates),
    arms: arms.map(({ experiment_id, arm }) => ({ experiment_id, arm })),
    holdout,
    candidate_count,
    closed: gates.counts,
    slots: slotsOf(asked, filled),
    ghost,
  };
}

/** Gates and scores of the pool's candidates. */
export function pass(asked: Asked, gates: Gates): void {
  gates.ask();
  scoreAll(asked);
  addRelevance(asked);
}

export function slotsOf(asked: Asked, filled: Filled): DecisionSlot[] {
  const { pool, snapshot } = asked.past;
  const threshold = thresholds(asked, filled);
  const skip = asked.request.scope?.skip ?? 0;
  return filled.slots.slice(skip).map(({ i, why, propensity, randomised, placement_id }, n) => {
    const slot = skip + n;
    const offer = pool.offer[i]!;
    const source = placement_id === undefined ? CANDIDATE_SOURCES[pool.source[i]!]! : 'sponsored';
    const via = pool.via[i]!;
    const one: DecisionSlot = {
      slot,
      offer_id: snapshot.offers.id.at(offer),
      source,
      canal_id: source === 'canal' ? asked.plan.canals[via]!.canal_id : null,
      score: pool.score[i]!,
      threshold: threshold[slot]!,
      propensity,
      randomised,
      reason: reasonOf(asked, { source, via, offer, pinned: why === 'pin' }),
    };
    return placement_id === undefined ? one : { ...one, placement_id };
  });
}

/** Ids of the page, as numbers of the snapshot. */
export function found(request: NormalisedRequest, snapshot: DecideInput['past']['snapshot']) {
  const { items, offers, categories, shops } = snapshot;
  const find = (names: { find(id: string): number }, id: string) => (id === '' ? -1 : names.find(id));
  const offer = find(offers, request.offer_id);
  const ofOffer = offer < 0 ? -1 : offers.item[offer]!;
  const item = request.item_id === '' ? ofOffer : find(items, request.item_id);
  const category = find(categories, request.category_id);
  const known = (ids: readonly string[]) => ids.map((id) => items.find(id)).filter((i) => i >= 0);
  return {
    offer,
    item,
    category: category < 0 && item >= 0 ? items.category[item]! : category,
    shop: find(shops, request.shop_id),
    cart: known(request.cart),
    order: known(request.order),
  };
}

function recorded({ live }: DecideInput, gates: Gates): LiveValues {
  const { purchases, views, cart, impressions, forgotten } = live;
  return { purchases, views, cart, impressions, ...(forgotten && { forgotten }), closed: gates.read };
}

function keep(watch: Watch, asked: Asked, gates: Gates, filled: Filled): void {
  const { pool } = asked.past;
  for (let i = 0; i < pool.count; i++) {
    const offer = pool.offer[i]!;
    const source = CANDIDATE_SOURCES[pool.source[i]!]!;
    watch.candidates.push({
      offer,
      source,
      canal_id: source === 'canal' ? asked.plan.canals[pool.via[i]!]!.canal_id : null,
      via: pool.via[i]!,
      weight: pool.weight[i]!,
      gate: pool.gate[i] === 0 ? null : gates.of(offer),
      bought_before: pool.repeat[i] === 1,
      terms: () => termsOf(asked, i),
      score: pool.score[i]!,
    });
  }
  filled.slots.forEach(({ i, why, rule_id }, slot) => {
    watch.steps.push({ slot, offer: pool.offer[i]!, why, ...(rule_id === null ? {} : { rule_id }) });
  });
  watch.passed.push(...passedOver(asked, filled));
}

function termsOf(asked: Asked, i: number): readonly ScoreTerm[] {
  const terms: ScoreTerm[] = [];
  if (asked.past.pool.gate[i] !== 0) return terms;
  scoreOf(asked, i, terms);
  const relevance = relevanceTerm(asked, i);
  if (relevance) terms.push(relevance);
  return terms;
}

/** What lay over the snapshot, for the record. */
function patchOf({ patch }: DecideInput['past']['snapshot']): Pick<Decision, 'patch'> {
  if (!patch) return {};
  const { hash, known_at, at } = patch;
  return { patch: { hash, known_at, at } };
}
