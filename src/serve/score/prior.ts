import { dueness } from '../candidates/repeat.ts';
import { NEAR, SAME_POSITION } from '../candidates/source.ts';
import { CATEGORY, HOT, ITEM, POSITION } from '../decide/hot.ts';
import { BOUGHT } from '../decide/marks.ts';
import type { Response } from '../decide/past.ts';
import type { People, Snapshot } from '../snapshot/types.ts';

/** Impressions' worth of the usual rate that an offer's own rate is shrunk by. */
const SHRINK = 20;
/** Rate where no impression was ever recorded. */
const USUAL = 0.01;
/** Impressions from which recorded rates are believed, and that a tenth of prices is shrunk by; offers, where none are recorded. */
const ENOUGH = 1_000;
const OFFERS = 10;
const TENTHS = 10;
/** Log-odds: a unit of price position beyond the same position, full nearness, a due item bought often, a category held. */
const BEYOND = -4;
const NEARNESS = 1;
const HABIT = 1.5;
const HELD = 0.5;

/**
 * What is assumed before a model is fitted: an offer's own rate of purchase, shrunk to the usual one at its price; less the farther its price is
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
      const rate = base(offer);
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

/** What is read once of all offers: rates at each tenth of prices, and each offer's base. */
interface Usual {
  readonly base: Float64Array;
  readonly price_minor: Float64Array;
  /** Log-odds of an offer at a price. */
  of(offers: Snapshot['offers'], offer: number): number;
}

/** Of a snapshot and everything that is laid over it: what is told later moves no other offer's rate. */
const usual = new WeakMap<People, Usual>();

/** Log-odds of purchase at an impression, by offer. What is new, or has another price than the snapshot's, is worked out when it is asked for. */
function baseOf({ people, offers, patch }: Snapshot): (offer: number) => number {
  let known = usual.get(people);
  if (!known) {
    known = usualOf((patch?.base ?? { offers }).offers);
    usual.set(people, known);
  }
  const { base, price_minor, of } = known;
  return (o) => (price_minor[o] === offers.price_minor[o] ? base[o]! : of(offers, o));
}

/**
 * What an offer sold (where shown counts are recorded: of what was shown), shrunk to what offers of its price sell. Dear things are bought
 * less often, so what has not sold yet is not taken for a usual thing at a high price.
 */
function usualOf(all: Snapshot['offers']): Usual {
  const { price_minor } = all;
  const n = all.item.length;
  let shown = 0;
  let bought = 0;
  for (let o = 0; o < n; o++) {
    shown += all.shown[o]!;
    bought += all.bought[o]!;
  }
  const recorded = shown >= ENOUGH && bought > 0;
  const rateOfAll = recorded ? Math.min(0.5, bought / shown) : USUAL;
  const tenthOf = priceTenths(price_minor);
  const sold = new Float64Array(TENTHS);
  const exposed = new Float64Array(TENTHS);
  for (let o = 0; o < n; o++) {
    const tenth = tenthOf(price_minor[o]!);
    sold[tenth]! += all.bought[o]!;
    exposed[tenth]! += recorded ? Math.max(all.shown[o]!, all.bought[o]!) : 1;
  }
  // One exposure is an impression where they are recorded, else an offer that stood there to be bought.
  const [weight, own] = recorded ? [ENOUGH, SHRINK] : [OFFERS, 1];
  const mean = recorded ? rateOfAll : n > 0 ? bought / n : 0;
  const scale = recorded || mean === 0 ? 1 : rateOfAll / mean;
  const of = (offers: Snapshot['offers'], o: number) => {
    const tenth = tenthOf(offers.price_minor[o]!);
    const atPrice = (sold[tenth]! + weight * mean) / (exposed[tenth]! + weight);
    const exposure = recorded ? Math.max(offers.shown[o]!, offers.bought[o]!) : 1;
    const rate = (offers.bought[o]! + own * atPrice) / (exposure + own);
    const p = Math.min(0.5, Math.max(1e-5, mean === 0 ? rateOfAll : rate * scale));
    return Math.log(p / (1 - p));
  };
  return { base: Float64Array.from(price_minor, (_, o) => of(all, o)), price_minor, of };
}

/** Tenth of the offers by price that a price stands in; equal prices stand together. */
function priceTenths(price: Float64Array): (price: number) => number {
  const sorted = price.slice().sort();
  return (p) => {
    let lo = 0;
    let hi = sorted.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (sorted[mid]! < p) lo = mid + 1;
      else hi = mid;
    }
    return Math.min(TENTHS - 1, Math.floor((TENTHS * lo) / sorted.length));
  };
}
