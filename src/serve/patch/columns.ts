import { ELEMENTS, SCHEMA } from '../snapshot/schema.ts';
import type { Offers } from '../snapshot/types.ts';

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

type Column = Float64Array | Float32Array | Int32Array | Uint8Array;

/**
 * Columns of offers over others: one is copied when something of it changes first. What is new is 0, and is written behind what others
 * see of the same memory.
 */
export class OfferColumns {
  readonly #columns: Record<OfferColumn, Column>;
  readonly #own = new Set<OfferColumn>();
  readonly #from: number;

  constructor(before: Offers, length: number) {
    this.#from = before.item.length;
    const longer = length > this.#from;
    this.#columns = Object.fromEntries(
      COLUMNS.map((name) => [name, longer ? extended(before[name], length) : before[name]]),
    ) as Record<OfferColumn, Column>;
  }

  get(name: OfferColumn, offer: number): number {
    return this.#columns[name][offer]!;
  }

  set(name: OfferColumn, offer: number, value: number): void {
    const column = this.#columns[name];
    const stored = column instanceof Float32Array ? Math.fround(value) : value;
    if (offer >= this.#from) column[offer] = stored;
    else if (!Object.is(column[offer], stored)) this.own(name)[offer] = stored;
  }

  /** A column to write to. */
  own<Name extends OfferColumn>(name: Name): Offers[Name] {
    if (!this.#own.has(name)) this.#columns[name] = copied(this.#columns[name], this.#columns[name].length);
    this.#own.add(name);
    return this.#columns[name] as Offers[Name];
  }

  all(): Pick<Offers, OfferColumn> {
    return this.#columns as unknown as Pick<Offers, OfferColumn>;
  }
}

/** Memory with room for more behind what is seen of it. */
const roomy = new WeakSet<ArrayBufferLike>();

/** A longer column: of the same memory where there is room behind it, which nobody else sees. */
function extended(column: Column, length: number): Column {
  const { buffer, byteOffset, BYTES_PER_ELEMENT } = column;
  if (!roomy.has(buffer) || byteOffset + length * BYTES_PER_ELEMENT > buffer.byteLength)
    return copied(column, length);
  return new (column.constructor as new (on: ArrayBufferLike, at: number, n: number) => Column)(
    buffer,
    byteOffset,
    length,
  );
}

function copied(column: Column, length: number): Column {
  const whole = new (column.constructor as new (n: number) => Column)(length + (length >> 6) + MORE);
  whole.set(column);
  roomy.add(whole.buffer);
  return whole.subarray(0, length);
}
const MORE = 64;
