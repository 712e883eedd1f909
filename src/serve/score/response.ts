import { loadResponse } from '../../models/index.ts';
import type { Response } from '../decide/past.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { fittedResponse } from './fitted.ts';
import { priorResponse } from './prior.ts';

/** The snapshot's fitted model, or the stated prior where it holds none. */
export function openResponse(snapshot: Snapshot): Response {
  const { response } = snapshot.models;
  const stored = response === null || response === undefined ? null : loadResponse(response);
  return stored?.status === 'fitted'
    ? fittedResponse(snapshot, stored.purchase, stored.usual)
    : priorResponse(snapshot);
}
