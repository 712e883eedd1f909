import { z } from 'zod';
import { Currency, LocalText, SourceId, SourceName } from './common.ts';
import { CandidateSource, ScenarioName } from './policy.ts';

/** Serving: what is asked, what is answered, and what is written down of it. */

const count = z.number().int().min(0);
/** An id of ours (`itm_…`), or the id at the source; the source is the request's. */
const Ref = SourceId;
const refs = z.array(Ref).max(200).default([]);

/** Where the visitor stands: what is looked at, what is in the cart, what was just bought. */
export const SlateContext = z.object({
  item: Ref.nullable().default(null),
  offer: Ref.nullable().default(null),
  category: Ref.nullable().default(null),
  shop: Ref.nullable().default(null),
  /** Items or offers in the cart now; beside what the events say. */
  cart: refs,
  /** Items or offers of the order just placed. */
  order: refs,
  /** Words typed, for the search surface. */
  query: z.string().max(512).default(''),
});
export type SlateContext = z.infer<typeof SlateContext>;

/** One or several surfaces in a call. Who is not known, or does not want it, is served without being read. */
export const SlatesBody = z.object({
  /** Source whose ids are meant where a reference is not one of ours. */
  source: SourceName.default('storefront'),
  /** The account's id at the source, or its pseudonym (`acc_…`); null: a visitor. */
  account: SourceId.nullable().default(null),
  anonymous_id: z.string().max(128).default(''),
  session: z.string().max(64).default(''),
  /** The person's own switch on this page. A recorded withdrawal of consent wins over it. */
  personalised: z.boolean().default(true),
  region: z.string().max(64).default(''),
  locale: z.enum(['en', 'zh-CN']).default('en'),
  scenarios: z
    .array(
      z.object({
        scenario: z.string().min(1).max(64).describe('home_feed, item_alternatives, …'),
        /** Slots; absent: as the scenario says. */
        k: z.number().int().min(1).max(100).optional(),
        /** Where it differs from the call's. */
        context: SlateContext.partial().optional(),
      }),
    )
    .min(1)
    .max(12),
  context: SlateContext.prefault({}),
});
export type SlatesBody = z.input<typeof SlatesBody>;
/** The same with its defaults. */
export type Slates = z.output<typeof SlatesBody>;

/** Why an offer is shown, in a sentence that a consumer may read. */
export const SlotReason = z.object({
  code: z.enum([
    'canal',
    'next_category',
    'bought_together',
    'viewed_together',
    'alternative',
    'buy_again',
    'trending',
    'new_item',
    'new_merchant',
    'popular',
    'in_category',
    'in_shop',
    'search',
    'pinned',
    'sponsored',
  ]),
  en: z.string(),
  zh: z.string(),
});
export type SlotReason = z.infer<typeof SlotReason>;

export const SlateSlot = z.object({
  slot: count,
  /** `<decision_id>.<slot>`: send it with every event, and `decision_id` as request_id of the order line. */
  impression_id: z.string(),
  offer_id: z.string(),
  offer_source_id: z.string(),
  item_id: z.string(),
  item_source_id: z.string(),
  merchant_id: z.string(),
  shop_id: z.string(),
  category_id: z.string(),
  title: z.object({ en: z.string(), zh: z.string() }),
  price_minor: z.number(),
  list_price_minor: z.number(),
  source: CandidateSource,
  /** A merchant pays for this place: shown as such, with the reason as its label. */
  sponsored: z.boolean(),
  canal_id: z.string().nullable(),
  /** Money, in minor units: the sum of the terms that the explanation lists. */
  score: z.number(),
  /** Score of the best offer that would stand here if this one did not; null: none. */
  threshold: z.number().nullable(),
  reason: SlotReason,
});
export type SlateSlot = z.infer<typeof SlateSlot>;

export const Slate = z
  .object({
    decision_id: z.string(),
    scenario: ScenarioName,
    /** False: nothing of the person was read; equal contexts get equal slots. */
    personalised: z.boolean(),
    currency: Currency,
    candidate_count: count,
    slots: z.array(SlateSlot),
  })
  .meta({ id: 'Slate' });
