import type { FactorGroup } from '../../contracts/index.ts';

interface Published {
  readonly group: FactorGroup;
  readonly en: string;
  readonly zh: string;
}
const say = (group: FactorGroup, en: string, zh: string): Published => ({ group, en, zh });

/** What each term of a score says, as it is published. A test holds it to the terms that are live. */
const WORDS: Readonly<Record<string, Published>> = {
  'purchase.intercept': say(
    'demand',
    'how often offers are bought when shown, on the whole',
    '商品展示后被购买的总体水平',
  ),
  'purchase.offer_rate': say(
    'demand',
    'how often the offer is bought when shown, shrunk to the usual rate',
    '该商品展示后的购买率，向平均水平收缩',
  ),
  'purchase.popularity': say(
    'demand',
    'how much the offer is bought, against the mean offer',
    '该商品的购买量相对平均水平',
  ),
  'purchase.click_rate': say('demand', 'how often the offer is clicked when shown', '展示后的点击率'),
  'purchase.purchase_rate': say('demand', 'how often the offer is bought when shown', '展示后的购买率'),
  'purchase.trend': say('demand', 'whether it is bought more than usual of late', '近期购买是否高于往常'),
  'purchase.refund_rate': say('demand', 'share of its order lines that came back', '退货退款占比'),
  'purchase.novelty': say('demand', 'days since it was first on sale', '上架天数'),
  'purchase.tier': say('demand', 'the merchant’s tier', '商家层级'),
  'purchase.slot': say('demand', 'place in the slate, fixed when serving', '展示位置（线上固定）'),
  'purchase.price_position': say(
    'price',
    'distance of its price position from the person’s',
    '价格定位与用户习惯的差距',
  ),
  'purchase.price_gap': say(
    'price',
    'distance of its price position from the person’s',
    '价格定位与用户习惯的差距',
  ),
  'purchase.price_power': say(
    'price',
    'price by unit against the same item or its category',
    '单位价格相对同款或同类目',
  ),
  'purchase.nearness': say(
    'fit',
    'how near it is to what the page or the person is about',
    '与当前页面或用户兴趣的接近程度',
  ),
  'purchase.habit': say('fit', 'how often the person bought the item', '用户购买该商品的频次'),
  'purchase.repeat': say('fit', 'how due the item is again for the person', '该商品的复购时机'),
  'purchase.category_held': say('fit', 'whether the person buys in the category', '用户是否购买该类目'),
  'purchase.category_affinity': say(
    'fit',
    'how much of the person’s buying is in the category',
    '用户在该类目的购买占比',
  ),
  'purchase.viewed': say('fit', 'whether the person looked at it of late', '用户近期是否浏览过'),
  'first_purchase.intercept': say(
    'first_purchase',
    'how often a category is bought in for the first time, on the whole',
    '类目首次购买的总体水平',
  ),
  'first_purchase.chance': say(
    'first_purchase',
    'how often the category is bought, given how much the person buys',
    '结合用户购买量的类目购买机会',
  ),
  'first_purchase.new_buyers': say(
    'first_purchase',
    'how many bought there for the first time lately',
    '近期首次购买该类目的人数',
  ),
  'first_purchase.share': say(
    'first_purchase',
    'the category’s share of all order lines',
    '类目在全部订单中的占比',
  ),
  'first_purchase.trend': say('first_purchase', 'whether the category sells more now', '类目近期是否走强'),
  'first_purchase.rate': say('first_purchase', 'how often the person has bought lately', '用户近期购买频次'),
  'first_purchase.recency': say(
    'first_purchase',
    'days since the person last bought',
    '距用户上次购买的天数',
  ),
  'first_purchase.breadth': say('first_purchase', 'how widely the person buys', '用户购买的类目广度'),
  'first_purchase.affinity': say(
    'first_purchase',
    'what the person’s categories say about this one',
    '用户已购类目与该类目的关联',
  ),
  'first_purchase.detail': say(
    'first_purchase',
    'what kinds of products the person buys',
    '用户所购商品类型的关联',
  ),
  'first_purchase.taste': say(
    'first_purchase',
    'whether people of the same broad taste buy here',
    '相近偏好的人群是否购买该类目',
  ),
  'first_purchase.tree': say(
    'first_purchase',
    'how much of the person’s buying is in the same department',
    '用户在同一大类的购买占比',
  ),
  'first_purchase.near': say(
    'first_purchase',
    'how often people who lately bought what the person lately bought also buy here',
    '近期购买过相同类目的人群购买该类目的频次',
  ),
  'first_purchase.lead': say(
    'first_purchase',
    'what each of the person’s recent categories says about this one',
    '用户近期各类目对该类目的引导作用',
  ),
  'first_purchase.price': say(
    'price',
    'distance of the person’s price position from that of the category’s buyers',
    '用户价格定位与该类目买家的差距',
  ),
  'first_purchase.chance_affinity': say(
    'first_purchase',
    'how much the person’s categories matter for rare and for common categories',
    '类目关联在冷门与热门类目中的作用差异',
  ),
  first_purchase: say(
    'first_purchase',
    'the chance that the person first buys in the category, times what that is worth',
    '用户首次购买该类目的概率与其价值之积',
  ),
  'need.intercept': say(
    'demand',
    'how often an item stands in a next basket, on the whole',
    '商品出现在下一次购物中的总体水平',
  ),
  'need.popularity': say('demand', 'how much the item is bought', '该商品的购买量'),
  'need.season': say(
    'demand',
    'whether its category is bought more of late',
    '其类目近期是否比往常更多人购买',
  ),
  'need.age': say('demand', 'days that it has been on offer', '在售天数'),
  'need.lines': say('fit', 'how much the person buys', '用户的购买件数'),
  'need.days': say('fit', 'on how many days the person bought', '用户的下单天数'),
  'need.times': say('fit', 'on how many days the person bought the item', '用户购买该商品的次数'),
  'need.since': say('fit', 'days since the person bought the item', '距用户上次购买该商品的天数'),
  'need.affinity': say(
    'fit',
    'how the person takes to its category, beside the department',
    '在一级类目之外，用户对其类目的偏好',
  ),
  'need.department': say('fit', 'how the person takes to its department', '用户对其一级类目的偏好'),
  'need.at_position': say(
    'price',
    'what of the category people of the person’s price position buy',
    '同价格定位的用户在该类目中的选择',
  ),
  'need.co_bought': say(
    'fit',
    'what those who bought the person’s items buy',
    '购买过相同商品的用户所购买的商品',
  ),
  relevance: say('relevance', 'how well it matches the words typed', '与搜索词的匹配程度'),
  price_power: say(
    'price',
    'the band of its price by unit among other merchants’ offers of the same or like items, times the weight of price',
    '单位价格在其他商家同款或同类商品中的档位与价格权重之积',
  ),
  chosen_order: say(
    'relevance',
    'the order that the person chose: then nothing else counts',
    '用户选择的排序方式（此时仅按此排序）',
  ),
  rule: say('rules', 'a published rule of the marketplace', '平台公示规则'),
};

/** A term as published; one that a new model brings is said to be its, until it has words of its own. */
export function wordsOfTerm(term: string): Published {
  const known = WORDS[term] ?? (term.startsWith('rule:') ? WORDS.rule : undefined);
  if (known) return known;
  const [of, name = of] = term.split('.') as [string, string?];
  const readable = name!.replaceAll('_', ' ');
  return of === 'first_purchase'
    ? say('first_purchase', `the model’s term “${readable}”`, `模型项“${readable}”`)
    : say('demand', `the model’s term “${readable}”`, `模型项“${readable}”`);
}
