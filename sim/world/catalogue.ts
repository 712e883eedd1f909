import type { FactInput } from '../../src/contracts/index.ts';
import { HOUSES, type Name, REGIONS, TIERS } from '../example/names.ts';
import { attributesOf } from './attributes.ts';
import { Draws, keyOf } from './hash.ts';
import { CURRENCY, DAY_MS, type Frame, iso } from './options.ts';
import { LEAVES, type Leaf, NODES } from './taxonomy.ts';

export interface Merchant {
  readonly index: number;
  readonly id: string;
  readonly name: Name;
  readonly tier: 'brand' | 'standard' | 'small';
  readonly industry: string;
  readonly region: string;
  readonly shops: readonly string[];
  /** Day of the world it opened; 0 or below: it was there. */
  readonly opened: number;
  /** 0 to 1: how little of what it sells is returned. */
  readonly quality: number;
  readonly items: number;
}

/** An offer of an item by a shop: what people see and buy. */
export interface Offer {
  readonly index: number;
  readonly id: string;
  readonly item: string;
  readonly leaf: Leaf;
  readonly merchant: Merchant;
  readonly shop: string;
  /** Price in fen over time: from each day on, this price. The first holds from the beginning. */
  readonly prices: readonly { day: number; minor: number }[];
  /** Where its price stands in its leaf, 0 (cheapest) to 1. */
  readonly position: number;
  readonly popularity: number;
}

export interface Catalogue {
  readonly merchants: readonly Merchant[];
  readonly offers: readonly Offer[];
  /** Facts of the beginning, and those of later days, by day. */
  readonly facts: readonly FactInput[];
  readonly later: ReadonlyMap<number, readonly FactInput[]>;
}

const SUFFIXES: readonly Name[] = [
  ['Home', '之家'],
  ['Select', '优选'],
  ['House', '工坊'],
  ['Studio', '小铺'],
  ['Market', '商行'],
  ['Trading', '贸易'],
  ['Goods', '好物'],
  ['Supply', '百货'],
  ['Garden', '园'],
  ['Direct', '直供'],
  ['Union', '联合'],
  ['Corner', '角落'],
  ['Bridge', '桥'],
  ['Harbour', '港'],
  ['Lane', '巷'],
].map(([en, zh]) => ({ en: en!, 'zh-CN': zh! }));

/** Merchants large and small, their shops and brands, items with variants, and offers: a third of them of somebody else's item. */
export function catalogueOf(frame: Frame): Catalogue {
  const merchants = merchantsOf(frame);
  const offers = offersOf(frame, merchants);
  const later = new Map<number, FactInput[]>();
  const facts: FactInput[] = [
    {
      fact: 'category_tree',
      source_id: 'tree-1',
      categories: NODES.map(({ id, parent, name, industry }) => ({
        source_id: id,
        parent,
        name: { ...name },
        industry,
      })),
    },
  ];
  const tell = (day: number, fact: FactInput) => {
    if (day <= 0) facts.push(fact);
    else later.set(day, [...(later.get(day) ?? []), fact]);
  };
  const since = (day: number) => iso(frame.from + Math.max(0, day) * DAY_MS);
  for (const merchant of merchants) tellMerchant(merchant, tell, since(merchant.opened));
  const told = new Set<string>();
  for (const offer of offers) {
    if (!told.has(offer.item)) tellItem(offer, tell, since(offer.merchant.opened));
    told.add(offer.item);
    for (const { day, minor } of offer.prices) {
      const at = Math.max(day, offer.merchant.opened);
      tell(at, {
        fact: 'offer',
        source_id: offer.id,
        shop: offer.shop,
        variant: offer.item,
        price_minor: minor,
        list_price_minor: listPrice(minor),
        currency: CURRENCY,
        valid_from: since(at),
      });
    }
  }
  return { merchants, offers, facts, later };
}

export const listPrice = (minor: number): number => Math.round((minor * 1.2) / 10) * 10;

export function priceOf(offer: Offer, day: number): number {
  let minor = offer.prices[0]!.minor;
  for (const step of offer.prices) if (step.day <= day) minor = step.minor;
  return minor;
}

function merchantsOf(frame: Frame): Merchant[] {
  const draws = new Draws().at(keyOf(frame.seed, 'merchants'));
  const industries = [...new Set(LEAVES.map((leaf) => leaf.industry))];
  const brands = Math.max(industries.length, Math.round(frame.merchants * 0.07));
  const standard = Math.round(frame.merchants * 0.25);
  return Array.from({ length: frame.merchants }, (_, index) => {
    const tier = index < brands ? 'brand' : index < brands + standard ? 'standard' : 'small';
    const house = HOUSES[index % HOUSES.length]!;
    const round = Math.floor(index / HOUSES.length);
    const kind = SUFFIXES[round % SUFFIXES.length]!;
    const again = round < SUFFIXES.length ? '' : ` ${Math.floor(round / SUFFIXES.length) + 1}`;
    const id = `m${String(index + 1).padStart(4, '0')}`;
    const young = index >= brands && draws.next() < frame.scenario.newMerchants;
    return {
      index,
      id,
      name: { en: `${house.en} ${kind.en}${again}`, 'zh-CN': `${house['zh-CN']}${kind['zh-CN']}${again}` },
      tier,
      industry: industries[index % industries.length]!,
      region: REGIONS[draws.below(REGIONS.length)]!,
      shops: tier === 'brand' ? [`${id}-1`, `${id}-2`] : [`${id}-1`],
      opened: young ? Math.max(1, frame.days - 120 + draws.below(100)) : 0,
      quality: Math.min(1, (tier === 'brand' ? 0.8 : 0.6) + 0.15 * draws.normal()),
      items: (tier === 'brand' ? 14 : tier === 'standard' ? 6 : 1.5) * Math.exp(0.7 * draws.normal()),
    };
  });
}

