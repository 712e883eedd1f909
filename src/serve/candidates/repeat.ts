import type { Past } from '../decide/past.ts';
import { numberOf, type Source } from './source.ts';

const NUMBER = numberOf('repeat');
const OFFERS = 2;
/** Share of the interval that must have passed before an item is offered again. */
export const DUE_FROM = 0.5;

/**
 * Days after which a person buys an item again: the person's own, where it was bought on several days, else the category's; NaN: it is
 * not a thing that is bought again.
 */
export function intervalOf(past: Past, item: number): number {
  const { person, snapshot } = past;
  const times = person.times.get(item);
  if (times > 1) return Math.max(1, (person.lastDay.get(item) - person.firstDay.get(item)) / (times - 1));
  return snapshot.categories.repeatDays[snapshot.items.category[item]!] ?? Number.NaN;
}

/** How due an item is: 1 when its interval has just passed, less before and long after; 0: not at all. */
export function dueness(past: Past, item: number, day: number): number {
  const interval = intervalOf(past, item);
  if (!(interval > 0)) return 0;
  const passed = (day - past.person.lastDay.get(item)) / interval;
  if (passed < DUE_FROM) return 0;
  return passed <= 1 ? passed : Math.exp(-(passed - 1) / 3);
}

/** Weight of what is not due yet, where the surface does not wait for it. */
const EARLY = 0.01;

/** What the person buys again and again, the most due first; what is not due yet only where the surface does not wait for it. */
export const repeat: Source = ({ past, plan }, most) => {
  const { person, pool, snapshot } = past;
  const early = plan.config.skip_gates.includes('repurchase_interval');
  const due: { item: number; weight: number }[] = [];
  for (let i = 0; i < person.boughtCount; i++) {
    const item = person.bought[i]!;
    const weight = dueness(past, item, plan.day) || (early && intervalOf(past, item) > 0 ? EARLY : 0);
    if (weight > 0) due.push({ item, weight });
  }
  due.sort(
    (a, b) => b.weight * person.times.get(b.item) - a.weight * person.times.get(a.item) || a.item - b.item,
  );
  let left = most;
  const { start, values } = snapshot.items.offers;
  for (const { item, weight } of due) {
    const end = Math.min(start[item + 1]!, start[item]! + OFFERS);
    for (let i = start[item]!; i < end && left > 0; i++)
      if (pool.add(values[i]!, NUMBER, item, weight)) left--;
    if (left <= 0) return;
  }
};
