import type { Absence, OwnChanges } from '../../contracts/index.ts';
import type { Snapshot } from '../snapshot/types.ts';

type Title = Absence['text'];
const say = (en: string, zh: string): Title => ({ en, zh });

const money = (minor: number) => (minor / 100).toFixed(2);

export function changeText(
  lever: Absence['changes'][number]['lever'],
  from: number,
  to: number,
  { manifest: { currency } }: Pick<Snapshot, 'manifest'>,
): Title {
  if (lever === 'price_minor') {
    const [a, b] = [money(from), money(to)];
    return say(`Price from ${a} to ${b} ${currency}`, `价格由 ${a} 调至 ${b} ${currency}`);
  }
  const [a, b] = [percent(from), percent(to)];
  if (lever === 'refund_rate') return say(`Refund rate from ${a} to ${b}`, `退款率由 ${a} 降至 ${b}`);
  return say(`Price position from ${a} to ${b}`, `价格定位由 ${a} 移至 ${b}`);
}

/** Of the own offer: what would have shown it. */
export function ownChangeText(
  lever: OwnChanges['changes'][number]['lever'],
  from: number,
  to: number,
  { manifest: { currency } }: Pick<Snapshot, 'manifest'>,
): Title {
  if (lever === 'stock')
    return say(
      'Have it in stock and on sale: before that nothing else counts.',
      '请先补货并上架，否则其他因素均不起作用。',
    );
  if (lever === 'price_minor') {
    const [a, b] = [money(from), money(to)];
    return say(
      `With a price of ${b} in place of ${a} ${currency} it would have been shown here.`,
      `若价格由 ${a} 调至 ${b} ${currency}，本次即可展示。`,
    );
  }
  const [a, b] = [percent(from), percent(to)];
  return say(
    `With ${b} of its lines refunded in place of ${a} it would have been shown here.`,
    `若退款率由 ${a} 降至 ${b}，本次即可展示。`,
  );
}

export const SHOWN_ALREADY = say('It was shown here.', '该商品本次已展示。');
export const NOT_SUITED = say('Not suited to this visitor now.', '当前不适合该访客。');
export const NOTHING_HELPS = say(
  'No price between half and double, and no refund rate, would have shown it here by itself.',
  '仅调整价格（五折至两倍之间）或退款率，本次均不能使其展示。',
);

export function titleText(words: readonly string[]): Title {
  const shown = words.map((word) => word.replace(/^[#^]/, ''));
  return say(
    `Add ${shown.map((word) => `“${word}”`).join(', ')} to the title, if it is true of it`,
    `标题加入“${shown.join('”“')}”（须属实）`,
  );
}

const percent = (rate: number) => `${(100 * rate).toFixed(1)} %`;

export const GATE_TEXT: Record<NonNullable<Absence['gate']>, Title> = {
  withdrawn: say('The offer is paused or withdrawn.', '该商品已暂停或下架。'),
  unavailable: say('It cannot be had at the moment.', '该商品当前不可售。'),
  risk: say('A risk check holds it back; it can be appealed.', '风险校验未通过，可提出申诉。'),
  rule: say('A published rule leaves it out.', '被一条已公示的规则排除。'),
  owned: say('The person has it already, and it is not bought again.', '用户已拥有，且该类商品通常不复购。'),
  in_cart: say('It is in the cart or on the page already.', '已在购物车或当前页面中。'),
  repurchase_interval: say(
    'It was bought too recently to be needed again.',
    '距上次购买时间过短，尚不需要补货。',
  ),
  frequency_cap: say('It was shown to the person often enough.', '对该用户的展示次数已达上限。'),
};

const WHY_TEXT: Record<Exclude<Absence['why'], 'gate'>, Title> = {
  shown: say('It is shown.', '该商品已展示。'),
  not_a_candidate: say(
    'No source of candidates named it for this request.',
    '本次请求的候选来源均未选中它。',
  ),
  no_match: say('Too few of the words searched for are in it.', '该商品包含的搜索词过少，未被命中。'),
  below_threshold: say('Its score is below the lowest that is shown.', '得分低于已展示商品的最低分。'),
  score: say('Its score is below the lowest that is shown.', '得分低于已展示商品的最低分。'),
  budget: say(
    'The slots of its kind (bought before, new, exploration) are taken.',
    '所属类型（复购、新品、探索）的坑位已满。',
  ),
  placement: say(
    'A paid placement names it; its places are taken, or it does not fit this page.',
    '该商品有付费展示，但位置已满或不适合本页面。',
  ),
  same_item: say('Another offer of the same item stands there.', '同一商品的另一报价已展示。'),
  cap_merchant: say('Its merchant has as many slots as one may have.', '该商家的坑位已达上限。'),
  cap_category: say('Its category has as many slots as one may have.', '该类目的坑位已达上限。'),
  cap_brand: say('Its brand has as many slots as one may have.', '该品牌的坑位已达上限。'),
  quota_max: say('A quota of the page is full.', '页面配额已满。'),
};

export const absenceText = ({ why, gate }: Pick<Absence, 'why' | 'gate'>): Title =>
  why === 'gate' ? GATE_TEXT[gate!] : WHY_TEXT[why];
