import type { Decision, DecisionSlot } from '../../contracts/index.ts';
import type { Snapshot } from '../../serve/index.ts';
import { cardOf } from './answer.ts';

/** Offers whose card is kept as text, the latest asked for of those that share a place. A power of two. */
const KEPT = 16_384;

/** What a slot shows of its offer, written once: the same offers stand in many slates. */
class Cards {
  readonly #which = new Int32Array(KEPT).fill(-2);
  readonly #text: string[] = [];

  of(offer: number, snapshot: Snapshot): string {
    const place = offer & (KEPT - 1);
    if (this.#which[place] !== offer) {
      this.#text[place] = JSON.stringify(cardOf(snapshot, offer)).slice(1, -1);
      this.#which[place] = offer;
    }
    return this.#text[place]!;
  }
}

const cards = new WeakMap<Snapshot, Cards>();

/** The text of `JSON.stringify(slateOf(decision, snapshot))`, at a third of its cost. */
export function slateJson(decision: Decision, snapshot: Snapshot): string {
  let known = cards.get(snapshot);
  if (!known) {
    known = new Cards();
    cards.set(snapshot, known);
  }
  const { decision_id, request, candidate_count, slots } = decision;
  let text =
    `{"decision_id":"${decision_id}","scenario":"${request.scenario}","personalised":${request.account_id !== ''}` +
    `,"currency":${JSON.stringify(snapshot.manifest.currency)},"candidate_count":${candidate_count},"slots":[`;
  for (let n = 0; n < slots.length; n++)
    text += `${n === 0 ? '' : ','}${slotJson(slots[n]!, decision_id, known, snapshot)}`;
  return `${text}]}`;
}

function slotJson(slot: DecisionSlot, decisionId: string, known: Cards, snapshot: Snapshot): string {
  const { source, canal_id, score, threshold, reason } = slot;
  return (
    `{"slot":${slot.slot},"impression_id":"${decisionId}.${slot.slot}",` +
    known.of(snapshot.offers.find(slot.offer_id), snapshot) +
    `,"source":"${source}","sponsored":${source === 'sponsored'},"canal_id":${canal_id === null ? 'null' : JSON.stringify(canal_id)}` +
    `,"score":${numberJson(score)},"threshold":${threshold === null ? 'null' : numberJson(threshold)},"reason":${JSON.stringify(reason)}}`
  );
}

const numberJson = (n: number) => (Number.isFinite(n) ? String(n) : 'null');
