import { z } from 'zod';
import { CandidateSource, ScenarioName } from './policy.ts';
import { GateCode, SlotReason } from './serve.ts';

/** Why a slate is as it is, what would change it, and what of it is told to whom. */

const count = z.number().int().min(0);
const Title = z.object({ en: z.string(), zh: z.string() });
const Offer = { offer_id: z.string(), title: Title, merchant_id: z.string() };

/** How a word that was typed was found in an item; `none`: it was not. */
export const WORD_WAYS = [
  'exact',
  'synonym',
  'spelling',
  'pinyin',
  'part',
  'joined',
  'beginning',
  'none',
] as const;

/** A word of a query in one item: through which of its words, in which fields, and what that adds. */
export const QueryWord = z
  .object({
    word: z.string(),
    how: z.enum(WORD_WAYS),
    terms: z.array(z.string()),
    fields: z.array(z.enum(['name', 'brand', 'category', 'attribute', 'shop'])),
    /** Of the relevance: over the words they sum to it bit for bit. */
    relevance: z.number(),
    /** Of the score's term, in proportion. */
    amount_minor: z.number(),
  })
  .meta({ id: 'QueryWord' });
export type QueryWord = z.infer<typeof QueryWord>;

/** One addend of a score, in minor units. A probability in it is a sum of log-odds: those stand beside it. */
export const ExplainedTerm = z
  .object({
    name: z.enum(['purchase', 'first_purchase', 'need', 'relevance', 'price_power', 'chosen_order', 'rule']),
    rule_id: z.string().nullable(),
    amount_minor: z.number(),
    /** What it is multiplied from. */
    parts: z.record(z.string(), z.number()),
    log_odds: z.array(z.object({ name: z.string(), log_odds: z.number() })),
    /** Of relevance: word by word, in the query's order. */
    words: z.array(QueryWord),
  })
  .meta({ id: 'ExplainedTerm' });
export type ExplainedTerm = z.infer<typeof ExplainedTerm>;

export const ExplainedSlot = z
  .object({
    slot: count,
    ...Offer,
    price_minor: z.number(),
    source: CandidateSource,
    canal_id: z.string().nullable(),
    reason: SlotReason,
    /** How it came to stand here: by score, by a budget, by a rule, by lot. */
    why: z.enum(['pin', 'paid', 'quota', 'canal', 'exploration', 'repeat', 'novel', 'score', 'swap']),
    rule_id: z.string().nullable(),
    /** Of a place that is paid for. */
    placement_id: z.string().nullable(),
    randomised: z.boolean(),
    propensity: z.number(),
    bought_before: z.boolean(),
    /** Their sum from left to right is the score, bit for bit. */
    terms: z.array(ExplainedTerm),
    score: z.number(),
    /** Score of the best offer that would stand here otherwise. */
    threshold: z.number().nullable(),
    /** Score above the threshold: how much it may lose and stay. */
    margin_minor: z.number().nullable(),
    gates_passed: z.array(GateCode),
  })
  .meta({ id: 'ExplainedSlot' });
export type ExplainedSlot = z.infer<typeof ExplainedSlot>;

export const PASSED_WHY = [
  'cap_merchant',
  'cap_category',
  'cap_brand',
  'quota_max',
  'same_item',
  'budget',
  'placement',
  'score',
] as const;

/** The operator's view: everything. */
export const DecisionExplanation = z
  .object({
    decision_id: z.string(),
    at: z.string(),
    scenario: ScenarioName,
    personalised: z.boolean(),
    holdout: z.boolean(),
    arms: z.array(z.object({ experiment_id: z.string(), arm: z.string() })),
    snapshot_hash: z.string(),
    policy_version: z.number().int(),
    policy_hash: z.string(),
    currency: z.string(),
    /** True where deciding again gave the record, byte for byte: then this is why. */
    equal: z.boolean(),
    candidate_count: count,
    sources: z.array(z.object({ source: CandidateSource, candidate_count: count, open_count: count })),
    closed: z.array(z.object({ gate: GateCode, offer_count: count })),
    slots: z.array(ExplainedSlot),
    /** Candidates that passed every gate and are not shown, the highest score first; at most 50. */
    passed_over: z.array(
      z.object({ ...Offer, score: z.number(), why: z.enum(PASSED_WHY), rule_id: z.string().nullable() }),
    ),
    /** Candidates that a gate closed on; at most 50. */
    gated: z.array(z.object({ ...Offer, gate: GateCode, by: z.string() })),
  })
  .meta({ id: 'DecisionExplanation' });
export type DecisionExplanation = z.infer<typeof DecisionExplanation>;

/** One change to one offer, or to the rules. */
export const WhatIfChange = z
  .object({
    offer_id: z.string().max(64),
    price_minor: z.number().int().min(1).max(1e12).optional(),
    list_price_minor: z.number().int().min(0).max(1e12).optional(),
    /** Absent: where offers of the leaf at the new price stand. */
    price_position: z.number().min(0).max(1).optional(),
    refund_rate: z.number().min(0).max(1).optional(),
    /** Another name of its item, in one language or both: its words are read anew. */
    title: z.object({ en: z.string().max(512).optional(), zh: z.string().max(512).optional() }).optional(),
  })
  .meta({ id: 'WhatIfChange' });
export type WhatIfChange = z.infer<typeof WhatIfChange>;

export const WhatIfBody = z.object({
  changes: z.array(WhatIfChange).max(20).default([]),
  /** Rules left out. */
  rules_off: z.array(z.string().max(64)).max(50).default([]),
  /** Offers to be told of, in the slate or not. */
  offers: z.array(z.string().max(64)).max(20).default([]),
});
export type WhatIfBody = z.output<typeof WhatIfBody>;

