import { firstPurchaseChance } from './chance.ts';

/** What the chance of holding each category reads of the state. */
export interface Popularity {
  readonly share: Float64Array;
  readonly dispersion: Float64Array;
}

/** Chance of holding each category, and the deviation of being held or not, for a number of lines. */
export interface Expected {
  readonly chance: Float64Array;
  readonly deviation: Float64Array;
}

/** Numbers of lines that are remembered: few people have more. */
const REMEMBERED = 512;

/** Expectations by number of lines, each computed once: people with as many lines share them. Cost: categories, once a number. */
export function expectations({ share, dispersion }: Popularity): (lines: number) => Expected {
  const known: (Expected | undefined)[] = [];
  return (lines) => {
    const before = known[lines];
    if (before) return before;
    const chance = share.map((s, c) => firstPurchaseChance(s, dispersion[c]!, 0, lines));
    const its = { chance, deviation: chance.map((q) => Math.sqrt(q * (1 - q) + 1e-6)) };
    if (lines < REMEMBERED) known[lines] = its;
    return its;
  };
}
