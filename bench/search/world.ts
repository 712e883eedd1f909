import { HOUSES, type Name, TIERS } from '../../sim/example/names.ts';
import { LEAVES } from '../../sim/world/taxonomy.ts';
import { idOf, rngOf } from '../../src/base/index.ts';
import type { SnapshotFacts } from '../../src/serve/index.ts';
import { LARGE, worldFacts } from '../serve/world.ts';

/** Second words of a house's name: with those of the first they name 2,000 brands. */
const KINDS = ['Home', 'Studio', 'Market', 'Garden', 'Direct', 'Bridge', 'Harbour', 'Lane'] as const;
const KINDS_ZH = ['之家', '小铺', '商行', '园', '直供', '桥', '港', '巷'] as const;
const COLOURS: readonly Name[] = [
  { en: 'Red', 'zh-CN': '红色' },
  { en: 'Blue', 'zh-CN': '蓝色' },
  { en: 'Green', 'zh-CN': '绿色' },
  { en: 'Black', 'zh-CN': '黑色' },
  { en: 'White', 'zh-CN': '白色' },
];

/** A title, in words that can be asked for one by one. */
export interface Title {
  readonly brand: Name;
  readonly leaf: Name;
  readonly tier: Name;
  readonly colour: Name;
}

/** The large world of the serving bench, its things named as the simulated marketplace names them. Deterministic. */
export function searchFacts(offers: number, people: number): { facts: SnapshotFacts; titles: Title[] } {
  const facts = worldFacts({ ...LARGE, offers, people, merchants: Math.round(offers / 20) });
  const rng = rngOf(7);
  const { catalogue } = facts;
  const leaves = catalogue.categories.filter(({ parent }) => parent !== null);
  const leafOf = new Map(leaves.map(({ id }, n) => [id, LEAVES[n % LEAVES.length]!.name]));
  const houseOf = (n: number): Name => {
    const house = HOUSES[n % HOUSES.length]!;
    const k = Math.floor(n / HOUSES.length);
    const again = k < KINDS.length ? '' : ` ${Math.floor(k / KINDS.length) + 1}`;
    return {
      en: `${house.en} ${KINDS[k % KINDS.length]}${again}`,
      'zh-CN': `${house['zh-CN']}${KINDS_ZH[k % KINDS.length]}${again}`,
    };
  };
  const named = <Row extends { en?: string; zh?: string }>(
    rows: readonly Row[],
    nameOf: (row: Row, n: number) => Name,
  ) =>
    rows.map((row, n) => {
      const name = nameOf(row, n);
      return { ...row, en: name.en, zh: name['zh-CN'] };
    });
  const brands = named(catalogue.brands, (_, n) => houseOf(n));
  const brandOf = new Map(brands.map(({ id, en, zh }) => [id, { en, 'zh-CN': zh }]));
  const titles: Title[] = [];
  const items = catalogue.items.map((row) => {
    const title = {
      brand: brandOf.get(row.brand!)!,
      leaf: leafOf.get(row.category!)!,
      tier: TIERS[rng.below(TIERS.length)]!,
      colour: COLOURS[rng.below(COLOURS.length)]!,
    };
    titles.push(title);
    const { brand, leaf, tier, colour } = title;
    return {
      ...row,
      en: `${brand.en} ${leaf.en}, ${tier.en}, ${colour.en}`,
      zh: `${brand['zh-CN']}${leaf['zh-CN']}（${tier['zh-CN']}）${colour['zh-CN']}`,
    };
  });
  const itemOf = new Map(items.map((row, n) => [row.id, { ...row, n }]));
  const variantOf = (n: number) => idOf('variant', 'bench', String(n));
  return {
    titles,
    facts: {
      ...facts,
      manifest: { ...facts.manifest, known_at: 0 },
      catalogue: {
        ...catalogue,
        brands,
        items,
        categories: named(
          catalogue.categories,
          ({ id, en, zh }) => leafOf.get(id) ?? { en: en!, 'zh-CN': zh! },
        ),
        merchants: named(catalogue.merchants, (_, n) => houseOf(n)),
        shops: named(catalogue.shops, (_, n) => houseOf(n)),
        variants: items.map(({ id }, n) => ({ id: variantOf(n), item: id, unit: 'piece', unit_quantity: 1 })),
        offers: catalogue.offers.map((row) => ({
          ...row,
          variant: variantOf(itemOf.get(row.item)!.n),
          en: itemOf.get(row.item)!.en,
          zh: itemOf.get(row.item)!.zh,
        })),
      },
    },
  };
}
