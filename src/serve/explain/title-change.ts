import type { Absence, QueryWord } from '../../contracts/index.ts';
import { nameOf } from '../reason/reason.ts';
import type { OfferChange } from './change.ts';
import { type Recorded, slotWith } from './recorded.ts';
import { titleText } from './words.ts';

/** Words added to a title at most. */
const MOST = 3;

/**
 * The fewest words of the query that, added to the title of the offer's item, would have it shown: each was decided, and shown. Whether the
 * words are true of the item is for its merchant to say.
 */
export function titleChanges(
  recorded: Recorded,
  offer: number,
  words: readonly QueryWord[],
): Absence['changes'] {
  const { items, offers } = recorded.past.snapshot;
  // A word that the item's text has elsewhere weighs more in its name.
  const lacking = words.filter(({ how, fields }) => how === 'none' || !fields.includes('name'));
  if (lacking.length === 0) return [];
  const title = nameOf(items, offers.item[offer]!);
  const had = words.filter(({ how }) => how !== 'none').length;
  const tries = [
    ...lacking.map((word) => [word]),
    ...Array.from({ length: Math.min(MOST, lacking.length) - 1 }, (_, n) => lacking.slice(0, n + 2)),
  ];
  for (const added of tries) {
    const change: OfferChange = { offer, title: withWords(title, added) };
    const slot = slotWith(recorded, offer, change);
    if (slot === null) continue;
    const to = had + added.filter(({ how }) => how === 'none').length;
    const texts = added.map(({ word }) => word);
    return [{ lever: 'title', from: had, to, title: withWords(title, added), slot, text: titleText(texts) }];
  }
  return [];
}

/** Chinese words join the Chinese title, others the English one. */
function withWords(title: Absence['title'], added: readonly QueryWord[]): Absence['title'] {
  const han = (word: string) => /\p{Script=Han}/u.test(word);
  const of = (chinese: boolean) => added.map(({ word }) => word).filter((word) => han(word) === chinese);
  const [en, zh] = [of(false), of(true)];
  return {
    en: en.length > 0 ? [title.en, ...en].join(' ') : title.en,
    zh: zh.length > 0 ? `${title.zh} ${zh.join('')}` : title.zh,
  };
}
