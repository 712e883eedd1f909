import type { LiveValues, NormalisedRequest } from '../../contracts/index.ts';
import type { Snapshot } from '../snapshot/types.ts';

/**
 * Whoever knows a live fact that closes an offer: stock, promise to an address, a shop's closing, a risk verdict of today.
 * Asked once a candidate; what it closes is recorded with the decision, so that replay needs no one to ask.
 */
export interface LiveGate {
  readonly name: string;
  readonly gate: 'unavailable' | 'risk';
  closes(offer: number, snapshot: Snapshot, request: NormalisedRequest): boolean;
  /** True while it closes nothing: then it is not asked. */
  idle?(): boolean;
}

/** Live values as they are read: of the person, and of offers through the gates. */
export interface Live extends Omit<LiveValues, 'closed'> {
  readonly gates: readonly LiveGate[];
}
