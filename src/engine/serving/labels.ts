import type { AccountLabels, LiveValues } from '../../contracts/index.ts';
import { nameOf, type Snapshot } from '../../serve/index.ts';

/** Top categories that are named at most. */
const NAMED = 20;
const POSITIONS = [
  { en: 'You mostly buy at low prices', zh: '您多买低价位商品' },
  { en: 'You mostly buy at lower middle prices', zh: '您多买中低价位商品' },
  { en: 'You mostly buy at middle prices', zh: '您多买中等价位商品' },
  { en: 'You mostly buy at upper middle prices', zh: '您多买中高价位商品' },
  { en: 'You mostly buy at high prices', zh: '您多买高价位商品' },
] as const;

/** What serving holds of an account, in words that the person reads: all of it can be deleted, label by label. */
export function labelsOf(
  snapshot: Snapshot,
  accountId: string,
  live: Omit<LiveValues, 'closed'>,
  personalised: boolean,
): AccountLabels {
  const { people, categories, items } = snapshot;
  const deleted = new Set(live.forgotten);
  const labels: AccountLabels['labels'] = [];
  const add = (label: string, text: { en: string; zh: string }) =>
    labels.push({ label, text, deleted: deleted.has(label) });
  const lines = new Map<number, number>();
  const count = (category: number) => {
    let top = category;
    for (let c = category; c >= 0; c = categories.parent[c]!) top = c;
    if (top >= 0) lines.set(top, (lines.get(top) ?? 0) + 1);
  };
  const p = people.find(accountId);
  if (p >= 0) {
    const [from, to] = [people.start[p]!, people.start[p + 1]!];
    for (let i = from; i < to; i++) count(people.category[i]!);
    if (to > from) add('price_position', POSITIONS[Math.min(4, Math.floor(people.position[p]! * 5))]!);
  }
  for (const { item_id } of live.purchases) count(items.category[items.find(item_id)] ?? -1);
  const seen = live.views.length + (p < 0 ? 0 : people.viewed.start[p + 1]! - people.viewed.start[p]!);
  if (seen > 0) add('views', { en: 'Items you looked at lately', zh: '您最近看过的商品' });
  for (const [category, n] of [...lines].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, NAMED)) {
    const name = nameOf(categories, category);
    add(`category:${categories.id.at(category)}`, {
      en: `You bought in ${name.en} (${n} ${n === 1 ? 'time' : 'times'})`,
      zh: `您在${name.zh}买过 ${n} 次`,
    });
  }
  return { account_id: accountId, personalised, labels };
}
