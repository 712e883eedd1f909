import type { Snapshot } from '../snapshot/types.ts';

/** What a rule may ask of the request: context only, never the person. Absent texts are ''. */
export interface RequestFacts {
  readonly scenario: string;
  readonly region: string;
  readonly locale: string;
  /** Business date and hour in the marketplace's zone; weekday 1 = Monday … 7. */
  readonly date: string;
  readonly hour: number;
  readonly weekday: number;
  readonly category_id: string;
  readonly item_id: string;
  readonly offer_id: string;
  readonly shop_id: string;
  readonly query: string;
}

type Kind = 'string' | 'int' | 'double' | 'bool' | 'list<string>' | 'map<string, string>';

/** One name that a condition may use of an offer: its type, how it is read, and for ids how a text becomes its number. */
export interface Field {
  readonly type: Kind;
  readonly read: (snapshot: Snapshot, offer: number) => unknown;
  /** Of ids: equal numbers are equal texts, so that no text is decoded to compare. −1: none. */
  readonly number?: (snapshot: Snapshot, offer: number) => number;
  readonly find?: (snapshot: Snapshot, id: string) => number;
}

const text = (read: (s: Snapshot, o: number) => string): Field => ({ type: 'string', read });
const whole = (read: (s: Snapshot, o: number) => number): Field => ({ type: 'int', read });
const rate = (read: (s: Snapshot, o: number) => number): Field => ({ type: 'double', read });

type Table = 'offers' | 'items' | 'merchants' | 'categories' | 'brands' | 'shops';
const idIn = (table: Table, number: (s: Snapshot, o: number) => number): Field => ({
  type: 'string',
  number,
  read: (s, o) => at(s[table].id, number(s, o)),
  find: (s, id) => s[table].find(id),
});
const at = (texts: { at(index: number): string }, index: number) => (index < 0 ? '' : texts.at(index));

const item = (s: Snapshot, o: number) => s.offers.item[o]!;
const merchant = (s: Snapshot, o: number) => s.offers.merchant[o]!;
const category = (s: Snapshot, o: number) => s.offers.category[o]!;
const brand = (s: Snapshot, o: number) => s.offers.brand[o]!;
/** Days from `since` to the snapshot's day; never negative. */
const age = (s: Snapshot, since: number) => Math.max(0, s.manifest.day - since);
const TIERS = ['brand', 'standard', 'small'];

function pathOf(s: Snapshot, leaf: number): string[] {
  const path: string[] = [];
  for (let c = leaf; c >= 0 && path.length < 20; c = s.categories.parent[c]!)
    path.unshift(s.categories.id.at(c));
  return path;
}

/** Every name of an offer that a condition may use. The published documentation of rules is made from this table. */
export const VOCABULARY = {
  offer: {
    id: idIn('offers', (_s, o) => o),
    title: text((s, o) => s.offers.en.at(o)),
    title_zh: text((s, o) => s.offers.zh.at(o)),
    price_minor: whole((s, o) => s.offers.price_minor[o]!),
    list_price_minor: whole((s, o) => s.offers.list_price_minor[o]!),
    discount_rate: rate((s, o) => {
      const list = s.offers.list_price_minor[o]!;
      return list > 0 ? Math.max(0, 1 - s.offers.price_minor[o]! / list) : 0;
    }),
    price_position: rate((s, o) => s.offers.position[o]!),
    price_power: rate((s, o) => s.offers.pricePower[o]!),
    refund_rate: rate((s, o) => s.offers.refundRate[o]!),
    trend: rate((s, o) => s.offers.trend[o]!),
    days: whole((s, o) => age(s, s.offers.since[o]!)),
    shop_id: idIn('shops', (s, o) => s.offers.shop[o]!),
  },
  item: {
    id: idIn('items', item),
    title: text((s, o) => at(s.items.en, item(s, o))),
    title_zh: text((s, o) => at(s.items.zh, item(s, o))),
    days: whole((s, o) => (item(s, o) < 0 ? 0 : age(s, s.items.since[item(s, o)]!))),
    attributes: {
      type: 'map<string, string>',
      read: (s, o) => (item(s, o) < 0 ? new Map() : s.items.attributes(item(s, o))),
    } as Field,
  },
  merchant: {
    id: idIn('merchants', merchant),
    tier: text((s, o) => TIERS[s.merchants.tier[merchant(s, o)]!] ?? ''),
    industry: text((s, o) => at(s.merchants.industry, merchant(s, o))),
    days: whole((s, o) => (merchant(s, o) < 0 ? 0 : age(s, s.merchants.since[merchant(s, o)]!))),
  },
  category: {
    id: idIn('categories', category),
    top_id: idIn('categories', (s, o) => (category(s, o) < 0 ? -1 : s.categories.top[category(s, o)]!)),
    /** Ids from the top category down to the leaf. */
    path: { type: 'list<string>', read: (s, o) => pathOf(s, category(s, o)) } as Field,
  },
  brand: {
    id: idIn('brands', brand),
    name: text((s, o) => at(s.brands.en, brand(s, o))),
  },
} satisfies Record<string, Record<string, Field>>;

export const REQUEST_FIELDS: Readonly<Record<keyof RequestFacts, Kind>> = {
  scenario: 'string',
  region: 'string',
  locale: 'string',
  date: 'string',
  hour: 'int',
  weekday: 'int',
  category_id: 'string',
  item_id: 'string',
  offer_id: 'string',
  shop_id: 'string',
  query: 'string',
};
