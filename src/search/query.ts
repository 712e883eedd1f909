import { beginningWith, eachNear, holdingOf, termOf, typedAs, wordOf } from './lookup.ts';
import { pinyinOf } from './pinyin.ts';
import { deletionsOf, distanceOf, mistakesIn } from './spelling.ts';
import { hasHan, normalise, QUERY_CHARACTERS } from './text.ts';
import type { SearchIndex } from './types.ts';
import { pairsOf, wordsOf } from './words.ts';

/** Words that mean the same, each group in any language: `['手机', 'mobile phone', 'phone']`. */
export type Synonyms = readonly (readonly string[])[];

export const HOW = ['exact', 'synonym', 'spelling', 'pinyin', 'part', 'joined', 'beginning'] as const;
export type How = (typeof HOW)[number];

/** What a way of matching is worth beside the word itself. */
const WORTH: Readonly<Record<How, number>> = {
  exact: 1,
  joined: 0.95,
  synonym: 0.9,
  pinyin: 0.85,
  spelling: 0.7,
  part: 0.6,
  beginning: 0.5,
};

/** One way to match a word: all of these terms. */
export interface Variant {
  readonly terms: readonly number[];
  readonly how: How;
  readonly weight: number;
}

/** A word that is asked for: a document has it through the best of its variants. None: the index does not know it. */
export interface Wanted {
  readonly word: string;
  readonly variants: readonly Variant[];
}

export interface Query {
  /** As understood: normalised, cut to what is read. */
  readonly text: string;
  readonly wanted: readonly Wanted[];
  /** Words that nothing in the index is like. */
  readonly unknown: readonly string[];
  /** The query with spelling mended, where it was; else null. */
  readonly corrected: string | null;
}

/** Most words that are read of a query. */
const WORDS = 12;
/** Most spellings of a word that are tried. */
const SPELLINGS = 5;

/**
 * Understands a query: words known as they are, then through synonyms, joined or split words, pinyin, sound, spelling, and
 * parts of Chinese words. Never throws. Cost: O(words × log terms), independent of the number of documents.
 */
export function understand(index: SearchIndex, text: string, synonyms: CompiledSynonyms = NONE): Query {
  const plain = normalise(text, QUERY_CHARACTERS);
  const words = wordsOf(plain).slice(0, WORDS);
  const wanted: Wanted[] = [];
  const unknown: string[] = [];
  const mended: string[] = [];
  for (let at = 0; at < words.length; ) {
    const span = spanOf(index, words, at, synonyms);
    const found = span ?? { length: 1, wanted: alone(index, words[at]!) };
    const known = found.wanted.filter(({ variants }) => variants.length > 0);
    if (known.length === 0) unknown.push(words[at]!);
    for (const one of known) {
      // The same word twice asks no more than once.
      if (wanted.some(({ word }) => word === one.word)) continue;
      wanted.push(one);
    }
    mended.push(...(known.length > 0 ? known.map((one) => spellingOf(index, one)) : [words[at]!]));
    at += found.length;
  }
  const changed = wanted.some(
    ({ variants }) => variants[0]?.how === 'spelling' || variants[0]?.how === 'pinyin',
  );
  return { text: plain, wanted, unknown, corrected: changed ? join(mended) : null };
}

/** Synonyms by their words, ready to be asked. */
export interface CompiledSynonyms {
  /** Words of a phrase, joined by spaces → the words of the phrases that mean the same. */
  readonly of: ReadonlyMap<string, readonly (readonly string[])[]>;
  readonly longest: number;
}
const NONE: CompiledSynonyms = { of: new Map(), longest: 0 };

/** Compiles synonym groups. Words are cut as queries are. */
export function compileSynonyms(groups: Synonyms): CompiledSynonyms {
  const of = new Map<string, string[][]>();
  let longest = 0;
  for (const group of groups) {
    const phrases = group.map((phrase) => wordsOf(phrase)).filter((words) => words.length > 0);
    for (const words of phrases) {
      longest = Math.max(longest, words.length);
      const key = words.join(' ');
      const others = phrases.filter((other) => other.join(' ') !== key);
      of.set(key, [...(of.get(key) ?? []), ...others]);
    }
  }
  return { of, longest };
}

/** Several words that are one: a synonym's phrase, a word written apart, or pinyin with spaces. The longest wins. */
function spanOf(index: SearchIndex, words: readonly string[], at: number, synonyms: CompiledSynonyms) {
  const most = Math.min(words.length - at, Math.max(4, synonyms.longest));
  for (let length = most; length >= 1; length--) {
    const span = words.slice(at, at + length);
    const same = synonyms.of.get(span.join(' '));
    if (same) {
      const variants = [span, ...same].flatMap((phrase, n) =>
        variantOf(index, phrase, n === 0 ? 'exact' : 'synonym'),
      );
      if (variants.length > 0) return { length, wanted: [{ word: join(span), variants }] };
    }
    if (length === 1 || !span.every((word) => /^[a-z0-9]+$/.test(word))) continue;
    const joined = span.join('');
    const term = termOf(index, joined);
    // "head phones" is "headphones" where the parts together are rarer than the whole.
    if (term >= 0 && span.some((word) => termOf(index, word) < 0))
      return { length, wanted: [{ word: joined, variants: [variant([term], 'joined')] }] };
    const typed = pinyinTerms(index, joined);
    if (typed.length > 0 && span.every((word) => termOf(index, word) < 0))
      return { length, wanted: [{ word: joined, variants: typed }] };
  }
  return null;
}

