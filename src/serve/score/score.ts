import { logistic } from '../../math/index.ts';
import type { Asked } from '../candidates/source.ts';
import { BAND, CATEGORY, HOT, ITEM, PRICE } from '../decide/hot.ts';
import { BOUGHT } from '../decide/marks.ts';
import type { LogOdds } from '../decide/past.ts';
import type { ScoreTerm } from '../decide/types.ts';
import { BAND_WORTH } from '../price-power/band.ts';
import { sortKey } from './sorted.ts';

/**
 * Scores candidate i of the pool: money, in minor units. Terms are added in one order: what a purchase is worth, what a first purchase
 * in the category is worth, what it is worth that people find what they need, price power, then the rules' in the order of the policy; `addRelevance` adds the last. Their sum from left to right is the score, bit for bit.
 * The plain form of `scoreAll`, for explanations and tests.
 * @param terms gets every addend
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
  const probability = logistic(sum);
  const purchase = probability * price * plan.config.value.margin_rate;
  const chance = firstChance(asked, offer);
  const first = chance * plan.first_purchase_minor;
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
  const base = purchase + first + needOf(asked, offer, terms);
  let score = base;
  const price_power_minor = plan.config.value.price_power_minor ?? 0;
  if (price_power_minor > 0) {
    const band = past.hot[offer * HOT + BAND]!;
    const amount_minor = BAND_WORTH[band]! * price_power_minor;
    score += amount_minor;
    terms?.push({ name: 'price_power', amount_minor, parts: { band, price_power_minor } });
  }
  if (!plan.rules.adjusts) return score;
  for (const { rule_id, amount_minor } of plan.rules.adjustments(offer, base)) {
    score += amount_minor;
    terms?.push({ name: 'rule', rule_id, amount_minor, parts: {} });
  }
  return score;
}

/** What it is worth that the offer's item may stand in the person's next basket. */
function needOf({ past, plan }: Asked, offer: number, terms?: ScoreTerm[]): number {
  const { value } = plan.config;
  const share = value.need_share ?? 0;
  if (!(share > 0) || !past.need) return 0;
  const bought = (past.person.flags.of(past.hot[offer * HOT + ITEM]!) & BOUGHT) !== 0;
  const need_share = bought ? share : (value.new_need_share ?? share);
  const logOdds: LogOdds[] | undefined = terms && [];
  const probability = logistic(past.need.logOdds(past, offer, plan.day, logOdds));
  const { usual_minor } = past.need;
  const amount_minor = probability * need_share * usual_minor;
  if (terms) {
    const parts: Record<string, number> = { probability, need_share, usual_minor };
    for (const { name, log_odds } of logOdds!) parts[`log_odds.${name}`] = log_odds;
    terms.push({ name: 'need', amount_minor, parts });
  }
  return amount_minor;
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
