import { type Asked, numberOf } from '../candidates/source.ts';
import { CATEGORY, HOT, PRICE } from '../decide/hot.ts';
import type { LogOdds } from '../decide/past.ts';
import type { ScoreTerm } from '../decide/types.ts';
import { sortKey } from './sorted.ts';

const SEARCH = numberOf('search');

/**
 * Scores candidate i of the pool: money, in minor units. Terms are added in one order: what a purchase is worth, what a first purchase
 * in the category is worth, relevance to words typed, then the rules' in the order of the policy. Their sum from left to right is the score, bit for bit.
 * @param terms gets every addend; for explanations
 */
export function scoreOf(asked: Asked, i: number, terms?: ScoreTerm[]): number {
  const { past, plan } = asked;
  const { pool, snapshot } = past;
  const offer = pool.offer[i]!;
  const sort = asked.request.scope?.sort ?? 'best';
  if (sort !== 'best') {
    const key = sortKey(snapshot, offer, sort);
    terms?.push({ name: 'chosen_order', amount_minor: key, parts: {} });
    return key;
  }
  const price = past.hot[offer * HOT + PRICE]!;
  const logOdds: LogOdds[] | undefined = terms && [];
  const sum = past.response.purchase(past, offer, pool.source[i]!, pool.weight[i]!, plan.day, logOdds);
  const probability = 1 / (1 + Math.exp(-sum));
  const purchase = probability * price * plan.config.value.margin_rate;
  const chance = firstChance(asked, offer);
  const first = chance * plan.first_purchase_minor;
  const base = purchase + first;
  let score = base;
  if (terms) {
    const parts: Record<string, number> = {
      probability,
      price_minor: price,
      margin_rate: plan.config.value.margin_rate,
    };
    for (const { name, log_odds } of logOdds!) parts[`log_odds.${name}`] = log_odds;
    terms.push(
      { name: 'purchase', amount_minor: purchase, parts },
      {
        name: 'first_purchase',
        amount_minor: first,
        parts: { probability: chance, first_purchase_minor: plan.first_purchase_minor },
      },
    );
  }
  if (pool.source[i] === SEARCH && asked.request.query !== '') {
    const relevance_minor = plan.config.value.relevance_minor ?? 0;
    const amount_minor = pool.weight[i]! * relevance_minor;
    score += amount_minor;
    terms?.push({ name: 'relevance', amount_minor, parts: { relevance: pool.weight[i]!, relevance_minor } });
  }
  for (const { rule_id, amount_minor } of plan.rules.adjustments(offer, base)) {
    score += amount_minor;
    terms?.push({ name: 'rule', rule_id, amount_minor, parts: {} });
  }
  return score;
}

/** Chance of a first purchase in the offer's category within the model's horizon; 0 where it was bought in, or nothing is known. */
function firstChance({ past }: Asked, offer: number): number {
  const { next, person } = past;
  if (!next || !person.foreseen) return 0;
  const category = past.hot[offer * HOT + CATEGORY]!;
  const m = category < 0 ? -1 : next.ofCategory[category]!;
  if (m < 0 || person.held.has(category)) return 0;
  return Math.max(0, next.chance[m]!);
}