function offersOf(frame: Frame, merchants: readonly Merchant[]): Offer[] {
  const draws = new Draws().at(keyOf(frame.seed, 'offers'));
  const byIndustry = new Map<string, { list: Merchant[]; cumulative: number[] }>();
  for (const merchant of merchants) {
    const group = byIndustry.get(merchant.industry) ?? { list: [], cumulative: [] };
    byIndustry.set(merchant.industry, group);
    group.list.push(merchant);
    group.cumulative.push((group.cumulative.at(-1) ?? 0) + merchant.items);
  }
  const offers: Offer[] = [];
  // Every merchant sells something, every leaf is sold: first a round for merchants, then leaves in turn.
  const firstOf = merchants.map((merchant) => {
    const fitting = LEAVES.filter((leaf) => leaf.industry === merchant.industry);
    return { leaf: fitting[draws.below(fitting.length)]!, merchant };
  });
  const sold = new Set<number>();
  for (let k = 0; offers.length < frame.offers; k++) {
    const leaf = firstOf[k]?.leaf ?? LEAVES[k % LEAVES.length]!;
    const group = byIndustry.get(leaf.industry)!;
    // Somebody sells each leaf from the first day: the first of a group is a brand that was always there.
    const lender = sold.has(leaf.index) ? group.list[draws.pick(group.cumulative)]! : group.list[0]!;
    const merchant = firstOf[k]?.merchant ?? lender;
    if (merchant.opened <= 0) sold.add(leaf.index);
    const position = draws.next();
    const item = `${leaf.id}-${k + 1}`;
    const popularity = Math.exp(1.1 * draws.normal());
    const price = Math.max(
      100,
      Math.round((leaf.price * Math.exp(1.4 * (position - 0.5) + 0.05 * draws.normal())) / 10) * 10,
    );
    const add = (seller: Merchant, shop: string, factor: number, share: number) => {
      const base = Math.round((price * factor) / 10) * 10;
      const change =
        draws.next() < 0.12 && seller.opened <= 0
          ? [
              {
                day: 30 + draws.below(frame.days - 29),
                minor: Math.round((base * (0.85 + 0.3 * draws.next())) / 10) * 10,
              },
            ]
          : [];
      if (offers.length >= frame.offers) return;
      offers.push({
        index: offers.length,
        id: `${item}@${shop}`,
        item,
        leaf,
        merchant: seller,
        shop,
        prices: [{ day: 0, minor: base }, ...change],
        position,
        popularity: popularity * share * (seller.tier === 'brand' ? 1.6 : 1),
      });
    };
    add(merchant, merchant.shops[0]!, 1, 1);
    if (k < firstOf.length) continue;
    // The brand's outlet, or another merchant that sells the same.
    if (merchant.shops.length > 1 && draws.next() < 0.4) add(merchant, merchant.shops[1]!, 0.88, 0.5);
    else if (draws.next() < 0.35) {
      const other = group.list[draws.pick(group.cumulative)]!;
      if (other !== merchant && other.opened >= merchant.opened)
        add(other, other.shops[0]!, 0.94 + 0.1 * draws.next(), 0.6);
    }
  }
  return offers;
}

type Tell = (day: number, fact: FactInput) => void;

function tellMerchant(merchant: Merchant, tell: Tell, valid_from: string): void {
  const { id, name, tier, industry, region, shops, opened } = merchant;
  tell(opened, { fact: 'merchant', source_id: id, name: { ...name }, tier, industry, region, valid_from });
  shops.forEach((shop, n) => {
    const kind = n === 0 ? { en: 'Shop', zh: '店' } : { en: 'Outlet', zh: '折扣店' };
    tell(opened, {
      fact: 'shop',
      source_id: shop,
      merchant: id,
      name: { en: `${name.en} ${kind.en}`, 'zh-CN': `${name['zh-CN']}${kind.zh}` },
      valid_from,
    });
  });
  if (tier !== 'small') tell(opened, { fact: 'brand', source_id: `b-${id}`, name: { ...name } });
}

function tellItem(offer: Offer, tell: Tell, valid_from: string): void {
  const { leaf, merchant, position, item } = offer;
  const tier = TIERS[Math.min(TIERS.length - 1, Math.floor(position * TIERS.length))]!;
  tell(merchant.opened, {
    fact: 'item',
    source_id: item,
    name: {
      en: `${merchant.name.en} ${leaf.name.en}, ${tier.en}`,
      'zh-CN': `${merchant.name['zh-CN']}${leaf.name['zh-CN']}（${tier['zh-CN']}）`,
    },
    category: leaf.id,
    brand: merchant.tier === 'small' ? null : `b-${merchant.id}`,
    attributes: attributesOf(leaf, offer.index, position),
    valid_from,
  });
  tell(merchant.opened, { fact: 'variant', source_id: item, item });
}
