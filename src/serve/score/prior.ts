import { dueness } from '../candidates/repeat.ts';
import { NEAR, SAME_POSITION } from '../candidates/source.ts';
import { CATEGORY, HOT, ITEM, POSITION } from '../decide/hot.ts';
import { BOUGHT } from '../decide/marks.ts';
import type { Response } from '../decide/past.ts';
import type { Snapshot } from '../snapshot/types.ts';

/** Impressions' worth of the usual rate that an offer's own rate is shrunk by. */
const SHRINK = 20;
/** Rate where no impression was ever recorded. */
const USUAL = 0.01;
/** Impressions from which recorded rates are believed. */
const ENOUGH = 1_000;
/** Log-odds: a unit of price position beyond the same position, full nearness, a due item bought often, a category held. */
const BEYOND = -4;
const NEARNESS = 1;
const HABIT = 1.5;
const HELD = 0.5;

/**
 * What is assumed before a model is fitted: an offer's own rate of purchase, shrunk to the usual one; less the farther its price is
 * from the person's position; more for what is near the page, due again, or in a category that the person buys in.
 */
export function priorResponse(snapshot: Snapshot): Response {
  const base = baseOf(snapshot);
  const response: Response = {
    model: 'prior',
    fill(past, day) {
      const { count, gate, offer, source, weight, logOdds } = past.pool;
      for (let i = 0; i < count; i++)
        if (gate[i] === 0) logOdds[i] = response.purchase(past, offer[i]!, source[i]!, weight[i]!, day);
    },
    purchase(past, offer, source, weight, day, terms) {
      const { person } = past;
      const at = offer * HOT;
      const item = past.hot[at + ITEM]!;
      const rate = base[offer]!;
      const gap = person.positioned ? Math.abs(past.hot[at + POSITION]! - person.position) : Number.NaN;
      const position = gap > SAME_POSITION ? BEYOND * (gap - SAME_POSITION) : 0;
      const nearness = NEAR.has(source) ? NEARNESS * weight : 0;
      const habit =
        person.flags.of(item) & BOUGHT
          ? HABIT * dueness(past, item, day) * Math.log1p(person.times.get(item))
          : 0;
      const held = person.held.has(past.hot[at + CATEGORY]!) ? HELD : 0;
      terms?.push(
        { name: 'offer_rate', log_odds: rate },
        { name: 'price_position', log_odds: position },
        { name: 'nearness', log_odds: nearness },
        { name: 'habit', log_odds: habit },
        { name: 'category_held', log_odds: held },
      );
      return rate + position + nearness + habit + held;
    },
  };
  return response;
}

/** Log-odds of purchase at an impression, by offer. */
function baseOf({ offers }: Snapshot): Float64Array {
  const n = offers.item.length;
  let shown = 0;
  let bought = 0;
  for (let o = 0; o < n; o++) {
    shown += offers.shown[o]!;
    bought += offers.bought[o]!;
  }
  const recorded = shown >= ENOUGH && bought > 0;
  const usual = recorded ? Math.min(0.5, bought / shown) : USUAL;
  const mean = n > 0 ? bought / n : 0;
  const base = new Float64Array(n);
  for (let o = 0; o < n; o++) {
    const rate = recorded
      ? (offers.bought[o]! + SHRINK * usual) / (Math.max(offers.shown[o]!, offers.bought[o]!) + SHRINK)
      : (usual * (offers.bought[o]! + 1)) / (mean + 1);
    const p = Math.min(0.5, Math.max(1e-5, rate));
    base[o] = Math.log(p / (1 - p));
  }
  return base;
}
