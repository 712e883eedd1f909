import { z } from 'zod';
import { DateText, MinorAmount } from './common.ts';

/** Paid placements: places that a merchant pays for. They are labelled wherever they stand, and never raise a score. */

/** Where a place can be paid for. */
export const PLACEMENT_SCENARIOS = ['search', 'category_page', 'home_feed'] as const;
const id = z.string().min(1).max(64);
const slot = z.number().int().min(0).max(47);

export const Placement = z
  .object({
    placement_id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
    /** Who pays, and whose name the label says. Offers of others are not placed. */
    merchant_id: id,
    offer_ids: z.array(id).min(1).max(50),
    scenarios: z.array(z.enum(PLACEMENT_SCENARIOS)).min(1).max(PLACEMENT_SCENARIOS.length),
    /** Searches with exactly these words; []: any that the offer matches. Pages without words are not meant then. */
    queries: z.array(z.string().trim().min(1).max(128)).max(50).default([]),
    /** Pages of these categories and below; []: any page. */
    category_ids: z.array(id).max(50).default([]),
    /** First and last business day. */
    from: DateText,
    until: DateText,
    /** Most of a page's slots. */
    slots: z.number().int().min(1).max(4).default(1),
    /** Between these places of the first page (0 = first), the first that is free. */
    first_slot: slot.default(0),
    last_slot: slot.default(47),
    /** What was agreed: a record, no bid. It decides nothing. */
    price: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('per_thousand_impressions'), amount_minor: MinorAmount.min(0) }),
      z.object({ kind: z.literal('fixed'), amount_minor: MinorAmount.min(0) }),
    ]),
    enabled: z.boolean().default(true),
  })
  .meta({ id: 'Placement' });
export type Placement = z.infer<typeof Placement>;

/** A placement with what came of it. Counts begin with the earliest placement's first day. */
export const PlacementView = Placement.extend({
  merchant: z.object({ en: z.string(), zh: z.string() }),
  running: z.boolean(),
  /** Slots of decisions; of those, what a browser said was seen and clicked, as far as the log knows the impression. */
  served_count: z.number().int(),
  impression_count: z.number().int(),
  click_count: z.number().int(),
  /** By the price agreed, in minor units. */
  due_minor: z.number().int(),
}).meta({ id: 'PlacementView' });
export type PlacementView = z.infer<typeof PlacementView>;
