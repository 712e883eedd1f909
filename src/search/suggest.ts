import { atOnce } from '../base/index.ts';
import { firstFrom } from './lookup.ts';
import { initialsOf, pinyinOf } from './pinyin.ts';
import { hasHan, normalise, QUERY_CHARACTERS } from './text.ts';

export const SUGGESTION_KINDS = ['query', 'category', 'brand', 'item'] as const;
export type SuggestionKind = (typeof SUGGESTION_KINDS)[number];

export interface Suggestion {
  readonly kind: SuggestionKind;
  readonly text: string;
  /** Number of the category, brand or item; −1 for a query. */
  readonly ref: number;
  /** How often it is asked for or bought; only its order matters. */
  readonly weight: number;
}

/** Suggestions by everything that a person may begin to type. */
export interface Suggester {
  readonly entries: readonly Suggestion[];
  readonly keys: readonly string[];
  readonly entry: Uint32Array;
  /** Place of each entry in the order in which they are suggested, and entries in that order. */
  readonly rank: Uint32Array;
  readonly order: Uint32Array;
  /** Each entry's text as it is compared: one line for one text. */
  readonly plain: readonly string[];
}

/** Keys looked at for a beginning at most; they are in the order of their spelling, so a short beginning sees a part. */
const LOOKED_AT = 20_000;

/** What a person may type for a text: the text, each later word of it, its pinyin and the initials of that. */
export function suggestionKeys(text: string): string[] {
  const plain = normalise(text);
  const words = plain.split(' ');
  const keys = new Set([plain]);
  for (let w = 1; w < words.length && w < 4; w++) keys.add(words.slice(w).join(' '));
  if (hasHan(plain)) keys.add(pinyinOf(plain)).add(initialsOf(plain));
  return [...keys].filter((key) => key !== '');
}

/** Texts that are made plain at a time. */
const AT_ONCE = 1_000;

/** @param keysOf entry e's keys; where many are made, the caller makes them a part at a time. Deterministic. */
export function buildSuggester(
  entries: readonly Suggestion[],
  keysOf: readonly (readonly string[])[] = entries.map(({ text }) => suggestionKeys(text)),
): Suggester {
  return atOnce(buildingSuggester(entries, keysOf));
}

/** The same a step at a time, so that who serves can answer requests in between. */
export function* buildingSuggester(
  entries: readonly Suggestion[],
  keysOf: readonly (readonly string[])[],
): Generator<void, Suggester> {
  const pairs = keysOf.flatMap((keys, e) => keys.map((key): [string, number] => [key, e]));
  pairs.sort((a, b) =>
    a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : entries[b[1]]!.weight - entries[a[1]]!.weight || a[1] - b[1],
  );
  yield;
  const order = Uint32Array.from(entries, (_, e) => e).sort(
    (a, b) =>
      entries[b]!.weight - entries[a]!.weight ||
      SUGGESTION_KINDS.indexOf(entries[a]!.kind) - SUGGESTION_KINDS.indexOf(entries[b]!.kind) ||
      a - b,
  );
  yield;
  const rank = new Uint32Array(entries.length);
  order.forEach((e, place) => {
    rank[e] = place;
  });
  const plain: string[] = [];
  for (const { text } of entries) if (plain.push(normalise(text)) % AT_ONCE === 0) yield;
  return {
    entries,
    keys: pairs.map(([key]) => key),
    entry: Uint32Array.from(pairs, ([, e]) => e),
    rank,
    order,
    plain,
  };
}

/**
 * What a person may be about to type: queries before categories before brands before items where their weights are
 * equal; one line for one text. @returns at most `most`; none for nothing typed
 */
export function suggest(suggester: Suggester, typed: string, most: number): Suggestion[] {
  const { entries, keys, entry, rank, order, plain: texts } = suggester;
  const plain = normalise(typed, QUERY_CHARACTERS);
  if (plain === '') return [];
  const found: number[] = [];
  // Pinyin is typed with and without spaces.
  for (const beginning of new Set([plain, hasHan(plain) ? plain : plain.replaceAll(' ', '')])) {
    const from = firstFrom(keys, beginning);
    for (let at = from; at < from + LOOKED_AT && keys[at]?.startsWith(beginning); at++)
      found.push(rank[entry[at]!]!);
  }
  const best = Uint32Array.from(found).sort();
  const seen = new Set<string>();
  const answer: Suggestion[] = [];
  for (const place of best) {
    const e = order[place]!;
    if (seen.has(texts[e]!)) continue;
    seen.add(texts[e]!);
    answer.push(entries[e]!);
    if (answer.length === most) break;
  }
  return answer;
}
