import { rngOf } from '../../base/index.ts';
import type { EventRow, LineRow, SnapshotRows } from './rows.ts';
import { exampleAccount } from './rows.ts';

const DEPARTMENTS = 3;
const LEAVES = 3;
const ITEMS = 12;

/**
 * A small seeded world: 3 departments of 3 leaves of 12 items, two offers an item from 6 merchants, 60 people with about 12
 * lines and 10 visits over 200 days up to `day` 20,000. Ids read plainly (`cat_0_1`, `itm_0_1_4`, `ofr_0_1_4_a`); accounts are
 * `exampleAccount(0 … 59)`.
 */
export function exampleRows(seed = 1, people = 60): SnapshotRows {
  const rng = rngOf(seed);
  const day = 20_000;
  const categories: SnapshotRows['categories'][number][] = [];
  const items: SnapshotRows['items'][number][] = [];
  const offers: SnapshotRows['offers'][number][] = [];
  const merchants = Array.from({ length: 6 }, (_, m) => ({
    id: `mer_${m}`,
    source_id: `M${m}`,
    en: `Merchant ${m}`,
    zh: `商家 ${m}`,
    tier: (['brand', 'standard', 'small'] as const)[m % 3]!,
    industry: m < 3 ? 'food' : 'home',
  }));
  const shops = merchants.map((m, i) => ({
    id: `shp_${i}`,
    source_id: `S${i}`,
    en: `Shop ${i}`,
    zh: `店铺 ${i}`,
    merchant: m.id,
  }));
  const brands = Array.from({ length: 5 }, (_, b) => ({
    id: `brd_${b}`,
    source_id: `B${b}`,
    en: `Brand ${b}`,
    zh: `品牌 ${b}`,
  }));
  for (let d = 0; d < DEPARTMENTS; d++) {
    categories.push({
      id: `cat_${d}`,
      source_id: `C${d}`,
      en: `Department ${d}`,
      zh: `部类 ${d}`,
      parent: null,
    });
    for (let l = 0; l < LEAVES; l++) {
      categories.push({
        id: `cat_${d}_${l}`,
        source_id: `C${d}.${l}`,
        en: `Leaf ${d}.${l}`,
        zh: `类目 ${d}.${l}`,
        parent: `cat_${d}`,
      });
      for (let i = 0; i < ITEMS; i++) {
        const id = `${d}_${l}_${i}`;
        items.push({
          id: `itm_${id}`,
          source_id: `I${id}`,
          en: `Item ${id}`,
          zh: `商品 ${id}`,
          category: `cat_${d}_${l}`,
          brand: i % 4 === 0 ? null : `brd_${rng.below(5)}`,
          attributes: { colour: ['Red', 'Blue'][i % 2]!, size: String(i) },
        });
        const price = Math.round(500 * Math.exp(0.6 * rng.normal()) * (1 + d));
        for (const suffix of ['a', 'b'] as const) {
          offers.push({
            id: `ofr_${id}_${suffix}`,
            source_id: `O${id}${suffix}`,
            en: `Item ${id}`,
            zh: `商品 ${id}`,
            item: `itm_${id}`,
            shop: `shp_${rng.below(i === 11 ? 6 : 5)}`,
            price_minor: suffix === 'a' ? price : Math.round(price * (0.9 + 0.3 * rng.next())),
            active: !(suffix === 'b' && i === 5),
            since: day - (i === 11 ? 5 : 150 + rng.below(50)),
          });
        }
      }
    }
  }
  const lines: LineRow[] = [];
  const events: EventRow[] = [];
  for (let p = 0; p < people; p++) {
    const own = rng.derive(p);
    const account = exampleAccount(p);
    const home = own.below(DEPARTMENTS);
    const pick = () => {
      const d = own.next() < 0.7 ? home : own.below(DEPARTMENTS);
      const i = Math.floor(ITEMS * own.next() ** 2);
      return offers[2 * (ITEMS * (LEAVES * d + own.below(LEAVES)) + i) + (own.next() < 0.7 ? 0 : 1)]!;
    };
    let last = pick();
    for (let n = own.below(24); n > 0; n--) {
      const offer = own.next() < 0.4 ? last : pick();
      last = offer;
      const quantity = 1 + own.below(3);
      lines.push({
        account,
        offer: offer.id,
        day: day - 1 - own.below(200),
        amount_minor: offer.price_minor * quantity,
        quantity,
        refunded: own.next() < 0.05,
        fake: own.next() < 0.02,
      });
    }
    for (let n = own.below(20); n > 0; n--) {
      const at = day - 1 - own.below(40);
      const session = `${p}:${n}`;
      for (let k = 1 + own.below(5); k > 0; k--) {
        const offer = pick().id;
        events.push({ kind: 'shown', account, offer, day: at, session });
        if (own.next() < 0.4) events.push({ kind: 'clicked', account, offer, day: at, session });
        if (own.next() < 0.3) events.push({ kind: 'viewed', account, offer, day: at, session });
      }
    }
  }
  return {
    day,
    categories,
    merchants,
    shops,
    brands,
    items,
    offers,
    people: Array.from({ length: people }, (_, p) => ({
      accounts: [exampleAccount(p)],
      member: p % 5 === 0,
    })),
    lines,
    events,
  };
}
