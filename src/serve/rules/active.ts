import { atOnce } from '../../base/index.ts';
import type { Rule } from '../../contracts/index.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { type Condition, type Cursor, contextOf, holds } from './condition.ts';
import type { RequestFacts } from './vocabulary.ts';

/** What a rule adds to or takes from an offer's score, in minor units. */
export interface RuleTerm {
  readonly rule_id: string;
  readonly amount_minor: number;
}

export interface Pin {
  readonly rule_id: string;
  readonly slot: number;
  holds(offer: number): boolean;
  /** Offers of the whole catalogue that it holds for, the first `PIN_OFFERS`. */
  offers(): readonly number[];
}

export interface Quota {
  readonly rule_id: string;
  readonly min: number;
  readonly max: number | null;
  holds(offer: number): boolean;
}

/** The rules in force for one request on one snapshot, higher priority first. */
export interface ActiveRules {
  /** False: there is no filter to ask; no boost or bury. */
  readonly filters: boolean;
  readonly adjusts: boolean;
  /** The first filter that holds, or null. */
  filterOf(offer: number): string | null;
  /** Boosts and buries of an offer whose own value is `value_minor`, in the order in which they are added. */
  adjustments(offer: number, value_minor: number): readonly RuleTerm[];
  /** By slot, then by priority: the first that has an offer which passes the gates gets the slot. */
  readonly pins: readonly Pin[];
  readonly quotas: readonly Quota[];
}

/** A pin names few offers; one that holds for more is served from the first of them. */
const PIN_OFFERS = 200;
const NONE: readonly RuleTerm[] = [];

/** A rule on a snapshot: what depends on the offer alone is evaluated once per offer and remembered. */
export class RuleOn {
  readonly rule: Rule;
  readonly condition: Condition;
  readonly #cursor: Cursor;
  readonly #context: Record<string, unknown>;
  /** 0: not evaluated yet, 1: does not hold, 2: holds. */
  readonly #memo: Uint8Array;
  readonly #count: number;
  #matching: readonly number[] | null = null;

  /** @param before the rule on a snapshot that this one is a patch over: what it knows of offers other than those touched holds here too */
  constructor(
    rule: Rule,
    condition: Condition,
    snapshot: Snapshot,
    before: RuleOn | null = null,
    touched: ArrayLike<number> = [],
  ) {
    this.rule = rule;
    this.condition = condition;
    this.#cursor = { snapshot, offer: 0 };
    this.#context = contextOf(this.#cursor, null);
    this.#count = snapshot.offers.item.length;
    this.#memo = new Uint8Array(condition.ofOffer ? this.#count : 0);
    if (before) this.#inherit(before, Array.from(touched));
  }

  #inherit(before: RuleOn, touched: readonly number[]): void {
    this.#memo.set(before.#memo);
    for (const offer of touched) this.#memo[offer] = 0;
    if (!before.#matching) return;
    const changed = new Set(touched);
    const kept = before.#matching.filter((offer) => !changed.has(offer));
    const now = touched.filter((offer) => this.ofOffer(offer));
    this.#matching = now.length === 0 ? kept : [...kept, ...now].sort((a, b) => a - b);
  }

  /** The part that reads the offer only. */
  ofOffer(offer: number): boolean {
    if (!this.condition.ofOffer) return true;
    const known = this.#memo[offer]!;
    if (known !== 0) return known === 2;
    this.#cursor.offer = offer;
    const value = holds(this.condition.ofOffer, this.#context);
    this.#memo[offer] = value ? 2 : 1;
    return value;
  }

  /** Offers for which the part that reads the offer holds. The first call reads the whole catalogue; `fill` before it spares that. */
  matching(): readonly number[] {
    if (!this.#matching) atOnce(this.fill());
    return this.#matching!;
  }

  /** Evaluates every offer, giving way every few hundred: for idle moments before the rule is asked. */
  *fill(): Generator<void> {
    if (this.#matching) return;
    const found: number[] = [];
    for (let offer = 0; offer < this.#count; offer++) {
      if (this.ofOffer(offer)) found.push(offer);
      if (offer % 500 === 499) yield;
    }
    this.#matching = found;
  }

  /** The whole condition for one request; null where the request alone rules it out. */
  forRequest(request: RequestFacts): ((offer: number) => boolean) | null {
    const { ofRequest, mixed } = this.condition;
    if (!ofRequest && !mixed) return (offer) => this.ofOffer(offer);
    const context = contextOf(this.#cursor, request);
    if (ofRequest && !holds(ofRequest, context)) return null;
    if (!mixed) return (offer) => this.ofOffer(offer);
    return (offer) => {
      if (!this.ofOffer(offer)) return false;
      this.#cursor.offer = offer;
      return holds(mixed, context);
    };
  }
}

interface Holding {
  readonly on: RuleOn;
  readonly rule: Rule;
  readonly holds: (offer: number) => boolean;
}

/** @param rules those in force, in order of priority */
export function activate(rules: readonly RuleOn[], request: RequestFacts): ActiveRules {
  const of = (...kinds: Rule['action']['kind'][]): Holding[] =>
    rules.flatMap((on) => {
      if (!kinds.includes(on.rule.action.kind)) return [];
      const test = on.forRequest(request);
      return test ? [{ on, rule: on.rule, holds: test }] : [];
    });
  const filters = of('filter');
  const adjusting = of('boost', 'bury');
  return {
    filters: filters.length > 0,
    adjusts: adjusting.length > 0,
    filterOf: (offer) => filters.find((filter) => filter.holds(offer))?.rule.rule_id ?? null,
    adjustments(offer, value_minor) {
      let terms: RuleTerm[] | null = null;
      for (const { rule, holds } of adjusting) {
        if (!holds(offer)) continue;
        terms ??= [];
        terms.push({ rule_id: rule.rule_id, amount_minor: amountOf(rule, value_minor) });
      }
      return terms ?? NONE;
    },
    pins: of('pin')
      .map(pinOf)
      .sort((a, b) => a.slot - b.slot),
    quotas: of('quota').map(({ rule, holds }) => {
      const { min, max } = rule.action as Extract<Rule['action'], { kind: 'quota' }>;
      return { rule_id: rule.rule_id, min, max, holds };
    }),
  };
}

function amountOf({ action }: Rule, value_minor: number): number {
  if (action.kind === 'boost') return action.add_minor + action.share * value_minor;
  if (action.kind === 'bury') return -(action.take_minor + action.share * value_minor);
  return 0;
}

function pinOf({ on, rule, holds }: Holding): Pin {
  const { slot } = rule.action as Extract<Rule['action'], { kind: 'pin' }>;
  return {
    rule_id: rule.rule_id,
    slot,
    holds,
    offers() {
      const found: number[] = [];
      for (const offer of on.matching()) {
        if (holds(offer)) found.push(offer);
        if (found.length === PIN_OFFERS) break;
      }
      return found;
    },
  };
}
