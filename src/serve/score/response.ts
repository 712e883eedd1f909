import { CANDIDATE_SOURCES } from '../../contracts/index.ts';
import { loadResponse } from '../../models/index.ts';
import type { Past } from '../decide/past.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { fittedResponse } from './fitted.ts';
import { priorResponse } from './prior.ts';

/** One addend of log-odds. */
export interface LogOdds {
  readonly name: string;
  readonly log_odds: number;
}

/** Chance that an offer is bought when it is shown: an additive model in log-odds. */
export interface Response {
  readonly model: string;
  /**
   * Log-odds of a purchase. `terms`, where given, gets the addends in the order in which they were added.
   * @param source index into CANDIDATE_SOURCES; `weight` how strongly it named the offer, in (0, 1]
   */
  purchase(past: Past, offer: number, source: number, weight: number, day: number, terms?: LogOdds[]): number;
}

/** Sources whose weight says how near an offer is to what the page or the person is about. */
export const NEAR = new Set(
  (['co_purchase', 'co_view', 'alternative', 'search'] as const).map((s) => CANDIDATE_SOURCES.indexOf(s)),
);

/** The snapshot's fitted model, or the stated prior where it holds none. */
export function openResponse(snapshot: Snapshot): Response {
  const { response } = snapshot.models;
  const stored = response === null || response === undefined ? null : loadResponse(response);
  return stored?.status === 'fitted'
    ? fittedResponse(snapshot, stored.purchase, stored.usual)
    : priorResponse(snapshot);
}
