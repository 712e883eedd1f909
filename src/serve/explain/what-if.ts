import { GcError } from '../../base/index.ts';
import type { Decision, WhatIfAnswer, WhatIfBody } from '../../contracts/index.ts';
import type { Watch } from '../decide/types.ts';
import type { Snapshot } from '../snapshot/types.ts';
import type { OfferChange } from './change.ts';
import { named } from './explain.ts';
import { type Recorded, watched } from './recorded.ts';
import { termsOf } from './terms.ts';

/** The number of an offer in a snapshot. @throws reference_unknown */
export function offerOf(snapshot: Snapshot, offerId: string): number {
  const offer = snapshot.offers.find(offerId);
  if (offer < 0)
    throw new GcError(
      'reference_unknown',
      `The decision's snapshot holds no offer ${offerId}; give an ofr_… id of it.`,
    );
  return offer;
}

/**
 * The slate with offers or rules changed, beside the slate as it was: a whole decision on the snapshot with that change.
 * @throws reference_unknown for offers and rules that are not there
 */
export function whatIf(recorded: Recorded, body: WhatIfBody): WhatIfAnswer {
  const { decision, past, policy } = recorded;
  const { snapshot } = past;
  const changes = body.changes.map(
    ({ offer_id, ...change }): OfferChange => ({
      ...change,
      offer: offerOf(snapshot, offer_id),
    }),
  );
  for (const id of body.rules_off)
    if (!policy.policy.rules.some(({ rule_id }) => rule_id === id))
      throw new GcError('reference_unknown', `The decision's policy has no rule ${id}.`);
  const asked = [
    ...new Set([...changes.map(({ offer }) => offer), ...body.offers.map((id) => offerOf(snapshot, id))]),
  ];
  const before = watched(recorded);
  const after = watched(recorded, { changes, off: new Set(body.rules_off) });
  const slotBefore = new Map(before.decision.slots.map(({ offer_id, slot }) => [offer_id, slot]));
  const listed = (slots: Decision['slots']) =>
    slots.map(({ slot, offer_id, score }) => ({
      slot,
      ...named(after.past.snapshot, snapshot.offers.find(offer_id)),
      score,
    }));
  return {
    decision_id: decision.decision_id,
    before: listed(before.decision.slots),
    after: listed(after.decision.slots).map((one) => ({ ...one, was: slotBefore.get(one.offer_id) ?? null })),
    offers: asked.map((offer) => ({
      ...named(snapshot, offer),
      before: placeOf(before, snapshot, offer),
      after: placeOf(after, snapshot, offer),
      terms: termsOf(after.past, offer, candidateOf(after.watch, offer)?.terms() ?? []),
    })),
  };
}

const candidateOf = (watch: Watch, offer: number) => watch.candidates.find((one) => one.offer === offer);

function placeOf(
  { decision, watch }: { decision: Decision; watch: Watch },
  snapshot: Snapshot,
  offer: number,
) {
  const id = snapshot.offers.id.at(offer);
  const candidate = candidateOf(watch, offer);
  return {
    slot: decision.slots.find(({ offer_id }) => offer_id === id)?.slot ?? null,
    score: candidate && !candidate.gate ? candidate.score : null,
    gate: candidate?.gate?.code ?? null,
  };
}
