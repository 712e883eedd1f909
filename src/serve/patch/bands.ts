import { cheaper, fillGroup, groupsByOffer } from '../price-power/bands.ts';
import type { Lists, Snapshot } from '../snapshot/types.ts';
import { listed } from './concerned.ts';
import { edited } from './lists.ts';

/** Members of groups that are counted between two steps. */
const AT_ONCE = 4_000;

/**
 * Bands of price power as prices change: a price moves the bands of all that are compared with it. Groups are those of the snapshot, and
 * so are merchants and contents. Each group is kept in order, so that a change costs one pass over it.
 */
export class BandsOver {
  readonly #base: Snapshot;
  readonly #ordered = new Map<number, Uint32Array>();
  #groupsOf: Lists | null = null;

  constructor(base: Snapshot) {
    this.#base = base;
  }

  /**
   * Writes the bands that prices which changed have moved, some groups a step. @param offers those of the snapshot of which the price changed
   * @param price_minor as they are now
   */
  *fill(offers: readonly number[], price_minor: Float64Array, bands: Uint8Array): Generator<void> {
    const { priceGroups, offers: own } = this.#base;
    this.#groupsOf ??= groupsByOffer(priceGroups, own.item.length);
    const moved = new Map<number, number[]>();
    for (const offer of offers)
      for (const group of listed(this.#groupsOf, offer)) {
        const list = moved.get(group);
        if (list) list.push(offer);
        else moved.set(group, [offer]);
      }
    const { merchant, unitQuantity, priceGroup } = own;
    const priced = { merchant, unitQuantity, priceGroup, price_minor };
    const compare = cheaper(priced);
    let counted = 0;
    for (const [group, members] of moved) {
      const known = this.#ordered.get(group);
      const now = known
        ? edited(known, members, members, compare)
        : listed(priceGroups, group).slice().sort(compare);
      this.#ordered.set(group, now);
      fillGroup(priced, group, now, bands);
      counted += now.length;
      if (counted < AT_ONCE) continue;
      counted = 0;
      yield;
    }
  }
}