export type Slate = z.infer<typeof Slate>;

export const SlatesAnswer = z
  .object({
    data: z.array(Slate),
    snapshot_hash: z.string(),
    policy_version: z.number().int(),
    /** True where the newest snapshot could not be used and an older one serves. */
    stale: z.boolean(),
  })
  .meta({ id: 'SlatesAnswer' });
export type SlatesAnswer = z.infer<typeof SlatesAnswer>;

/** What narrows and orders a search, in our ids. */
export const SearchScope = z.object({
  category_id: z.string(),
  brand_ids: z.array(z.string()),
  merchant_id: z.string(),
  shop_id: z.string(),
  price_from_minor: z.number().nullable(),
  price_to_minor: z.number().nullable(),
  /** `key=value`, lower case; any value of a key will do. */
  attributes: z.array(z.string()),
  sort: z.enum(['best', 'price_up', 'price_down', 'newest', 'bought']),
  skip: count,
});
export type SearchScope = z.infer<typeof SearchScope>;

/** A request as it was decided: our ids only, defaults filled in. What the snapshot does not know is left out. */
export const NormalisedRequest = z.object({
  scenario: ScenarioName,
  /** Pseudonym, or '' where the person is not read. */
  account_id: z.string(),
  session: z.string(),
  region: z.string(),
  locale: z.enum(['en', 'zh-CN']),
  k: z.number().int(),
  item_id: z.string(),
  offer_id: z.string(),
  category_id: z.string(),
  shop_id: z.string(),
  cart: z.array(z.string()),
  order: z.array(z.string()),
  query: z.string(),
  /** Of a search only. */
  scope: SearchScope.optional(),
});
export type NormalisedRequest = z.infer<typeof NormalisedRequest>;

/** Every live value that was read: what happened since the snapshot. Days count from 1970-01-01 in the marketplace's zone. */
export const LiveValues = z.object({
  /** Of the person, the oldest first. Empty where the person is not read. */
  purchases: z.array(
    z.object({ item_id: z.string(), offer_id: z.string(), day: z.number().int(), amount_minor: z.number() }),
  ),
  /** Items seen, the latest first. */
  views: z.array(z.string()),
  cart: z.array(z.string()),
  /** Item and how often it was shown to the person within the days of the frequency cap. */
  impressions: z.array(z.tuple([z.string(), count])),
  /** Labels that the person deleted: `price_position`, `views`, `category:<id>`. Absent: none. */
  forgotten: z.array(z.string()).optional(),
  /** Candidates that a live fact closed: offer, gate, and who said so (`availability`, `stock`, `promise`, `closing` …). */
  closed: z.array(z.tuple([z.string(), z.enum(['unavailable', 'risk']), z.string()])),
});
export type LiveValues = z.infer<typeof LiveValues>;

export const GATES = [
  'withdrawn',
  'unavailable',
  'risk',
  'rule',
  'owned',
  'in_cart',
  'repurchase_interval',
  'frequency_cap',
] as const;
/** In this order; the first that closes gives the reason. */
export const GateCode = z.enum(GATES);
export type GateCode = z.infer<typeof GateCode>;

export const DecisionSlot = z.object({
  slot: count,
  offer_id: z.string(),
  source: CandidateSource,
  canal_id: z.string().nullable(),
  score: z.number(),
  threshold: z.number().nullable(),
  /** Chance that this offer stood in this slot, given what was drawn for the slots before. */
  propensity: z.number(),
  /** True where a coin put it here: a swapped neighbour, or exploration. */
  randomised: z.boolean(),
  reason: SlotReason,
  /** Of a place that is paid for. */
  placement_id: z.string().optional(),
});
export type DecisionSlot = z.infer<typeof DecisionSlot>;

