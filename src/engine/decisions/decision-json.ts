import type { Decision, DecisionSlot } from '../../contracts/index.ts';
import { type ByteText, byteText, numberJson, reasonJson } from '../byte-text.ts';

/** `JSON.stringify(decision)` in UTF-8, at a third of its cost. */
export function decisionJson(decision: Decision): ByteText {
  const { slots, ghost, ...head } = decision;
  let text = `${byteText(JSON.stringify(head).slice(0, -1))},"slots":[`;
  for (let n = 0; n < slots.length; n++) text += `${n === 0 ? '' : ','}${slotJson(slots[n]!)}`;
  return `${text}],"ghost":${byteText(JSON.stringify(ghost))}}`;
}

function slotJson(one: DecisionSlot): ByteText {
  const { slot, offer_id, source, canal_id, score, threshold, propensity, randomised, reason, placement_id } =
    one;
  const idJson = (id: string | null) => byteText(JSON.stringify(id));
  return (
    `{"slot":${slot},"offer_id":${idJson(offer_id)},"source":"${source}","canal_id":${canal_id === null ? 'null' : idJson(canal_id)}` +
    `,"score":${numberJson(score)},"threshold":${numberJson(threshold)},"propensity":${numberJson(propensity)}` +
    `,"randomised":${randomised},"reason":${reasonJson(reason)}${placement_id === undefined ? '' : `,"placement_id":${idJson(placement_id)}`}}`
  );
}
