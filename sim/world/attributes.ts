import { hashOf, keyOf, unit } from './hash.ts';
import type { Leaf } from './taxonomy.ts';

/**
 * What an item's page tells beside its name, invented: one attribute by leaf, in values that read alike in every
 * language. `dear` values follow the price (with noise), so that they tell prices apart; others fall by lot.
 */
const KINDS: readonly { leaves: string; key: string; values: string; dear?: true }[] = [
  { leaves: 'dresses t-shirts coats-jackets jeans swimwear', key: 'size', values: 'XS,S,M,L,XL,XXL' },
  { leaves: 'athletic-shoes sneakers boots', key: 'size', values: '36,37,38,39,40,41,42,43,44' },
  {
    leaves: 'facial-cleansers lotion-moisturizer',
    key: 'capacity',
    values: '75 ml,100 ml,150 ml,200 ml',
    dear: true,
  },
  { leaves: 'sunscreen', key: 'protection', values: 'SPF 20,SPF 30,SPF 50', dear: true },
  { leaves: 'perfume', key: 'capacity', values: '30 ml,50 ml,100 ml', dear: true },
  { leaves: 'face-masks', key: 'pack', values: '5,10,20', dear: true },
  { leaves: 'diapers training-pants', key: 'size', values: 'NB,S,M,L,XL' },
  {
    leaves: 'baby-wipes paper-towels facial-tissue trading-cards',
    key: 'pack',
    values: '4,8,12,24',
    dear: true,
  },
  { leaves: 'infant-formula', key: 'weight', values: '400 g,800 g,1200 g', dear: true },
  { leaves: 'baby-bottles drinkware', key: 'capacity', values: '150 ml,240 ml,330 ml,500 ml', dear: true },
  {
    leaves: 'laundry-detergent fabric-softener disinfectant dish-detergent',
    key: 'capacity',
    values: '500 ml,1 L,2 L,3 L',
    dear: true,
  },
  {
    leaves: 'nuts-seeds chips candy-chocolate coffee tea dog-treats baby-food',
    key: 'weight',
    values: '100 g,200 g,400 g,750 g',
    dear: true,
  },
  { leaves: 'fresh-fruit', key: 'weight', values: '1 kg,2 kg,3 kg,5 kg', dear: true },
  { leaves: 'cat-food dog-food cat-litter', key: 'weight', values: '1.5 kg,3 kg,6 kg,10 kg', dear: true },
  { leaves: 'milk', key: 'pack', values: '6,12,18,24', dear: true },
  { leaves: 'mobile-phones tablets', key: 'storage', values: '64 GB,128 GB,256 GB,512 GB', dear: true },
  { leaves: 'chargers', key: 'power', values: '20 W,30 W,45 W,65 W', dear: true },
  { leaves: 'air-fryers rice-cookers humidifiers', key: 'capacity', values: '2 L,3 L,4 L,5 L', dear: true },
  {
    leaves: 'blenders space-heaters vacuum-cleaners',
    key: 'power',
    values: '600 W,900 W,1200 W,2000 W',
    dear: true,
  },
  { leaves: 'bed-sheets quilts-comforters', key: 'size', values: '120 cm,150 cm,180 cm,200 cm', dear: true },
  { leaves: 'cookware', key: 'size', values: '20 cm,24 cm,28 cm,32 cm', dear: true },
  { leaves: 'food-storage', key: 'pack', values: '3,6,10', dear: true },
  { leaves: 'tents', key: 'people', values: '2,3,4,6', dear: true },
  { leaves: 'bicycles', key: 'wheel', values: '20 in,24 in,26 in,29 in', dear: true },
  { leaves: 'weight-lifting', key: 'weight', values: '2.5 kg,5 kg,10 kg,20 kg', dear: true },
  { leaves: 'building-toys puzzles', key: 'pieces', values: '100,300,500,1000', dear: true },
  { leaves: 'dolls remote-control-toys board-games children-s-books', key: 'age', values: '3+,6+,8+,12+' },
  { leaves: 'notebooks', key: 'paper', values: 'A6,A5,A4', dear: true },
  { leaves: 'backpacks', key: 'capacity', values: '15 L,20 L,25 L,30 L', dear: true },
];

const OF_LEAF = new Map(
  KINDS.flatMap(({ leaves, key, values, dear = false }) =>
    leaves.split(' ').map((leaf) => [leaf, { key, values: values.split(','), dear }] as const),
  ),
);

const NOISE = 0.2;
const PURPOSE = keyOf('attributes', 'item');

/** Attributes of item number `k` (any whole number of its own) of a leaf, `position` its price's place there, 0 to 1. */
export function attributesOf(leaf: Leaf, k: number, position: number): Record<string, string> {
  const kind = OF_LEAF.get(leaf.id);
  if (!kind) return {};
  const lot = unit(hashOf(PURPOSE, leaf.index, k));
  const place = kind.dear ? position + NOISE * (lot - 0.5) : lot;
  const n = kind.values.length;
  return { [kind.key]: kind.values[Math.max(0, Math.min(n - 1, Math.floor(place * n)))]! };
}

/** Leaves that the table names: each must be one of the tree. */
export const LEAVES_WITH_ATTRIBUTES: readonly string[] = [...OF_LEAF.keys()];
