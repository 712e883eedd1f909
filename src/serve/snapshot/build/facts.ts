import type { Manifest, SnapshotModels } from '../types.ts';

/** Since when a row holds (ms since 1970-01-01 UTC; absent: always) and in which revision. */
export interface Told {
  readonly valid_from?: number;
  readonly revision?: number;
}
/** Names of a thing; a missing language takes the other. */
export interface Named extends Told {
  readonly id: string;
  readonly source_id?: string;
  readonly en?: string;
  readonly zh?: string;
}
export interface CategoryRow extends Named {
  readonly parent: string | null;
}
export interface MerchantRow extends Named {
  readonly tier?: 'brand' | 'standard' | 'small';
  readonly industry?: string;
}
export interface ShopRow extends Named {
  readonly merchant: string;
}
export interface ItemRow extends Named {
  readonly category: string | null;
  readonly brand?: string | null;
  readonly attributes?: Readonly<Record<string, string>>;
}
export interface OfferRow extends Named {
  readonly item: string;
  readonly shop: string;
  readonly price_minor: number;
  readonly list_price_minor?: number;
  /** Content of the variant: prices are compared by unit, among equal units only. */
  readonly unit?: string;
  readonly unit_quantity?: number;
  readonly active?: boolean;
  /** The variant that it sells; absent: later facts cannot name it. */
  readonly variant?: string;
  /** Day it was first on offer. */
  readonly since: number;
}

export const UNITS = ['piece', 'g', 'ml', 'cm', 'cm2'] as const;
/** What an offer sells: `en` and `zh` are its own title, absent where the item's serves. */
export interface VariantRow extends Named {
  readonly item: string;
  readonly unit: string;
  readonly unit_quantity: number;
}

/** What is sold, by id; rows that name something unknown keep −1 there. Their order is the order of the dense indexes. */
export interface CatalogueRows {
  readonly categories: readonly CategoryRow[];
  readonly merchants: readonly MerchantRow[];
  readonly shops: readonly ShopRow[];
  readonly brands: readonly Named[];
  readonly items: readonly ItemRow[];
  readonly offers: readonly OfferRow[];
  readonly variants?: readonly VariantRow[];
}

/** Bits of `LineColumns.flags`. */
export const HEALTHY = 1;
export const REFUNDED = 2;
/** Confirmed or suspected fake. */
export const UNCLEAN = 4;

/** Order lines in columns, sorted by person, then day; −1 is none (a guest, an unknown item). */
export interface LineColumns {
  readonly person: Int32Array;
  readonly item: Int32Array;
  readonly offer: Int32Array;
  /** Leaf as sold. */
  readonly category: Int32Array;
  readonly day: Int32Array;
  /** Net of refunds and exchanges. */
  readonly amount_minor: Float64Array;
  readonly quantity: Float32Array;
  /** Paid + platform-funded coupon, per piece; 0: unknown. */
  readonly unitPrice: Float32Array;
  readonly flags: Uint8Array;
  /** Of the decision that the order names as what led to it; 0: none. */
  readonly decision: Uint32Array;
}

export const EVENT_KINDS = ['shown', 'clicked', 'viewed', 'carted'] as const;

/** Behaviour in columns, sorted by person, then time; −1 is none. */
export interface EventColumns {
  /** Index into EVENT_KINDS. */
  readonly kind: Uint8Array;
  readonly person: Int32Array;
  readonly item: Int32Array;
  readonly offer: Int32Array;
  readonly day: Int32Array;
  /** Equal within a visit. */
  readonly session: Uint32Array;
  /** Place in the slate, 0 = first; NO_SLOT: not told. */
  readonly slot: Uint16Array;
  /** Of the decision whose impression it names; 0: none. */
  readonly decision: Uint32Array;
}
export const NO_SLOT = 65_535;

/** Accounts of people, by number; a person may have several. */
export interface PeopleColumns {
  /** Three words of each pseudonym's 96 bits. */
  readonly words: Uint32Array;
  readonly person: Uint32Array;
  readonly member: Uint8Array;
}

/** All that a snapshot is built from. */
export interface SnapshotFacts {
  readonly manifest: Omit<Manifest, 'format' | 'hash' | 'counts'>;
  readonly catalogue: CatalogueRows;
  readonly people: PeopleColumns;
  readonly lines: LineColumns;
  readonly events: EventColumns;
  /** Category id of each number of the next-category model. */
  readonly modelCategories?: readonly string[];
  /** Models; `response` is fitted from the impressions where none are given. */
  readonly models?: Partial<SnapshotModels>;
  readonly search?: Uint8Array | null;
}
