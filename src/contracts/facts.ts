import { z } from 'zod';
import { Currency, DateText, Instant, LocalText, MinorAmount, SignedMinor, SourceId } from './common.ts';

/**
 * Facts, as sources send them: by HTTP, or row by row from files. One schema a kind, and the same
 * schema on every road. References (`account`, `shop`, `item`, …) are ids of the same source.
 *
 * Identity is (source, source_id); a correction carries a higher `revision`; the same revision with
 * other content is a conflict. `source_known_at` says when the source itself came to know the fact.
 */
const identity = {
  source_id: SourceId,
  revision: z.number().int().min(0).max(4_294_967_295).default(0),
  source_known_at: Instant.optional(),
};

/** Reporting-currency units per unit of `currency`; needed where they differ. */
const fx = { fx_rate: z.number().positive().optional() };

/** Dimensions of scope that a fact may carry (architecture.md: one instance is one marketplace). */
const scope = {
  app_id: z.string().max(64).default(''),
  channel: z.string().max(64).default('online'),
};

// ── Who ────────────────────────────────────────────────────────────────────────────────────────

export const AccountKind = z.enum(['consumer', 'test', 'internal', 'bot']);

/** An account of the source. It never changes identity; which person it belongs to may (see account_person). */
export const AccountFact = z.object({
  fact: z.literal('account'),
  ...identity,
  kind: AccountKind.default('consumer'),
  created_at: Instant.optional(),
  region: z.string().max(64).default(''),
  member: z.boolean().default(false),
});

/** From `valid_from` on, this account belongs to this person (identity_mode = resolved). */
export const AccountPersonFact = z.object({
  fact: z.literal('account_person'),
  ...identity,
  account: SourceId,
  person: SourceId,
  valid_from: Instant,
});

// ── Who sells ──────────────────────────────────────────────────────────────────────────────────

/** A merchant: the legal entity. */
export const MerchantFact = z.object({
  fact: z.literal('merchant'),
  ...identity,
  name: LocalText,
  tier: z.enum(['brand', 'standard', 'small']).default('standard'),
  industry: z.string().max(64).default(''),
  region: z.string().max(64).default(''),
  valid_from: Instant.optional(),
});

/** A shop, and the merchant it belongs to from `valid_from` on (a transfer is a new fact). */
export const ShopFact = z.object({
  fact: z.literal('shop'),
  ...identity,
  merchant: SourceId,
  name: LocalText,
  channel: z.string().max(64).default('online'),
  valid_from: Instant.optional(),
});

export const BrandFact = z.object({ fact: z.literal('brand'), ...identity, name: LocalText });

// ── What is sold ───────────────────────────────────────────────────────────────────────────────

/**
 * One whole version of the category tree. Whole, so that loops and missing parents are found before
 * anything is stored. `source_id` names the version.
 */
export const CategoryTreeFact = z.object({
  fact: z.literal('category_tree'),
  ...identity,
  valid_from: Instant.optional(),
  categories: z
    .array(
      z.object({
        source_id: SourceId,
        parent: SourceId.nullable().default(null),
        name: LocalText,
        industry: z.string().max(64).default(''),
      }),
    )
    .min(1)
    .max(100_000),
});

/** An item (others say product), and its category and brand from `valid_from` on (SCD2). */
export const ItemFact = z.object({
  fact: z.literal('item'),
  ...identity,
  name: LocalText,
  category: SourceId.nullable().default(null),
  brand: SourceId.nullable().default(null),
  valid_from: Instant.optional(),
  attributes: z.record(z.string().max(64), z.string().max(256)).default({}),
});

/** A variant: what is bought, with its content in normalised units (ml, g, piece). */
export const VariantFact = z.object({
  fact: z.literal('variant'),
  ...identity,
  item: SourceId,
  title: LocalText.optional(),
  unit: z.enum(['piece', 'g', 'ml', 'cm', 'cm2']).default('piece'),
  unit_quantity: z.number().positive().max(1e12).default(1),
});

/** An offer: a variant sold by a shop, and its price from `valid_from` on. */
export const OfferFact = z.object({
  fact: z.literal('offer'),
  ...identity,
  shop: SourceId,
  variant: SourceId,
  price_minor: MinorAmount,
  list_price_minor: MinorAmount.optional(),
  currency: Currency,
  ...fx,
  status: z.enum(['active', 'paused', 'withdrawn']).default('active'),
  valid_from: Instant.optional(),
});

// ── What was bought ────────────────────────────────────────────────────────────────────────────

export const LineType = z.enum([
  'goods',
  'membership',
  'top_up',
  'purchase_order',
  'trial',
  'gift',
  'deposit',
]);

/**
 * One order line: the unit of every metric. Order-level fields are repeated on each line.
 * `paid_minor` is what the buyer paid for the line in `currency`; it is authoritative. `paid_at` is when
 * the order was fully paid (a presale: when the balance was); absent while unpaid, see PaymentFact.
 */
export const OrderLineFact = z.object({
  fact: z.literal('order_line'),
  ...identity,
  ...scope,
  order: SourceId,
  merchant_order: SourceId.optional(),
  /** Absent for a guest: counts in GMV, not in AAC. */
  account: SourceId.nullable().default(null),
  shop: SourceId.nullable().default(null),
  item: SourceId.nullable().default(null),
  variant: SourceId.nullable().default(null),
  offer: SourceId.nullable().default(null),
  type: LineType.default('goods'),
  quantity: z.number().positive().max(1e9),
  /** At list price, before any discount. */
  gross_minor: MinorAmount,
  paid_minor: MinorAmount,
  /** Of the discounts, what the platform funded. */
  platform_subsidy_minor: MinorAmount.default(0),
  currency: Currency,
  ...fx,
  ordered_at: Instant,
  confirmed_at: Instant.optional(),
  paid_at: Instant.optional(),
  region: z.string().max(64).default(''),
  /** The decision and impression that led here, where known. */
  request_id: z.string().max(64).default(''),
});

