import { addAtPosition } from './position.ts';
import { numberOf, type Source } from './source.ts';

/** Categories that are looked at, and offers that each brings at least. */
const CATEGORIES = 24;
const EACH = 5;
const NUMBER = numberOf('next_category');

/** Categories where the person has not bought yet and most likely will, at the price position that the person buys at. */
export const nextCategory: Source = ({ past }, most) => {
  const { next, person } = past;
  if (!next || !person.foreseen) return;
  const { chance, category } = next;
  const top = topOf(chance, Math.min(CATEGORIES, Math.ceil(most / EACH)));
  const best = top.length > 0 ? chance[top[0]!]! : 1;
  let left = most;
  for (let k = 0; k < top.length && left > 0; k++) {
    const c = category[top[k]!]!;
    if (c < 0) continue;
    const share = Math.ceil(left / (top.length - k));
    left -= addAtPosition(past, c, NUMBER, c, chance[top[k]!]! / best, share);
  }
};

/** Numbers of the highest positive values, the highest first; ties go to the lower number. */
export function topOf(values: Float64Array, n: number): number[] {
  const top: number[] = [];
  for (let m = 0; m < values.length; m++) {
    const value = values[m]!;
    if (!(value > 0) || (top.length === n && value <= values[top[n - 1]!]!)) continue;
    let at = top.length < n ? top.length : n - 1;
    while (at > 0 && values[top[at - 1]!]! < value) {
      top[at] = top[at - 1]!;
      at--;
    }
    top[at] = m;
  }
  return top;
}
