import { Converter } from 'opencc-js/cn2t';
import { pinyin } from 'pinyin-pro';
import { type Rng, rngOf } from '../../src/base/index.ts';
import type { Title } from './world.ts';

export const KINDS = [
  'en_leaf',
  'en_words',
  'en_misspelt',
  'zh_leaf',
  'zh_words',
  'zh_traditional',
  'pinyin',
  'filtered',
] as const;
export interface Ask {
  readonly kind: (typeof KINDS)[number];
  readonly query: string;
  /** Narrowed by this brand. */
  readonly brand: boolean;
}

/** Queries as people type them, from the titles of the catalogue: a share each, so that `n` have every kind. Deterministic. */
export function queriesOf(titles: readonly Title[], n: number, seed: number): Ask[] {
  const rng = rngOf(seed);
  const traditional = Converter({ from: 'cn', to: 'tw' });
  return Array.from({ length: n }, (_, i): Ask => {
    const { brand, leaf, tier, colour } = titles[rng.below(titles.length)]!;
    const kind = KINDS[i % KINDS.length]!;
    const zh = leaf['zh-CN'];
    const query = {
      en_leaf: () => leaf.en,
      en_words: () => [brand.en, leaf.en, tier.en, colour.en].slice(rng.below(2), 2 + rng.below(3)).join(' '),
      en_misspelt: () => misspelt(leaf.en, rng),
      zh_leaf: () => zh,
      zh_words: () =>
        [brand['zh-CN'], zh, tier['zh-CN'], colour['zh-CN']].slice(rng.below(2), 2 + rng.below(3)).join(''),
      zh_traditional: () => traditional(`${zh}${colour['zh-CN']}`),
      pinyin: () => pinyin(zh, { toneType: 'none', type: 'array' }).join(rng.below(2) ? '' : ' '),
      filtered: () => (rng.below(2) ? leaf.en : zh),
    }[kind]();
    return { kind, query, brand: kind === 'filtered' };
  });
}

/** The n-th request of a search: half of them for an account. */
export function searchBody(
  queries: readonly Ask[],
  n: number,
  brands: readonly { readonly id: string }[],
  accountOf: (n: number) => string,
) {
  const { kind, query, brand } = queries[n % queries.length]!;
  return {
    kind,
    query,
    k: 24,
    account: Math.floor(n / KINDS.length) % 2 === 0 ? accountOf(n) : null,
    locale: /[a-z]/.test(query) ? ('en' as const) : ('zh-CN' as const),
    ...(brand ? { filters: { brands: [brands[n % 200]!.id], price_to_minor: 5_000 } } : {}),
  };
}

/** A letter of the longest word left out, doubled, swapped or exchanged. */
function misspelt(text: string, rng: Rng): string {
  const words = text.split(' ');
  const longest = words.reduce((a, b) => (b.length > a.length ? b : a));
  const at = 1 + rng.below(Math.max(1, longest.length - 2));
  const wrong = [
    longest.slice(0, at) + longest.slice(at + 1),
    longest.slice(0, at) + longest[at] + longest.slice(at),
    longest.slice(0, at) + (longest[at + 1] ?? '') + longest[at] + longest.slice(at + 2),
    `${longest.slice(0, at)}x${longest.slice(at + 1)}`,
  ][rng.below(4)]!;
  return words.map((word) => (word === longest ? wrong : word)).join(' ');
}

/** What a person has typed so far of a title's words: its beginnings, from two characters on. */
export function beginningsOf(titles: readonly Title[], n: number, seed: number): string[] {
  const rng = rngOf(seed);
  return Array.from({ length: n }, () => {
    const { leaf, brand } = titles[rng.below(titles.length)]!;
    const text = [leaf.en, leaf['zh-CN'], brand.en, brand['zh-CN']][rng.below(4)]!;
    return text.slice(0, 1 + rng.below(Math.min(6, text.length)));
  });
}
