import { addDays, canonicalHash, localDate, startOfDay } from '../../base/index.ts';
import type { CatalogueRow } from '../../contracts/index.ts';
import { cutAhead, type SearchDoc } from '../../search/index.ts';
import type { Patch, Snapshot } from '../snapshot/types.ts';
import { documentOf } from './document.ts';
import { inForce, KINDS, type RowsInForce } from './in-force.ts';
import { offersWith } from './offers.ts';
import { withLists } from './orders.ts';
import { tablesWith } from './tables.ts';

/**
 * The snapshot with later rows of the catalogue over it: what it holds keeps its numbers, what is new is numbered after it, columns that
 * change are copied. Pure: equal snapshots, rows and instants give equal patches; rows may come in any order. Where nothing
 * is in force that the snapshot does not hold already, it is the snapshot itself.
 * @param rows all that were acknowledged after the snapshot, up to the highest sequence among them
 * @param at instant (ms) as of which they hold; never before the end of the snapshot's last day
 * Cost: O(rows + changed columns + lists), tens of milliseconds at 100,000 offers.
 */
export function withPatch(base: Snapshot, rows: readonly CatalogueRow[], at: number): Snapshot {
  const chosen = inForce(base, rows, until(base, at));
  if (KINDS.every((kind) => chosen[kind].size === 0)) return base;
  const tables = tablesWith(base, chosen);
  const offers = offersWith(base, chosen, rows, tables);
  const listed = withLists(base, tables, offers);
  const touched = Uint32Array.from(offers.told);
  return {
    ...listed,
    patch: {
      hash: hashOf(base, chosen),
      known_at: rows.reduce((most, { seq }) => Math.max(most, seq), 0),
      at,
      base,
      touched,
      docs: documents(base, listed, chosen, offers.moved),
    },
  };
}

/** Rows that begin before it are in force: those of the snapshot's last day, as in the snapshot, and those that began by `at`. */
function until({ manifest }: Snapshot, at: number): number {
  return Math.max(startOfDay(addDays(localDate('1970-01-01'), manifest.day), manifest.timezone), at + 1);
}

/** When the next of the rows begins after an instant (ms), where any does: then the patch is another one. */
export function nextBeginning(rows: readonly CatalogueRow[], at: number): number | null {
  let next: number | null = null;
  for (const { valid_from } of rows)
    if (valid_from > at && (next === null || valid_from < next)) next = valid_from;
  return next;
}

/** Cuts the words of a patch's documents, giving way after every few. */
export function cutWords({ docs }: Patch, atOnce: number): Generator<void> {
  return cutAhead(docs.values(), atOnce);
}

function hashOf({ manifest }: Snapshot, rows: RowsInForce): string {
  const sorted = KINDS.map((kind) => [...rows[kind].values()].sort((a, b) => (a.id < b.id ? -1 : 1)));
  return canonicalHash([manifest.hash, sorted]);
}

/** Items whose words differ, as documents: told of, renamed with their brand, or sold by other shops than before. */
function documents(
  base: Snapshot,
  now: Snapshot,
  rows: RowsInForce,
  moved: ReadonlySet<number>,
): ReadonlyMap<number, SearchDoc> {
  const items = new Set<number>();
  const brands = new Set([...rows.brand.keys()].map((id) => base.brands.find(id)).filter((b) => b >= 0));
  for (const id of rows.item.keys()) items.add(now.items.find(id));
  for (const offer of moved) items.add(base.offers.item[offer] ?? -1).add(now.offers.item[offer]!);
  for (const id of rows.shop.keys()) {
    const shop = base.shops.find(id);
    if (shop < 0) continue;
    const { start, values } = base.shops.offers;
    for (let i = start[shop]!; i < start[shop + 1]!; i++) items.add(now.offers.item[values[i]!]!);
  }
  if (brands.size > 0)
    now.items.brand.forEach((brand, item) => {
      if (brands.has(brand)) items.add(item);
    });
  items.delete(-1);
  return new Map([...items].sort((a, b) => a - b).map((item) => [item, documentOf(now, item)]));
}
