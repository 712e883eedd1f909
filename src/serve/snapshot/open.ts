import { createHash } from 'node:crypto';
import { GcError } from '../../base/index.ts';
import { accountId, findAccount } from './accounts.ts';
import {
  align,
  BUILT_AT,
  HASH_AT,
  HASHED_FROM,
  HEADER_AT,
  type Header,
  MAGIC,
  type Placed,
} from './encode.ts';
import { ELEMENTS, type Elements, FORMAT } from './schema.ts';
import { findText, textsOf } from './texts.ts';
import type { Lists, Names, Neighbours, Snapshot, SnapshotModels, Texts } from './types.ts';

/**
 * Opens a snapshot over its bytes: views, no copies (one copy where the bytes do not start at a multiple of 8); text and
 * models are decoded when asked. The bytes must not change afterwards.
 * @param options.verified true where the caller has checked the hash already (`snapshotHash`)
 * @throws snapshot_invalid where the bytes are no snapshot, of another format, cut off, or not what was written
 */
export function openSnapshot(bytes: Uint8Array, options: { verified?: boolean } = {}): Snapshot {
  const whole = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const buffer = Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength);
  const { header, from } = readHeader(buffer);
  const hash = buffer.toString('hex', HASH_AT, HASH_AT + 32);
  if (!options.verified && snapshotHash(whole) !== hash)
    throw invalid('Its content is not what was written: the hash differs.');

  const place = (name: string): Placed => {
    const placed = header.columns[name];
    if (!placed) throw invalid(`It lacks the column ${name}.`);
    return placed;
  };
  const column = <Kind extends keyof typeof ELEMENTS>(name: string, kind: Kind) => {
    const { kind: written, at, length } = place(name);
    const Kind = ELEMENTS[kind];
    if (written !== kind || from + at + length * Kind.BYTES_PER_ELEMENT > buffer.length)
      throw invalid(`The column ${name} is cut off or of another kind.`);
    return new Kind(whole.buffer as ArrayBuffer, whole.byteOffset + from + at, length) as Elements[Kind];
  };
  const u8 = (name: string) => column(name, 'u8');
  const i32 = (name: string) => column(name, 'i32');
  const u32 = (name: string) => column(name, 'u32');
  const f32 = (name: string) => column(name, 'f32');
  const f64 = (name: string) => column(name, 'f64');
  const texts = (name: string): Texts => textsOf({ start: u32(`${name}.start`), bytes: u8(`${name}.bytes`) });
  const lists = (name: string): Lists => ({ start: u32(`${name}.start`), values: u32(`${name}.values`) });
  const names = (table: string): Names => {
    const id = texts(`${table}.id`);
    const slots = u32(`${table}.id.slots`);
    return {
      id,
      sourceId: texts(`${table}.sourceId`),
      en: texts(`${table}.en`),
      zh: texts(`${table}.zh`),
      find: (text) => findText(slots, id, text),
    };
  };
  const neighbours = (kind: string): Neighbours => ({
    start: u32(`${kind}.start`),
    values: u32(`${kind}.values`),
    weight: f32(`${kind}.weight`),
  });
  const attributes = texts('items.attributes');
  const variantIds = texts('variants.id');
  const slotsOfVariants = u32('variants.id.slots');
  const accounts = {
    words: u32('people.account.words'),
    person: u32('people.account.person'),
    slots: u32('people.account.slots'),
  };
  let named: Uint32Array | undefined;
  const people = f32('people.position').length;

  return {
    manifest: {
      ...header.manifest,
      format: FORMAT,
      hash,
      built_at: new Date(buffer.readDoubleLE(BUILT_AT)).toISOString(),
    },
    categories: {
      ...names('categories'),
      parent: i32('categories.parent'),
      top: i32('categories.top'),
      isLeaf: u8('categories.isLeaf'),
      inModel: i32('categories.inModel'),
      repeatDays: f32('categories.repeatDays'),
      repeatRate: f32('categories.repeatRate'),
      share: f32('categories.share'),
      evenness: f32('categories.evenness'),
      offers: lists('categories.offers'),
    },
    merchants: {
      ...names('merchants'),
      tier: u8('merchants.tier'),
      industry: texts('merchants.industry'),
      since: i32('merchants.since'),
    },
    shops: { ...names('shops'), merchant: i32('shops.merchant'), offers: lists('shops.offers') },
    brands: names('brands'),
    items: {
      ...names('items'),
      category: i32('items.category'),
      brand: i32('items.brand'),
      since: i32('items.since'),
      offers: lists('items.offers'),
      attributes: (item) => readAttributes(attributes.at(item)),
    },
    offers: {
      ...names('offers'),
      item: i32('offers.item'),
      shop: i32('offers.shop'),
      merchant: i32('offers.merchant'),
      category: i32('offers.category'),
      brand: i32('offers.brand'),
      price_minor: f64('offers.price_minor'),
      list_price_minor: f64('offers.list_price_minor'),
      unitQuantity: f64('offers.unitQuantity'),
      active: u8('offers.active'),
      position: f32('offers.position'),
      pricePower: f32('offers.pricePower'),
      priceGroup: i32('offers.priceGroup'),
      priceBasis: u8('offers.priceBasis'),
      priceBand: u8('offers.priceBand'),
      shown: f32('offers.shown'),
      clicked: f32('offers.clicked'),
      bought: f32('offers.bought'),
      trend: f32('offers.trend'),
      refundRate: f32('offers.refundRate'),
      clean: f32('offers.clean'),
      since: i32('offers.since'),
      popular: u32('offers.popular'),
      trending: u32('offers.trending'),
      newest: u32('offers.newest'),
      newMerchants: u32('offers.newMerchants'),
    },
    priceGroups: lists('price_groups.offers'),
    variants: {
      id: variantIds,
      en: texts('variants.en'),
      zh: texts('variants.zh'),
      find: (text) => findText(slotsOfVariants, variantIds, text),
      item: i32('variants.item'),
      unit: u8('variants.unit'),
      quantity: f64('variants.quantity'),
      revision: u32('variants.revision'),
    },
    told: {
      offerVariant: i32('told.offerVariant'),
      offerFrom: f64('told.offerFrom'),
      offerRevision: u32('told.offerRevision'),
      itemFrom: f64('told.itemFrom'),
      itemRevision: u32('told.itemRevision'),
      shopFrom: f64('told.shopFrom'),
      shopRevision: u32('told.shopRevision'),
      merchantFrom: f64('told.merchantFrom'),
      merchantRevision: u32('told.merchantRevision'),
      brandRevision: u32('told.brandRevision'),
    },
    neighbours: {
      co_purchase: neighbours('co_purchase'),
      co_view: neighbours('co_view'),
      alternative: neighbours('alternative'),
      co_bought: neighbours('co_bought'),
    },
    people: {
      length: people,
      find: (id) => findAccount(accounts, id),
      id(person) {
        named ??= firstAccounts(accounts.person, people);
        return person >= 0 && person < people ? accountId(accounts.words, named[person]!) : '';
      },
      start: u32('people.start'),
      item: i32('people.item'),
      category: i32('people.category'),
      day: i32('people.day'),
      amount_minor: f64('people.amount_minor'),
      linePosition: f32('people.linePosition'),
      position: f32('people.position'),
      member: u8('people.member'),
      viewed: lists('people.viewed'),
    },
    models: JSON.parse(Buffer.from(u8('models')).toString('utf8')) as SnapshotModels,
    search: header.columns.search ? u8('search') : null,
  };
}

