import { z } from 'zod';
import { DateText, LocalText, MinorAmount } from './common.ts';
import { Placement } from './placements.ts';

/** What operators decide about serving. A policy is immutable, versioned and hashed; serving holds one whole. */

/** Surfaces on which offers are shown. */
export const SCENARIO_NAMES = [
  'home_feed',
  'item_alternatives',
  'item_complements',
  'cart',
  'after_purchase',
  'buy_again',
  'category_page',
  'shop_page',
  'live',
  'notes',
  'message',
  'search',
] as const;
export const ScenarioName = z.enum(SCENARIO_NAMES);
export type ScenarioName = z.infer<typeof ScenarioName>;

/** Where a candidate comes from; named in every explanation. */
export const CANDIDATE_SOURCES = [
  'canal',
  'next_category',
  'co_purchase',
  'co_view',
  'alternative',
  'repeat',
  'trending',
  'new_item',
  'new_merchant',
  'popular',
  'category',
  'shop',
  'search',
  /** Named by a pin or a quota; a scenario need not list it. */
  'rule',
  /** Named by a paid placement; a scenario need not list it. */
  'sponsored',
] as const;
export const CandidateSource = z.enum(CANDIDATE_SOURCES);
export type CandidateSource = z.infer<typeof CandidateSource>;

const count = z.number().int().min(0);
const rate = z.number().min(0).max(1);

/** One surface: who may be a candidate, how the slots are shared out, what is capped, what a purchase is worth. */
export const ScenarioConfig = z
  .object({
    scenario: ScenarioName,
    /** Slots in a slate when the request does not say. */
    slots: z.number().int().min(1).max(100),
    /** In order: an offer that several sources name belongs to the first. `most`: candidates a source may bring. */
    sources: z
      .array(z.object({ source: CandidateSource, most: z.number().int().min(1).max(1000) }))
      .min(1)
      .max(CANDIDATE_SOURCES.length),
    /** Share of the slots for items bought before; the others are for new ones. Null: whoever scores higher. */
    repeat_rate: rate.nullable(),
    /** Most offers in a slate of one merchant, one leaf category, one brand; null: any number. */
    caps: z.object({
      merchant: z.number().int().min(1).nullable(),
      category: z.number().int().min(1).nullable(),
      brand: z.number().int().min(1).nullable(),
    }),
    /** Most impressions of an item to a person in `days`. Null: any number. */
    frequency_cap: z
      .object({ impressions: z.number().int().min(1), days: z.number().int().min(1).max(90) })
      .nullable(),
    /** Slots that new items and new merchants hold between them, at most. */
    exploration_slots: count,
    /** Most slots of a page that may be paid for, over all placements, and never more than half. Absent: 2. */
    sponsored_slots: z.number().int().min(0).max(10).optional(),
    /** Chance that a slot's two neighbours are swapped at random, for off-policy estimates; propensities are exact. */
    randomised_rate: z.number().min(0).max(0.05),
    value: z.object({
      /** Share of the price that counts as value when an offer is bought. */
      margin_rate: rate,
      /** Value of a person's first purchase in a category, beyond its margin. */
      first_purchase_minor: MinorAmount,
      /** That a person finds what their next basket holds is worth so many times the usual price of what is bought. Absent: need does not count. */
      need_share: z.number().min(0).max(1000).optional(),
      /** The same where the person never bought the item: what is new needs help to be found. Absent: as `need_share`. */
      new_need_share: z.number().min(0).max(1000).optional(),
      /** What a tenth of relevance to the words typed counts beside the value of the most valuable result. Absent: 1, and value decides only within a tenth. */
      relevance_share: z.number().min(0).max(100).optional(),
      /** Of an offer in the best band of price power; the worst takes as much, between them in steps. Absent: price power does not count. */
      price_power_minor: MinorAmount.optional(),
    }),
    /** Gates that this surface may switch off; availability, risk, consent and rules cannot be. */
    skip_gates: z.array(z.enum(['owned', 'in_cart', 'repurchase_interval', 'frequency_cap'])).default([]),
  })
  .meta({ id: 'ScenarioConfig' });
export type ScenarioConfig = z.infer<typeof ScenarioConfig>;

export const RULE_ACTIONS = ['filter', 'boost', 'bury', 'pin', 'quota'] as const;

