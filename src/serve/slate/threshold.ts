import type { Asked } from '../candidates/source.ts';
import type { PassedOver } from '../decide/types.ts';
import { SPONSORED } from '../placements/candidates.ts';
import { explores, type Filled } from './fill.ts';

/**
 * By slot, the score of the best offer that would stand there if its own did not: an open candidate outside the slate that caps and
 * quotas allow in its place, of the same kind (bought before or new) where the scenario shares its slots out. Null: none, or a
 * pin, a lot or a payment holds the slot.
 *
 * What fits beside the whole slate fits without one of it. So one pass finds, for each kind, the first that fits, and those better
 * ones that do not; a slot only asks the latter again, and only those that have something in common with it.
 */
export function thresholds(asked: Asked, { slots, limits, order }: Filled): (number | null)[] {
  const { pool } = asked.past;
  const shared = asked.plan.repeat_rate !== null;
  const skip = asked.request.scope?.skip ?? 0;
  const next: (Next | undefined)[] = [];
  return slots.map(({ i, why }, slot) => {
    if (slot < skip || why === 'pin' || why === 'paid' || why === 'exploration') return null;
    const kind = shared ? pool.repeat[i]! : 0;
    next[kind] ??= nextOf(kind);
    const { blocked, free } = next[kind];
    limits.change(i, -1);
    const other = blocked.find((one) => limits.related(one, i) && limits.misfit(one) === null) ?? free;
    limits.change(i, 1);
    return other < 0 ? null : pool.score[other]!;
  });

  function nextOf(kind: number): Next {
    const blocked: number[] = [];
    const others = shared ? pool.plain[kind as 0 | 1] : order;
    for (let n = 0; n < others.length; n++) {
      const i = others.at(n);
      if (pool.taken[i] === 1 || explores(pool.source[i]!)) continue;
      if (limits.misfit(i) === null) return { blocked, free: i };
      blocked.push(i);
    }
    return { blocked, free: -1 };
  }
}

/** Of one kind: the best that fits beside the whole slate (−1: none), and the better ones that do not. */
interface Next {
  readonly blocked: readonly number[];
  readonly free: number;
}

/** Why each open candidate outside the slate is not in it. */
export function passedOver(asked: Asked, { slots, limits, order }: Filled): PassedOver[] {
  const { pool } = asked.past;
  const inSlate = new Set(slots.map(({ i }) => i));
  const lowest = Math.min(
    ...slots.map(({ i, why }) => (why === 'pin' || why === 'paid' ? Infinity : pool.score[i]!)),
  );
  const passed: PassedOver[] = [];
  for (let n = 0; n < order.length; n++) {
    const i = order.at(n);
    if (inSlate.has(i)) continue;
    const offer = pool.offer[i]!;
    const misfit = limits.misfit(i);
    if (misfit === 'quota_max') passed.push({ offer, why: misfit, rule_id: limits.fullQuota(offer)! });
    else if (misfit) passed.push({ offer, why: misfit });
    else
      passed.push({ offer, why: pool.score[i]! > lowest || explores(pool.source[i]!) ? 'budget' : 'score' });
  }
  for (let i = 0; i < pool.count; i++)
    if (pool.source[i] === SPONSORED && pool.gate[i] === 0 && !inSlate.has(i))
      passed.push({ offer: pool.offer[i]!, why: 'placement' });
  return passed;
}
