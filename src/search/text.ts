import { Converter } from 'opencc-js/t2cn';

/** Longest query that is read; what comes after is not. */
export const QUERY_CHARACTERS = 128;

let simplify: ((text: string) => string) | null = null;

/**
 * One spelling for one word: NFKC, lower case, simplified script, no control, format or private characters, single
 * spaces. Never throws, whatever the text.
 * @param most characters to keep
 */
export function normalise(text: string, most = Number.POSITIVE_INFINITY): string {
  const short = text.length > 4 * most ? text.slice(0, 4 * most) : text;
  const plain = short
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  const cut = plain.length > most ? plain.slice(0, most).trim() : plain;
  if (!hasHan(cut)) return cut;
  // Loading the tables takes a moment: only for who writes Chinese.
  simplify ??= Converter({ from: 't', to: 'cn' });
  return simplify(cut);
}

/** Whether a text holds a Chinese character. */
export function hasHan(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

/** A stretch of one kind of writing. `measure`: a number with its unit, in base units. */
export type Run =
  | { kind: 'han'; text: string }
  | { kind: 'word'; text: string }
  | { kind: 'measure'; text: string; token: string };

/** Factor and base unit of every unit that is understood; the longest name that fits is meant. */
const UNITS: ReadonlyMap<string, readonly [number, string]> = new Map([
  ...units('ml', { ml: 1, cl: 10, dl: 100, l: 1000, 毫升: 1, 公升: 1000, 升: 1000 }),
  ...units('g', {
    mg: 0.001,
    g: 1,
    kg: 1000,
    oz: 28.3495,
    lb: 453.592,
    克: 1,
    千克: 1000,
    公斤: 1000,
    斤: 500,
  }),
  ...units('cm', {
    mm: 0.1,
    cm: 1,
    m: 100,
    inch: 2.54,
    毫米: 0.1,
    厘米: 1,
    米: 100,
    英寸: 2.54,
    寸: 3.33333,
  }),
  ...units('pc', { pcs: 1, pc: 1, pack: 1, 片: 1, 个: 1, 件: 1, 支: 1, 瓶: 1, 包: 1, 粒: 1, 只: 1 }),
]);
const UNIT_NAMES = [...UNITS.keys()].sort((a, b) => b.length - a.length).join('|');
const RUN = new RegExp(
  `(\\d+(?:\\.\\d+)?)\\s?(${UNIT_NAMES})(?![a-z])|\\p{Script=Han}+|[\\p{L}\\p{M}\\p{N}]+(?:['’.][\\p{L}\\p{N}]+)*`,
  'gu',
);

function units(base: string, factors: Record<string, number>): [string, readonly [number, string]][] {
  return Object.entries(factors).map(([name, factor]) => [name, [factor, base]]);
}

/** Splits a normalised text where its writing changes. Punctuation separates and is dropped. */
export function runsOf(normalised: string): Run[] {
  const runs: Run[] = [];
  for (const match of normalised.matchAll(RUN)) {
    const [text, number, unit] = match;
    if (number !== undefined) {
      const [factor, base] = UNITS.get(unit!)!;
      runs.push({
        kind: 'measure',
        text,
        token: `#${Number((Number(number) * factor).toPrecision(6))}${base}`,
      });
      continue;
    }
    // A letter run may touch Chinese without a space: 蓝牙5 or iphone手机.
    for (const part of text.split(/(\p{Script=Han}+)/u))
      if (part) runs.push({ kind: hasHan(part) ? 'han' : 'word', text: part });
  }
  return runs;
}
