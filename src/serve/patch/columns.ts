import { ELEMENTS, SCHEMA } from '../snapshot/schema.ts';
import type { Offers } from '../snapshot/types.ts';
import { grown } from './names.ts';

/** Columns of offers that are written. */
export type OfferColumn = {
  [Name in keyof Offers]: Offers[Name] extends Float64Array | Float32Array | Int32Array | Uint8Array
    ? Name
    : never;
}[keyof Offers];

const LISTS: ReadonlySet<string> = new Set(['popular', 'trending', 'newest', 'newMerchants']);
const COLUMNS = Object.entries(SCHEMA.offers)
  .filter(([name, kind]) => kind in ELEMENTS && !LISTS.has(name))
  .map(([name]) => name as OfferColumn);

/** Columns of offers over others: one is copied when something of it changes first. What is new is 0. */
export class OfferColumns {
  readonly #columns: Record<OfferColumn, Float64Array | Float32Array | Int32Array | Uint8Array>;
  readonly #own = new Set<OfferColumn>();

  constructor(before: Offers, length: number) {
    const longer = length > before.item.length;
    this.#columns = Object.fromEntries(
      COLUMNS.map((name) => [name, longer ? grown(before[name], length) : before[name]]),
    ) as Record<OfferColumn, Float64Array>;
    if (longer) for (const name of COLUMNS) this.#own.add(name);
  }

  get(name: OfferColumn, offer: number): number {
    return this.#columns[name][offer]!;
  }

  set(name: OfferColumn, offer: number, value: number): void {
    const column = this.#columns[name];
    const stored = column instanceof Float32Array ? Math.fround(value) : value;
    if (!Object.is(column[offer], stored)) this.own(name)[offer] = stored;
  }

  /** A column to write to. */
  own<Name extends OfferColumn>(name: Name): Offers[Name] {
    if (!this.#own.has(name)) this.#columns[name] = this.#columns[name].slice();
    this.#own.add(name);
    return this.#columns[name] as Offers[Name];
  }

  all(): Pick<Offers, OfferColumn> {
    return this.#columns as unknown as Pick<Offers, OfferColumn>;
  }
}
