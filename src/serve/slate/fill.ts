import type { Rng } from '../../base/index.ts';
import type { Asked } from '../candidates/source.ts';
import { numberOf } from '../candidates/source.ts';
import type { SlateStep } from '../decide/types.ts';
import { SPONSORED } from '../placements/candidates.ts';
import { choosePaid, type Paid } from '../placements/choose.ts';
import { Limits } from './limits.ts';
import type { Order } from './order.ts';

const CANAL = numberOf('canal');
const NEW_ITEM = numberOf('new_item');
const NEW_MERCHANT = numberOf('new_merchant');

/** A candidate in its slot. */
export interface Placed {
  /** Index into the pool. */
  readonly i: number;
  why: SlateStep['why'];
  readonly rule_id: string | null;
  propensity: number;
  randomised: boolean;
  /** Of a place that is paid for. */
  readonly placement_id?: string;
}

/** Slots of a slate; shorter than asked where too few candidates fit. */
export interface Filled {
  readonly slots: Placed[];
  readonly limits: Limits;
  /** Open candidates, the highest score first; ties by the offer's number. */
  readonly order: Order;
}

export const explores = (source: number) => source === NEW_ITEM || source === NEW_MERCHANT;

/**
 * Fills k slots from the open candidates of the pool: pins, what quotas ask for, canal slots, then the highest scores within the
 * budgets of repeat and novel items, then exploration by lot; all within caps and quotas. What is not pinned stands by score,
 * exploration last; then neighbours are swapped by coin. Paid places are put in between at the end: what is not paid for is the slate that
 * would be without them, of fewer slots.
 *
 * Taking the highest score that still fits is exact while only one kind of cap (merchant, category or brand) is set: the
 * slates that keep it are the independent sets of a matroid. With several kinds it is a heuristic: the tests hold it against
 * brute force.
 */