const Place = z.object({ slot: count.nullable(), score: z.number().nullable(), gate: GateCode.nullable() });

export const WhatIfAnswer = z
  .object({
    decision_id: z.string(),
    before: z.array(z.object({ slot: count, ...Offer, score: z.number() })),
    after: z.array(z.object({ slot: count, ...Offer, score: z.number(), was: count.nullable() })),
    /** Offers changed or asked for: where they stood and where they would. */
    offers: z.array(z.object({ ...Offer, before: Place, after: Place, terms: z.array(ExplainedTerm) })),
  })
  .meta({ id: 'WhatIfAnswer' });
export type WhatIfAnswer = z.infer<typeof WhatIfAnswer>;

export const LEVERS = ['price_minor', 'refund_rate', 'price_position', 'title'] as const;

export const AbsenceQuery = z.object({ offer: z.string().min(1).max(64) });
export const Absence = z
  .object({
    decision_id: z.string(),
    ...Offer,
    /** `shown`: it is not absent. */
    /** `no_match`: of a search, too few of the words are in it. */
    why: z.enum(['shown', 'not_a_candidate', 'no_match', 'gate', 'below_threshold', ...PASSED_WHY]),
    gate: GateCode.nullable(),
    /** Who closed the gate, or the rule that left it out. */
    by: z.string().nullable(),
    source: CandidateSource.nullable(),
    score: z.number().nullable(),
    /** Lowest score that it would have to pass. */
    threshold: z.number().nullable(),
    gap_minor: z.number().nullable(),
    terms: z.array(ExplainedTerm),
    /** Of a search: each word that was typed, in this item or not. */
    words: z.array(QueryWord),
    /** Smallest changes that would have it shown, each found by deciding again; none: nothing that a merchant can do by itself. */
    changes: z.array(
      z.object({
        lever: z.enum(LEVERS),
        /** Of a title: how many of the query's words the item has. */
        from: z.number(),
        to: z.number(),
        /** Of a title: the new one. */
        title: Title.optional(),
        slot: count,
        text: Title,
      }),
    ),
    text: Title,
  })
  .meta({ id: 'Absence' });
export type Absence = z.infer<typeof Absence>;

/** Factor groups of a score, as they are published: what merchants are told instead of numbers of others. */
export const FACTOR_GROUPS = ['demand', 'price', 'fit', 'first_purchase', 'relevance', 'rules'] as const;
export const FactorGroup = z.enum(FACTOR_GROUPS);
export type FactorGroup = z.infer<typeof FactorGroup>;
const Band = z.enum(['high', 'medium', 'low']);

/** A merchant's view: its own offers only; bands in place of numbers that would tell of others. */
export const MerchantExplanation = z
  .object({
    decision_id: z.string(),
    at: z.string(),
    scenario: ScenarioName,
    policy_version: z.number().int(),
    slot_count: count,
    offers: z.array(
      z.object({
        offer_id: z.string(),
        title: Title,
        slot: count.nullable(),
        outcome: z.enum(['shown', 'not_shown', 'not_eligible']),
        /** Why it is not eligible; what an anti-fraud check measures is not told. */
        gate: GateCode.nullable(),
        /** How far from being shown, or from losing the slot. */
        distance: z.enum(['near', 'some', 'far']).nullable(),
        factors: z.array(
          z.object({ group: FactorGroup, importance: Band, direction: z.enum(['up', 'down', 'level']) }),
        ),
        rules: z.array(z.string()),
        text: Title,
      }),
    ),
  })
  .meta({ id: 'MerchantExplanation' });
export type MerchantExplanation = z.infer<typeof MerchantExplanation>;

/** What would have shown a merchant's own offer: in steps, each decided again, so that it is true and tells nothing exact of others. */
export const OwnChanges = z
  .object({
    decision_id: z.string(),
    scenario: ScenarioName,
    offer_id: z.string(),
    title: Title,
    outcome: z.enum(['shown', 'not_shown', 'not_eligible']),
    /** The smallest of each lever and direction; any one of them would do. `stock`: what is needed before anything else counts. */
    changes: z.array(
      z.object({
        lever: z.enum(['price_minor', 'refund_rate', 'stock']),
        from: z.number(),
        to: z.number(),
        text: Title,
      }),
    ),
    text: Title,
  })
  .meta({ id: 'OwnChanges' });
export type OwnChanges = z.infer<typeof OwnChanges>;

/** Why a merchant's offers stand where they do, over recent decisions: what concerns its own, in bands. */
export const Standing = z
  .object({
    merchant_id: z.string(),
    /** Recent decisions that were looked at, and those in which an own offer was a candidate. */
    decision_count: count,
    concerned_count: count,
    offers: z.array(
      z.object({
        offer_id: z.string(),
        title: Title,
        candidate_count: count,
        shown_count: count,
        best_slot: count.nullable(),
        gates: z.array(z.object({ gate: GateCode, decision_count: count, text: Title })),
        factors: z.array(
          z.object({ group: FactorGroup, importance: Band, direction: z.enum(['up', 'down', 'level']) }),
        ),
        distance: z.enum(['near', 'some', 'far']).nullable(),
        /** A recent decision that did not show it though it was a candidate: ask it what would have. */
        missed_in: z.string().nullable(),
        text: Title,
      }),
    ),
  })
  .meta({ id: 'Standing' });
export type Standing = z.infer<typeof Standing>;

/** The consumer's view: a plain sentence a slot. */
export const ConsumerReasons = z
  .object({
    decision_id: z.string(),
    personalised: z.boolean(),
    slots: z.array(z.object({ slot: count, offer_id: z.string(), text: Title })),
    /** What the page rests on, in one sentence. */
    text: Title,
  })
  .meta({ id: 'ConsumerReasons' });
export type ConsumerReasons = z.infer<typeof ConsumerReasons>;
