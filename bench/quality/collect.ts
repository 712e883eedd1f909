import { businessDate } from '../../src/base/index.ts';
import type { FactInput } from '../../src/contracts/index.ts';
import { exampleAccount, type SnapshotRows } from '../../src/serve/index.ts';

const KINDS = {
  'Product Impression': 'shown',
  'Product Clicked': 'clicked',
  'Product Viewed': 'viewed',
  'Product Added': 'carted',
} as const;

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer R)[] | undefined ? R[] : T[K] };

/** Gathers facts into the plain rows of a snapshot, in memory: the same facts as an import tells, for benches that need no warehouse. */
export class Collector {
  readonly #zone: string;
  readonly #rows: Mutable<SnapshotRows> = {
    day: 0,
    categories: [],
    merchants: [],
    shops: [],
    brands: [],
    items: [],
    offers: [],
    people: [],
    lines: [],
    events: [],
    models: { response: null },
  };
  readonly #offers = new Map<string, SnapshotRows['offers'][number]>();
  readonly #variants = new Map<string, { item: string; unit: string; unit_quantity: number }>();
  readonly #lines = new Map<string, SnapshotRows['lines'][number]>();
  readonly #items = new Map<string, SnapshotRows['items'][number]>();
  readonly #days = new Map<string, number>();

  constructor(zone: string) {
    this.#zone = zone;
  }

  /** Business day of an instant. A quarter of an hour never crosses midnight in a zone. */
  dayOf(instant: string): number {
    const key = instant.slice(0, 14) + Math.floor(Number(instant.slice(14, 16)) / 15);
    let day = this.#days.get(key);
    if (day === undefined) {
      day = Date.parse(businessDate(Date.parse(instant), this.#zone)) / 86_400_000;
      this.#days.set(key, day);
    }
    return day;
  }

  take(fact: FactInput): void {
    const rows = this.#rows;
    if (fact.fact === 'category_tree')
      rows.categories = fact.categories.map((c) => ({ id: c.source_id, parent: c.parent ?? null }));
    else if (fact.fact === 'merchant')
      rows.merchants.push({
        id: fact.source_id,
        tier: fact.tier ?? 'standard',
        industry: fact.industry ?? '',
      });
    else if (fact.fact === 'shop') rows.shops.push({ id: fact.source_id, merchant: fact.merchant });
    else if (fact.fact === 'brand') rows.brands.push({ id: fact.source_id });
    else if (fact.fact === 'item')
      this.#items.set(fact.source_id, {
        id: fact.source_id,
        category: fact.category ?? null,
        brand: fact.brand ?? null,
      });
    else if (fact.fact === 'variant')
      this.#variants.set(fact.source_id, {
        item: fact.item,
        unit: fact.unit ?? 'piece',
        unit_quantity: fact.unit_quantity ?? 1,
      });
    else if (fact.fact === 'offer') {
      const since = fact.valid_from ? this.dayOf(fact.valid_from) : 0;
      const before = this.#offers.get(fact.source_id);
      this.#offers.set(fact.source_id, {
        id: fact.source_id,
        ...this.#variants.get(fact.variant)!,
        shop: fact.shop,
        price_minor: fact.price_minor,
        list_price_minor: fact.list_price_minor ?? fact.price_minor,
        active: (fact.status ?? 'active') === 'active',
        since: Math.min(since, before?.since ?? since),
      });
    } else if (fact.fact === 'account')
      rows.people.push({ accounts: [exampleAccount(fact.source_id)], member: fact.member ?? false });
    else if (fact.fact === 'order_line' && fact.paid_at) {
      const day = this.dayOf(fact.paid_at);
      const offer = fact.offer ?? this.#offerOf(fact, day);
      if (!offer) return;
      this.#lines.set(fact.source_id, {
        account: fact.account ? exampleAccount(fact.account) : null,
        offer,
        day,
        amount_minor: fact.paid_minor,
        quantity: fact.quantity,
      });
    } else if (fact.fact === 'cancellation') this.#lines.delete(fact.line ?? '');
    else if (fact.fact === 'refund') {
      const line = this.#lines.get(fact.line);
      if (line && fact.amount_minor >= line.amount_minor)
        this.#lines.set(fact.line, { ...line, refunded: true });
    } else if (fact.fact === 'event' && fact.name in KINDS && fact.offer)
      rows.events!.push({
        kind: KINDS[fact.name as keyof typeof KINDS],
        account: fact.account ? exampleAccount(fact.account) : null,
        offer: fact.offer,
        day: this.dayOf(fact.at),
        ...(fact.session ? { session: fact.session } : {}),
        ...(typeof fact.slot === 'number' ? { slot: fact.slot } : {}),
      });
  }

  /** All that was told so far; `day` is the day after the last order. */
  rows(): SnapshotRows {
    const offers = [...this.#offers.values()];
    const lines = [...this.#lines.values()].filter((line) => this.#offers.has(line.offer));
    const seen = new Set<string>();
    return {
      ...this.#rows,
      items: [...this.#items.values()],
      offers,
      lines,
      events: this.#rows.events!.filter((event) => this.#offers.has(event.offer)),
      day: 1 + lines.reduce((latest, line) => Math.max(latest, line.day), 0),
      people: this.#rows.people.filter(({ accounts }) => !seen.has(accounts[0]!) && seen.add(accounts[0]!)),
    };
  }

  /** Where a source tells no offers, an item is on offer once, by the shop that sold it, at the latest price paid, from its first sale on. */
  #offerOf(fact: Extract<FactInput, { fact: 'order_line' }>, day: number): string | null {
    const { item, shop } = fact;
    if (!item || !shop || !this.#items.has(item) || !(fact.paid_minor > 0)) return null;
    const before = this.#offers.get(item);
    const price_minor = Math.round(fact.paid_minor / fact.quantity);
    this.#offers.set(item, {
      id: item,
      ...(this.#variants.get(item) ?? { item, unit: 'piece', unit_quantity: 1 }),
      shop,
      price_minor,
      list_price_minor: price_minor,
      active: true,
      since: Math.min(day, before?.since ?? day),
    });
    return item;
  }
}
