import { type Asked, numberOf } from '../candidates/source.ts';
import type { ScoreTerm } from '../decide/types.ts';

const SEARCH = numberOf('search');
/** Share where the policy says none. */
export const RELEVANCE_SHARE = 4;

/**
 * Adds to every open candidate of a search what matching the words is worth: relevance × share × the value of the most valuable of them. So
 * dear goods and cheap ones are ordered alike, and what matches better by 1 / share comes first whatever it costs.
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
      pool.score[i]! += pool.weight[i]! * share * pool.scale_minor;
}

/** Candidate i's addend for relevance, the last of its score; null where none was added. */
export function relevanceTerm(asked: Asked, i: number): ScoreTerm | null {
  const { pool } = asked.past;
  if (pool.source[i] !== SEARCH || !counts(asked)) return null;
  const relevance = pool.weight[i]!;
  const relevance_share = shareOf(asked);
  return {
    name: 'relevance',
    amount_minor: relevance * relevance_share * pool.scale_minor,
    parts: { relevance, relevance_share, value_scale_minor: pool.scale_minor },
  };
}

const shareOf = ({ plan }: Asked) => plan.config.value.relevance_share ?? RELEVANCE_SHARE;
const counts = ({ request }: Asked) => request.query !== '' && (request.scope?.sort ?? 'best') === 'best';
