import { Converter } from 'opencc-js/cn2t';
import { pinyin } from 'pinyin-pro';
import type { Rng } from '../../../src/base/index.ts';

const traditional = Converter({ from: 'cn', to: 'tw' });
export const inTraditional = (text: string): string => traditional(text);

/** As it is typed by sound, syllables written together or apart. */
export const inPinyin = (text: string, apart: boolean): string =>
  pinyin(text, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' })
    .map((syllable) => syllable.trim())
    .filter((syllable) => syllable !== '')
    .join(apart ? ' ' : '');

export const MISTAKES = ['left out', 'put in', 'exchanged', 'swapped'] as const;
export type Mistake = (typeof MISTAKES)[number];

/** One mistake in a word, never in its first letter. Words of fewer than five letters are left as they are. */
export function misspelt(word: string, mistake: Mistake, rng: Rng): string {
  if (word.length < 5) return word;
  const at = 1 + rng.below(word.length - 2);
  const letter = 'abcdefghijklmnopqrstuvwxyz'[rng.below(26)]!;
  switch (mistake) {
    case 'left out':
      return word.slice(0, at) + word.slice(at + 1);
    case 'put in':
      return word.slice(0, at) + letter + word.slice(at);
    case 'exchanged':
      return word.slice(0, at) + letter + word.slice(at + 1);
    case 'swapped':
      return word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2);
  }
}
