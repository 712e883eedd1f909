import { GATES, type GateCode, type LiveValues } from '../../contracts/index.ts';
import { DUE_FROM, intervalOf } from '../candidates/repeat.ts';
import type { Asked } from '../candidates/source.ts';
import { HOT, ITEM, STATE } from '../decide/hot.ts';
import type { Live } from '../decide/live.ts';
import { BOUGHT, IN_CART, SHOWN } from '../decide/marks.ts';

/** Why an offer may not be shown, and who says so: a rule, a live gate, or ''. */
export interface Closed {
  readonly code: GateCode;
  readonly by: string;
}

/**
 * The hard gates, in their one order; the first that closes gives the reason. No boost, pin or quota passes them.
 * What live gates close is noted in `read`, once an offer: it is recorded with the decision.
 */
export class Gates {
  readonly #asked: Asked;
  readonly #live: Live;
  readonly #skip: ReadonlySet<string>;
  readonly read: LiveValues['closed'] = [];
  readonly #noted = new Set<number>();
  readonly counts: Partial<Record<GateCode, number>> = {};

  constructor(asked: Asked, live: Live) {
    this.#asked = asked;
    this.#live = live;
    this.#skip = new Set(asked.plan.config.skip_gates);
  }

  /** Null where every gate is open. */
  of(offer: number): Closed | null {
    const { past, plan } = this.#asked;
    const at = offer * HOT;
    const state = past.hot[at + STATE]!;
    if (state === 0) return { code: 'withdrawn', by: '' };
    const live = this.#liveGate(offer);
    if (live?.code === 'unavailable') return live;
    if (state === 2) return { code: 'risk', by: '' };
    if (live) return live;
    const rule = plan.rules.filterOf(offer);
    if (rule !== null) return { code: 'rule', by: rule };
    return this.#personal(past.hot[at + ITEM]!);
  }

  /** Index into GATES plus one, or 0; counted. For candidates. */
  codeOf(offer: number): number {
    const closed = this.of(offer);
    if (!closed) return 0;
    this.counts[closed.code] = (this.counts[closed.code] ?? 0) + 1;
    return 1 + GATES.indexOf(closed.code);
  }

  #liveGate(offer: number): Closed | null {
    const { past, request } = this.#asked;
    for (const gate of this.#live.gates) {
      if (!gate.closes(offer, past.snapshot, request)) continue;
      if (!this.#noted.has(offer)) {
        this.#noted.add(offer);
        this.read.push([past.snapshot.offers.id.at(offer), gate.gate, gate.name]);
      }
      return { code: gate.gate, by: gate.name };
    }
    return null;
  }

  #personal(item: number): Closed | null {
    const { past, plan, item: pageItem } = this.#asked;
    const { person } = past;
    const flags = person.flags.of(item);
    if (flags === 0 && item !== pageItem) return null;
    const skip = this.#skip;
    if (flags & BOUGHT) {
      const interval = intervalOf(past, item);
      const again = interval > 0;
      if (!again && !skip.has('owned')) return { code: 'owned', by: '' };
      if (
        again &&
        !skip.has('repurchase_interval') &&
        plan.day - person.lastDay.get(item) < DUE_FROM * interval
      )
        return { code: 'repurchase_interval', by: '' };
    }
    // The item that the page shows stands before the visitor's eyes already.
    if (!skip.has('in_cart') && (flags & IN_CART || item === pageItem)) return { code: 'in_cart', by: '' };
    const cap = plan.config.frequency_cap;
    if (cap && flags & SHOWN && !skip.has('frequency_cap') && person.shown.get(item) >= cap.impressions)
      return { code: 'frequency_cap', by: '' };
    return null;
  }
}