export function fillSlate(asked: Asked, rng: Rng): Filled {
  const { past, plan, request } = asked;
  const { pool } = past;
  const order = openByScore(asked);
  const limits = new Limits(asked);
  const { taken } = pool;
  const pinned: (Placed | undefined)[] = [];
  const chosen: Placed[] = [];
  const paid = choosePaid(asked, limits);
  if (paid.length > 0) for (let i = 0; i < pool.count; i++) if (limits.holdsItem(i)) taken[i] = 1;
  /** Slots that are not paid for, and where a slot of the page stands among them. */
  const k = request.k + (request.scope?.skip ?? 0) - paid.length;
  const among = (slot: number) => slot - paid.filter((one) => one.slot < slot).length;

  const take = (i: number, why: Placed['why'], rule_id: string | null = null): Placed => {
    taken[i] = 1;
    limits.change(i, 1);
    return { i, why, rule_id, propensity: 1, randomised: false };
  };
  const best = (holds: (i: number) => boolean): number => {
    for (let n = 0; n < order.length; n++) {
      const i = order.at(n);
      if (taken[i] === 0 && holds(i) && limits.misfit(i) === null) return i;
    }
    return -1;
  };

  let pins = 0;
  for (const pin of plan.rules.pins) {
    const slot = among(pin.slot);
    if (slot >= k || pinned[slot]) continue;
    const i = best((c) => pin.holds(pool.offer[c]!));
    if (i < 0) continue;
    pinned[slot] = take(i, 'pin', pin.rule_id);
    pins++;
  }
  const room = () => k - pins - chosen.length;

  plan.rules.quotas.forEach((quota, q) => {
    while (limits.quota[q]! < quota.min && room() > 0) {
      const i = best((c) => quota.holds(pool.offer[c]!));
      if (i < 0) break;
      chosen.push(take(i, 'quota', quota.rule_id));
    }
  });

  const repeats = plan.repeat_rate === null ? null : Math.round(plan.repeat_rate * k);
  const novel = repeats === null ? Math.ceil(k / 2) : k - repeats;
  let led = 0;
  plan.canals.forEach((canal, c) => {
    for (let n = 0; n < canal.slots && led < novel && room() > 0; n++, led++) {
      const i = best((j) => pool.source[j] === CANAL && pool.via[j] === c);
      if (i < 0) break;
      chosen.push(take(i, 'canal'));
    }
  });

  // By score, so that a lot is the same whatever order sources named them in.
  const exploring: number[] = [];
  for (let n = 0; n < pool.exploring.length; n++) {
    const i = pool.exploring.at(n);
    if (taken[i] === 0) exploring.push(i);
  }
  const lots = Math.min(plan.config.exploration_slots, exploring.length, room());
  const isPlain = (i: number) => !explores(pool.source[i]!);
  fillByScore(lots);

  const drawn: Placed[] = [];
  while (drawn.length < lots) {
    const fitting = exploring.filter((i) => taken[i] === 0 && limits.misfit(i) === null);
    if (fitting.length === 0) break;
    const lot = take(fitting[rng.below(fitting.length)]!, 'exploration');
    lot.propensity = 1 / fitting.length;
    lot.randomised = fitting.length > 1;
    drawn.push(lot);
  }
  fillByScore(drawn.length);

  // Highest score first, whatever it was chosen for; ties by offer. Exploration last, so that no lot moves another offer.
  chosen.sort((a, b) => pool.score[b.i]! - pool.score[a.i]! || pool.offer[a.i]! - pool.offer[b.i]!);
  const rest = [...chosen, ...drawn];
  const slots: Placed[] = [];
  for (let slot = 0, next = 0; slot < k; slot++) {
    const one = pinned[slot] ?? rest[next++];
    // Fewer than asked: pins close up.
    if (one) slots.push(one);
  }
  swap(slots, plan.config.randomised_rate, rng);
  return { slots: paid.length === 0 ? slots : withPaid(slots, paid), limits, order };

  /** The highest scores that fit, leaving `kept` slots: first within the budgets of repeat and novel, then whatever there is. */
  function fillByScore(kept: number): void {
    let again = 0;
    let fresh = 0;
    for (const { i } of chosen) pool.repeat[i] ? again++ : fresh++;
    for (const one of pinned) if (one) pool.repeat[one.i] ? again++ : fresh++;
    if (repeats !== null) {
      // The two kinds side by side, the better of their next ones first: a kind whose budget is full is not read on.
      const [novel, bought] = pool.plain;
      for (let a = 0, b = 0; room() > kept; ) {
        const one = fresh < k - repeats - kept && a < novel.length ? novel.at(a) : -1;
        const other = again < repeats && b < bought.length ? bought.at(b) : -1;
        if (one < 0 && other < 0) break;
        const isRepeat = one < 0 || (other >= 0 && bought.before(other, one));
        const i = isRepeat ? other : one;
        isRepeat ? b++ : a++;
        if (taken[i] === 1 || limits.misfit(i) !== null) continue;
        chosen.push(take(i, isRepeat ? 'repeat' : 'novel'));
        isRepeat ? again++ : fresh++;
      }
    }
    for (let n = 0; n < order.length; n++) {
      const i = order.at(n);
      if (room() <= kept) return;
      if (taken[i] === 0 && isPlain(i) && limits.misfit(i) === null) chosen.push(take(i, 'score'));
    }
  }
}

/** Open candidates by score, all and by kind; none is taken. */
function openByScore({ past: { pool } }: Asked): Order {
  const { order, plain, exploring } = pool;
  for (const one of [order, ...plain, exploring]) one.by(pool.score, pool.offer);
  for (let i = 0; i < pool.count; i++) {
    pool.taken[i] = 0;
    if (pool.gate[i] !== 0 || pool.source[i] === SPONSORED) continue;
    order.add(i);
    (explores(pool.source[i]!) ? exploring : plain[pool.repeat[i]! as 0 | 1]).add(i);
  }
  return order;
}

/** The paid ones at their slots, the others in their order around them. */
function withPaid(slots: readonly Placed[], paid: readonly Paid[]): Placed[] {
  const all = [...slots];
  for (const { i, slot, placement_id } of paid)
    all.splice(slot, 0, { i, why: 'paid', rule_id: null, propensity: 1, randomised: false, placement_id });
  return all;
}

/** Swaps the two of a pair of neighbours (0 and 1, 2 and 3, …) with a chance of `rate`; what a pin or a lot placed stays. */
function swap(slots: Placed[], rate: number, rng: Rng): void {
  if (rate <= 0) return;
  for (let a = 0; a + 1 < slots.length; a += 2) {
    const pair = [slots[a]!, slots[a + 1]!];
    if (pair.some(({ why }) => why === 'pin' || why === 'exploration')) continue;
    const turned = rng.next() < rate;
    for (const one of pair) {
      one.propensity = turned ? rate : 1 - rate;
      one.randomised = turned;
    }
    if (turned) {
      slots[a] = pair[1]!;
      slots[a + 1] = pair[0]!;
    }
  }
}
