import { statSync } from 'node:fs';
import type { EventColumns, LineColumns, PeopleColumns, SnapshotFacts } from '../../serve/index.ts';
import { type CatalogueNumbers, readCatalogue } from './catalogue-read.ts';
import type { ExportedFacts } from './facts-export.ts';
import type { HashNumbers } from './hash-numbers.ts';
import { take } from './take.ts';

const LINE_BYTES = 64;
const EVENT_BYTES = 44;
const PERSON_BYTES = 16;

/** Reads exported facts back as columns; each file is removed once it is read. Cost: O(bytes). */
export function readFacts(
  exported: ExportedFacts,
): Pick<SnapshotFacts, 'catalogue' | 'people' | 'lines' | 'events'> {
  const { catalogue, numbers } = readCatalogue(exported.catalogue);
  const people = readPeople(exported.people);
  const itemOf = offerItems(catalogue);
  const only = onlyOffers(itemOf, catalogue.items.length);
  return {
    catalogue,
    people,
    lines: readLines(exported.lines, people, numbers, only),
    events: readEvents(exported.events, people, numbers, itemOf, only),
  };
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
  numbers: CatalogueNumbers,
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
    const rows = viewOf(path);
    for (let at = 0; at + LINE_BYTES <= rows.byteLength; at += LINE_BYTES, i++) {
      const item = numberAt(rows, at + 12, numbers.items);
      const offer = numberAt(rows, at + 20, numbers.offers);
      lines.person[i] = person(rows, at);
      lines.item[i] = item;
      lines.offer[i] = offer < 0 && item >= 0 ? only[item]! : offer;
      lines.category[i] = numberAt(rows, at + 28, numbers.categories);
      lines.day[i] = rows.getInt32(at + 36, true);
      lines.amount_minor[i] = rows.getFloat64(at + 40, true);
      lines.quantity[i] = rows.getFloat32(at + 48, true);
      lines.unitPrice[i] = rows.getFloat32(at + 52, true);
      lines.flags[i] = rows.getUint8(at + 56);
      lines.decision[i] = rows.getUint32(at + 60, true);
    }
  }
  return lines;
}

function readEvents(
  paths: readonly string[],
  people: PeopleColumns,
  numbers: CatalogueNumbers,
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
    const rows = viewOf(path);
    for (let at = 0; at + EVENT_BYTES <= rows.byteLength; at += EVENT_BYTES, i++) {
      const offer = numberAt(rows, at + 20, numbers.offers);
      const told = numberAt(rows, at + 12, numbers.items);
      const item = told < 0 && offer >= 0 ? itemOf[offer]! : told;
      events.person[i] = person(rows, at);
      events.item[i] = item;
      events.offer[i] = offer < 0 && item >= 0 ? only[item]! : offer;
      events.day[i] = rows.getInt32(at + 28, true);
      events.session[i] = rows.getUint32(at + 32, true);
      events.kind[i] = rows.getUint8(at + 36);
      events.slot[i] = rows.getUint16(at + 38, true);
      events.decision[i] = rows.getUint32(at + 40, true);
    }
  }
  return events;
}

/** The person of the account at a place; rows come in the order of accounts, so each is looked for from the one before. */
function personFinder({ words, member }: PeopleColumns) {
  let p = 0;
  return (rows: DataView, at: number): number => {
    const a = rows.getUint32(at);
    const b = rows.getUint32(at + 4);
    const c = rows.getUint32(at + 8);
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

/** The number of what a hash at a place names. */
const numberAt = (rows: DataView, at: number, numbers: HashNumbers) =>
  numbers.find(rows.getUint32(at, true), rows.getUint32(at + 4, true));
const rowsIn = (paths: readonly string[], bytes: number) =>
  paths.reduce((sum, path) => sum + Math.floor(statSync(path).size / bytes), 0);

function viewOf(path: string): DataView {
  const bytes = take(path);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
