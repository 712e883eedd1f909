import type { CandidateSource, SlotReason } from '../../contracts/index.ts';
import type { Asked } from '../candidates/source.ts';
import type { Names, Snapshot } from '../snapshot/types.ts';

/** What led to an offer, as the pool's columns say it. */
export interface Led {
  readonly source: CandidateSource;
  readonly via: number;
  readonly offer: number;
  readonly pinned: boolean;
}

const say = (code: SlotReason['code'], en: string, zh: string): SlotReason => ({ code, en, zh });

const PINNED = say('pinned', 'Selected by the marketplace', '商城精选');
const BUY_AGAIN = say('buy_again', 'You bought this before: time to restock?', '您买过的商品，该补货了');
const NEW_MERCHANT = say('new_merchant', 'From a shop that is new here', '新店推荐');
const IN_SHOP = say('in_shop', 'From this shop', '本店商品');
const SEARCH = say('search', 'Matches your search', '符合您的搜索');

/** Sentences that name one thing. */
const ABOUT = {
  sponsored: (merchant: Named) =>
    say('sponsored', `Sponsored: ${merchant.en} pays for this place`, `广告：由${merchant.zh}付费展示`),
  co_purchase: (item: Named) =>
    say('bought_together', `Often bought with ${item.en}`, `常与${item.zh}一起购买`),
  co_view: (item: Named) =>
    say('viewed_together', `Often looked at with ${item.en}`, `看过${item.zh}的人也看`),
  alternative: (item: Named) => say('alternative', `An alternative to ${item.en}`, `${item.zh}的同类选择`),
  next_category: (to: Named) => say('next_category', `You may like ${to.en}`, `您可能会喜欢${to.zh}`),
  trending: (category: Named) => say('trending', `On the rise in ${category.en}`, `${category.zh}热度上升`),
  new_item: (category: Named) => say('new_item', `New in ${category.en}`, `${category.zh}新品`),
  popular: (category: Named) => say('popular', `Popular in ${category.en}`, `${category.zh}热卖`),
  category: (category: Named) => say('in_category', `In ${category.en}`, `${category.zh}好物`),
} satisfies Partial<Record<CandidateSource, (thing: Named) => SlotReason>>;

/** From one category to another. */
const ACROSS = {
  canal: (from: Named, to: Named) =>
    say(
      'canal',
      `Because you buy ${from.en}: ${to.en} at the level you like`,
      `因为您购买过${from.zh}：为您挑选同等定位的${to.zh}`,
    ),
  next_category: (from: Named, to: Named) =>
    say(
      'next_category',
      `People who buy ${from.en}, as you do, go on to ${to.en}`,
      `像您一样购买${from.zh}的人，也会购买${to.zh}`,
    ),
};

/** Sentences that are kept; then they are begun anew. */
const KEPT = 16_384;

/** Sentences of one snapshot, each made once: what one is about stands in many slates, and who writes them out knows them again. */
class Sentences {
  readonly #snapshot: Snapshot;
  readonly #kept = new Map<string, Map<number, SlotReason>>();
  #count = 0;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  about(source: keyof typeof ABOUT, table: 'merchants' | 'items' | 'categories', i: number): SlotReason {
    return this.#of(source, i, () => ABOUT[source](nameOf(this.#snapshot[table], i)));
  }

  across(source: keyof typeof ACROSS, from: number, to: number): SlotReason {
    const { categories } = this.#snapshot;
    return this.#of(`${source} from`, from * categories.parent.length + to, () =>
      ACROSS[source](nameOf(categories, from), nameOf(categories, to)),
    );
  }

  #of(kind: string, key: number, make: () => SlotReason): SlotReason {
    if (this.#count > KEPT) {
      this.#kept.clear();
      this.#count = 0;
    }
    let kept = this.#kept.get(kind);
    if (!kept) {
      kept = new Map();
      this.#kept.set(kind, kept);
    }
    let one = kept.get(key);
    if (!one) {
      one = make();
      kept.set(key, one);
      this.#count++;
    }
    return one;
  }
}

const sentences = new WeakMap<Snapshot, Sentences>();

/**
 * Why an offer is shown, in a sentence that a consumer may read: it names what the person bought or looks at, never a score, a
 * rule or anybody else. The same object for the same sentence, as long as it is kept.
 */
export function reasonOf(asked: Asked, { source, via, offer, pinned }: Led): SlotReason {
  const { past, plan } = asked;
  const { snapshot } = past;
  let known = sentences.get(snapshot);
  if (!known) {
    known = new Sentences(snapshot);
    sentences.set(snapshot, known);
  }
  if (source === 'sponsored') return known.about(source, 'merchants', snapshot.offers.merchant[offer]!);
  if (pinned) return PINNED;
  const category = snapshot.offers.category[offer]!;
  switch (source) {
    case 'rule':
      return PINNED;
    case 'canal': {
      const { from_category_id, to_category_id } = plan.canals[via]!;
      const { categories } = snapshot;
      return known.across(source, categories.find(from_category_id), categories.find(to_category_id));
    }
    case 'next_category': {
      const because = heldBefore(past, via);
      return because < 0
        ? known.about(source, 'categories', category)
        : known.across(source, because, category);
    }
    case 'co_purchase':
    case 'co_view':
    case 'alternative':
      return known.about(source, 'items', via);
    case 'trending':
    case 'new_item':
    case 'popular':
    case 'category':
      return known.about(source, 'categories', category);
    case 'repeat':
      return BUY_AGAIN;
    case 'new_merchant':
      return NEW_MERCHANT;
    case 'shop':
      return IN_SHOP;
    case 'search':
      return SEARCH;
  }
}

/** A → B: the category that the person holds and that speaks most for this one; −1: none. */
function heldBefore({ next }: Asked['past'], category: number): number {
  const m = category < 0 || !next ? -1 : next.ofCategory[category]!;
  return m < 0 ? -1 : next!.because(m);
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
