import { CANDIDATE_SOURCES, type CandidateSource, type NormalisedRequest } from '../../contracts/index.ts';
import type { Past } from '../decide/past.ts';
import type { Plan } from '../decide/types.ts';

/** What a source reads: the past, the person inside it, the request with its ids found, and the plan. */
export interface Asked {
  readonly past: Past;
  readonly plan: Plan;
  readonly request: NormalisedRequest;
  /** Found in the snapshot; −1 where absent or unknown. */
  readonly item: number;
  readonly offer: number;
  readonly category: number;
  readonly shop: number;
  /** Items of the cart, then of the order just placed. */
  readonly cart: readonly number[];
  readonly order: readonly number[];
}

/** A source puts at most `most` candidates into the pool, its best first. */
export type Source = (asked: Asked, most: number) => void;

/** Number of a source in the pool's columns. */
export const numberOf = (source: CandidateSource): number => CANDIDATE_SOURCES.indexOf(source);

/** |π − π′| up to which two prices stand at the same position (metrics.md 4.4). */
export const SAME_POSITION = 0.15;

/** Sources whose weight says how near an offer is to what the page or the person is about. */
export const NEAR = new Set((['co_purchase', 'co_view', 'alternative', 'search'] as const).map(numberOf));
