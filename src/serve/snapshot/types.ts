import type { SearchDoc } from '../../search/index.ts';

/**
 * All that serving needs of the past, in columns: immutable, versioned, hashed, swapped whole. Numbers are dense indexes
 * into the tables beside them; −1 is "none". Days are whole days since 1970-01-01 in the marketplace's zone.
 */
export interface Snapshot {
  readonly manifest: Manifest;
  readonly categories: Categories;
  readonly merchants: Merchants;
  readonly shops: Shops;
  readonly brands: Brands;
  readonly items: Items;
  readonly offers: Offers;
  /** Offers whose prices are compared, the cheapest by unit first. */
  readonly priceGroups: Lists;
  readonly neighbours: Readonly<Record<NeighbourKind, Neighbours>>;
  readonly people: People;
  readonly models: SnapshotModels;
  readonly variants: Variants;
  readonly told: Told;
  /** Inverted index of the search room, as its codec writes it; null until it is built. */
  readonly search: Uint8Array | null;
  /** What was told since and lies over it; absent: nothing. */
  readonly patch?: Patch;
}

/** Later facts over a snapshot: its rows keep their numbers, new ones come after them. Never written to a file. */
export interface Patch {
  /** SHA-256 over the snapshot's hash and the rows in force. */
  readonly hash: string;
  /** Facts up to this sequence are in it, as of this instant (ms). With the snapshot's hash they name it. */
  readonly known_at: number;
  readonly at: number;
  readonly base: Snapshot;
  /** Offers of which anything differs from the base, new ones among them; ascending. */
  readonly touched: Uint32Array;
  /** The patch before it and offers of which anything differs from that: what was made of the one may go on with the other. */
  readonly after?: { readonly snapshot: WeakRef<Snapshot>; readonly touched: readonly number[] };
  /** Items whose words differ, by number, ascending. */
  readonly docs: ReadonlyMap<number, SearchDoc>;
}

export interface Manifest {
  readonly format: 4;
  /** SHA-256 over the columns: names the snapshot in every decision. */
  readonly hash: string;
  readonly built_at: string;
  /** Point of knowledge: the highest sequence it has seen; later facts are live values. */
  readonly known_at: number;
  /** First day that is not in it: the day after today's or, where facts end earlier, after the latest one's. */
  readonly day: number;
  readonly timezone: string;
  readonly currency: string;
  readonly simulated: boolean;
  readonly counts: Readonly<
    Record<'categories' | 'merchants' | 'items' | 'offers' | 'people' | 'lines' | 'events', number>
  >;
}

/** Text columns: read by index, decoded when asked. */
export interface Texts {
  readonly length: number;
  at(index: number): string;
}

/** Prefixed ids and the ids at the source, the names in both languages; `find` is −1 for an unknown id. */
export interface Names {
  readonly id: Texts;
  readonly sourceId: Texts;
  readonly en: Texts;
  readonly zh: Texts;
  find(id: string): number;
}

/** Lists of numbers, one after the other: those of i are `values[start[i] … start[i + 1])`. */
export interface Lists {
  readonly start: Uint32Array;
  readonly values: Uint32Array;
}

export type Brands = Names;

export interface Categories extends Names {
  readonly parent: Int32Array;
  readonly top: Int32Array;
  readonly isLeaf: Uint8Array;
  /** Its number in the next-category model; −1 if the model does not know it. */
  readonly inModel: Int32Array;
  /** Median days between two purchases of the same item by one person; NaN where too few. Hardly bought in yet: that of the category above it. */
  readonly repeatDays: Float32Array;
  /** Share of people with a second purchase of the same item. */
  readonly repeatRate: Float32Array;
  /** Share of everybody's lines that were sold in it, or below it. */
  readonly share: Float32Array;
  /** How evenly people take to it: `categoryEvenness`. */
  readonly evenness: Float32Array;
  /** Offers of a category and those below it, the likeliest bought first. */
  readonly offers: Lists;
}

export interface Merchants extends Names {
  /** 0 brand, 1 standard, 2 small. */
  readonly tier: Uint8Array;
  readonly industry: Texts;
  /** Day of its first offer. */
  readonly since: Int32Array;
}

export interface Shops extends Names {
  readonly merchant: Int32Array;
  readonly offers: Lists;
}

export interface Items extends Names {
  readonly category: Int32Array;
  readonly brand: Int32Array;
  /** Day it was first on offer. */
  readonly since: Int32Array;
  readonly offers: Lists;
  /** `key=value` of its attributes, lower case. */
  attributes(item: number): ReadonlyMap<string, string>;
}

