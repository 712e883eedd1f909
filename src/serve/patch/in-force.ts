import type { CatalogueRow, CatalogueRowOf } from '../../contracts/index.ts';
import type { Snapshot } from '../snapshot/types.ts';

/** By kind and id, the row of each thing that holds. */
export type RowsInForce = {
  readonly [K in CatalogueRow['kind']]: ReadonlyMap<string, CatalogueRowOf<K>>;
};

type Stamp = Pick<CatalogueRow, 'valid_from' | 'revision' | 'seq'>;

/**
 * Which of two rows of one thing holds at an instant: the latest that began before it, else the one that begins first; then the higher
 * revision, then the later told. The same as a snapshot's SQL chooses. @returns above 0 where `a` does
 */
function compare(a: Stamp, b: Stamp, until: number): number {
  const before = (row: Stamp) => (row.valid_from < until ? 1 : 0);
  const began = (row: Stamp) => (row.valid_from < until ? row.valid_from : -row.valid_from);
  return before(a) - before(b) || began(a) - began(b) || a.revision - b.revision || a.seq - b.seq;
}

/** Rows that hold at `until` and replace what the snapshot holds. Cost: O(rows). */
export function inForce(base: Snapshot, rows: readonly CatalogueRow[], until: number): RowsInForce {
  const best = { merchant: map(), shop: map(), brand: map(), item: map(), variant: map(), offer: map() };
  for (const row of rows) {
    const known = best[row.kind].get(row.id);
    if (!known || compare(row, known, until) > 0) best[row.kind].set(row.id, row);
  }
  for (const kind of KINDS)
    for (const [id, row] of best[kind]) {
      const held = heldBy(base, kind, id);
      if (held && compare(row, held, until) < 0) best[kind].delete(id);
    }
  return best as unknown as RowsInForce;
}

export const KINDS = ['merchant', 'shop', 'brand', 'item', 'variant', 'offer'] as const;
const map = () => new Map<string, CatalogueRow>();

/** When the snapshot's own row began; null: it has none, or knows the thing by name alone. */
function heldBy(
  { told, merchants, shops, brands, items, variants, offers }: Snapshot,
  kind: CatalogueRow['kind'],
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
