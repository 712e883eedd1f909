/** Text in both languages. */
export interface Name {
  readonly en: string;
  readonly 'zh-CN': string;
}

export interface LeafSeed {
  readonly id: string;
  readonly name: Name;
  /** Middle of its prices, in fen. */
  readonly price: number;
  /** How often it is bought, against the others. */
  readonly weight: number;
  readonly unit: 'piece' | 'g' | 'ml';
}

export interface TopSeed {
  readonly id: string;
  readonly name: Name;
  readonly industry: string;
  /** Demand by month, January first. */
  readonly season: readonly number[];
  readonly leaves: readonly LeafSeed[];
}

const FLAT = [1, 0.8, 1, 1, 1, 1.15, 1, 1, 1, 1.05, 1.4, 1.1];
const SUMMER = [0.6, 0.6, 0.8, 1, 1.3, 1.6, 1.7, 1.5, 1.1, 0.9, 1, 0.7];
const WINTER = [1.6, 1.2, 0.9, 0.7, 0.6, 0.7, 0.6, 0.7, 1, 1.3, 1.8, 1.7];
const SPRING = [0.8, 0.8, 1.3, 1.4, 1.3, 1.1, 0.9, 0.9, 1.2, 1.2, 1.1, 0.8];
const FESTIVE = [1.7, 1.5, 0.9, 0.9, 0.9, 1.1, 0.9, 0.9, 1.3, 1.1, 1.3, 1.4];

const leaf = (
  id: string,
  en: string,
  zh: string,
  yuan: number,
  weight: number,
  unit: LeafSeed['unit'] = 'piece',
): LeafSeed => ({ id, name: { en, 'zh-CN': zh }, price: yuan * 100, weight, unit });

const top = (
  id: string,
  en: string,
  zh: string,
  industry: string,
  season: readonly number[],
  leaves: readonly LeafSeed[],
): TopSeed => ({ id, name: { en, 'zh-CN': zh }, industry, season, leaves });

/** The category tree: twelve top categories of five leaves each. */
export const TREE: readonly TopSeed[] = [
  top('apparel', 'Apparel', '服饰', 'fashion', SPRING, [
    leaf('dresses', 'Dresses', '连衣裙', 189, 1.1),
    leaf('t-shirts', 'T-shirts', 'T恤', 79, 1.5),
    leaf('coats', 'Coats', '外套', 399, 0.8),
    leaf('jeans', 'Jeans', '牛仔裤', 169, 0.9),
    leaf('underwear', 'Underwear', '内衣', 59, 1.2),
  ]),
  top('shoes', 'Shoes', '鞋靴', 'fashion', SPRING, [
    leaf('running-shoes', 'Running shoes', '跑步鞋', 399, 0.9),
    leaf('sneakers', 'Sneakers', '休闲鞋', 299, 1),
    leaf('leather-shoes', 'Leather shoes', '皮鞋', 459, 0.4),
    leaf('boots', 'Boots', '靴子', 369, 0.4),
    leaf('sandals', 'Sandals', '凉鞋', 129, 0.6),
  ]),
  top('beauty', 'Beauty', '美妆', 'beauty', FLAT, [
    leaf('skincare', 'Skincare', '护肤', 229, 1.6, 'ml'),
    leaf('lipstick', 'Lipstick', '口红', 159, 0.9),
    leaf('perfume', 'Perfume', '香水', 429, 0.4, 'ml'),
    leaf('sunscreen', 'Sunscreen', '防晒', 119, 0.8, 'ml'),
    leaf('face-masks', 'Face masks', '面膜', 89, 1.2),
  ]),
  top('mother-baby', 'Mother and baby', '母婴', 'family', FLAT, [
    leaf('diapers', 'Diapers', '纸尿裤', 119, 1),
    leaf('infant-formula', 'Infant formula', '奶粉', 289, 0.7, 'g'),
    leaf('feeding', 'Feeding', '喂养用品', 79, 0.6),
    leaf('strollers', 'Strollers', '婴儿推车', 899, 0.15),
    leaf('baby-clothing', 'Baby clothing', '婴童服装', 99, 0.8),
  ]),
  top('home-cleaning', 'Home cleaning', '家清', 'household', FLAT, [
    leaf('laundry-care', 'Laundry care', '衣物清洁', 49, 1.4, 'ml'),
    leaf('kitchen-cleaning', 'Kitchen cleaning', '厨房清洁', 29, 1.1, 'ml'),
    leaf('household-paper', 'Household paper', '纸品', 39, 1.8),
    leaf('disinfectant', 'Disinfectant', '消毒用品', 35, 0.6, 'ml'),
    leaf('cleaning-tools', 'Cleaning tools', '清洁工具', 45, 0.7),
  ]),
  top('food', 'Food and drink', '食品饮料', 'household', FESTIVE, [
    leaf('snacks', 'Snacks', '零食', 39, 2),
    leaf('coffee', 'Coffee', '咖啡', 69, 0.9, 'g'),
    leaf('tea', 'Tea', '茶叶', 129, 0.6, 'g'),
    leaf('fresh-fruit', 'Fresh fruit', '新鲜水果', 59, 1.3, 'g'),
    leaf('nuts', 'Nuts', '坚果', 79, 0.9, 'g'),
  ]),
  top('electronics', 'Electronics', '数码', 'technology', FLAT, [
    leaf('phones', 'Phones', '手机', 2999, 0.3),
    leaf('earphones', 'Earphones', '耳机', 299, 0.7),
    leaf('smart-watches', 'Smart watches', '智能手表', 999, 0.3),
    leaf('tablets', 'Tablets', '平板电脑', 1999, 0.2),
    leaf('chargers', 'Chargers', '充电器', 69, 1),
  ]),
  top('appliances', 'Small appliances', '小家电', 'technology', WINTER, [
    leaf('air-fryers', 'Air fryers', '空气炸锅', 299, 0.4),
    leaf('vacuum-cleaners', 'Vacuum cleaners', '吸尘器', 699, 0.25),
    leaf('fans', 'Fans', '电风扇', 159, 0.4),
    leaf('heaters', 'Heaters', '取暖器', 229, 0.4),
    leaf('hair-dryers', 'Hair dryers', '电吹风', 199, 0.4),
  ]),
  top('home', 'Home and living', '家居', 'home', FLAT, [
    leaf('bedding', 'Bedding', '床上用品', 239, 0.7),
    leaf('curtains', 'Curtains', '窗帘', 199, 0.3),
    leaf('lamps', 'Lamps', '灯具', 139, 0.5),
    leaf('kitchenware', 'Kitchenware', '厨具', 99, 0.9),
    leaf('storage', 'Storage', '收纳', 49, 1),
  ]),
  top('sports', 'Sports and outdoors', '运动户外', 'fashion', SUMMER, [
    leaf('yoga', 'Yoga', '瑜伽', 99, 0.5),
    leaf('cycling', 'Cycling', '骑行', 459, 0.3),
    leaf('camping', 'Camping', '露营', 329, 0.4),
    leaf('sportswear', 'Sportswear', '运动服', 159, 0.9),
    leaf('swimming', 'Swimming', '游泳', 109, 0.4),
  ]),
  top('pets', 'Pets', '宠物', 'household', FLAT, [
    leaf('cat-food', 'Cat food', '猫粮', 99, 0.8, 'g'),
    leaf('dog-food', 'Dog food', '狗粮', 119, 0.6, 'g'),
    leaf('cat-litter', 'Cat litter', '猫砂', 45, 0.7, 'g'),
    leaf('pet-toys', 'Pet toys', '宠物玩具', 29, 0.4),
    leaf('pet-grooming', 'Pet grooming', '宠物洗护', 59, 0.3, 'ml'),
  ]),
  top('books-toys', 'Books and toys', '图书玩具', 'family', FESTIVE, [
    leaf('childrens-books', 'Children’s books', '童书', 45, 0.8),
    leaf('novels', 'Novels', '小说', 49, 0.7),
    leaf('building-blocks', 'Building blocks', '积木', 199, 0.5),
    leaf('puzzles', 'Puzzles', '拼图', 69, 0.4),
    leaf('stationery', 'Stationery', '文具', 29, 1),
  ]),
];

