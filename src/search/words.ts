import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict';
import { normalise, runsOf } from './text.ts';

/** Words that say nothing about what is sought. */
const STOP = new Set('a an and at by for from in of on or the to with 的 了 和 与 及 或 之'.split(' '));

let jieba: Jieba | null = null;

/** The segmenter, made when the first Chinese text comes: its dictionary takes a moment. */
function segmenter(): Jieba {
  jieba ??= Jieba.withDict(dict);
  return jieba;
}

/**
 * The words of a text, in its order, as the index knows them. Chinese is cut by a dictionary; English plurals lose
 * their s; a number with its unit is one word in base units (`0.5 L` and `500毫升` are `#500ml`).
 * @param every also the shorter words inside longer Chinese ones: for what is indexed, not for what is asked
 */
export function wordsOf(text: string, every = false): string[] {
  const words: string[] = [];
  for (const run of runsOf(normalise(text))) {
    if (run.kind === 'measure') words.push(run.token);
    else if (run.kind === 'word') words.push(singular(run.text));
    else {
      const cut = every ? segmenter().cutForSearch(run.text, true) : segmenter().cut(run.text, true);
      words.push(...cut);
    }
  }
  return words.filter((word) => !STOP.has(word));
}

/** Pairs of neighbouring Chinese characters: how a word is found that the dictionary cut otherwise. */
export function pairsOf(text: string): string[] {
  const pairs: string[] = [];
  for (const run of runsOf(normalise(text))) {
    if (run.kind !== 'han') continue;
    const characters = [...run.text];
    for (let i = 1; i < characters.length; i++) pairs.push(`^${characters[i - 1]}${characters[i]}`);
  }
  return pairs;
}

/** The S-stemmer. Source: Harman, How effective is suffixing?, JASIS 42 (1991), table 1. */
export function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s')) return word;
  if (/(?<![ea])ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?<![aeo])es$/.test(word)) return word.slice(0, -1);
  return /[^us]s$/.test(word) ? word.slice(0, -1) : word;
}
