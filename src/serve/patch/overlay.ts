import { addDays, localDate, startOfDay } from '../../base/index.ts';
import type { CatalogueRow } from '../../contracts/index.ts';
import type { SearchDoc } from '../../search/index.ts';
import type { Offers, Patch, Snapshot } from '../snapshot/types.ts';
import { BandsOver } from './bands.ts';
import { OfferColumns } from './columns.ts';
import { Naming } from './concerned.ts';
import { documentsWith, itemsConcerned } from './documents.ts';
import { type Changed, KINDS, RowsInForce } from './in-force.ts';
import { merged } from './lists.ts';
import { putOffer } from './offers.ts';
import { lengthened, reordered } from './orders.ts';
import { TablesOver } from './tables.ts';

/** Rows taken, and offers written, between two steps. */
const ROWS_AT_ONCE = 200;
const OFFERS_AT_ONCE = 100;

/**
 * What is told over a snapshot, patch after patch: each costs what was told since the one before, and copies of the columns that change.
 * What comes of it is the same as of all rows at once.
 */
export class Overlay {
  readonly base: Snapshot;
  readonly #rows: RowsInForce;
  readonly #tables: TablesOver;
  readonly #naming = new Naming();
  readonly #bands: BandsOver;
  /** When offers were first told to hold (ms), and those of which that changed. */
  readonly #first = new Map<string, number>();
  #earlier = new Set<number>();
  readonly #moved = new Set<number>();
  #touched: Uint32Array = new Uint32Array(0);
  #docs: ReadonlyMap<number, SearchDoc> = new Map();
  #now: Snapshot;
  /** What was given last, and offers written since. */
  #given: Snapshot | null = null;
  #since = new Set<number>();
  #known_at = 0;
  #at = Number.NEGATIVE_INFINITY;

  constructor(base: Snapshot) {
    this.base = base;
    this.#now = base;
    this.#rows = new RowsInForce(base);
    this.#tables = new TablesOver(base);
    this.#bands = new BandsOver(base);
  }

  /** When the next of the rows begins that do not hold yet (ms), where any does: then the patch is another one. */
  get nextBeginning(): number | null {
    return this.#rows.nextBeginning;
  }

  /**
   * The snapshot with these rows over it too, some milliseconds a step. An overlay that was not gone through to its end is of no use any more.
   * @param rows in the order of their sequences, all of them after those before
   * @param at instant (ms) as of which they hold: never before the end of the snapshot's last day, nor before the last one
   */
  *patching(rows: readonly CatalogueRow[], at: number): Generator<void, Snapshot> {
    this.#at = Math.max(this.#at, at);
    const until = untilOf(this.base, this.#at);
    this.#rows.advance(until);
    for (const [n, row] of rows.entries()) {
      this.#take(row, until);
      if (n % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) yield;
    }
    const changed = this.#naming.withItems(this.#rows.changes());
    const isOther =
      KINDS.some((kind) => changed[kind].size > 0) ||
      this.#earlier.size > 0 ||
      this.#tables.beyond(this.#now);
    if (isOther) yield* this.#change(changed);
    if (this.#rows.size === 0) return this.base;
    const given: Snapshot = { ...this.#now, patch: this.#patch() };
    this.#given = given;
    this.#since = new Set();
    return given;
  }

  #patch(): Patch {
    return {
      hash: this.#rows.hash,
      known_at: this.#known_at,
      at: this.#at,
      base: this.base,
      touched: this.#touched,
      docs: this.#docs,
      ...(this.#given && { after: { snapshot: new WeakRef(this.#given), touched: [...this.#since] } }),
    };
  }

  #take(row: CatalogueRow, until: number): void {
    this.#known_at = Math.max(this.#known_at, row.seq);
    this.#tables.number(row);
    this.#naming.take(row);
    this.#rows.take(row, until);
    if (row.kind !== 'offer') return;
    const first = this.#first.get(row.id);
    if (first !== undefined && first <= row.valid_from) return;
    this.#first.set(row.id, row.valid_from);
    if (first !== undefined) this.#earlier.add(this.#tables.offers.find(row.id));
  }

  *#change(changed: Changed): Generator<void> {
    const { base } = this;
    const before = this.#now;
    const tables = this.#tables;
    const tabled = { ...before, ...tables.with(before, changed, this.#rows) };
    yield;
    const told = new Set(this.#naming.offers(base, before, changed, tables));
    for (const offer of this.#earlier) told.add(offer);
    for (const offer of told) this.#since.add(offer);
    const { columns, moved } = yield* this.#offers(before, tabled, [...told]);
    this.#earlier = new Set();
    let now = lengthened({
      ...tabled,
      offers: { ...before.offers, ...tables.offers.names(), ...columns } as Offers,
    });
    yield;
    if (moved.length > 0) now = yield* reordered(base, before, now, { now: moved, ever: this.#moved });
    yield;
    const items = itemsConcerned(before, now, changed, moved, tables);
    this.#docs = yield* documentsWith(this.#docs, base, now, items);
    const known = new Set(this.#touched);
    const more = [...told].filter((offer) => !known.has(offer)).sort((a, b) => a - b);
    if (more.length > 0) this.#touched = merged(this.#touched, more, (a, b) => a - b);
    this.#now = now;
  }

  /** Columns of offers with some of them as they are now, and which of those are not where they were. */
  *#offers(before: Snapshot, now: Snapshot, told: readonly number[]) {
    const { base } = this;
    const over = { base, rows: this.#rows, tables: this.#tables, now, first: this.#first };
    const columns = new OfferColumns(before.offers, this.#tables.offers.length);
    const moved: number[] = [];
    const priced: number[] = [];
    for (const [n, offer] of told.entries()) {
      putOffer(over, columns, offer);
      if (differs(before.offers, columns, offer) || this.#earlier.has(offer)) moved.push(offer);
      if (differs(base.offers, columns, offer)) this.#moved.add(offer);
      else this.#moved.delete(offer);
      if (
        offer < base.offers.item.length &&
        before.offers.price_minor[offer] !== columns.get('price_minor', offer)
      )
        priced.push(offer);
      if (n % OFFERS_AT_ONCE === OFFERS_AT_ONCE - 1) yield;
    }
    if (priced.length > 0) {
      const bands = columns.own('priceBand');
      yield* this.#bands.fill(priced, columns.all().price_minor, bands);
    }
    return { columns: columns.all(), moved };
  }
}

/** Rows that begin before it are in force: those of the snapshot's last day, as in the snapshot, and those that began by `at`. */
function untilOf({ manifest }: Snapshot, at: number): number {
  return Math.max(startOfDay(addDays(localDate('1970-01-01'), manifest.day), manifest.timezone), at + 1);
}

function differs(before: Offers, now: OfferColumns, offer: number): boolean {
  return PLACE.some((name) => before[name][offer] !== now.get(name, offer));
}
const PLACE = ['active', 'item', 'shop', 'merchant', 'category'] as const;