export const REGIONS = [
  'Zhejiang',
  'Guangdong',
  'Jiangsu',
  'Shanghai',
  'Sichuan',
  'Beijing',
  'Hubei',
  'Fujian',
];

/** First parts of the names of merchants, which are invented. */
export const HOUSES: readonly Name[] = [
  { en: 'Qingya', 'zh-CN': '青崖' },
  { en: 'Yunhe', 'zh-CN': '云禾' },
  { en: 'Muxi', 'zh-CN': '木溪' },
  { en: 'Beilan', 'zh-CN': '北岚' },
  { en: 'Changting', 'zh-CN': '长汀' },
  { en: 'Danfeng', 'zh-CN': '丹枫' },
  { en: 'Heming', 'zh-CN': '鹤鸣' },
  { en: 'Jinsui', 'zh-CN': '金穗' },
  { en: 'Lingxi', 'zh-CN': '灵犀' },
  { en: 'Nanzhi', 'zh-CN': '南枝' },
  { en: 'Pingchuan', 'zh-CN': '平川' },
  { en: 'Ruixue', 'zh-CN': '瑞雪' },
  { en: 'Songtao', 'zh-CN': '松涛' },
  { en: 'Tingyu', 'zh-CN': '听雨' },
  { en: 'Wutong', 'zh-CN': '梧桐' },
  { en: 'Xingye', 'zh-CN': '星野' },
  { en: 'Yanzi', 'zh-CN': '燕子' },
  { en: 'Zhusheng', 'zh-CN': '竹声' },
  { en: 'Chenxi', 'zh-CN': '晨曦' },
  { en: 'Hupan', 'zh-CN': '湖畔' },
];

/** Second parts: what kind of house it is. */
export const HOUSE_KINDS: Readonly<Record<'brand' | 'standard' | 'small', readonly Name[]>> = {
  brand: [{ en: 'Group', 'zh-CN': '集团' }],
  standard: [
    { en: 'Trading', 'zh-CN': '贸易' },
    { en: 'Commerce', 'zh-CN': '商贸' },
  ],
  small: [
    { en: 'Workshop', 'zh-CN': '工坊' },
    { en: 'Goods', 'zh-CN': '好物' },
    { en: 'Studio', 'zh-CN': '小铺' },
  ],
};

/** Words for the price tiers of items, cheapest first. */
export const TIERS: readonly Name[] = [
  { en: 'Basic', 'zh-CN': '基础款' },
  { en: 'Everyday', 'zh-CN': '日常款' },
  { en: 'Classic', 'zh-CN': '经典款' },
  { en: 'Select', 'zh-CN': '优选款' },
  { en: 'Premium', 'zh-CN': '臻选款' },
];
