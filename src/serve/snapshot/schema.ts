/**
 * The columns of a snapshot file, table by table. `text` and `lists` are two columns each (offsets and content); a column of
 * `ids` is text with an index from id to row beside it. Changing this raises FORMAT.
 */
const names = { id: 'ids', sourceId: 'text', en: 'text', zh: 'text' } as const;
const neighbours = { start: 'u32', values: 'u32', weight: 'f32' } as const;

export const FORMAT = 4;

export const SCHEMA = {
  categories: {
    ...names,
    parent: 'i32',
    top: 'i32',
    isLeaf: 'u8',
    inModel: 'i32',
    repeatDays: 'f32',
    repeatRate: 'f32',
    share: 'f32',
    evenness: 'f32',
    offers: 'lists',
  },
  merchants: { ...names, tier: 'u8', industry: 'text', since: 'i32' },
  shops: { ...names, merchant: 'i32', offers: 'lists' },
  brands: names,
  items: { ...names, category: 'i32', brand: 'i32', since: 'i32', offers: 'lists', attributes: 'text' },
  offers: {
    ...names,
    item: 'i32',
    shop: 'i32',
    merchant: 'i32',
    category: 'i32',
    brand: 'i32',
    price_minor: 'f64',
    list_price_minor: 'f64',
    unitQuantity: 'f64',
    active: 'u8',
    position: 'f32',
    pricePower: 'f32',
    priceGroup: 'i32',
    priceBasis: 'u8',
    priceBand: 'u8',
    shown: 'f32',
    clicked: 'f32',
    bought: 'f32',
    trend: 'f32',
    refundRate: 'f32',
    clean: 'f32',
    since: 'i32',
    popular: 'u32',
    trending: 'u32',
    newest: 'u32',
    newMerchants: 'u32',
  },
  price_groups: { offers: 'lists' },
  variants: { id: 'ids', en: 'text', zh: 'text', item: 'i32', unit: 'u8', quantity: 'f64', revision: 'u32' },
  told: {
    offerVariant: 'i32',
    offerFrom: 'f64',
    offerRevision: 'u32',
    itemFrom: 'f64',
    itemRevision: 'u32',
    shopFrom: 'f64',
    shopRevision: 'u32',
    merchantFrom: 'f64',
    merchantRevision: 'u32',
    brandRevision: 'u32',
  },
  co_purchase: neighbours,
  co_view: neighbours,
  alternative: neighbours,
  co_bought: neighbours,
  people: {
    account: 'accounts',
    start: 'u32',
    item: 'i32',
    category: 'i32',
    day: 'i32',
    amount_minor: 'f64',
    linePosition: 'f32',
    position: 'f32',
    member: 'u8',
    viewed: 'lists',
  },
} as const;

/** Columns as bytes lie in the file. */
export const ELEMENTS = {
  u8: Uint8Array,
  i32: Int32Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;
export type ElementKind = keyof typeof ELEMENTS;
/** Over any buffer: some are read from files, some are built. */
export interface Elements {
  u8: Uint8Array;
  i32: Int32Array;
  u32: Uint32Array;
  f32: Float32Array;
  f64: Float64Array;
}
export type Column = Elements[ElementKind];

/** Lists of numbers as they are written. */
export interface WrittenLists {
  readonly start: Uint32Array;
  readonly values: Uint32Array;
}
/** Pseudonyms of accounts and the person of each; a person's first account is the one it is named by. */
export interface WrittenAccounts {
  readonly id: readonly string[];
  readonly person: ArrayLike<number>;
}

type Written<Kind> = Kind extends ElementKind
  ? Elements[Kind]
  : Kind extends 'lists'
    ? WrittenLists
    : Kind extends 'accounts'
      ? WrittenAccounts
      : readonly string[];

/** All tables as they are written; counts follow from the columns' lengths. */
export type SnapshotTables = {
  readonly [Table in keyof typeof SCHEMA]: {
    readonly [Name in keyof (typeof SCHEMA)[Table]]: Written<(typeof SCHEMA)[Table][Name]>;
  };
};
