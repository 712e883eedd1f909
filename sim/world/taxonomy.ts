import type { Name } from '../example/names.ts';

/**
 * The category tree: 12 verticals, 24 categories, 84 leaves. Its shape (vertical > category > leaf) and its English
 * names follow Shopify's Product Taxonomy; prices, weights and seasons are invented.
 * A leaf is written `English|中文|yuan|weight`; its unit follows the category.
 */
type Season = keyof typeof SEASONS;

/** Demand by month, January first. */
export const SEASONS = {
  flat: [1, 0.9, 1, 1, 1, 1.05, 1, 1, 1, 1, 1.1, 1.05],
  summer: [0.6, 0.6, 0.8, 1, 1.3, 1.6, 1.7, 1.5, 1.1, 0.9, 0.8, 0.6],
  winter: [1.6, 1.2, 0.9, 0.7, 0.6, 0.6, 0.6, 0.7, 1, 1.3, 1.6, 1.7],
  spring: [0.8, 0.9, 1.3, 1.4, 1.3, 1.1, 0.9, 0.9, 1.2, 1.2, 1, 0.8],
  festive: [1.6, 1.4, 0.9, 0.9, 0.9, 1, 0.9, 0.9, 1.3, 1.1, 1.1, 1.3],
} as const;

const TEXT: readonly (readonly [
  string,
  string,
  string,
  Season,
  readonly (readonly [string, string, readonly string[]])[],
])[] = [
  [
    'Apparel & Accessories',
    '服饰',
    'fashion',
    'spring',
    [
      [
        'Clothing',
        '服装',
        [
          'Dresses|连衣裙|189|1.1',
          'T-Shirts|T恤|79|1.5',
          'Coats & Jackets|外套|399|0.8',
          'Jeans|牛仔裤|169|0.9',
        ],
      ],
      ['Shoes', '鞋靴', ['Athletic Shoes|运动鞋|399|0.9', 'Sneakers|休闲鞋|299|0.9', 'Boots|靴子|369|0.4']],
    ],
  ],
  [
    'Health & Beauty',
    '美妆个护',
    'beauty',
    'flat',
    [
      [
        'Skin Care',
        '护肤',
        [
          'Facial Cleansers|洁面|89|1.2',
          'Face Masks|面膜|99|1.2',
          'Sunscreen|防晒|119|0.8',
          'Lotion & Moisturizer|乳液面霜|199|1.1',
        ],
      ],
      ['Makeup', '彩妆', ['Lipstick|口红|159|0.9', 'Foundation|粉底|219|0.6', 'Perfume|香水|429|0.4']],
    ],
  ],
  [
    'Baby & Toddler',
    '母婴',
    'family',
    'flat',
    [
      [
        'Diapering',
        '尿裤',
        ['Diapers|纸尿裤|119|1.1', 'Baby Wipes|婴儿湿巾|39|0.9', 'Training Pants|拉拉裤|109|0.5'],
      ],
      [
        'Nursing & Feeding',
        '喂养',
        [
          'Infant Formula|奶粉|289|0.7',
          'Baby Bottles|奶瓶|89|0.5',
          'Baby Food|辅食|49|0.7',
          'Strollers|婴儿推车|899|0.15',
        ],
      ],
    ],
  ],
  [
    'Household Supplies',
    '家清',
    'household',
    'flat',
    [
      [
        'Laundry Supplies',
        '衣物清洁',
        ['Laundry Detergent|洗衣液|49|1.3', 'Fabric Softener|柔顺剂|39|0.6', 'Stain Removers|去渍剂|29|0.5'],
      ],
      [
        'Household Cleaning',
        '家居清洁',
        [
          'Disinfectant|消毒用品|35|0.7',
          'Paper Towels|厨房纸|29|1.3',
          'Facial Tissue|抽纸|39|1.8',
          'Dish Detergent|洗洁精|25|1',
        ],
      ],
    ],
  ],
  [
    'Food & Beverages',
    '食品饮料',
    'household',
    'festive',
    [
      [
        'Snack Foods',
        '零食',
        [
          'Nuts & Seeds|坚果|79|1',
          'Chips|膨化食品|29|1.4',
          'Candy & Chocolate|糖果巧克力|49|1.1',
          'Fresh Fruit|新鲜水果|59|1.3',
        ],
      ],
      ['Beverages', '饮料冲调', ['Coffee|咖啡|69|0.9', 'Tea|茶叶|129|0.6', 'Milk|牛奶|65|1.2']],
    ],
  ],
  [
    'Electronics',
    '数码',
    'technology',
    'flat',
    [
      [
        'Communications',
        '手机通讯',
        ['Mobile Phones|手机|2999|0.25', 'Phone Cases|手机壳|29|1', 'Chargers|充电器|69|0.9'],
      ],
      [
        'Audio & Wearables',
        '影音穿戴',
        [
          'Headphones|耳机|299|0.7',
          'Smart Watches|智能手表|899|0.3',
          'Tablets|平板电脑|1999|0.2',
          'Speakers|音箱|259|0.3',
        ],
      ],
    ],
  ],
  [
    'Home Appliances',
    '家电',
    'technology',
    'winter',
    [
      [
        'Kitchen Appliances',
        '厨房电器',
        [
          'Air Fryers|空气炸锅|299|0.4',
          'Coffee Makers|咖啡机|599|0.25',
          'Rice Cookers|电饭煲|269|0.4',
          'Blenders|破壁机|229|0.35',
        ],
      ],
      [
        'Household Appliances',
        '生活电器',
        ['Vacuum Cleaners|吸尘器|699|0.3', 'Humidifiers|加湿器|159|0.4', 'Space Heaters|取暖器|229|0.4'],
      ],
    ],
  ],
  [
    'Home & Garden',
    '家居',
    'home',
    'flat',
    [
      [
        'Linens & Bedding',
        '床品布艺',
        ['Bed Sheets|床单|159|0.7', 'Quilts & Comforters|被子|299|0.5', 'Towels|毛巾|39|0.9'],
      ],
      [
        'Kitchen & Dining',
        '餐厨',
        [
          'Cookware|锅具|199|0.7',
          'Tableware|餐具|79|0.7',
          'Food Storage|保鲜收纳|45|0.9',
          'Drinkware|水杯|59|0.9',
        ],
      ],
    ],
  ],
  [
    'Sporting Goods',
    '运动户外',
    'fashion',
    'summer',
    [
      [
        'Outdoor Recreation',
        '户外',
        [
          'Tents|帐篷|399|0.25',
          'Camp Furniture|露营桌椅|199|0.35',
          'Bicycles|自行车|899|0.15',
          'Fishing|垂钓|129|0.4',
        ],
      ],
      [
        'Exercise & Fitness',
        '健身',
        ['Yoga & Pilates|瑜伽|99|0.5', 'Swimwear|泳装|129|0.5', 'Weight Lifting|力量训练|159|0.4'],
      ],
    ],
  ],
  [
    'Toys & Games',
    '玩具',
    'family',
    'festive',
    [
      [
        'Toys',
        '玩具',
        ['Building Toys|积木|199|0.6', 'Dolls|娃娃|99|0.5', 'Remote Control Toys|遥控玩具|169|0.4'],
      ],
      [
        'Games',
        '益智',
        [
          'Puzzles|拼图|69|0.5',
          'Board Games|桌游|89|0.4',
          'Arts & Crafts|手工|49|0.6',
          'Trading Cards|卡牌|59|0.5',
        ],
      ],
    ],
  ],
  [
    'Animals & Pet Supplies',
    '宠物',
    'home',
    'flat',
    [
      [
        'Cat Supplies',
        '猫用品',
        ['Cat Food|猫粮|139|1', 'Cat Litter|猫砂|59|1', 'Cat Furniture|猫爬架|189|0.25'],
      ],
      [
        'Dog Supplies',
        '狗用品',
        [
          'Dog Food|狗粮|159|0.9',
          'Dog Treats|狗零食|39|0.8',
          'Leashes & Collars|牵引项圈|49|0.35',
          'Pet Grooming|宠物洗护|59|0.5',
        ],
      ],
    ],
  ],
  [
    'Media & Office',
    '图书文具',
    'family',
    'flat',
    [
      [
        'Books',
        '图书',
        [
          'Children’s Books|童书|45|0.8',
          'Novels|小说|49|0.7',
          'Textbooks|教辅|59|0.7',
          'Cookbooks|美食书|55|0.3',
        ],
      ],
      [
        'Office Supplies',
        '文具',
        ['Writing Instruments|笔|25|1', 'Notebooks|本子|19|0.9', 'Backpacks|书包|159|0.5'],
      ],
    ],
  ],
];