/** Payment of a whole parent order, where it comes later than its lines. */
export const PaymentFact = z.object({
  fact: z.literal('payment'),
  ...identity,
  order: SourceId,
  paid_at: Instant,
  amount_minor: MinorAmount,
  currency: Currency,
  ...fx,
});

/** Cancellation of one line, or of the whole order where `line` is absent. */
export const CancellationFact = z.object({
  fact: z.literal('cancellation'),
  ...identity,
  order: SourceId,
  line: SourceId.optional(),
  cancelled_at: Instant,
  reason: z
    .enum(['buyer', 'merchant', 'stock', 'payment', 'instant_refund', 'fraud', 'other'])
    .default('other'),
});

/** Money given back for a line. Refunds that sum to what was paid make it fully refunded. */
export const RefundFact = z.object({
  fact: z.literal('refund'),
  ...identity,
  line: SourceId,
  refunded_at: Instant,
  amount_minor: MinorAmount,
  currency: Currency,
  ...fx,
  quantity: z.number().positive().optional(),
  reason: z.string().max(128).default(''),
});

/** An exchange: the original line stays, the price difference nets. */
export const ExchangeFact = z.object({
  fact: z.literal('exchange'),
  ...identity,
  line: SourceId,
  exchanged_at: Instant,
  delta_minor: SignedMinor,
  currency: Currency,
  ...fx,
});

/** A verdict on an account, an order or a line. The latest by `at` (then revision) holds. */
export const RiskVerdictFact = z.object({
  fact: z.literal('risk_verdict'),
  ...identity,
  subject: z.enum(['account', 'order', 'line']),
  subject_id: SourceId,
  state: z.enum(['clean', 'suspect', 'confirmed', 'overturned']),
  at: Instant,
  reason: z.string().max(256).default(''),
});

// ── What was done ──────────────────────────────────────────────────────────────────────────────

/** Segment e-commerce spec v2 names, and the few that a live marketplace adds. */
export const EVENT_NAMES = [
  'Products Searched',
  'Product List Viewed',
  'Product List Filtered',
  'Promotion Viewed',
  'Promotion Clicked',
  'Product Clicked',
  'Product Viewed',
  'Product Added',
  'Product Removed',
  'Cart Viewed',
  'Checkout Started',
  'Checkout Step Viewed',
  'Checkout Step Completed',
  'Payment Info Entered',
  'Order Completed',
  'Order Updated',
  'Order Refunded',
  'Order Cancelled',
  'Coupon Entered',
  'Coupon Applied',
  'Coupon Denied',
  'Coupon Removed',
  'Product Added to Wishlist',
  'Product Removed from Wishlist',
  'Wishlist Product Added to Cart',
  'Product Shared',
  'Cart Shared',
  'Product Reviewed',
  'Product Impression',
  'Shop Viewed',
  'Live Viewed',
  'Note Viewed',
  'Content Liked',
  'Session Ended',
  'Page Viewed',
] as const;

/** One behaviour of one account or anonymous visitor, at one product or none. */
export const EventFact = z.object({
  fact: z.literal('event'),
  ...identity,
  ...scope,
  name: z.enum(EVENT_NAMES),
  account: SourceId.nullable().default(null),
  anonymous_id: z.string().max(128).default(''),
  at: Instant,
  session: z.string().max(64).default(''),
  surface: z.string().max(32).default(''),
  shop: SourceId.nullable().default(null),
  item: SourceId.nullable().default(null),
  variant: SourceId.nullable().default(null),
  offer: SourceId.nullable().default(null),
  order: SourceId.nullable().default(null),
  query: z.string().max(512).default(''),
  slot: z.number().int().min(0).max(65_535).nullable().default(null),
  quantity: z.number().min(0).max(1e9).default(0),
  value_minor: SignedMinor.default(0),
  impression_id: z.string().max(64).default(''),
  request_id: z.string().max(64).default(''),
  duration_ms: z.number().int().min(0).max(86_400_000).default(0),
});

// ── What is allowed ────────────────────────────────────────────────────────────────────────────

export const ConsentFact = z.object({
  fact: z.literal('consent'),
  ...identity,
  account: SourceId,
  purpose: z.enum(['personalisation', 'marketing', 'analytics', 'sharing']),
  granted: z.boolean(),
  at: Instant,
});

export const PreferenceFact = z.object({
  fact: z.literal('preference'),
  ...identity,
  account: SourceId,
  key: z.string().max(64),
  value: z.string().max(256),
  at: Instant,
});

export const Fact = z.discriminatedUnion('fact', [
  AccountFact,
  AccountPersonFact,
  MerchantFact,
  ShopFact,
  BrandFact,
  CategoryTreeFact,
  ItemFact,
  VariantFact,
  OfferFact,
  OrderLineFact,
  PaymentFact,
  CancellationFact,
  RefundFact,
  ExchangeFact,
  RiskVerdictFact,
  EventFact,
  ConsentFact,
  PreferenceFact,
]);
export type Fact = z.infer<typeof Fact>;
/** A fact as a sender writes it: defaults may be left out. */
export type FactInput = z.input<typeof Fact>;
export type FactKind = Fact['fact'];
export type FactOf<K extends FactKind> = Extract<Fact, { fact: K }>;

export { DateText };
