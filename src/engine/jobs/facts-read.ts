import { readFileSync, rmSync, statSync } from 'node:fs';
import type { EventColumns, LineColumns, PeopleColumns, SnapshotFacts } from '../../serve/index.ts';
import type { CatalogueKind, ExportedFacts } from './facts-export.ts';

const LINE_BYTES = 64;
const EVENT_BYTES = 44;
const PERSON_BYTES = 16;

/** Dense number by hash; 0 and unknown ones give −1. */
type Index = (hash: number) => number;

/** Reads exported facts back as columns; each file is removed once it is read. Cost: O(bytes). */
export function readFacts(
  exported: ExportedFacts,
): Pick<SnapshotFacts, 'catalogue' | 'people' | 'lines' | 'events'> {
  const { catalogue, index } = readCatalogue(exported.catalogue);
  const people = readPeople(exported.people);
  const itemOf = offerItems(catalogue);
  const only = onlyOffers(itemOf, catalogue.items.length);
  return {
    catalogue,
    people,
    lines: readLines(exported.lines, people, index, only),
    events: readEvents(exported.events, people, index, itemOf, only),
  };
}

function readCatalogue(paths: Readonly<Record<CatalogueKind, string>>) {
  const index = {} as Record<CatalogueKind, Index>;
  const rows = <Row>(kind: CatalogueKind, of: (fields: never[]) => Row): Row[] => {
    const numbers = new Map<number, number>();
    const list: Row[] = [];
    for (const [hash, ...fields] of jsonRows(paths[kind])) {
      numbers.set(Number(hash), list.length);
      list.push(of(fields as never[]));
    }
    index[kind] = (key) => (key === 0 ? -1 : (numbers.get(key) ?? -1));
    return list;
  };
  const names = (id: string, source_id: string, en: string, zh: string) => ({ id, source_id, en, zh });
  const told = ([valid_from, revision]: string[]) => ({
    valid_from: Number(valid_from),
    revision: Number(revision),
  });
  const catalogue: SnapshotFacts['catalogue'] = {
    categories: rows('categories', ([id, source, en, zh, parent]: string[]) => ({
      ...names(id!, source!, en!, zh!),
      parent: parent || null,
    })),
    merchants: rows('merchants', ([id, source, en, zh, tier, industry, ...at]: string[]) => ({
      ...names(id!, source!, en!, zh!),
      ...told(at),
      tier: tier as 'brand' | 'standard' | 'small',
      industry: industry!,
    })),
    shops: rows('shops', ([id, source, en, zh, merchant, ...at]: string[]) => ({
      ...names(id!, source!, en!, zh!),
      ...told(at),
      merchant: merchant!,
    })),
    brands: rows('brands', ([id, source, en, zh, revision]: string[]) => ({
      ...names(id!, source!, en!, zh!),
      revision: Number(revision),
    })),
    items: rows('items', ([id, source, en, zh, category, brand, attributes, ...at]: string[]) => ({
      ...names(id!, source!, en!, zh!),
      ...told(at),
      category: category || null,
      brand: brand || null,
      attributes: attributes as unknown as Record<string, string>,
    })),
    offers: [],
    variants: rows('variants', ([id, en, zh, item, unit, content, revision]: string[]) => ({
      id: id!,
      en: en!,
      zh: zh!,
      item: item!,
      unit: unit!,
      unit_quantity: Number(content),
      revision: Number(revision),
    })),
  };
  const item = new Map(catalogue.items.map((row) => [row.id, row]));
  const offers = rows('offers', (fields: never[]) => {
    const [id, source, en, zh, itemId, shop, price, list, active, unit, content, since, variant, ...at] =
      fields as unknown as [
        ...text: [string, string, string, string, string, string],
        ...rest: [number, number, number, string, number, number, string, string, string],
      ];
    const its = item.get(itemId);
    return {
      ...names(id, source, en || its?.en || '', zh || its?.zh || ''),
      item: itemId,
      shop,
      price_minor: Number(price),
      list_price_minor: Number(list),
      active: Number(active) === 1,
      unit,
      unit_quantity: Number(content),
      since: Number(since),
      variant,
      ...told(at),
    };
  });
  return { catalogue: { ...catalogue, offers }, index };
}

/** Rows of one text each, JSON arrays: a length (LEB128), then UTF-8. */
function* jsonRows(path: string): Generator<unknown[]> {
  const bytes = take(path);
  for (let at = 0; at < bytes.length; ) {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      length |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    yield JSON.parse(bytes.toString('utf8', at, at + length)) as unknown[];
    at += length;
  }
}

function readPeople(path: string): PeopleColumns {
  const bytes = take(path);
  const n = Math.floor(bytes.length / PERSON_BYTES);
  const people = {
    words: new Uint32Array(3 * n),
    person: Uint32Array.from({ length: n }, (_, i) => i),
    member: new Uint8Array(n),
  };
  for (let i = 0; i < n; i++) {
    for (let w = 0; w < 3; w++) people.words[3 * i + w] = bytes.readUInt32BE(i * PERSON_BYTES + 4 * w);
    people.member[i] = bytes.readUInt32LE(i * PERSON_BYTES + 12);
  }
  return people;
}

