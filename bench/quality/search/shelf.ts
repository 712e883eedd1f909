import type { Name } from '../../../sim/example/names.ts';
import { TIERS } from '../../../sim/example/names.ts';
import type { World } from '../../../sim/world/index.ts';
import type { Leaf } from '../../../sim/world/taxonomy.ts';
import { NODES } from '../../../sim/world/taxonomy.ts';
import type { SearchDoc } from '../../../src/search/index.ts';

/** What is true of an item, whatever its text says. */
export interface Thing {
  readonly id: string;
  readonly leaf: Leaf;
  /** Id of the category above the leaf, and of the one above that. */
  readonly group: string;
  readonly top: string;
  /** Merchant whose name it bears, and the house that merchant belongs to. */
  readonly maker: string;
  readonly makerName: Name;
  readonly house: string;
  readonly branded: boolean;
  /** Place in TIERS. */
  readonly tier: number;
  /** Where its price stands in its leaf, 0 to 1; least price; 0 to 1, how little of it is returned. */
  readonly position: number;
  readonly price_minor: number;
  readonly quality: number;
  /** The same text that the product indexes. */
  readonly doc: SearchDoc;
}

const node = new Map(NODES.map((one) => [one.id, one]));
const both = ({ en, 'zh-CN': zh }: Name) => [...new Set([en, zh])];
/** A category and those above it. */
function pathOf(id: string): { id: string; name: Name }[] {
  const one = node.get(id)!;
  return [one, ...(one.parent === null ? [] : pathOf(one.parent))];
}

/** Everything that is on sale at the end of a world's history, as the world made it. */
export function shelfOf(world: World): Thing[] {
  const things = new Map<string, Thing & { shops: Set<string> }>();
  for (const offer of world.market.catalogue.offers) {
    const { merchant, leaf } = offer;
    const price_minor = offer.prices.at(-1)!.minor;
    const index = merchant.shops.indexOf(offer.shop);
    const kind = index === 0 ? ['Shop', '店'] : ['Outlet', '折扣店'];
    const shop = [`${merchant.name.en} ${kind[0]}`, `${merchant.name['zh-CN']}${kind[1]}`];
    const known = things.get(offer.item);
    if (known) {
      for (const name of shop) known.shops.add(name);
      things.set(offer.item, { ...known, price_minor: Math.min(known.price_minor, price_minor) });
      continue;
    }
    const tier = Math.min(TIERS.length - 1, Math.floor(offer.position * TIERS.length));
    const [own, group, top] = pathOf(leaf.id);
    things.set(offer.item, {
      id: offer.item,
      leaf,
      group: group!.id,
      top: top!.id,
      maker: merchant.id,
      makerName: merchant.name,
      house: merchant.name['zh-CN'].slice(0, 2),
      branded: merchant.tier !== 'small',
      tier,
      position: offer.position,
      price_minor,
      quality: merchant.quality,
      shops: new Set(shop),
      doc: {
        names: [
          `${merchant.name.en} ${leaf.name.en}, ${TIERS[tier]!.en}`,
          `${merchant.name['zh-CN']}${leaf.name['zh-CN']}（${TIERS[tier]!['zh-CN']}）`,
        ],
        brands: merchant.tier === 'small' ? [] : both(merchant.name),
        categories: [own!, group!, top!].flatMap(({ name }) => both(name)),
        attributes: [],
        shops: [],
      },
    });
  }
  return [...things.values()].map(({ shops, ...thing }) => ({
    ...thing,
    doc: { ...thing.doc, shops: [...shops] },
  }));
}
