import { setImmediate } from 'node:timers/promises';
import type { MerchantExplanation, Standing } from '../../contracts/index.ts';
import { explainToMerchant, GATE_TEXT } from '../../serve/index.ts';
import type { Replayable } from './dry-run.ts';

type Seen = MerchantExplanation['offers'][number] & { readonly decision_id: string };
type Row = Standing['offers'][number];

/** Why a merchant's offers stand where they do: the merchant's view of recent decisions, added up by offer. */
export async function standing(
  serving: Replayable,
  merchantId: string,
  decisions: number,
): Promise<Standing> {
  const byOffer = new Map<string, Seen[]>();
  let decision_count = 0;
  let concerned_count = 0;
  for (const { decision_id } of await serving.decisions.list({ limit: decisions })) {
    await setImmediate();
    const recorded = await serving.recorded(decision_id).catch(() => null);
    if (!recorded || recorded.past.snapshot.merchants.find(merchantId) < 0) continue;
    decision_count++;
    const { offers } = explainToMerchant(recorded, merchantId);
    if (offers.length > 0) concerned_count++;
    for (const offer of offers) {
      const before = byOffer.get(offer.offer_id) ?? [];
      byOffer.set(offer.offer_id, [...before, { ...offer, decision_id }]);
    }
  }
  return {
    merchant_id: merchantId,
    decision_count,
    concerned_count,
    offers: [...byOffer.values()]
      .map(rowOf)
      .sort((a, b) => b.shown_count - a.shown_count || b.candidate_count - a.candidate_count)
      .slice(0, 100),
  };
}

const missed = ({ outcome }: Seen) => outcome === 'not_shown';
const closed = ({ outcome }: Seen) => outcome === 'not_eligible';

function rowOf(seen: readonly Seen[]): Row {
  const slots = seen.flatMap(({ slot }) => (slot === null ? [] : [slot]));
  const gates = new Map<NonNullable<Seen['gate']>, number>();
  for (const { gate } of seen) if (gate) gates.set(gate, (gates.get(gate) ?? 0) + 1);
  // The latest decision speaks for the offer: the one in which it was scored.
  const scored = seen.find(({ factors }) => factors.length > 0);
  const { offer_id, title, text } = seen[0]!;
  return {
    offer_id,
    title,
    candidate_count: seen.length,
    shown_count: slots.length,
    best_slot: slots.length > 0 ? Math.min(...slots) : null,
    gates: [...gates].map(([gate, decision_count]) => ({ gate, decision_count, text: GATE_TEXT[gate] })),
    factors: scored?.factors ?? [],
    distance: scored?.distance ?? null,
    missed_in: (seen.find(missed) ?? seen.find(closed))?.decision_id ?? null,
    text: scored?.text ?? text,
  };
}
