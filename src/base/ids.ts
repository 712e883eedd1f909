import { createHmac, hash } from 'node:crypto';

/**
 * Prefixes of every identifier in the product: `<prefix>_<24 hex characters>`.
 * The 96-bit tail is a deterministic hash of (kind, source, source_id), so the same fact always has
 * the same id, on any machine, without a central sequence. At 10¹⁰ lines the chance that any two
 * ids collide is below 10⁻⁸.
 */
export const ID_PREFIX = {
  account: 'acc',
  person: 'per',
  account_person: 'acp',
  merchant: 'mer',
  shop: 'shp',
  brand: 'brd',
  category: 'cat',
  category_tree: 'tre',
  item: 'itm',
  variant: 'var',
  offer: 'ofr',
  order: 'ord',
  merchant_order: 'mor',
  line: 'lin',
  payment: 'pay',
  cancellation: 'can',
  refund: 'ref',
  exchange: 'exc',
  verdict: 'ver',
  event: 'evt',
  consent: 'con',
  preference: 'prf',
  survey: 'sur',
  canal: 'cnl',
  crowd: 'crw',
  model: 'mdl',
  snapshot: 'snp',
} as const;

export type IdKind = keyof typeof ID_PREFIX;
export type Id<K extends IdKind = IdKind> = `${(typeof ID_PREFIX)[K]}_${string}`;

/** Deterministic id of a thing named by its source. Pure; cost: one SHA-256 of a short string. */
export function idOf<K extends IdKind>(kind: K, source: string, sourceId: string): Id<K> {
  const digest = hash('sha256', `${kind}\u0000${source}\u0000${sourceId}`, 'hex');
  return `${ID_PREFIX[kind]}_${digest.slice(0, 24)}` as Id<K>;
}

/**
 * Pseudonym of an account or person. Keyed, so that nobody without the ledger's key can go from a
 * customer number to the warehouse's id.
 * @param key the marketplace's pseudonym key, held in the ledger only
 */
export function pseudonymOf<K extends 'account' | 'person'>(
  kind: K,
  key: Uint8Array | string,
  source: string,
  sourceId: string,
): Id<K> {
  const digest = createHmac('sha256', key).update(`${kind}\u0000${source}\u0000${sourceId}`).digest('hex');
  return `${ID_PREFIX[kind]}_${digest.slice(0, 24)}` as Id<K>;
}

const HEX = /^[0-9a-f]+$/;

/** True when `value` is written like an id of this kind. It says nothing about existence. */
export function isId<K extends IdKind>(kind: K, value: string): value is Id<K> {
  const prefix = ID_PREFIX[kind];
  const from = prefix.length + 1;
  return (
    value.length === from + 24 &&
    value.startsWith(prefix) &&
    value[from - 1] === '_' &&
    HEX.test(value.slice(from))
  );
}

/** Reserved top category of lines without a known item (metrics.md 4.8). */
export const UNCATEGORISED = 'cat_000000000000000000000000' as Id<'category'>;