/** SHA-256 of a snapshot's content as it is, for whoever checks it away from the thread that serves. */
export function snapshotHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes.subarray(HASHED_FROM)).digest('hex');
}

function readHeader(buffer: Buffer): { header: Header; from: number } {
  if (buffer.length < HEADER_AT) throw invalid(`It has ${buffer.length} bytes, fewer than any snapshot.`);
  const magic = buffer.toString('latin1', 0, MAGIC.length);
  if (magic !== MAGIC)
    throw invalid(
      magic.startsWith(MAGIC.slice(0, 6))
        ? `It has format ${buffer[7]}, this version reads ${FORMAT}.`
        : 'It does not begin like a snapshot.',
    );
  const length = buffer.readUInt32LE(HASHED_FROM);
  const from = align(HEADER_AT + length);
  if (from > buffer.length) throw invalid('It is cut off in its header.');
  let header: Header;
  try {
    header = JSON.parse(buffer.toString('utf8', HEADER_AT, HEADER_AT + length)) as Header;
  } catch (cause) {
    throw invalid('Its header cannot be read.', cause);
  }
  if (header.format !== FORMAT)
    throw invalid(`It has format ${header.format}, this version reads ${FORMAT}.`);
  return { header, from };
}

function invalid(detail: string, cause?: unknown): GcError {
  return new GcError('snapshot_invalid', `The snapshot cannot be opened. ${detail}`, { cause });
}

/** Of each person, the first of the accounts. */
function firstAccounts(person: Uint32Array, people: number): Uint32Array {
  const first = new Uint32Array(people);
  for (let i = person.length - 1; i >= 0; i--) first[person[i]!] = i;
  return first;
}

export function readAttributes(text: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  if (text === '') return map;
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    map.set(line.slice(0, at), line.slice(at + 1));
  }
  return map;
}

/** Attributes as one text, lower case, sorted by key: what `items.attributes` reads. */
export function writeAttributes(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([key, value]) => [clean(key).replaceAll('=', ' '), clean(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, value]) => `${key}=${value}`)
    .join('\n');
}
const clean = (text: string) => text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
