import { GcError } from '../../base/index.ts';
import {
  type ConsumerReasons,
  FACTOR_GROUPS,
  type FactorGroup,
  type GateCode,
  type MerchantExplanation,
} from '../../contracts/index.ts';
import type { ScoreTerm } from '../decide/types.ts';
import { named } from './explain.ts';
import { type Recorded, watched } from './recorded.ts';
import { wordsOfTerm } from './term-words.ts';
import { absenceText, GATE_TEXT, NOT_SUITED } from './words.ts';

/** The published factor groups of a candidate's score and how much each moves it, in minor units. */
export function groupsOf(terms: readonly ScoreTerm[]): Record<FactorGroup, number> {
  const groups = Object.fromEntries(FACTOR_GROUPS.map((group) => [group, 0])) as Record<FactorGroup, number>;
  for (const { term, amount_minor } of shares(terms)) groups[wordsOfTerm(term).group] += amount_minor;
  return groups;
}

/**
 * A score by published term. An amount that rests on a probability is shared out by how much each log-odds term moved it; a term that
 * speaks against the offer counts as taking. The intercept is the same for every offer: it has a share only where nothing else moved any.
 */
export function shares(terms: readonly ScoreTerm[]): { term: string; amount_minor: number }[] {
  return terms.flatMap(({ name, rule_id, amount_minor, parts }) => {
    if (name !== 'purchase' && name !== 'need')
      return [{ term: name === 'rule' ? `rule:${rule_id}` : name, amount_minor }];
    const moved = Object.entries(parts)
      .filter(([key]) => key.startsWith('log_odds.') && key !== 'log_odds.intercept')
      .map(([key, value]) => ({ term: `${name}.${key.slice('log_odds.'.length)}`, value }));
    const whole = moved.reduce((sum, { value }) => sum + Math.abs(value), 0);
    if (whole === 0) return [{ term: `${name}.intercept`, amount_minor }];
    return moved.map(({ term, value }) => {
      const sign = wordsOfTerm(term).group === 'demand' ? 1 : Math.sign(value);
      return { term, amount_minor: (sign * Math.abs(value) * amount_minor) / whole };
    });
  });
}

const bandOf = (share: number) => (share >= 0.4 ? 'high' : share >= 0.1 ? 'medium' : 'low');

function factorsOf(terms: readonly ScoreTerm[]): MerchantExplanation['offers'][number]['factors'] {
  const groups = groupsOf(terms);
  const whole = FACTOR_GROUPS.reduce((sum, group) => sum + Math.abs(groups[group]), 0);
  if (whole === 0) return [];
  return FACTOR_GROUPS.map((group) => ({
    group,
    importance: bandOf(Math.abs(groups[group]) / whole) as 'high' | 'medium' | 'low',
    direction:
      groups[group] > 0 ? ('up' as const) : groups[group] < 0 ? ('down' as const) : ('level' as const),
  }));
}

/** Distance to a threshold as a share of the score: a band, because the threshold is somebody else's score. */
const distanceOf = (score: number, threshold: number | null) => {
  if (threshold === null || score <= 0) return null;
  const share = Math.abs(score - threshold) / Math.max(score, threshold);
  return share < 0.1 ? ('near' as const) : share < 0.4 ? ('some' as const) : ('far' as const);
};

/** What a decision made of one merchant's offers. Nothing of others is in it: no id, no score, no threshold, no person. */
export function explainToMerchant(recorded: Recorded, merchantId: string): MerchantExplanation {
  const { decision, past } = recorded;
  const { snapshot } = past;
  const merchant = snapshot.merchants.find(merchantId);
  if (merchant < 0)
    throw new GcError('reference_unknown', `The decision's snapshot holds no merchant ${merchantId}.`);
  const { decision: made, watch } = watched(recorded);
  const lowest = Math.min(...made.slots.map(({ score }) => score));
  const bySlot = new Map(made.slots.map((slot) => [slot.offer_id, slot]));
  const own = watch.candidates.filter(({ offer }) => snapshot.offers.merchant[offer] === merchant);
  return {
    decision_id: decision.decision_id,
    at: new Date(decision.clock).toISOString(),
    scenario: decision.request.scenario,
    policy_version: decision.policy_version,
    slot_count: made.slots.length,
    offers: own
      .map((candidate) => {
        const { offer_id, title } = named(snapshot, candidate.offer);
        const slot = bySlot.get(offer_id);
        const { gate } = candidate;
        const terms = candidate.terms();
        // What the person did is not the merchant's to know: all that rests on it reads as "not eligible".
        const personal = gate && isPersonal(gate.code);
        const passed = watch.passed.find(({ offer }) => offer === candidate.offer);
        return {
          offer_id,
          title,
          slot: slot?.slot ?? null,
          outcome: slot ? ('shown' as const) : gate ? ('not_eligible' as const) : ('not_shown' as const),
          gate: gate && !personal ? gate.code : null,
          distance: gate
            ? null
            : distanceOf(candidate.score, slot ? slot.threshold : Number.isFinite(lowest) ? lowest : null),
          factors: factorsOf(terms),
          rules: [
            ...(gate?.code === 'rule' ? [gate.by] : []),
            ...terms.flatMap(({ rule_id }) => (rule_id ? [rule_id] : [])),
          ],
          text: gate
            ? personal
              ? NOT_SUITED
              : GATE_TEXT[gate.code]
            : absenceText({ why: slot ? 'shown' : (passed?.why ?? 'below_threshold'), gate: null }),
        };
      })
      .sort((a, b) => (a.slot ?? 1e9) - (b.slot ?? 1e9)),
  };
}

/** True for gates that rest on what the person did. */
export const isPersonal = (gate: GateCode): boolean =>
  gate === 'owned' || gate === 'in_cart' || gate === 'repurchase_interval' || gate === 'frequency_cap';

/** A plain sentence a slot, for the person it was shown to. Nothing is decided again: what was said then is what is said now. */
export function explainToConsumer({ decision }: Pick<Recorded, 'decision'>): ConsumerReasons {
  const personalised = decision.request.account_id !== '';
  return {
    decision_id: decision.decision_id,
    personalised,
    slots: decision.slots.map(({ slot, offer_id, reason: { en, zh } }) => ({
      slot,
      offer_id,
      text: { en, zh },
    })),
    text: personalised
      ? {
          en: 'Chosen from what you bought and looked at here. You can switch this off.',
          zh: '根据您在本站的购买与浏览为您挑选，您可以随时关闭个性化推荐。',
        }
      : {
          en: 'The same for everybody on this page: nothing about you was used.',
          zh: '本页内容对所有人相同，未使用您的任何个人信息。',
        },
  };
}
