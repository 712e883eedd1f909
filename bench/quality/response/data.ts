import { historyOf, World, type WorldOptions } from '../../../sim/world/index.ts';
import { businessDate } from '../../../src/base/index.ts';
import type { FactInput } from '../../../src/contracts/index.ts';
import type { ImpressionRows } from '../../../src/models/index.ts';
import { exampleAccount, type SnapshotRows, snapshotFrom } from '../../../src/serve/index.ts';
import { indexCatalogue } from '../../../src/serve/snapshot/build/catalogue.ts';
import { impressionRows } from '../../../src/serve/snapshot/build/impressions.ts';
import { peopleLines } from '../../../src/serve/snapshot/build/people.ts';
import { factsOf } from '../../../src/serve/snapshot/rows.ts';

const ZONE = 'Asia/Shanghai';
const KINDS = {
  'Product Impression': 'shown',
  'Product Clicked': 'clicked',
  'Product Viewed': 'viewed',
  'Product Added': 'carted',
} as const;

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer R)[] | undefined ? R[] : T[K] };

/** A simulated world's history as the plain rows of a snapshot. */
export function rowsOfWorld(options: WorldOptions): SnapshotRows {
  const rows: Mutable<SnapshotRows> = {
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
  const offers = new Map<string, SnapshotRows['offers'][number]>();
  const variants = new Map<string, { item: string; unit: string; unit_quantity: number }>();
  const lines = new Map<string, SnapshotRows['lines'][number]>();
  const items = new Map<string, SnapshotRows['items'][number]>();
  const days = new Map<string, number>();
  /** A quarter of an hour never crosses midnight in this zone. */
  const dayOf = (instant: string) => {
    const key = instant.slice(0, 14) + Math.floor(Number(instant.slice(14, 16)) / 15);
    let day = days.get(key);
    if (day === undefined) {
      day = Date.parse(businessDate(Date.parse(instant), ZONE)) / 86_400_000;
      days.set(key, day);
    }
    return day;
  };
  const take = (fact: FactInput) => {
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
      items.set(fact.source_id, {
        id: fact.source_id,
        category: fact.category ?? null,
        brand: fact.brand ?? null,
      });
    else if (fact.fact === 'variant')
      variants.set(fact.source_id, {
        item: fact.item,
        unit: fact.unit ?? 'piece',
        unit_quantity: fact.unit_quantity ?? 1,
      });
    else if (fact.fact === 'offer') {
      const since = fact.valid_from ? dayOf(fact.valid_from) : 0;
      const before = offers.get(fact.source_id);
      offers.set(fact.source_id, {
        id: fact.source_id,
        ...variants.get(fact.variant)!,
        shop: fact.shop,
        price_minor: fact.price_minor,
        list_price_minor: fact.list_price_minor ?? fact.price_minor,
        active: (fact.status ?? 'active') === 'active',
        since: Math.min(since, before?.since ?? since),
      });
    } else if (fact.fact === 'account')
      rows.people.push({ accounts: [exampleAccount(fact.source_id)], member: fact.member ?? false });
    else if (fact.fact === 'order_line' && fact.paid_at && fact.offer)
      lines.set(fact.source_id, {
        account: fact.account ? exampleAccount(fact.account) : null,
        offer: fact.offer,
        day: dayOf(fact.paid_at),
        amount_minor: fact.paid_minor,
        quantity: fact.quantity,
      });
    else if (fact.fact === 'cancellation') lines.delete(fact.line ?? '');
    else if (fact.fact === 'refund') {
      const line = lines.get(fact.line);
      if (line && fact.amount_minor >= line.amount_minor) lines.set(fact.line, { ...line, refunded: true });
    } else if (fact.fact === 'event' && fact.name in KINDS && fact.offer)
      rows.events!.push({
        kind: KINDS[fact.name as keyof typeof KINDS],
        account: fact.account ? exampleAccount(fact.account) : null,
        offer: fact.offer,
        day: dayOf(fact.at),
        ...(fact.session ? { session: fact.session } : {}),
        ...(typeof fact.slot === 'number' ? { slot: fact.slot } : {}),
      });
  };
  for (const { facts } of historyOf(new World(options))) for (const fact of facts) take(fact);
  rows.items = [...items.values()];
  rows.offers = [...offers.values()];
  rows.lines = [...lines.values()].filter((line) => offers.has(line.offer));
  rows.events = rows.events!.filter((event) => offers.has(event.offer));
  rows.day = 1 + rows.lines.reduce((latest, line) => Math.max(latest, line.day), 0);
  const seen = new Set<string>();
  rows.people = rows.people.filter(({ accounts }) => !seen.has(accounts[0]!) && seen.add(accounts[0]!));
  return rows;
}

/** Impressions of the world as training rows. */
export function impressionsOf(rows: SnapshotRows): ImpressionRows {
  const facts = factsOf(rows);
  const whole = snapshotFrom(rows);
  return impressionRows({
    catalogue: indexCatalogue(facts.catalogue),
    lines: facts.lines,
    events: facts.events,
    own: peopleLines(facts.lines, rows.people.length, rows.day),
    linePosition: whole.people.linePosition,
    offers: whole.offers,
    categories: whole.categories,
    day: rows.day,
  });
}