/** A rule of the register: a condition in CEL, and what it does to the offers that it holds for. Gates always win. */
export const Rule = z
  .object({
    rule_id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
    /** What it says, in words that a merchant reads. */
    text: LocalText,
    scenarios: z.array(ScenarioName).max(SCENARIO_NAMES.length).default([]).describe('[]: all'),
    /** CEL over `offer`, `item`, `merchant`, `category` and `request`; true where the rule holds. */
    when: z.string().min(1).max(2000),
    action: z.discriminatedUnion('kind', [
      /** Not shown. */
      z.object({ kind: z.literal('filter') }),
      /** Adds to or takes from the score, in minor units, or as a share of the offer's own value. */
      z.object({
        kind: z.literal('boost'),
        add_minor: MinorAmount.default(0),
        share: z.number().min(0).max(10).default(0),
      }),
      z.object({
        kind: z.literal('bury'),
        take_minor: MinorAmount.default(0),
        share: z.number().min(0).max(1).default(0),
      }),
      /** At this slot (0 = first), if it passes the gates. */
      z.object({ kind: z.literal('pin'), slot: z.number().int().min(0).max(99) }),
      /** At least and at most so many in a page. */
      z.object({
        kind: z.literal('quota'),
        min: count.default(0),
        max: z.number().int().min(1).max(100).nullable().default(null),
      }),
    ]),
    /** Higher first where two rules ask for the same slot. */
    priority: z.number().int().min(-1000).max(1000).default(0),
    from: DateText.nullable().default(null),
    until: DateText.nullable().default(null),
    enabled: z.boolean().default(true),
  })
  .meta({ id: 'Rule' });
export type Rule = z.infer<typeof Rule>;

/** An experiment: units are hashed into arms at request time. */
export const Experiment = z
  .object({
    experiment_id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
    hypothesis: z.string().min(1).max(1000),
    unit: z.enum(['account', 'session']).default('account'),
    salt: z.string().min(1).max(64),
    /** Share of the units that take part. */
    traffic_rate: rate,
    /** A unit takes part in at most one running experiment with the same tag. */
    exclusion_tag: z.string().max(64).default(''),
    scenarios: z.array(ScenarioName).default([]).describe('[]: all'),
    arms: z
      .array(
        z.object({
          arm: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/),
          weight: z.number().positive().max(1000),
          /** What differs from the policy in this arm. */
          change: z
            .object({
              withhold_sources: z.array(CandidateSource).default([]),
              withhold_canals: z.array(z.string()).default([]),
              first_purchase_minor: MinorAmount.optional(),
              repeat_rate: rate.nullable().optional(),
            })
            .default({ withhold_sources: [], withhold_canals: [] }),
        }),
      )
      .min(2)
      .max(8),
    status: z.enum(['draft', 'running', 'stopped']).default('draft'),
  })
  .meta({ id: 'Experiment' });
export type Experiment = z.infer<typeof Experiment>;

/** An operated flow A → B. People who hold A and lack B may be shown B at their price position, on these surfaces. */
export const OpenCanal = z
  .object({
    canal_id: z.string(),
    from_category_id: z.string(),
    to_category_id: z.string(),
    scenarios: z.array(ScenarioName).default([]).describe('[]: all'),
    /** Slots of one slate that it may take. */
    slots: z.number().int().min(1).max(20).default(2),
    opened_at: z.string(),
  })
  .meta({ id: 'OpenCanal' });
export type OpenCanal = z.infer<typeof OpenCanal>;

/** Words or phrases that mean the same when they are searched for, in any language; the first names the group. */
export const SynonymGroup = z.array(z.string().trim().min(1).max(64)).min(2).max(20);
export type SynonymGroup = z.infer<typeof SynonymGroup>;

export const Policy = z
  .object({
    version: z.number().int().min(1),
    /** SHA-256 of the content below, in canonical JSON. */
    hash: z.string(),
    effective_at: z.string(),
    scenarios: z.array(ScenarioConfig),
    rules: z.array(Rule),
    experiments: z.array(Experiment),
    canals: z.array(OpenCanal),
    /** People who are never led through a canal: the permanent holdout. What they would have seen is logged. */
    holdout: z.object({ salt: z.string().min(1).max(64), rate }),
    /** Words that mean the same, each group in any language. A group goes by its first one. Absent: none. */
    synonyms: z.array(SynonymGroup).max(5000).optional(),
    /** Places that merchants pay for. Absent: none. */
    placements: z.array(Placement).max(500).optional(),
  })
  .meta({ id: 'Policy' });
export type Policy = z.infer<typeof Policy>;
