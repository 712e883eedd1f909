import { type Asked, numberOf } from '../candidates/source.ts';
import type { ScoreTerm } from '../decide/types.ts';

const SEARCH = numberOf('search');
/** Share where the policy says none. */
export const RELEVANCE_SHARE = Number(process.env.SHARE ?? 4);
const Q = Number(process.env.SCALE_Q ?? 1);

/**
 * Adds to every open candidate what matching the words is worth: relevance × share × what the offers that were found are worth among
 * themselves. So dear goods and cheap ones are ordered alike: a part of the relevance outweighs the same part of their value.
 */
export function addRelevance({ past: { pool }, plan, request }: Asked): void {
  if (request.query === '' || (request.scope?.sort ?? 'best') !== 'best') return;
  const values: number[] = [];
  for (let i = 0; i < pool.count; i++)
    if (pool.gate[i] === 0 && pool.source[i] === SEARCH) values.push(pool.score[i]!);
  values.sort((a, b) => a - b);
  pool.scale_minor = Math.max(
    0,
    values[Math.floor(Number(process.env.SCALE_Q ?? 1) * (values.length - 1))] ?? 0,
  );
  const share = Number(process.env.SHARE ?? plan.config.value.relevance_share ?? RELEVANCE_SHARE);
  for (let i = 0; i < pool.count; i++)
    if (pool.gate[i] === 0 && pool.source[i] === SEARCH)
      pool.score[i]! += pool.weight[i]! * share * pool.scale_minor;
}

/** Candidate i's addend for relevance, the last of its score; null where none was added. */
export function relevanceTerm({ past: { pool }, plan, request }: Asked, i: number): ScoreTerm | null {
  if (request.query === '' || (request.scope?.sort ?? 'best') !== 'best' || pool.source[i] !== SEARCH)
    return null;
  const share = Number(process.env.SHARE ?? plan.config.value.relevance_share ?? RELEVANCE_SHARE);
  const relevance = pool.weight[i]!;
  return {
    name: 'relevance',
    amount_minor: relevance * share * pool.scale_minor,
    parts: { relevance, relevance_share: share, value_scale_minor: pool.scale_minor },
  };
}
