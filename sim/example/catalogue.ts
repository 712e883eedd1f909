import { type Rng, rngOf } from '../../src/base/index.ts';
import type { FactInput } from '../../src/contracts/index.ts';
import {
  HOUSE_KINDS,
  HOUSES,
  type LeafSeed,
  type Name,
  REGIONS,
  TIERS,
  type TopSeed,
  TREE,
} from './names.ts';
import { CURRENCY, type Frame, iso, pick } from './world.ts';

export interface Leaf extends LeafSeed {
  readonly index: number;
  readonly top: TopSeed;
  readonly items: Item[];
}

export interface Merchant {
  readonly id: string;
  readonly name: Name;
  readonly tier: 'brand' | 'standard' | 'small';
  readonly industry: string;
  readonly region: string;
  readonly shops: readonly string[];
  readonly brand: string | null;
}

export interface Offer {
  readonly id: string;
  readonly shop: string;
  readonly price: number;
}

export interface Item {
  readonly id: string;
  readonly leaf: Leaf;
  readonly merchant: Merchant;
  /** Where its price stands in its leaf, 0 (cheapest) to 1. */
  readonly position: number;
  readonly popularity: number;
  readonly offers: readonly Offer[];
}

export interface Catalogue {
  readonly leaves: readonly Leaf[];
  readonly merchants: readonly Merchant[];
  readonly items: readonly Item[];
  readonly facts: readonly FactInput[];
}

const ITEMS_A_LEAF = 15;
const SMALL = 52;
const STANDARD = 20;
const BRANDS = 8;

/** Tree, merchants with their shops and brands, items with variants and offers. */
export function catalogueOf(frame: Frame): Catalogue {
  const rng = rngOf(frame.seed).derive('catalogue');
  const leaves: Leaf[] = TREE.flatMap((top) =>
    top.leaves.map((leaf) => ({ ...leaf, top, items: [] as Item[] })),
  ).map((leaf, index) => ({ ...leaf, index }));
  const merchants = merchantsOf(rng.derive('merchants'));
  const items: Item[] = [];
  for (const leaf of leaves) {
    const here = merchants.filter((merchant) => merchant.industry === leaf.top.industry);
    for (let k = 0; k < ITEMS_A_LEAF; k++)
      leaf.items.push(itemOf(leaf, k, here, rng.derive(`${leaf.id}#${k}`)));
    items.push(...leaf.items);
  }
  return { leaves, merchants, items, facts: factsOf(frame, merchants, items) };
}

function merchantsOf(rng: Rng): Merchant[] {
  const industries = [...new Set(TREE.map((top) => top.industry))];
  const tiers = [
    ...Array<'brand'>(BRANDS).fill('brand'),
    ...Array<'standard'>(STANDARD).fill('standard'),
    ...Array<'small'>(SMALL).fill('small'),
  ];
  return tiers.map((tier, k) => {
    const house = HOUSES[k % HOUSES.length]!;
    const kinds = HOUSE_KINDS[tier];
    const kind = kinds[Math.floor(k / HOUSES.length) % kinds.length]!;
    const id = `m${String(k + 1).padStart(3, '0')}`;
    // The big ones keep a flagship and an outlet.
    const shops = tier === 'brand' ? [`${id}-1`, `${id}-2`] : [`${id}-1`];
    return {
      id,
      name: { en: `${house.en} ${kind.en}`, 'zh-CN': `${house['zh-CN']}${kind['zh-CN']}` },
      tier,
      industry: industries[k % industries.length]!,
      region: REGIONS[rng.below(REGIONS.length)]!,
      shops,
      brand: tier === 'small' ? null : `b-${id}`,
    };
  });
}

/** Items of a leaf spread evenly over its price positions; dear ones lean to brands, cheap ones to small merchants. */
function itemOf(leaf: Leaf, k: number, merchants: readonly Merchant[], rng: Rng): Item {
  const position = (k + 0.5) / ITEMS_A_LEAF;
  const lean = merchants.map(({ tier }) =>
    tier === 'brand' ? 0.3 + 4 * position : tier === 'standard' ? 1 : 1.6 - 1.3 * position,
  );
  let sum = 0;
  const merchant =
    merchants[
      pick(
        lean.map((x) => (sum += x)),
        rng.next(),
      )
    ]!;
  const price = Math.max(
    100,
    Math.round((leaf.price * Math.exp(1.4 * (position - 0.5) + 0.05 * rng.normal())) / 10) * 10,
  );
  const id = `${leaf.id}-${String(k + 1).padStart(2, '0')}`;
  const offers = merchant.shops.map((shop, n) => ({
    id: `${id}@${shop}`,
    shop,
    // The outlet is cheaper.
    price: n === 0 ? price : Math.round((price * 0.88) / 10) * 10,
  }));
  return { id, leaf, merchant, position, popularity: Math.exp(0.9 * rng.normal()), offers };
}

function factsOf(frame: Frame, merchants: readonly Merchant[], items: readonly Item[]): FactInput[] {
  const valid_from = iso(frame.from);
  const facts: FactInput[] = [
    {
      fact: 'category_tree',
      source_id: 'tree-1',
      categories: TREE.flatMap((top) => [
        { source_id: top.id, parent: null, name: { ...top.name }, industry: top.industry },
        ...top.leaves.map((leaf) => ({
          source_id: leaf.id,
          parent: top.id,
          name: { ...leaf.name },
          industry: top.industry,
        })),
      ]),
    },
  ];
  for (const merchant of merchants) {
    const { id, name, tier, industry, region, shops, brand } = merchant;
    facts.push({ fact: 'merchant', source_id: id, name: { ...name }, tier, industry, region, valid_from });
    for (const [n, shop] of shops.entries()) {
      const kind = n === 0 ? { en: 'Shop', zh: '店' } : { en: 'Outlet', zh: '折扣店' };
      facts.push({
        fact: 'shop',
        source_id: shop,
        merchant: id,
        name: { en: `${name.en} ${kind.en}`, 'zh-CN': `${name['zh-CN']}${kind.zh}` },
        valid_from,
      });
    }
    if (brand !== null) facts.push({ fact: 'brand', source_id: brand, name: { ...name } });
  }
  for (const item of items) {
    const { leaf, merchant, position } = item;
    const tier = TIERS[Math.min(TIERS.length - 1, Math.floor(position * TIERS.length))]!;
    facts.push({
      fact: 'item',
      source_id: item.id,
      name: {
        en: `${merchant.name.en} ${leaf.name.en.toLowerCase()}, ${tier.en.toLowerCase()}`,
        'zh-CN': `${merchant.name['zh-CN']}${leaf.name['zh-CN']}（${tier['zh-CN']}）`,
      },
      category: leaf.id,
      brand: merchant.brand,
      valid_from,
    });
    const unit_quantity = leaf.unit === 'piece' ? 1 : leaf.unit === 'ml' ? 500 : 1000;
    facts.push({ fact: 'variant', source_id: item.id, item: item.id, unit: leaf.unit, unit_quantity });
    for (const offer of item.offers) {
      facts.push({
        fact: 'offer',
        source_id: offer.id,
        shop: offer.shop,
        variant: item.id,
        price_minor: offer.price,
        list_price_minor: Math.round((offer.price * 1.2) / 10) * 10,
        currency: CURRENCY,
        valid_from,
      });
    }
  }
  return facts;
}
