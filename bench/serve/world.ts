/**
 * A large synthetic marketplace as a snapshot file, for the speed of serving. Nothing is learnt from it: people buy in a few home
 * categories, popular items more, some again.
 * Run: npx tsx --max-old-space-size=8192 bench/serve/world.ts FILE [people=1000000] [offers=100000]
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { idOf, rngOf } from '../../src/base/index.ts';
import {
  assemble,
  HEALTHY,
  REFUNDED,
  type SnapshotFacts,
  snapshotPieces,
  UNCLEAN,
} from '../../src/serve/index.ts';

export interface WorldSize {
  readonly people: number;
  readonly offers: number;
  readonly linesPerPerson: number;
  readonly eventsPerPerson: number;
  readonly categories: number;
  readonly merchants: number;
  readonly seed: number;
}

export const LARGE: WorldSize = {
  people: 1_000_000,
  offers: 100_000,
  linesPerPerson: 20,
  eventsPerPerson: 4,
  categories: 300,
  merchants: 5_000,
  seed: 1,
};
/** The day the world ends before. */
export const WORLD_DAY = 20_400;
const DEPARTMENTS = 20;
const HOMES = 6;

/** Account number p of a world: what a load sends. */
export function worldAccount(seed: number, p: number): string {
  return `acc_${[0, 1, 2]
    .map((w) =>
      mix(seed + 3 * p + w)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('')}`;
}