function variantOf(index: SearchIndex, phrase: readonly string[], how: How): Variant[] {
  const terms = phrase.map((word) => termOf(index, word));
  return terms.every((term) => term >= 0) ? [variant(terms, how)] : [];
}

/** A word for itself. A word of two parts may become two. */
function alone(index: SearchIndex, word: string): Wanted[] {
  const term = termOf(index, word);
  if (term >= 0) return [{ word, variants: [variant([term], 'exact')] }];
  if (hasHan(word)) return chinese(index, word);
  const typed = pinyinTerms(index, word);
  if (typed.length > 0) return [{ word, variants: typed }];
  const spelt = spellings(index, word);
  if (spelt.length > 0) return [{ word, variants: spelt }];
  const parts = partsOf(index, word);
  if (parts) return parts;
  return [{ word, variants: beginnings(index, word) }];
}

/** A Chinese word that no document holds: what sounds like it, else its pairs of characters. */
function chinese(index: SearchIndex, word: string): Wanted[] {
  const sounds = pinyinTerms(index, pinyinOf(word));
  if (sounds.length > 0) return [{ word, variants: sounds }];
  const pairs = pairsOf(word)
    .map((pair) => ({ pair, term: termOf(index, pair) }))
    .filter(({ term }) => term >= 0);
  if (pairs.length > 0)
    return pairs.map(({ pair, term }) => ({ word: pair.slice(1), variants: [variant([term], 'part')] }));
  return [{ word, variants: beginnings(index, word) }];
}

function pinyinTerms(index: SearchIndex, key: string): Variant[] {
  if (key.length < 2) return [];
  return mostHeld(index, typedAs(index, key)).map((term) => variant([term], 'pinyin'));
}

/** Known words with few mistakes between them, the nearest first, then the most common. */
function spellings(index: SearchIndex, word: string): Variant[] {
  const allowed = mistakesIn(word);
  if (allowed === 0 || !/^[a-z]+$/.test(word)) return [];
  const near = new Map<number, number>();
  for (const hash of deletionsOf(word))
    eachNear(index, hash, (term) => {
      if (near.has(term)) return;
      const distance = distanceOf(word, wordOf(index, term));
      if (distance <= allowed) near.set(term, distance);
    });
  return [...near]
    .sort((a, b) => a[1] - b[1] || holdingOf(index, b[0]) - holdingOf(index, a[0]) || a[0] - b[0])
    .slice(0, SPELLINGS)
    .map(([term, distance]) => ({ terms: [term], how: 'spelling', weight: WORTH.spelling ** distance }));
}

/** A word that two known ones were written as: `phonecase`, `shoujike`. The cut with the most documents. */
function partsOf(index: SearchIndex, word: string): Wanted[] | null {
  let best: Wanted[] | null = null;
  let most = 0;
  for (let cut = 2; cut <= word.length - 2; cut++) {
    const parts = [word.slice(0, cut), word.slice(cut)].map((part) => {
      const term = termOf(index, part);
      return { word: part, variants: term >= 0 ? [variant([term], 'joined')] : pinyinTerms(index, part) };
    });
    if (parts.some(({ variants }) => variants.length === 0)) continue;
    const held = Math.min(...parts.map(({ variants }) => holdingOf(index, variants[0]!.terms[0]!)));
    if (held > most) {
      most = held;
      best = parts;
    }
  }
  return best;
}

/** Words that begin so, the most common ones: for a word that is not finished. */
function beginnings(index: SearchIndex, word: string): Variant[] {
  if (word.length < (hasHan(word) ? 1 : 3)) return [];
  return mostHeld(index, beginningWith(index, word, 200)).map((term) => variant([term], 'beginning'));
}

function mostHeld(index: SearchIndex, terms: Iterable<number>): number[] {
  return [...terms].sort((a, b) => holdingOf(index, b) - holdingOf(index, a) || a - b).slice(0, SPELLINGS);
}

function variant(terms: readonly number[], how: How): Variant {
  return { terms, how, weight: WORTH[how] };
}

function spellingOf(index: SearchIndex, { word, variants }: Wanted): string {
  const [best] = variants;
  if (!best || (best.how !== 'spelling' && best.how !== 'pinyin')) return word;
  return best.terms.map((term) => wordOf(index, term)).join(' ');
}

/** Words as a person writes them: Chinese without spaces. */
function join(words: readonly string[]): string {
  return words
    .map((word) => word.replace(/^[#^]/, ''))
    .reduce(
      (text, word) =>
        text && !(hasHan(text.slice(-1)) && hasHan(word[0] ?? '')) ? `${text} ${word}` : text + word,
      '',
    );
}
