import type { CandidateSource, SlotReason } from '../../contracts/index.ts';
import type { Asked } from '../candidates/source.ts';
import type { Names } from '../snapshot/types.ts';

/** What led to an offer, as the pool's columns say it. */
export interface Led {
  readonly source: CandidateSource;
  readonly via: number;
  readonly offer: number;
  readonly pinned: boolean;
}

const say = (code: SlotReason['code'], en: string, zh: string): SlotReason => ({ code, en, zh });

/**
 * Why an offer is shown, in a sentence that a consumer may read: it names what the person bought or looks at, never a score, a
 * rule or anybody else.
 */
export function reasonOf(asked: Asked, { source, via, offer, pinned }: Led): SlotReason {
  const { past, plan } = asked;
  const { snapshot } = past;
  const category = nameOf(snapshot.categories, snapshot.offers.category[offer]!);
  if (source === 'sponsored') {
    const merchant = nameOf(snapshot.merchants, snapshot.offers.merchant[offer]!);
    return say(
      'sponsored',
      `Sponsored: ${merchant.en} pays for this place`,
      `广告：由${merchant.zh}付费展示`,
    );
  }
  if (pinned || source === 'rule') return say('pinned', 'Selected by the marketplace', '商城精选');
  switch (source) {
    case 'canal': {
      const canal = plan.canals[via]!;
      const from = nameOf(snapshot.categories, snapshot.categories.find(canal.from_category_id));
      const to = nameOf(snapshot.categories, snapshot.categories.find(canal.to_category_id));
      return say(
        'canal',
        `Because you buy ${from.en}: ${to.en} at the level you like`,
        `因为您购买过${from.zh}：为您挑选同等定位的${to.zh}`,
      );
    }
    case 'next_category':
      return nextReason(asked, via, category);
    case 'co_purchase': {
      const item = nameOf(snapshot.items, via);
      return say('bought_together', `Often bought with ${item.en}`, `常与${item.zh}一起购买`);
    }
    case 'co_view': {
      const item = nameOf(snapshot.items, via);
      return say('viewed_together', `Often looked at with ${item.en}`, `看过${item.zh}的人也看`);
    }
    case 'alternative': {
      const item = nameOf(snapshot.items, via);
      return say('alternative', `An alternative to ${item.en}`, `${item.zh}的同类选择`);
    }
    case 'repeat':
      return say('buy_again', 'You bought this before: time to restock?', '您买过的商品，该补货了');
    case 'trending':
      return say('trending', `On the rise in ${category.en}`, `${category.zh}热度上升`);
    case 'new_item':
      return say('new_item', `New in ${category.en}`, `${category.zh}新品`);
    case 'new_merchant':
      return say('new_merchant', 'From a shop that is new here', '新店推荐');
    case 'popular':
      return say('popular', `Popular in ${category.en}`, `${category.zh}热卖`);
    case 'category':
      return say('in_category', `In ${category.en}`, `${category.zh}好物`);
    case 'shop':
      return say('in_shop', 'From this shop', '本店商品');
    case 'search':
      return say('search', 'Matches your search', '符合您的搜索');
  }
}

/** A → B: names the category that the person holds and that speaks most for this one, where one does. */
function nextReason({ past }: Asked, category: number, to: Named): SlotReason {
  const { next, snapshot } = past;
  const m = category < 0 || !next ? -1 : next.ofCategory[category]!;
  const because = m < 0 ? -1 : next!.because(m);
  if (because < 0) return say('next_category', `You may like ${to.en}`, `您可能会喜欢${to.zh}`);
  const from = nameOf(snapshot.categories, because);
  return say(
    'next_category',
    `People who buy ${from.en}, as you do, go on to ${to.en}`,
    `像您一样购买${from.zh}的人，也会购买${to.zh}`,
  );
}

interface Named {
  readonly en: string;
  readonly zh: string;
}

/** Both names; one stands for the other where it lacks. */
export function nameOf(names: Names, i: number): Named {
  if (i < 0) return { en: 'other', zh: '其他' };
  const en = names.en.at(i);
  const zh = names.zh.at(i);
  return { en: en || zh, zh: zh || en };
}
