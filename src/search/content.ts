import { normalise, runsOf } from './text.ts';

/** How much a pack holds: in ml, g, or pieces. */
export interface Content {
  readonly unit: 'ml' | 'g' | 'piece';
  readonly quantity: number;
}

const TOKEN = /^#([\d.]+(?:e[+-]?\d+)?)(ml|g|pc)$/;
const TIMES_BEFORE = /(\d{1,4}) ?[x×*] ?$/;
const TIMES_AFTER = /^ ?[x×*] ?(\d{1,4})(?![\d.])/;

/**
 * What a title says that the pack holds: `500 g`, `2 L`, `6 x 330 ml`, `330ml*24瓶`. Weight and volume go before pieces. Null
 * where it says nothing, or several different things: then nothing is guessed.
 */
export function contentOf(title: string): Content | null {
  if (!/\p{N}/u.test(title)) return null;
  const text = normalise(title, 256);
  const found: Content[] = [];
  let from = 0;
  for (const run of runsOf(text)) {
    const at = text.indexOf(run.text, from);
    from = at + run.text.length;
    if (run.kind !== 'measure') continue;
    const token = TOKEN.exec(run.token);
    if (!token) continue;
    const times = TIMES_BEFORE.exec(text.slice(0, at))?.[1] ?? TIMES_AFTER.exec(text.slice(from))?.[1] ?? '1';
    const quantity = Number((Number(token[1]) * Number(times)).toPrecision(12));
    found.push({ unit: token[2] === 'pc' ? 'piece' : (token[2] as 'ml' | 'g'), quantity });
  }
  const weighed = found.filter(({ unit }) => unit !== 'piece');
  const [first, ...others] = weighed.length > 0 ? weighed : found;
  if (!first || !(first.quantity > 0)) return null;
  return others.every(({ unit, quantity }) => unit === first.unit && quantity === first.quantity)
    ? first
    : null;
}
