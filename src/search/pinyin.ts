import { pinyin } from 'pinyin-pro';
import { hasHan } from './text.ts';

/** How a word is typed in pinyin, without tones and spaces: 手机 → shouji. Latin letters stay. */
export function pinyinOf(word: string): string {
  return syllablesOf(word).join('');
}

/** The first letters of its syllables: 手机 → sj. */
export function initialsOf(word: string): string {
  return syllablesOf(word)
    .map((syllable) => syllable[0] ?? '')
    .join('');
}

function syllablesOf(word: string): string[] {
  if (!hasHan(word)) return [word];
  return pinyin(word, { toneType: 'none', type: 'array', v: true }).map((s) =>
    s.toLowerCase().replace(/\s/g, ''),
  );
}
