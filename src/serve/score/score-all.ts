import { logistic } from '../../math/index.ts';
import type { Asked } from '../candidates/source.ts';
import { BOUGHT } from '../decide/marks.ts';
import { BAND_WORTH } from '../price-power/band.ts';
import { scoreOf } from './score.ts';

/**
 * Scores every open candidate of the pool, as `scoreOf` alone would, bit for bit: the log-odds are worked out for all at once, and what the
 * policy says is read once. After `Gates.ask`, which lays the offers' columns side by side.
 */
export function scoreAll(asked: Asked): void {
  const { past, plan, request } = asked;
  const { pool, next, person } = past;
  const { count, flags, gate, score, logOdds, need, leaf, price, band, offer } = pool;
  if ((request.scope?.sort ?? 'best') !== 'best') {
    for (let i = 0; i < count; i++) score[i] = gate[i] === 0 ? scoreOf(asked, i) : 0;
    return;
  }
  const { margin_rate, need_share = 0, price_power_minor = 0 } = plan.config.value;
  const { new_need_share = need_share } = plan.config.value;
  const { first_purchase_minor, rules } = plan;
  const needs = need_share > 0 ? past.need : null;
  const usual_minor = needs?.usual_minor ?? 0;
  const foreseen = next && person.foreseen ? next : null;
  past.response.fill(past, plan.day);
  needs?.fill(past, plan.day);
  for (let i = 0; i < count; i++) {
    if (gate[i] !== 0) {
      score[i] = 0;
      continue;
    }
    const purchase = logistic(logOdds[i]!) * price[i]! * margin_rate;
    const category = leaf[i]!;
    const m = foreseen && category >= 0 ? foreseen.ofCategory[category]! : -1;
    const chance = m < 0 || person.held.has(category) ? 0 : Math.max(0, foreseen!.chance[m]!);
    const its_share = flags[i]! & BOUGHT ? need_share : new_need_share;
    const needed = needs ? logistic(need[i]!) * its_share * usual_minor : 0;
    const base = purchase + chance * first_purchase_minor + needed;
    let sum = base;
    if (price_power_minor > 0) sum += BAND_WORTH[band[i]!]! * price_power_minor;
    if (rules.adjusts) for (const { amount_minor } of rules.adjustments(offer[i]!, base)) sum += amount_minor;
    score[i] = sum;
  }
}