export interface Leaf {
  readonly index: number;
  readonly id: string;
  readonly name: Name;
  readonly top: number;
  /** Middle of its prices, in fen. */
  readonly price: number;
  /** How often it is bought, against the others. */
  readonly weight: number;
  readonly season: readonly number[];
  readonly industry: string;
}

export interface Node {
  readonly id: string;
  readonly parent: string | null;
  readonly name: Name;
  readonly industry: string;
}

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

function build(): { nodes: Node[]; leaves: Leaf[]; tops: string[] } {
  const nodes: Node[] = [];
  const leaves: Leaf[] = [];
  TEXT.forEach(([en, zh, industry, season, groups], top) => {
    const root = slug(en);
    const add = (id: string, parent: string | null, name: Name) => nodes.push({ id, parent, name, industry });
    add(root, null, { en, 'zh-CN': zh });
    for (const [english, chinese, texts] of groups) {
      const group = `${root}.${slug(english)}`;
      add(group, root, { en: english, 'zh-CN': chinese });
      for (const text of texts) {
        const [name, names, price, weight] = text.split('|') as [string, string, string, string];
        const leaf = { en: name, 'zh-CN': names };
        add(slug(name), group, leaf);
        leaves.push({
          index: leaves.length,
          id: slug(name),
          name: leaf,
          top,
          price: Number(price) * 100,
          weight: Number(weight),
          season: SEASONS[season],
          industry,
        });
      }
    }
  });
  return { nodes, leaves, tops: TEXT.map(([en]) => slug(en)) };
}

export const { nodes: NODES, leaves: LEAVES, tops: TOPS } = build();

/** Number of a leaf by its id. */
export function leafNumber(id: string): number {
  const leaf = LEAVES.find((l) => l.id === id);
  if (!leaf) throw new Error(`There is no leaf ${id}.`);
  return leaf.index;
}