/** Everything that replay needs, and what came out. Written before the answer is sent. */
export const Decision = z
  .object({
    decision_id: z.string(),
    /** Milliseconds since 1970-01-01 UTC. */
    clock: z.number().int(),
    build: z.string(),
    snapshot_hash: z.string(),
    /** Facts of the catalogue that lay over the snapshot: those up to a sequence, as of an instant (ms). Absent: none. */
    patch: z.object({ hash: z.string(), known_at: z.number().int(), at: z.number().int() }).optional(),
    policy_hash: z.string(),
    policy_version: z.number().int(),
    seed: z.number().int(),
    request: NormalisedRequest,
    live: LiveValues,
    arms: z.array(z.object({ experiment_id: z.string(), arm: z.string() })),
    holdout: z.boolean(),
    candidate_count: count,
    /** Candidates that each gate closed on. */
    closed: z.partialRecord(GateCode, count),
    slots: z.array(DecisionSlot),
    /** For the holdout: what it would have seen with the canals. Never shown. */
    ghost: z.array(DecisionSlot).nullable(),
  })
  .meta({ id: 'Decision' });
export type Decision = z.infer<typeof Decision>;

/** A decision in a list. */
export const DecisionSummary = z
  .object({
    decision_id: z.string(),
    at: z.string(),
    scenario: ScenarioName,
    account_id: z.string(),
    policy_version: z.number().int(),
    snapshot_hash: z.string(),
    holdout: z.boolean(),
    slot_count: count,
    canal_slot_count: count,
  })
  .meta({ id: 'DecisionSummary' });
export type DecisionSummary = z.infer<typeof DecisionSummary>;

/** A decision made again from its record. `equal`: byte for byte. */
export const ReplayReport = z
  .object({
    decision_id: z.string(),
    equal: z.boolean(),
    build: z.string(),
    replayed_by: z.string(),
    /** JSON pointers at which the two differ; at most 20. */
    differences: z.array(z.object({ pointer: z.string(), recorded: z.unknown(), replayed: z.unknown() })),
  })
  .meta({ id: 'ReplayReport' });
export type ReplayReport = z.infer<typeof ReplayReport>;

/** What can be had right now, told by whoever knows: takes effect on the next request. */
export const AvailabilityBody = z.object({
  source: SourceName.default('storefront'),
  offers: z
    .array(z.object({ offer: Ref, available: z.boolean() }))
    .min(1)
    .max(10_000),
});
export type AvailabilityBody = z.input<typeof AvailabilityBody>;
export const AvailabilityReceipt = z
  .object({
    changed: count,
    unchanged: count,
    unknown: z.array(z.string()).describe('Offers that the snapshot does not know, at most 100'),
    /** Offers that cannot be had now. */
    unavailable_count: count,
  })
  .meta({ id: 'AvailabilityReceipt' });
export type AvailabilityReceipt = z.infer<typeof AvailabilityReceipt>;

/** Who should hear of a category or an offer. Numbers only: people are never listed. */
export const AudienceBody = z.object({
  source: SourceName.default('storefront'),
  category: Ref.nullable().default(null),
  offer: Ref.nullable().default(null),
  /** Only people whose price position is this near to the offer's. */
  position_distance: z.number().min(0).max(1).default(0.15),
  /** Of the people who have not bought there yet, this share: the likeliest. */
  share: z.number().min(0.001).max(1).default(0.1),
});
export type AudienceBody = z.input<typeof AudienceBody>;

export const Audience = z
  .object({
    category_id: z.string(),
    label: LocalText,
    /** Below k_anonymity every number is null and `suppressed` is true. */
    suppressed: z.boolean(),
    eligible_count: count.nullable(),
    people_count: count.nullable(),
    /** First purchases expected of them within the model's horizon. */
    expected_first_purchases: z.number().nullable(),
    horizon_days: z.number().int(),
    /** Categories that they hold more often than others do, the most telling first. */
    reasons: z.array(
      z.object({ category_id: z.string(), label: LocalText, share: z.number(), lift: z.number() }),
    ),
    /** Body that POST /v1/crowds takes, so that they can be reached without being listed. */
    crowd: z.object({ holds_category_id: z.string().nullable(), lacks_category_id: z.string() }),
  })
  .meta({ id: 'Audience' });
export type Audience = z.infer<typeof Audience>;