export interface Offers extends Names {
  readonly item: Int32Array;
  readonly shop: Int32Array;
  readonly merchant: Int32Array;
  readonly category: Int32Array;
  readonly brand: Int32Array;
  readonly price_minor: Float64Array;
  readonly list_price_minor: Float64Array;
  /** Content in normalised units of the variant, for prices by unit. */
  readonly unitQuantity: Float64Array;
  /** 1 active, 0 paused or withdrawn at `day`. */
  readonly active: Uint8Array;
  /** Price position in the leaf category, 0 … 1; NaN: unpositioned. */
  readonly position: Float32Array;
  /** Ratio of its price by unit to the median of its item's or leaf's: below 1 is cheaper. NaN where unknown. */
  readonly pricePower: Float32Array;
  /** Group of `priceGroups` that its price is compared in; −1: too few others. What the group is: 1 item, 2 like items, 3 leaf. */
  readonly priceGroup: Int32Array;
  readonly priceBasis: Uint8Array;
  /** Band of price power, 1 (dear) … 5 (cheap); 0: too few others. */
  readonly priceBand: Uint8Array;
  /** Time-decayed counts (half-life 14 days): impressions, clicks, purchases. */
  readonly shown: Float32Array;
  readonly clicked: Float32Array;
  readonly bought: Float32Array;
  /** ln of recent purchases over what the usual rate would have given. */
  readonly trend: Float32Array;
  /** Share of its lines refunded, shrunk to the category's. */
  readonly refundRate: Float32Array;
  /** Share of what it sold that the merchant's risk verdicts leave clean; below 0.5 the risk gate closes. */
  readonly clean: Float32Array;
  readonly since: Int32Array;
  /** All offers, the likeliest bought first; those with the highest trend; the newest; of the newest merchants. */
  readonly popular: Uint32Array;
  readonly trending: Uint32Array;
  readonly newest: Uint32Array;
  readonly newMerchants: Uint32Array;
}

/** What offers sell. Names are its own title, '' where the item's serves. */
export interface Variants {
  readonly id: Texts;
  readonly en: Texts;
  readonly zh: Texts;
  find(id: string): number;
  readonly item: Int32Array;
  /** Index into UNITS, and how many of them. */
  readonly unit: Uint8Array;
  readonly quantity: Float64Array;
  readonly revision: Uint32Array;
}

/** Since when (ms since 1970-01-01 UTC) and in which revision rows hold: a later fact replaces them only where it beats that. */
export interface Told {
  /** Variant of an offer; −1: not known. */
  readonly offerVariant: Int32Array;
  readonly offerFrom: Float64Array;
  readonly offerRevision: Uint32Array;
  readonly itemFrom: Float64Array;
  readonly itemRevision: Uint32Array;
  readonly shopFrom: Float64Array;
  readonly shopRevision: Uint32Array;
  readonly merchantFrom: Float64Array;
  readonly merchantRevision: Uint32Array;
  readonly brandRevision: Uint32Array;
}

/**
 * co_purchase: complements (bought by the same people, other item, mostly other category); co_view and alternative: substitutes;
 * co_bought: whatever the same people buy, popular or not: what it says of a person is summed over all they bought.
 */
export type NeighbourKind = 'co_purchase' | 'co_view' | 'alternative' | 'co_bought';
/** Items near an item, the nearest first, with a weight in (0, 1]. */
export interface Neighbours extends Lists {
  readonly weight: Float32Array;
}

/** What people did up to `manifest.day`. A person's lines are start[p] … start[p + 1] − 1, the oldest first. */
export interface People {
  readonly length: number;
  /** The person of an account's pseudonym (`acc_…`), or −1. */
  find(accountId: string): number;
  /** The first account of a person; '' out of range. */
  id(person: number): string;
  readonly start: Uint32Array;
  readonly item: Int32Array;
  readonly category: Int32Array;
  readonly day: Int32Array;
  readonly amount_minor: Float64Array;
  /** Price position of the line, NaN: unpositioned. */
  readonly linePosition: Float32Array;
  /** Own price position over all categories, shrunk (metrics.md 4.4); 0.5 where nothing is known. */
  readonly position: Float32Array;
  readonly member: Uint8Array;
  /** Items seen of late without purchase: start and values, the latest first. */
  readonly viewed: Lists;
}

/** Fitted models, as their rooms store them. */
export interface SnapshotModels {
  /** `StoredArtefact` of models/next-category, or null where it is uninformative. */
  readonly nextCategory: unknown;
  /** `StoredResponse` of models/response: click and purchase of an offer shown, calibrated, additive. */
  readonly response: unknown;
  /** `StoredNeed` of models/need: what stands in a person's next basket, whatever is shown. Absent: an older snapshot. */
  readonly need?: unknown;
}
