import { type Asked, numberOf } from '../candidates/source.ts';
import type { ScoreTerm } from '../decide/types.ts';

const SEARCH = numberOf('search');
/** Share where the policy says none. */
export const RELEVANCE_SHARE = 1;
/** Steps from nothing to the best: within one, relevance does not tell two results apart. */
export const RELEVANCE_STEPS = 10;

/**
 * Adds to every open candidate of a search what matching the words is worth: steps of relevance × share × the value of the most valuable of
 * them. So dear goods and cheap ones are ordered alike: with share 1 a step outweighs every difference of value, and within a step value decides.
 */
export function addRelevance(asked: Asked): void {
  const { pool } = asked.past;
  pool.scale_minor = 0;
  if (!counts(asked)) return;
  for (let i = 0; i < pool.count; i++)
    if (pool.gate[i] === 0 && pool.source[i] === SEARCH && pool.score[i]! > pool.scale_minor)
      pool.scale_minor = pool.score[i]!;
  const share = shareOf(asked);
  for (let i = 0; i < pool.count; i++)
    if (pool.gate[i] === 0 && pool.source[i] === SEARCH)
      pool.score[i]! += stepsOf(pool.weight[i]!) * share * pool.scale_minor;
}

/** Candidate i's addend for relevance, the last of its score; null where none was added. */
export function relevanceTerm(asked: Asked, i: number): ScoreTerm | null {
  const { pool } = asked.past;
  if (pool.source[i] !== SEARCH || !counts(asked)) return null;
  const relevance = pool.weight[i]!;
  const steps = stepsOf(relevance);
  const relevance_share = shareOf(asked);
  return {
    name: 'relevance',
    amount_minor: steps * relevance_share * pool.scale_minor,
    parts: { relevance, steps, relevance_share, value_scale_minor: pool.scale_minor },
  };
}

/** The best and what is near it stand on the highest step. */
const stepsOf = (relevance: number) => Math.ceil(RELEVANCE_STEPS * relevance);

const shareOf = ({ plan }: Asked) => plan.config.value.relevance_share ?? RELEVANCE_SHARE;
const counts = ({ request }: Asked) => request.query !== '' && (request.scope?.sort ?? 'best') === 'best';
