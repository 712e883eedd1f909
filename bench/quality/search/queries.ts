import type { Name } from '../../../sim/example/names.ts';
import { TIERS } from '../../../sim/example/names.ts';
import { LEAVES } from '../../../sim/world/index.ts';
import { NODES } from '../../../sim/world/taxonomy.ts';
import { type Rng, rngOf } from '../../../src/base/index.ts';
import type { Need } from './judge.ts';
import type { Thing } from './shelf.ts';
import { SYNONYMS } from './synonyms.ts';
import { inPinyin, inTraditional, MISTAKES, misspelt } from './variants.ts';

export const KINDS = [
  'leaf',
  'group',
  'maker',
  'maker and leaf',
  'leaf and tier',
  'maker, leaf and tier',
  'synonym',
  'misspelt',
  'pinyin',
  'traditional script',
] as const;
export type Kind = (typeof KINDS)[number];

export interface JudgedQuery {
  readonly text: string;
  readonly language: 'en' | 'zh';
  readonly kind: Kind;
  readonly need: Need;
  /** Told to nobody while anything is tuned. */
  readonly heldOut: boolean;
}

/**
 * Queries for needs that the shelf can meet, in both languages. The split is by what is wanted (leaf, group or maker), so that no
 * held-out word was seen in tuning in any spelling.
 */
export function queriesOf(things: readonly Thing[], seed: number): JudgedQuery[] {
  const rng = rngOf(seed).derive('queries');
  const queries: JudgedQuery[] = [];
  const add = (kind: Kind, language: 'en' | 'zh', text: string, need: Need) => {
    const heldOut = rngOf(`${seed}:${need.leaf ?? need.group ?? need.maker}`).next() < 0.5;
    queries.push({ text, language, kind, need, heldOut });
  };
  const both = (kind: Kind, name: Name, need: Need) => {
    add(kind, 'en', name.en.toLowerCase(), need);
    add(kind, 'zh', name['zh-CN'], need);
  };
  for (const { id, name, parent } of NODES)
    if (parent !== null && !LEAVES.some((leaf) => leaf.id === id)) both('group', name, { group: id });
  const makers = [...new Map(things.filter(({ branded }) => branded).map((t) => [t.maker, t])).values()];
  for (const { maker, makerName } of makers.filter((_, n) => n % 2 === 0))
    both('maker', makerName, { maker });
  for (const leaf of LEAVES) {
    const need = { leaf: leaf.id };
    const { en, 'zh-CN': zh } = leaf.name;
    both('leaf', leaf.name, need);
    const own = things.filter((thing) => thing.leaf.id === leaf.id);
    for (let n = 0; n < 2; n++) {
      const { makerName, maker, tier } = own[rng.below(own.length)]!;
      both('maker and leaf', joined([makerName, leaf.name]), { ...need, maker });
      both('maker, leaf and tier', joined([makerName, leaf.name, TIERS[tier]!]), { ...need, maker, tier });
    }
    const { tier } = own[rng.below(own.length)]!;
    both('leaf and tier', joined([TIERS[tier]!, leaf.name]), { ...need, tier });
    for (let n = 0; n < 2; n++) {
      const text = spoilt(en.toLowerCase(), rng);
      if (text !== null) add('misspelt', 'en', text, need);
    }
    const { makerName, maker } = own[rng.below(own.length)]!;
    const text = spoilt(`${makerName.en} ${en}`.toLowerCase(), rng);
    if (text !== null) add('misspelt', 'en', text, { ...need, maker });
    if (/^\p{Script=Han}{2,}$/u.test(zh)) {
      add('pinyin', 'zh', inPinyin(zh, false), need);
      add('pinyin', 'zh', inPinyin(zh, true), need);
    }
    for (const [plain, its] of [
      [zh, need],
      [`${makerName['zh-CN']}${zh}`, { ...need, maker }],
    ] as const)
      if (inTraditional(plain) !== plain) add('traditional script', 'zh', inTraditional(plain), its);
  }
  for (const [en, , ...others] of SYNONYMS) {
    const leaf = LEAVES.find(({ name }) => name.en === en)!.id;
    for (const other of others) add('synonym', /\p{Script=Han}/u.test(other) ? 'zh' : 'en', other, { leaf });
  }
  return queries;
}

/** Names beside each other as a person writes them. */
const joined = (names: readonly Name[]): Name => ({
  en: names.map(({ en }) => en).join(' '),
  'zh-CN': names.map(({ 'zh-CN': zh }) => zh).join(''),
});

/** A mistake in one word that is long enough; null where none is. */
function spoilt(text: string, rng: Rng): string | null {
  const words = text.split(' ');
  const long = words.flatMap((word, w) => (/^[a-z]{5,}$/.test(word) ? [w] : []));
  if (long.length === 0) return null;
  const w = long[rng.below(long.length)]!;
  const wrong = misspelt(words[w]!, MISTAKES[rng.below(MISTAKES.length)]!, rng);
  return wrong === words[w] ? null : words.map((word, i) => (i === w ? wrong : word)).join(' ');
}
