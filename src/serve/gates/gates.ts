import { GATES, type GateCode, type LiveValues } from '../../contracts/index.ts';
import { DUE_FROM, intervalOf } from '../candidates/repeat.ts';
import type { Asked } from '../candidates/source.ts';
import { HOT, ITEM, STATE } from '../decide/hot.ts';
import type { Live, LiveGate } from '../decide/live.ts';
import { BOUGHT, IN_CART, SHOWN } from '../decide/marks.ts';

/** Why an offer may not be shown, and who says so: a rule, a live gate, or ''. */
export interface Closed {
  readonly code: GateCode;
  readonly by: string;
}

const codeOf = (gate: GateCode) => 1 + GATES.indexOf(gate);
const WITHDRAWN = codeOf('withdrawn');
const UNAVAILABLE = codeOf('unavailable');
const RISK = codeOf('risk');
const RULE = codeOf('rule');
const OWNED = codeOf('owned');
const CLOSED_IN_CART = codeOf('in_cart');
const REPURCHASE_INTERVAL = codeOf('repurchase_interval');
const FREQUENCY_CAP = codeOf('frequency_cap');

/**
 * The hard gates, in their one order; the first that closes gives the reason. No boost, pin or quota passes them.
 * What live gates close is noted in `read`, once an offer: it is recorded with the decision. A code is 0 where every gate is open,
 * else 1 + index into GATES.
 */
export class Gates {
  readonly #asked: Asked;
  readonly #live: readonly LiveGate[];
  readonly #skip: Readonly<Record<'owned' | 'in_cart' | 'repurchase_interval' | 'frequency_cap', boolean>>;
  readonly read: LiveValues['closed'] = [];
  readonly #noted = new Set<number>();
  readonly #counts = new Uint32Array(GATES.length + 1);
  /** Who closed last. */
  #by = '';

  constructor(asked: Asked, live: Live) {
    this.#asked = asked;
    this.#live = live.gates.filter((gate) => !gate.idle?.());
    const { skip_gates } = asked.plan.config;
    this.#skip = {
      owned: skip_gates.includes('owned'),
      in_cart: skip_gates.includes('in_cart'),
      repurchase_interval: skip_gates.includes('repurchase_interval'),
      frequency_cap: skip_gates.includes('frequency_cap'),
    };
  }

  /** Null where every gate is open. */
  of(offer: number): Closed | null {
    const { hot, person } = this.#asked.past;
    const item = hot[offer * HOT + ITEM]!;
    const code = this.#codeOf(offer, hot[offer * HOT + STATE]!, item, person.flags.of(item));
    return code === 0 ? null : { code: GATES[code - 1]!, by: this.#by };
  }

  /** Asks for every candidate of the pool, counts, and notes what the score reads of it. Nothing is allocated. */
  ask(): void {
    const { hot, person, pool } = this.#asked.past;
    pool.look(hot);
    const { count, offer, item, state, gate, flags, repeat } = pool;
    // Most candidates are on sale and new to the person: where nothing else could close on them, one look says so.
    const quiet = this.#live.length === 0 && !this.#asked.plan.rules.filters;
    const page = this.#asked.item;
    for (let i = 0; i < count; i++) {
      const its = item[i]!;
      const known = person.flags.of(its);
      const open = quiet && known === 0 && state[i] === 1 && its !== page;
      const code = open ? 0 : this.#codeOf(offer[i]!, state[i]!, its, known);
      gate[i] = code;
      flags[i] = known;
      repeat[i] = known & BOUGHT;
      this.#counts[code]!++;
    }
  }

  /** Candidates that each gate closed on, in the order of the gates. */
  get counts(): Partial<Record<GateCode, number>> {
    const counts: Partial<Record<GateCode, number>> = {};
    GATES.forEach((gate, g) => {
      const n = this.#counts[g + 1]!;
      if (n > 0) counts[gate] = n;
    });
    return counts;
  }

  #codeOf(offer: number, state: number, item: number, flags: number): number {
    this.#by = '';
    if (state === 0) return WITHDRAWN;
    const live = this.#live.length === 0 ? 0 : this.#liveGate(offer);
    if (live === UNAVAILABLE) return live;
    if (state === 2) {
      this.#by = '';
      return RISK;
    }
    if (live !== 0) return live;
    const { rules } = this.#asked.plan;
    if (rules.filters) {
      const rule = rules.filterOf(offer);
      if (rule !== null) {
        this.#by = rule;
        return RULE;
      }
    }
    return flags === 0 && item !== this.#asked.item ? 0 : this.#personal(item, flags);
  }

  #liveGate(offer: number): number {
    const { past, request } = this.#asked;
    for (const gate of this.#live) {
      if (!gate.closes(offer, past.snapshot, request)) continue;
      if (!this.#noted.has(offer)) {
        this.#noted.add(offer);
        this.read.push([past.snapshot.offers.id.at(offer), gate.gate, gate.name]);
      }
      this.#by = gate.name;
      return codeOf(gate.gate);
    }
    return 0;
  }

  #personal(item: number, flags: number): number {
    const { past, plan, item: pageItem } = this.#asked;
    const { person } = past;
    const skip = this.#skip;
    if (flags & BOUGHT) {
      const interval = intervalOf(past, item);
      const again = interval > 0;
      if (!again && !skip.owned) return OWNED;
      if (again && !skip.repurchase_interval && plan.day - person.lastDay.get(item) < DUE_FROM * interval)
        return REPURCHASE_INTERVAL;
    }
    // The item that the page shows stands before the visitor's eyes already.
    if (!skip.in_cart && (flags & IN_CART || item === pageItem)) return CLOSED_IN_CART;
    const cap = plan.config.frequency_cap;
    if (cap && flags & SHOWN && !skip.frequency_cap && person.shown.get(item) >= cap.impressions)
      return FREQUENCY_CAP;
    return 0;
  }
}
