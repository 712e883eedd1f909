import { canonicalHash } from '../../base/index.ts';
import type { CatalogueRow, CatalogueRowOf } from '../../contracts/index.ts';
import type { Snapshot } from '../snapshot/types.ts';

export const KINDS = ['merchant', 'shop', 'brand', 'item', 'variant', 'offer'] as const;
type Kind = CatalogueRow['kind'];
type Stamp = Pick<CatalogueRow, 'valid_from' | 'revision' | 'seq'>;

/** Things by kind. */
export type Changed = Readonly<Record<Kind, ReadonlySet<string>>>;

/** A thing that something was told of. */
interface Thing {
  /** The best of what was told. */
  best: CatalogueRow;
  /** When the snapshot's own row began; null: it has none, or knows the thing by name alone. */
  readonly held: Stamp | null;
  /** What holds of what was told, and its hash: null where the snapshot's own row does. */
  row: CatalogueRow | null;
  hash: bigint;
}

/**
 * Which of two rows of one thing holds at an instant: the latest that began before it, else the one that begins first; then the higher
 * revision, then the later told. The same as a snapshot's SQL chooses. @returns above 0 where `a` does
 */
function compare(a: Stamp, b: Stamp, until: number): number {
  const before = (row: Stamp) => (row.valid_from < until ? 1 : 0);
  const began = (row: Stamp) => (row.valid_from < until ? row.valid_from : -row.valid_from);
  return before(a) - before(b) || began(a) - began(b) || a.revision - b.revision || a.seq - b.seq;
}

/** The rows that hold and replace what the snapshot holds, as more is told and time goes on. */
export class RowsInForce {
  readonly #base: Snapshot;
  readonly #things: Readonly<Record<Kind, Map<string, Thing>>> = byKind(() => new Map());
  #changed: Record<Kind, Set<string>> = byKind(() => new Set());
  /** Things of which something begins later, and when. */
  #later: {
    readonly kind: Kind;
    readonly id: string;
    readonly row: CatalogueRow | null;
    readonly at: number;
  }[] = [];
  #sum = 0n;
  /** How many hold. */
  size = 0;

  constructor(base: Snapshot) {
    this.#base = base;
  }

  /** The row of a thing that holds; undefined: the snapshot's own does, or there is none. */
  get<K extends Kind>(kind: K, id: string): CatalogueRowOf<K> | undefined {
    return (this.#things[kind].get(id)?.row ?? undefined) as CatalogueRowOf<K> | undefined;
  }

  /** Hears of a row. @param until rows that begin before it hold; never less than before. Cost: O(1) */
  take(row: CatalogueRow, until: number): void {
    const { kind, id } = row;
    const things = this.#things[kind];
    let thing = things.get(id);
    if (!thing) {
      thing = { best: row, held: heldBy(this.#base, kind, id), row: null, hash: 0n };
      things.set(id, thing);
      if (thing.held && thing.held.valid_from >= until)
        this.#later.push({ kind, id, row: null, at: thing.held.valid_from });
    } else if (compare(row, thing.best, until) > 0) thing.best = row;
    if (row.valid_from >= until) this.#later.push({ kind, id, row, at: row.valid_from });
    this.#settle(kind, id, thing, until);
  }

  /** Goes on to another instant: what began since is weighed again. Cost: O(rows that begin later). */
  advance(until: number): void {
    const begun = this.#later.filter(({ at }) => at < until);
    if (begun.length === 0) return;
    this.#later = this.#later.filter(({ at }) => at >= until);
    for (const { kind, id, row } of begun) {
      const thing = this.#things[kind].get(id)!;
      if (row && compare(row, thing.best, until) > 0) thing.best = row;
      this.#settle(kind, id, thing, until);
    }
  }

  /** When the next row begins, where any does: then others hold. */
  get nextBeginning(): number | null {
    return this.#later.length === 0
      ? null
      : this.#later.reduce((next, { at }) => Math.min(next, at), Infinity);
  }

  /** Things of which another row holds than when this was asked last. */
  changes(): Changed {
    const changed = this.#changed;
    this.#changed = byKind(() => new Set());
    return changed;
  }

  /** SHA-256 over the snapshot's hash and the rows that hold, whatever order they came in: their hashes are added modulo 2^256. */
  get hash(): string {
    return canonicalHash([this.#base.manifest.hash, this.#sum.toString(16)]);
  }

  #settle(kind: Kind, id: string, thing: Thing, until: number): void {
    const { best, held, row } = thing;
    const now = held && compare(best, held, until) < 0 ? null : best;
    if (now === row) return;
    const hash = now === null ? 0n : BigInt(`0x${canonicalHash(now)}`);
    this.#sum = BigInt.asUintN(256, this.#sum - thing.hash + hash);
    this.size += (now === null ? 0 : 1) - (row === null ? 0 : 1);
    thing.row = now;
    thing.hash = hash;
    this.#changed[kind].add(id);
  }
}

function byKind<T>(make: () => T): Record<Kind, T> {
  return Object.fromEntries(KINDS.map((kind) => [kind, make()])) as Record<Kind, T>;
}

/** When the snapshot's own row began; null: it has none, or knows the thing by name alone. */
function heldBy(
  { told, merchants, shops, brands, items, variants, offers }: Snapshot,
  kind: Kind,
  id: string,
): Stamp | null {
  const of = (
    names: { find(id: string): number },
    from: ArrayLike<number> | null,
    revision: ArrayLike<number>,
  ) => {
    const at = names.find(id);
    const valid_from = from === null ? 0 : (from[at] ?? 0);
    return at < 0 || valid_from === NAMED_ONLY ? null : { valid_from, revision: revision[at] ?? 0, seq: 0 };
  };
  switch (kind) {
    case 'merchant':
      return of(merchants, told.merchantFrom, told.merchantRevision);
    case 'shop':
      return of(shops, told.shopFrom, told.shopRevision);
    case 'brand':
      return of(brands, null, told.brandRevision);
    case 'item':
      return of(items, told.itemFrom, told.itemRevision);
    case 'variant':
      return of(variants, null, variants.revision);
    case 'offer':
      return of(offers, told.offerFrom, told.offerRevision);
  }
}

/** Of a thing that others name and nobody told of: what the queries of a snapshot write. */
const NAMED_ONLY = -1e15;
