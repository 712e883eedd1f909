import type {
  CandidateSource,
  GateCode,
  NormalisedRequest,
  OpenCanal,
  Placement,
  ScenarioConfig,
} from '../../contracts/index.ts';
import type { CompiledSynonyms } from '../../search/index.ts';
import type { ActiveRules, CompiledPolicy } from '../rules/index.ts';
import type { Live } from './live.ts';
import type { Past } from './past.ts';

/** All that a decision depends on. Equal inputs, equal bytes. */
export interface DecideInput {
  readonly past: Past;
  readonly policy: CompiledPolicy;
  readonly live: Live;
  readonly request: NormalisedRequest;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly clock: number;
  /** Unsigned 32 bits. */
  readonly seed: number;
  readonly decision_id: string;
  readonly build: string;
  /** Rules left out, for what-ifs. */
  readonly off?: ReadonlySet<string>;
}

/** The scenario as this request meets it: the policy's, with what experiment arms change. */
export interface Plan {
  readonly config: ScenarioConfig;
  readonly canals: readonly OpenCanal[];
  /** Paid placements that are meant for this request. */
  readonly placements: readonly Placement[];
  readonly rules: ActiveRules;
  /** Day of the request in the marketplace's zone, and the instant. */
  readonly day: number;
  readonly first_purchase_minor: number;
  readonly repeat_rate: number | null;
  readonly withheld: ReadonlySet<CandidateSource>;
  readonly synonyms: CompiledSynonyms | undefined;
}

/** What a candidate came to; for explanations. Numbers of offers are the snapshot's. */
export interface CandidateTrace {
  readonly offer: number;
  readonly source: CandidateSource;
  readonly canal_id: string | null;
  /** What led here: an item or a category, by source; −1 none. */
  readonly via: number;
  readonly weight: number;
  /** The gate that closed, with who said so (rule, live gate), or null. */
  readonly gate: { readonly code: GateCode; readonly by: string } | null;
  readonly bought_before: boolean;
  /** In the order in which they are added; empty where a gate closed. To be asked before the next decision on the same snapshot. */
  readonly terms: () => readonly ScoreTerm[];
  readonly score: number;
}

/** One addend of a score, in minor units. `parts`: what it is multiplied from, or the log-odds it rests on. */
export interface ScoreTerm {
  readonly name: string;
  readonly rule_id?: string;
  readonly amount_minor: number;
  readonly parts: Readonly<Record<string, number>>;
}

/** How the slate was filled, step by step. */
export interface SlateStep {
  readonly slot: number;
  readonly offer: number;
  readonly why: 'pin' | 'paid' | 'quota' | 'canal' | 'exploration' | 'repeat' | 'novel' | 'score' | 'swap';
  readonly rule_id?: string;
}
export interface PassedOver {
  readonly offer: number;
  readonly why:
    | 'cap_merchant'
    | 'cap_category'
    | 'cap_brand'
    | 'quota_max'
    | 'same_item'
    | 'budget'
    | 'placement'
    | 'score';
  readonly rule_id?: string;
}

/** Keeps every step of a decision; costs time, so only explanations ask for it. */
export interface Watch {
  candidates: CandidateTrace[];
  steps: SlateStep[];
  passed: PassedOver[];
  plan: Plan | null;
}
export const newWatch = (): Watch => ({ candidates: [], steps: [], passed: [], plan: null });
