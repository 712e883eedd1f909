import { z } from 'zod';
import { PageQuery } from './common.ts';
import { FILE } from './route-parts.ts';
import type { RouteSpec } from './route-spec.ts';

/** Where payable prices stand among other merchants' offers of the same or like items, by normalised unit. */

const count = z.number().int().min(0);
const Title = z.object({ en: z.string(), zh: z.string() });

/** What a price is compared with: offers of the item, of like items of the leaf, of the leaf; or nothing. */
export const PriceBasis = z.enum(['none', 'item', 'like', 'leaf']);

/** Offers by band, 1 (dear) first. */
const Bands = z.array(count).length(5);

export const PriceBoard = z
  .object({
    currency: z.string(),
    snapshot_hash: z.string(),
    /** Share of the others' offers that must be dearer for each band, 1 first; an equal price counts half. */
    band_from: z.array(z.number()).length(5),
    offer_count: count,
    bands: Bands,
    /** Too few other merchants to compare with. */
    unbanded_count: count,
    bases: z.array(z.object({ basis: PriceBasis, offer_count: count })),
    rows: z.array(
      z.object({
        id: z.string(),
        name: Title,
        offer_count: count,
        bands: Bands,
        unbanded_count: count,
        /** Of the banded offers; null where none is. */
        mean_band: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'PriceBoard' });
export type PriceBoard = z.infer<typeof PriceBoard>;

export const PricedOffer = z
  .object({
    offer_id: z.string(),
    title: Title,
    merchant_id: z.string(),
    category_id: z.string().nullable(),
    category: Title,
    price_minor: z.number().int(),
    /** Content of the pack in g, ml, cm or pieces, whichever its variant or title says. */
    content: z.number(),
    /** 5 is the cheapest; null where too few other merchants sell the like. */
    band: z.number().int().min(1).max(5).nullable(),
    basis: PriceBasis,
    /** Offers that it is compared with; null to a merchant. */
    competitor_count: count.nullable(),
    /** How far the price is from the next band, and the price then. To a merchant rounded up to a whole percent of its price. */
    gap_minor: count.nullable(),
    next_price_minor: count.nullable(),
  })
  .meta({ id: 'PricedOffer' });
export type PricedOffer = z.infer<typeof PricedOffer>;

export const PricedOfferPage = z
  .object({ currency: z.string(), data: z.array(PricedOffer), next_cursor: z.string().nullable() })
  .meta({ id: 'PricedOfferPage' });
export type PricedOfferPage = z.infer<typeof PricedOfferPage>;

export const PRICE_POWER_ROUTES = {
  priceBoard: {
    method: 'GET',
    path: '/v1/price-power',
    tag: 'serve',
    summary: 'Bands of price power over the offers on sale, by category or merchant',
    access: { roles: ['operator', 'industry_operator'], scope: 'metrics:read' },
    query: z.object({ by: z.enum(['category', 'merchant']).default('category'), ...FILE }),
    response: PriceBoard,
    csv: true,
  },
  pricedOffers: {
    method: 'GET',
    path: '/v1/price-power/offers',
    tag: 'serve',
    summary: 'Offers with their band and the gap to the next; a merchant’s: its own, never another’s price',
    access: { roles: ['operator', 'industry_operator', 'merchant'], scope: 'metrics:read' },
    query: PageQuery.extend({
      merchant_id: z.string().max(64).optional(),
      /** It, and those below it. */
      category_id: z.string().max(64).optional(),
      band: z.coerce.number().int().min(0).max(5).optional().describe('0: without a band'),
      ...FILE,
    }),
    response: PricedOfferPage,
    csv: true,
  },
} as const satisfies Record<string, RouteSpec>;
