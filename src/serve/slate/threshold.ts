import type { Asked } from '../candidates/source.ts';
import type { PassedOver } from '../decide/types.ts';
import { explores, type Filled } from './fill.ts';

/**
 * By slot, the score of the best offer that would stand there if its own did not: an open candidate outside the slate that caps and
 * quotas allow in its place, of the same kind (bought before or new) where the scenario shares its slots out. Null: none, or a
 * pin or a lot holds the slot.
 */
export function thresholds(asked: Asked, { slots, limits, order }: Filled): (number | null)[] {
  const { pool } = asked.past;
  const shared = asked.plan.repeat_rate !== null;
  const inSlate = new Set(slots.map(({ i }) => i));
  const skip = asked.request.scope?.skip ?? 0;
  return slots.map(({ i, why }, slot) => {
    if (slot < skip || why === 'pin' || why === 'exploration') return null;
    limits.change(i, -1);
    let found: number | null = null;
    for (const other of order) {
      if (inSlate.has(other) || explores(pool.source[other]!)) continue;
      if (shared && pool.repeat[other] !== pool.repeat[i]) continue;
      if (limits.misfit(other) !== null) continue;
      found = pool.score[other]!;
      break;
    }
    limits.change(i, 1);
    return found;
  });
}

/** Why each open candidate outside the slate is not in it. */
export function passedOver(asked: Asked, { slots, limits, order }: Filled): PassedOver[] {
  const { pool } = asked.past;
  const inSlate = new Set(slots.map(({ i }) => i));
  const lowest = Math.min(...slots.map(({ i, why }) => (why === 'pin' ? Infinity : pool.score[i]!)));
  const passed: PassedOver[] = [];
  for (const i of order) {
    if (inSlate.has(i)) continue;
    const offer = pool.offer[i]!;
    const misfit = limits.misfit(i);
    if (misfit === 'quota_max') passed.push({ offer, why: misfit, rule_id: limits.fullQuota(offer)! });
    else if (misfit) passed.push({ offer, why: misfit });
    else
      passed.push({ offer, why: pool.score[i]! > lowest || explores(pool.source[i]!) ? 'budget' : 'score' });
  }
  return passed;
}
