import type { Asked } from '../candidates/source.ts';
import { scoreOf } from './score.ts';

/** Scores every open candidate of the pool, as `scoreOf` alone would, bit for bit: the log-odds are worked out for all at once. */
export function scoreAll(asked: Asked): void {
  const { past, plan } = asked;
  const { pool, response } = past;
  const chosenOrder = (asked.request.scope?.sort ?? 'best') !== 'best';
  if (!chosenOrder) response.fill(past, plan.day);
  if (!chosenOrder && (plan.config.value.need_share ?? 0) > 0) past.need?.fill(past, plan.day);
  for (let i = 0; i < pool.count; i++)
    pool.score[i] = pool.gate[i] === 0 ? scoreOf(asked, i, undefined, pool.logOdds[i]!, pool.need[i]!) : 0;
}
