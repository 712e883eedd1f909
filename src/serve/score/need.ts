import {
  coBoughtValue,
  daysValue,
  likingValue,
  linesValue,
  loadNeed,
  sinceValue,
  timesValue,
} from '../../models/index.ts';
import { CATEGORY, HOT, ITEM } from '../decide/hot.ts';
import { BOUGHT, Marks } from '../decide/marks.ts';
import type { LogOdds, Need, Past } from '../decide/past.ts';
import type { Person } from '../decide/person.ts';
import { POOL } from '../decide/pool.ts';
import { Belief } from '../snapshot/build/shelf.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { plainNearness } from './co-bought.ts';
import { effectsOf, ready } from './item-need.ts';

/** The snapshot's model; null where there is none, or it was uninformative. @throws schema_mismatch */
export function openNeed(snapshot: Snapshot): Need | null {
  const stored = snapshot.models.need ? loadNeed(snapshot.models.need) : null;
  if (stored?.status !== 'fitted') return null;
  const { offers, categories } = snapshot;
  const [repeat, novel] = [ready(stored.repeat), ready(stored.novel)];
  const { repeated, ofItem, fresh, shelves } = effectsOf(snapshot, repeat, novel);
  const [toLeaf, toTop] = [novel.term('affinity'), novel.term('department')];
  const [nowhere, nowhereAtAll] = [toLeaf(Number.NaN), toTop(Number.NaN)];
  const likingOf = ({ lines, held }: Person, c: number, times: number): number =>
    likingValue(held.get(c), lines * categories.share[c]! * times, categories.evenness[c]!);
  const ofDepartment = (person: Person, top: number): number =>
    top < 0 ? Number.NaN : likingOf(person, top, 1);
  /** Beside the liking of its department. */
  const ofLeaf = (person: Person, leaf: number, department: number): number =>
    leaf < 0 || categories.parent[leaf]! < 0 ? Number.NaN : likingOf(person, leaf, Math.exp(department));
  const again = ({ person }: Past, item: number, day: number): LogOdds[] => [
    { name: 'popularity', log_odds: repeated[item]! },
    { name: 'intercept', log_odds: repeat.intercept },
    { name: 'lines', log_odds: repeat.effect('lines', linesValue(person.lines)) },
    { name: 'times', log_odds: repeat.effect('times', timesValue(person.times.get(item))) },
    { name: 'since', log_odds: repeat.effect('since', sinceValue(day - person.lastDay.get(item))) },
  ];
  const { co_bought } = snapshot.neighbours;
  const belief = new Belief(shelves);
  const atPosition = novel.term('at_position');
  const alike = novel.term('co_bought');
  const anew = (past: Past, item: number, leaf: number): LogOdds[] => {
    const { bought, boughtCount, lines, days } = past.person;
    const department = ofDepartment(past.person, leaf < 0 ? -1 : categories.top[leaf]!);
    return [
      ...(item < 0 ? [] : ofItem.map(({ name, log_odds }) => ({ name, log_odds: log_odds[item]! }))),
      { name: 'intercept', log_odds: novel.intercept },
      { name: 'lines', log_odds: novel.effect('lines', linesValue(lines)) },
      { name: 'days', log_odds: novel.effect('days', daysValue(days)) },
      { name: 'affinity', log_odds: toLeaf(ofLeaf(past.person, leaf, department)) },
      { name: 'department', log_odds: toTop(department) },
      { name: 'at_position', log_odds: atPosition(belief.read(bought, boughtCount).value(item)) },
      { name: 'co_bought', log_odds: alike(plainNearness(co_bought, past.person, item)) },
    ];
  };

  // Of the pool: what a term reads, which candidates are closed or were bought before, and what is read once a leaf or department.
  const value = new Float64Array(POOL);
  const settled = new Uint8Array(POOL);
  const toItsLeaf = new Marks(categories.parent.length);
  const toItsTop = new Marks(categories.parent.length);
  const addAtPosition = novel.column('at_position');
  const addCoBought = novel.column('co_bought');

  return {
    usual_minor: usualPrice(offers),
    fresh,
    logOdds(past, offer, day, terms) {
      const item = past.hot[offer * HOT + ITEM]!;
      const leaf = past.hot[offer * HOT + CATEGORY]!;
      const bought = (past.person.flags.of(item) & BOUGHT) !== 0;
      const addends = bought ? again(past, item, day) : anew(past, item, leaf);
      terms?.push(...addends);
      return addends.reduce((sum, { log_odds }) => sum + log_odds, 0);
    },
    fill(past, day) {
      const { pool, person } = past;
      const { count, gate, flags, item, leaf, need } = pool;
      const much = linesValue(person.lines);
      const muchAgain = repeat.effect('lines', much);
      const muchNew = novel.effect('lines', much);
      const often = novel.effect('days', daysValue(person.days));
      toItsLeaf.clear();
      toItsTop.clear();
      for (let i = 0; i < count; i++) {
        settled[i] = gate[i]! | (flags[i]! & BOUGHT);
        if (settled[i] === 0) {
          const c = leaf[i]!;
          const top = c < 0 ? -1 : categories.top[c]!;
          if (c >= 0 && !toItsLeaf.has(c)) {
            const department = ofDepartment(person, top);
            if (!toItsTop.has(top)) toItsTop.set(top, toTop(department));
            toItsLeaf.set(c, toLeaf(ofLeaf(person, c, department)));
          }
          const liked = c < 0 ? nowhere : toItsLeaf.get(c);
          const likedAll = c < 0 ? nowhereAtAll : toItsTop.get(top);
          need[i] = need[i]! + novel.intercept + muchNew + often + liked + likedAll;
        } else if (gate[i] === 0) {
          const its = item[i]!;
          need[i] =
            repeated[its]! +
            repeat.intercept +
            muchAgain +
            repeat.effect('times', timesValue(person.times.get(its))) +
            repeat.effect('since', sinceValue(day - person.lastDay.get(its)));
        }
      }

      belief.read(person.bought, person.boughtCount).values(item, count, value);
      addAtPosition(value, count, settled, need);

      person.near.walk(co_bought, person.bought, person.boughtCount);
      for (let i = 0; i < count; i++) {
        const nearness = person.near.of(item[i]!);
        value[i] = nearness === 0 ? NOTHING_ALIKE : coBoughtValue(nearness);
      }
      addCoBought(value, count, settled, need);
    },
  };
}

const NOTHING_ALIKE = coBoughtValue(0);

/** Mean price of what was bought of late. */
function usualPrice({ bought, price_minor }: Snapshot['offers']): number {
  let paid = 0;
  let sold = 0;
  for (let o = 0; o < bought.length; o++) {
    paid += bought[o]! * price_minor[o]!;
    sold += bought[o]!;
  }
  return sold > 0 ? paid / sold : 0;
}
