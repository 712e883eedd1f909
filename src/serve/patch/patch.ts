import { atOnce } from '../../base/index.ts';
import type { CatalogueRow } from '../../contracts/index.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { Overlay } from './overlay.ts';

/**
 * The snapshot with later rows of the catalogue over it: what it holds keeps its numbers, what is new is numbered after it, columns that
 * change are copied. Pure: equal snapshots, rows and instants give equal patches; rows may come in any order. Where nothing
 * is in force that the snapshot does not hold already, it is the snapshot itself. `Overlay` makes the same a part at a time.
 * @param rows all that were acknowledged after the snapshot, up to the highest sequence among them
 * @param at instant (ms) as of which they hold; never before the end of the snapshot's last day
 * Cost: O(rows + changed columns + lists).
 */
export function withPatch(base: Snapshot, rows: readonly CatalogueRow[], at: number): Snapshot {
  const inOrder = [...rows].sort((a, b) => a.seq - b.seq || (a.id < b.id ? -1 : 1));
  return atOnce(new Overlay(base).patching(inOrder, at));
}