function readLines(
  paths: readonly string[],
  people: PeopleColumns,
  index: Record<CatalogueKind, Index>,
  only: Int32Array,
): LineColumns {
  const n = rowsIn(paths, LINE_BYTES);
  const lines = {
    person: new Int32Array(n),
    item: new Int32Array(n),
    offer: new Int32Array(n),
    category: new Int32Array(n),
    day: new Int32Array(n),
    amount_minor: new Float64Array(n),
    quantity: new Float32Array(n),
    unitPrice: new Float32Array(n),
    flags: new Uint8Array(n),
    decision: new Uint32Array(n),
  };
  const person = personFinder(people);
  let i = 0;
  for (const path of paths) {
    const bytes = take(path);
    for (let at = 0; at + LINE_BYTES <= bytes.length; at += LINE_BYTES, i++) {
      const item = index.items(hashAt(bytes, at + 12));
      const offer = index.offers(hashAt(bytes, at + 20));
      lines.person[i] = person(bytes, at);
      lines.item[i] = item;
      lines.offer[i] = offer < 0 && item >= 0 ? only[item]! : offer;
      lines.category[i] = index.categories(hashAt(bytes, at + 28));
      lines.day[i] = bytes.readInt32LE(at + 36);
      lines.amount_minor[i] = bytes.readDoubleLE(at + 40);
      lines.quantity[i] = bytes.readFloatLE(at + 48);
      lines.unitPrice[i] = bytes.readFloatLE(at + 52);
      lines.flags[i] = bytes[at + 56]!;
      lines.decision[i] = bytes.readUInt32LE(at + 60);
    }
  }
  return lines;
}

function readEvents(
  paths: readonly string[],
  people: PeopleColumns,
  index: Record<CatalogueKind, Index>,
  itemOf: Int32Array,
  only: Int32Array,
): EventColumns {
  const n = rowsIn(paths, EVENT_BYTES);
  const events = {
    kind: new Uint8Array(n),
    person: new Int32Array(n),
    item: new Int32Array(n),
    offer: new Int32Array(n),
    day: new Int32Array(n),
    session: new Uint32Array(n),
    slot: new Uint16Array(n),
    decision: new Uint32Array(n),
  };
  const person = personFinder(people);
  let i = 0;
  for (const path of paths) {
    const bytes = take(path);
    for (let at = 0; at + EVENT_BYTES <= bytes.length; at += EVENT_BYTES, i++) {
      const offer = index.offers(hashAt(bytes, at + 20));
      const told = index.items(hashAt(bytes, at + 12));
      const item = told < 0 && offer >= 0 ? itemOf[offer]! : told;
      events.person[i] = person(bytes, at);
      events.item[i] = item;
      events.offer[i] = offer < 0 && item >= 0 ? only[item]! : offer;
      events.day[i] = bytes.readInt32LE(at + 28);
      events.session[i] = bytes.readUInt32LE(at + 32);
      events.kind[i] = bytes[at + 36]!;
      events.slot[i] = bytes.readUInt16LE(at + 38);
      events.decision[i] = bytes.readUInt32LE(at + 40);
    }
  }
  return events;
}

/** The person of the account at a place; rows come in the order of accounts, so each is looked for from the one before. */
function personFinder({ words, member }: PeopleColumns) {
  let p = 0;
  return (bytes: Buffer, at: number): number => {
    const a = bytes.readUInt32BE(at);
    const b = bytes.readUInt32BE(at + 4);
    const c = bytes.readUInt32BE(at + 8);
    if (a === 0 && b === 0 && c === 0) return -1;
    for (; p < member.length; p++) {
      const x = words[3 * p]! - a || words[3 * p + 1]! - b || words[3 * p + 2]! - c;
      if (x >= 0) return x === 0 ? p : -1;
    }
    return -1;
  };
}

function offerItems(catalogue: SnapshotFacts['catalogue']): Int32Array {
  const number = new Map(catalogue.items.map((row, i) => [row.id, i]));
  return Int32Array.from(catalogue.offers, (offer) => number.get(offer.item) ?? -1);
}

/** Of each item that has one offer only, that offer; else −1: a line that does not say which can be of no other. */
function onlyOffers(itemOf: Int32Array, items: number): Int32Array {
  const only = new Int32Array(items).fill(-1);
  const count = new Uint32Array(items);
  itemOf.forEach((item, offer) => {
    if (item >= 0) only[item] = count[item]!++ === 0 ? offer : -1;
  });
  return only;
}

/** 53 bits as a number, exact. */
const hashAt = (bytes: Buffer, at: number) => bytes.readUInt32LE(at + 4) * 2 ** 32 + bytes.readUInt32LE(at);
const rowsIn = (paths: readonly string[], bytes: number) =>
  paths.reduce((sum, path) => sum + Math.floor(statSync(path).size / bytes), 0);

function take(path: string): Buffer {
  const bytes = readFileSync(path);
  rmSync(path);
  return bytes;
}
