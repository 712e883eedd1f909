import type { Asked } from '../candidates/source.ts';
import type { Marks } from '../decide/marks.ts';
import type { PassedOver } from '../decide/types.ts';

/** Why a candidate does not fit what stands in the slate already. */
export type Misfit = Extract<
  PassedOver['why'],
  'same_item' | 'cap_merchant' | 'cap_category' | 'cap_brand' | 'quota_max'
>;

/** What a slate may hold: an item once, so many of a merchant, leaf category and brand, and the quotas' most. */
export class Limits {
  readonly #asked: Asked;
  readonly #merchant = new Map<number, number>();
  readonly #category = new Map<number, number>();
  readonly #brand = new Map<number, number>();
  readonly #items: Marks;
  /** Offers in the slate by quota, in the order of the rules. */
  readonly quota: number[];

  constructor(asked: Asked) {
    this.#asked = asked;
    // Free since the neighbours were gathered.
    this.#items = asked.past.items;
    this.#items.clear();
    this.quota = asked.plan.rules.quotas.map(() => 0);
  }

  /** Null where candidate i may be added. */
  misfit(i: number): Misfit | null {
    const { past, plan } = this.#asked;
    const { offers } = past.snapshot;
    const offer = past.pool.offer[i]!;
    const { caps } = plan.config;
    const item = offers.item[offer]!;
    if (item >= 0 && this.#items.get(item) > 0) return 'same_item';
    if (full(this.#merchant, offers.merchant[offer]!, caps.merchant)) return 'cap_merchant';
    if (full(this.#category, offers.category[offer]!, caps.category)) return 'cap_category';
    if (full(this.#brand, offers.brand[offer]!, caps.brand)) return 'cap_brand';
    return this.fullQuota(offer) === null ? null : 'quota_max';
  }

  /** The quota that would be exceeded, or null. */
  fullQuota(offer: number): string | null {
    const { quotas } = this.#asked.plan.rules;
    for (let q = 0; q < quotas.length; q++) {
      const { max, rule_id } = quotas[q]!;
      if (max !== null && this.quota[q]! >= max && quotas[q]!.holds(offer)) return rule_id;
    }
    return null;
  }

  /** Whether one candidate can make room for the other: they share an item, a merchant, a category or a brand, or there are quotas. */
  related(a: number, b: number): boolean {
    const { past, plan } = this.#asked;
    const { item, merchant, category, brand } = past.snapshot.offers;
    const [one, other] = [past.pool.offer[a]!, past.pool.offer[b]!];
    return (
      plan.rules.quotas.length > 0 ||
      item[one] === item[other] ||
      merchant[one] === merchant[other] ||
      category[one] === category[other] ||
      brand[one] === brand[other]
    );
  }

  holdsItem(i: number): boolean {
    const item = this.#asked.past.snapshot.offers.item[this.#asked.past.pool.offer[i]!]!;
    return item >= 0 && this.#items.get(item) > 0;
  }

  /**
   * Notes a paid place: its item and the quotas count it. The caps do not: they share out what is not paid for, and nobody loses a place
   * there because somebody else paid.
   */
  place(i: number): void {
    const { past, plan } = this.#asked;
    const offer = past.pool.offer[i]!;
    this.#items.add(past.snapshot.offers.item[offer]!, 1);
    const { quotas } = plan.rules;
    for (let q = 0; q < quotas.length; q++) if (quotas[q]!.holds(offer)) this.quota[q]! += 1;
  }

  /** @param by 1 to put in, −1 to take out */
  change(i: number, by: 1 | -1): void {
    const { past, plan } = this.#asked;
    const { offers } = past.snapshot;
    const offer = past.pool.offer[i]!;
    this.#items.add(offers.item[offer]!, by);
    add(this.#merchant, offers.merchant[offer]!, by);
    add(this.#category, offers.category[offer]!, by);
    add(this.#brand, offers.brand[offer]!, by);
    const { quotas } = plan.rules;
    for (let q = 0; q < quotas.length; q++) if (quotas[q]!.holds(offer)) this.quota[q]! += by;
  }
}

/** What is −1 (no brand) is not capped. */
const full = (counts: Map<number, number>, key: number, most: number | null) =>
  most !== null && key >= 0 && (counts.get(key) ?? 0) >= most;
const add = (counts: Map<number, number>, key: number, by: number) =>
  counts.set(key, (counts.get(key) ?? 0) + by);
