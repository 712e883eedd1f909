import { type Asked, numberOf } from './source.ts';

const NUMBER = numberOf('rule');
/** Offers, the likeliest bought first, that are looked through for a quota. */
const LOOK = 5_000;
/** Candidates for each slot that a quota asks for. */
const EACH = 3;

/** Candidates that pins and quotas ask for and no source named. */
export function ruled({ past, plan }: Asked): void {
  const { pool, snapshot } = past;
  for (const pin of plan.rules.pins) for (const offer of pin.offers()) pool.add(offer, NUMBER, -1, 1);
  for (const quota of plan.rules.quotas) {
    let wanted = EACH * quota.min;
    for (let i = 0; i < pool.count && wanted > 0; i++) if (quota.holds(pool.offer[i]!)) wanted--;
    const { popular } = snapshot.offers;
    for (let n = 0; n < Math.min(LOOK, popular.length) && wanted > 0; n++) {
      const offer = popular[n]!;
      if (quota.holds(offer) && pool.add(offer, NUMBER, -1, 1)) wanted--;
    }
  }
}
