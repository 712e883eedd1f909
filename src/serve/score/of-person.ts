import {
  affinityValue,
  dueValue,
  effectAt,
  effectsOf,
  type Feature,
  habitValue,
} from '../../models/index.ts';
import { BOUGHT, Marks, SEEN } from '../decide/marks.ts';
import type { Past } from '../decide/past.ts';
import { POOL } from '../decide/pool.ts';
import type { Snapshot } from '../snapshot/types.ts';

/** A term of an additive model, its numbers side by side. */
export interface ReadyTerm {
  readonly name: Feature;
  readonly column: number;
  readonly knots: Float64Array;
  readonly effect: Float64Array;
  readonly unknown: number;
}

/** Adds one term of the person to the log-odds of every open candidate. */
export type AddTerm = (past: Past, day: number) => void;

/** What depends on the person; the rest depends on the offer and the day alone. */
export const OF_PERSON: ReadonlySet<Feature> = new Set([
  'price_gap',
  'repeat',
  'habit',
  'category_affinity',
  'viewed',
]);

/**
 * A term of the person made ready for the whole pool: equal to reading the features of each candidate and adding the term's effect,
 * bit for bit. What few candidates have (bought, seen) or many share (the leaf) is worked out once. Loops are written out: a
 * callback that gives a number would allocate it.
 */
export function addTerm(term: ReadyTerm, { categories }: Snapshot): AddTerm {
  switch (term.name) {
    case 'price_gap': {
      const add = effectsOf(term);
      const gap = new Float64Array(POOL);
      return ({ pool: { count, gate, position, logOdds }, person }) => {
        const own = person.positioned ? person.position : Number.NaN;
        for (let i = 0; i < count; i++) gap[i] = Math.abs(position[i]! - own);
        add(gap, count, gate, logOdds);
      };
    }
    case 'viewed': {
      const [no, yes] = [effectAt(term, 0), effectAt(term, 1)];
      return ({ pool: { count, gate, flags, logOdds } }) => {
        for (let i = 0; i < count; i++) if (gate[i] === 0) logOdds[i]! += flags[i]! & SEEN ? yes : no;
      };
    }
    case 'habit': {
      const never = effectAt(term, habitValue(0));
      return ({ pool: { count, gate, flags, item, logOdds }, person }) => {
        for (let i = 0; i < count; i++)
          if (gate[i] === 0)
            logOdds[i]! +=
              flags[i]! & BOUGHT ? effectAt(term, habitValue(person.times.get(item[i]!))) : never;
      };
    }
    case 'repeat':
      return ({ pool: { count, gate, flags, item, leaf, logOdds }, person }, day) => {
        for (let i = 0; i < count; i++) {
          if (gate[i] !== 0) continue;
          let amount = term.unknown;
          if (flags[i]! & BOUGHT) {
            const interval = leaf[i]! < 0 ? Number.NaN : categories.repeatDays[leaf[i]!]!;
            const last = person.lastDay.get(item[i]!);
            if (interval > 0) amount = effectAt(term, dueValue((day - last) / interval));
          }
          logOdds[i]! += amount;
        }
      };
    default: {
      const ofLeaf = new Marks(categories.parent.length);
      return ({ pool: { count, gate, leaf, logOdds }, person }) => {
        ofLeaf.clear();
        for (let i = 0; i < count; i++) {
          if (gate[i] !== 0) continue;
          const c = leaf[i]!;
          if (c >= 0 && !ofLeaf.has(c)) {
            const value = affinityValue(person.lines, person.held.get(c), categories.share[c]!);
            ofLeaf.set(c, effectAt(term, value));
          }
          logOdds[i]! += c < 0 ? term.unknown : ofLeaf.get(c);
        }
      };
    }
  }
}
