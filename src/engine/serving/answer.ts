import type { Decision, Slate } from '../../contracts/index.ts';
import { nameOf, type Snapshot } from '../../serve/index.ts';

/** What a storefront gets of a decision: the offers with what a card shows, and nothing that is the operator's alone. */
export function slateOf(decision: Decision, snapshot: Snapshot): Slate {
  return {
    decision_id: decision.decision_id,
    scenario: decision.request.scenario,
    personalised: decision.request.account_id !== '',
    currency: snapshot.manifest.currency,
    candidate_count: decision.candidate_count,
    slots: decision.slots.map((slot) => {
      return {
        slot: slot.slot,
        impression_id: `${decision.decision_id}.${slot.slot}`,
        ...cardOf(snapshot, snapshot.offers.find(slot.offer_id)),
        source: slot.source,
        sponsored: slot.source === 'sponsored',
        canal_id: slot.canal_id,
        score: slot.score,
        threshold: slot.threshold,
        reason: slot.reason,
      };
    }),
  };
}

/** What a slot shows of its offer. */
export function cardOf({ offers, items, merchants, shops, categories }: Snapshot, offer: number) {
  const item = offers.item[offer]!;
  return {
    offer_id: offers.id.at(offer),
    offer_source_id: offers.sourceId.at(offer),
    item_id: items.id.at(item),
    item_source_id: items.sourceId.at(item),
    merchant_id: merchants.id.at(offers.merchant[offer]!),
    shop_id: shops.id.at(offers.shop[offer]!),
    category_id: categories.id.at(offers.category[offer]!),
    title: nameOf(items, item),
    price_minor: offers.price_minor[offer]!,
    list_price_minor: offers.list_price_minor[offer]!,
  };
}
