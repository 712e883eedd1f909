import type { Absence } from '../../contracts/index.ts';
import type { CandidateTrace, Plan } from '../decide/types.ts';
import { Gates } from '../gates/gates.ts';
import { liveOf } from '../replay/replay.ts';
import type { OfferChange } from './change.ts';
import { named } from './explain.ts';
import { type Recorded, slotWith, watched } from './recorded.ts';
import { termsOf, wordsIn } from './terms.ts';
import { titleChanges } from './title-change.ts';
import { absenceText, changeText } from './words.ts';

type Lever = Absence['changes'][number]['lever'];

/** Price cuts and rises that are tried, as shares of the price. */
const PRICE_CUT = 0.5;
const PRICE_RISE = 2;
/** Halvings of a bisection: to 1/4096 of the way. */
const STEPS = 12;

/**
 * Why an offer is not in a slate, and the smallest change of each lever that would put it there. Each is found by deciding again,
 * at most `STEPS + 1` times a lever and direction; the change that is told was itself decided, and shown.
 */
export function absence(recorded: Recorded, offer: number): Absence {
  const { decision, past } = recorded;
  const { snapshot } = past;
  const { decision: made, watch } = watched(recorded);
  const id = snapshot.offers.id.at(offer);
  const candidate = watch.candidates.find((one) => one.offer === offer);
  const terms = candidate ? termsOf(past, offer, candidate.terms()) : [];
  const searched = decision.request.scope !== undefined && decision.request.query !== '';
  const words = searched
    ? wordsIn(past, offer, terms.find(({ name }) => name === 'relevance')?.amount_minor ?? 0)
    : [];
  const missed = searched && !candidate && words.some(({ how }) => how === 'none');
  const slot = made.slots.find((one) => one.offer_id === id);
  const passed = watch.passed.find((one) => one.offer === offer);
  const thresholds = made.slots.filter((one) => one.threshold !== null).map(({ score }) => score);
  const threshold = thresholds.length > 0 ? Math.min(...thresholds) : null;
  const gate = candidate ? candidate.gate : slot ? null : gateOf(recorded, watch.plan!, offer);
  const why = whyOf(slot !== undefined, candidate, gate !== null, missed ? 'no_match' : passed?.why);
  const open = candidate !== undefined && candidate.gate === null;
  const facts = {
    decision_id: decision.decision_id,
    ...named(snapshot, offer),
    why,
    gate: gate?.code ?? null,
    by: gate?.by || passed?.rule_id || null,
    source: candidate?.source ?? null,
    score: open ? candidate.score : null,
    threshold: slot ? slot.threshold : threshold,
    gap_minor: open && threshold !== null && !slot ? Math.max(0, threshold - candidate.score) : null,
    terms,
    words,
    changes: slot || gate ? [] : [...titleChanges(recorded, offer, words), ...changesOf(recorded, offer)],
  };
  return { ...facts, text: absenceText(facts) };
}

/** An offer that no source named was not asked at the gates: they are asked now, as they stood then. */
function gateOf({ decision, past }: Recorded, plan: Plan, offer: number) {
  const { items, offers } = past.snapshot;
  const { request } = decision;
  const page = request.offer_id === '' ? -1 : offers.find(request.offer_id);
  const item = request.item_id !== '' ? items.find(request.item_id) : page < 0 ? -1 : offers.item[page]!;
  const asked = { past, plan, request, offer: page, item, category: -1, shop: -1, cart: [], order: [] };
  return new Gates(asked, liveOf(decision)).of(offer);
}

function whyOf(
  shown: boolean,
  candidate: CandidateTrace | undefined,
  gated: boolean,
  passed: Absence['why'] | undefined,
): Absence['why'] {
  if (shown) return 'shown';
  if (gated) return 'gate';
  if (!candidate) return passed === 'no_match' ? passed : 'not_a_candidate';
  return passed === undefined || passed === 'score' ? 'below_threshold' : passed;
}

function changesOf(recorded: Recorded, offer: number): Absence['changes'] {
  const { offers } = recorded.past.snapshot;
  const price = offers.price_minor[offer]!;
  const tries: [Lever, number, number, (at: number) => OfferChange][] = [
    ['price_minor', price, Math.ceil(price * PRICE_CUT), (at) => ({ offer, price_minor: Math.round(at) })],
    ['price_minor', price, Math.floor(price * PRICE_RISE), (at) => ({ offer, price_minor: Math.round(at) })],
    ['refund_rate', offers.refundRate[offer]!, 0, (at) => ({ offer, refund_rate: at })],
  ];
  return tries.flatMap(([lever, from, furthest, change]) => {
    const found = smallest(recorded, offer, from, furthest, change);
    return found
      ? [{ lever, from, ...found, text: changeText(lever, from, found.to, recorded.past.snapshot) }]
      : [];
  });
}

/** The value nearest to `from`, on the way to `furthest`, at which the offer is shown; null where not even `furthest` does it. */
function smallest(
  recorded: Recorded,
  offer: number,
  from: number,
  furthest: number,
  change: (at: number) => OfferChange,
): { to: number; slot: number } | null {
  if (!Number.isFinite(from) || from === furthest) return null;
  const shownAt = (at: number) => slotWith(recorded, offer, change(at));
  let best = shownAt(furthest);
  if (best === null) return null;
  let [near, far] = [from, furthest];
  for (let step = 0; step < STEPS; step++) {
    const middle = (near + far) / 2;
    const slot = shownAt(middle);
    if (slot === null) near = middle;
    else [far, best] = [middle, slot];
  }
  const to = change(far).price_minor ?? far;
  return { to, slot: best };
}