/** Facts of the world in columns. Deterministic given the size. Cost: about a microsecond a line. */
export function worldFacts(size: WorldSize = LARGE): SnapshotFacts {
  const rng = rngOf(size.seed);
  const id = (kind: Parameters<typeof idOf>[0], n: string | number) => idOf(kind, 'bench', String(n));
  const leaves = size.categories - DEPARTMENTS;
  const perLeaf = Math.ceil(size.offers / 1.25 / leaves);
  const categories = Array.from({ length: size.categories }, (_, c) => ({
    id: id('category', c),
    source_id: `C${c}`,
    en: c < DEPARTMENTS ? `Department ${c}` : `Category ${c}`,
    zh: c < DEPARTMENTS ? `部类 ${c}` : `类目 ${c}`,
    parent: c < DEPARTMENTS ? null : id('category', c % DEPARTMENTS),
  }));
  const merchants = Array.from({ length: size.merchants }, (_, m) => ({
    id: id('merchant', m),
    source_id: `M${m}`,
    en: `Merchant ${m}`,
    zh: `商家 ${m}`,
    tier: (['brand', 'standard', 'small', 'small'] as const)[m % 4]!,
    industry: `industry-${m % 8}`,
  }));
  const shops = merchants.map((m, s) => ({
    id: id('shop', s),
    source_id: `S${s}`,
    en: m.en,
    zh: m.zh,
    merchant: m.id,
  }));
  const brands = Array.from({ length: 2_000 }, (_, b) => ({
    id: id('brand', b),
    source_id: `B${b}`,
    en: `Brand ${b}`,
    zh: `品牌 ${b}`,
  }));
  const items = Array.from({ length: perLeaf * leaves }, (_, i) => ({
    id: id('item', i),
    source_id: `I${i}`,
    en: `Item ${i}`,
    zh: `商品 ${i}`,
    category: categories[DEPARTMENTS + Math.floor(i / perLeaf)]!.id,
    brand: brands[rng.below(brands.length)]!.id,
    attributes: { colour: ['red', 'blue', 'green'][i % 3]!, size: ['s', 'm', 'l', 'xl'][i % 4]! },
  }));
  const prices = items.map(() => Math.round(2_000 * Math.exp(rng.normal())));
  // Every item has an offer, the popular ones a second.
  const itemOf = Int32Array.from({ length: size.offers }, (_, o) =>
    o < items.length ? o : (o - items.length) * 4,
  );
  const offers = Array.from(itemOf, (i, o) => ({
    id: id('offer', o),
    source_id: `O${o}`,
    en: items[i]!.en,
    zh: items[i]!.zh,
    item: items[i]!.id,
    shop: shops[rng.below(shops.length)]!.id,
    price_minor: Math.max(1, Math.round(prices[i]! * (0.9 + 0.2 * rng.next()))),
    active: rng.next() < 0.97,
    since: WORLD_DAY - (rng.next() < 0.02 ? 1 + rng.below(14) : 100 + rng.below(600)),
  }));

  const n = size.people * size.linesPerPerson;
  const lines = {
    person: new Int32Array(n),
    item: new Int32Array(n),
    offer: new Int32Array(n),
    category: new Int32Array(n),
    day: new Int32Array(n),
    amount_minor: new Float64Array(n),
    quantity: new Float32Array(n).fill(1),
    unitPrice: new Float32Array(n),
    flags: new Uint8Array(n).fill(HEALTHY),
    decision: new Uint32Array(n),
  };
  const words = new Uint32Array(3 * size.people);
  const member = new Uint8Array(size.people);
  const m = size.people * size.eventsPerPerson;
  const events = {
    kind: new Uint8Array(m),
    person: new Int32Array(m),
    item: new Int32Array(m),
    offer: new Int32Array(m),
    day: new Int32Array(m),
    session: new Uint32Array(m),
    slot: new Uint16Array(m),
    decision: new Uint32Array(m),
  };
  const homes = new Int32Array(HOMES);
  const days = new Int32Array(size.linesPerPerson);
  const pick = () =>
    perLeaf * homes[Math.floor(HOMES * rng.next() ** 1.5)]! + Math.floor(perLeaf * rng.next() ** 2.5);
  for (let p = 0; p < size.people; p++) {
    for (let w = 0; w < 3; w++) words[3 * p + w] = mix(size.seed + 3 * p + w);
    member[p] = p % 5 === 0 ? 1 : 0;
    for (let h = 0; h < HOMES; h++) homes[h] = Math.floor(leaves * rng.next() ** 1.3);
    for (let k = 0; k < days.length; k++) days[k] = WORLD_DAY - 1 - rng.below(365);
    days.sort();
    let last = -1;
    for (let k = 0; k < days.length; k++) {
      const at = p * days.length + k;
      const item = last >= 0 && rng.next() < 0.25 ? last : pick();
      last = item;
      const fate = rng.next();
      lines.person[at] = p;
      lines.item[at] = item;
      lines.offer[at] = item;
      lines.category[at] = DEPARTMENTS + Math.floor(item / perLeaf);
      lines.day[at] = days[k]!;
      lines.amount_minor[at] = offers[item]!.price_minor;
      lines.unitPrice[at] = offers[item]!.price_minor;
      if (fate < 0.03) lines.flags[at] = fate < 0.02 ? REFUNDED : UNCLEAN;
    }
    for (let k = 0; k < size.eventsPerPerson; k++) {
      const at = p * size.eventsPerPerson + k;
      const item = pick();
      events.kind[at] = k === 0 ? 1 : k === 1 ? 2 : 0;
      events.person[at] = p;
      events.item[at] = item;
      events.offer[at] = item;
      events.day[at] = WORLD_DAY - 1 - (p % 20);
      events.session[at] = p + 1;
      events.slot[at] = k;
    }
  }
  return {
    manifest: {
      built_at: new Date(WORLD_DAY * 86_400_000).toISOString(),
      known_at: n,
      day: WORLD_DAY,
      timezone: 'Asia/Shanghai',
      currency: 'CNY',
      simulated: true,
    },
    catalogue: { categories, merchants, shops, brands, items, offers },
    people: { words, person: Uint32Array.from({ length: size.people }, (_, p) => p), member },
    lines,
    events,
  };
}

function mix(x: number): number {
  let z = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file = 'world.snapshot', people, offers] = process.argv.slice(2);
  const size = { ...LARGE, people: Number(people ?? LARGE.people), offers: Number(offers ?? LARGE.offers) };
  const started = performance.now();
  const say = (step: string) =>
    console.log(`${((performance.now() - started) / 1000).toFixed(1)} s  ${step}`);
  say(`facts: ${size.people} people, ${size.offers} offers`);
  const facts = worldFacts(size);
  const parts = assemble(facts, say);
  const { hash, bytes, pieces } = snapshotPieces(parts);
  const fd = openSync(file, 'w');
  for (const piece of pieces)
    for (let at = 0; at < piece.length; at += 1 << 26)
      writeSync(fd, piece, at, Math.min(1 << 26, piece.length - at));
  closeSync(fd);
  say(
    `${file}: ${(bytes / 2 ** 20).toFixed(0)} MiB, ${hash.slice(0, 12)}, peak ${(process.resourceUsage().maxRSS / 2 ** 20).toFixed(2)} GiB`,
  );
}
