import { GcError } from '../../base/index.ts';
import type { OwnChanges } from '../../contracts/index.ts';
import type { OfferChange } from './change.ts';
import { named } from './explain.ts';
import { type Recorded, slotWith, watched } from './recorded.ts';
import { isPersonal } from './views.ts';
import { GATE_TEXT, NOT_SUITED, NOTHING_HELPS, ownChangeText, SHOWN_ALREADY } from './words.ts';

/** Steps that are told of: of the price, by so much of it; of the refund rate, down to. Between two of them nothing is said. */
const CUTS = [0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5] as const;
const RISES = [0.05, 0.1, 0.2, 0.5, 1] as const;
const REFUND_RATES = [0.2, 0.15, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.01, 0] as const;

/**
 * The smallest change, in steps, with which a merchant's own offer would have been shown: true, because each was decided again, and
 * coarse, so that nobody's score and no exact threshold can be read from it. Where a gate closes, what its merchant can do about that.
 * @throws reference_unknown where the offer is not the merchant's, in the words for one that is not there
 */
export function ownChanges(recorded: Recorded, merchantId: string, offerId: string): OwnChanges {
  const { decision, past } = recorded;
  const { snapshot } = past;
  const offer = snapshot.offers.find(offerId);
  const merchant = snapshot.merchants.find(merchantId);
  if (offer < 0 || merchant < 0 || snapshot.offers.merchant[offer] !== merchant)
    throw new GcError(
      'reference_unknown',
      `${merchantId} has no offer ${offerId} in the snapshot of that decision.`,
    );
  const { offer_id, title } = named(snapshot, offer);
  const about = { decision_id: decision.decision_id, scenario: decision.request.scenario, offer_id, title };
  if (decision.slots.some((slot) => slot.offer_id === offer_id))
    return { ...about, outcome: 'shown', changes: [], text: SHOWN_ALREADY };
  const { watch } = watched(recorded);
  const candidate = watch.candidates.find((one) => one.offer === offer);
  const gate = candidate?.gate?.code;
  if (gate) {
    const stock = gate === 'unavailable' || gate === 'withdrawn';
    return {
      ...about,
      outcome: 'not_eligible',
      changes: stock
        ? [{ lever: 'stock', from: 0, to: 1, text: ownChangeText('stock', 0, 1, snapshot) }]
        : [],
      text: isPersonal(gate) ? NOT_SUITED : GATE_TEXT[gate],
    };
  }
  const price = snapshot.offers.price_minor[offer]!;
  const refunds = snapshot.offers.refundRate[offer]!;
  const priced = (share: number) => Math.max(1, Math.round(price * share));
  const tries: [lever: 'price_minor' | 'refund_rate', from: number, steps: number[]][] = [
    ['price_minor', price, CUTS.map((cut) => priced(1 - cut))],
    ['price_minor', price, RISES.map((rise) => priced(1 + rise))],
    ['refund_rate', refunds, REFUND_RATES.filter((rate) => rate < refunds)],
  ];
  const changes = tries.flatMap(([lever, from, steps]) => {
    const to = steps.find((step) => slotWith(recorded, offer, changeOf(lever, offer, step)) !== null);
    return to === undefined ? [] : [{ lever, from, to, text: ownChangeText(lever, from, to, snapshot) }];
  });
  const helps = changes.length > 0;
  return { ...about, outcome: 'not_shown', changes, text: helps ? changes[0]!.text : NOTHING_HELPS };
}

const changeOf = (lever: 'price_minor' | 'refund_rate', offer: number, to: number): OfferChange =>
  lever === 'price_minor' ? { offer, price_minor: to } : { offer, refund_rate: to };
