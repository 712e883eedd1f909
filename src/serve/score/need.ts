import {
  affinityValue,
  coBoughtValue,
  daysValue,
  linesValue,
  loadNeed,
  passedOverValue,
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
  const { repeated, ofItem, fresh, share, brandShare, shelves } = effectsOf(snapshot, repeat, novel);
  const [toLeaf, toTop, toBrand] = [novel.term('affinity'), novel.term('department'), novel.term('brand')];
  const [nowhere, nowhereAtAll] = [toLeaf(Number.NaN), toTop(Number.NaN)];
  const shareOf = (person: Person, c: number): number =>
    c < 0 ? Number.NaN : affinityValue(person.lines, person.held.get(c), categories.share[c]!);
  const brandOf = snapshot.items.brand;
  const shareOfBrand = ({ boughtCount }: Person, brand: number, own: number): number =>
    brand < 0 || brand >= brandShare.length
      ? Number.NaN
      : affinityValue(boughtCount, own, brandShare[brand]!);
  const again = ({ person }: Past, item: number, day: number): LogOdds[] => [
    { name: 'popularity', log_odds: repeated[item]! },
    { name: 'intercept', log_odds: repeat.intercept },
    { name: 'lines', log_odds: repeat.effect('lines', linesValue(person.lines)) },
    { name: 'times', log_odds: repeat.effect('times', timesValue(person.times.get(item))) },
    { name: 'since', log_odds: repeat.effect('since', sinceValue(day - person.lastDay.get(item))) },
  ];
  const { co_bought } = snapshot.neighbours;
  const belief = new Belief(shelves);
  const passedOver = novel.term('passed_over');
  const atPosition = novel.term('at_position');
  const alike = novel.term('co_bought');
  const ownOf = ({ bought, boughtCount }: Person, brand: number) => {
    let own = 0;
    for (let b = 0; b < boughtCount; b++) if (brandOf[bought[b]!] === brand) own++;
    return own;
  };
  const anew = (past: Past, item: number, leaf: number): LogOdds[] => {
    const { bought, boughtCount, lines, days } = past.person;
    const brand = brandOf[item] ?? -1;
    return [
      ...(item < 0 ? [] : ofItem.map(({ name, log_odds }) => ({ name, log_odds: log_odds[item]! }))),
      { name: 'intercept', log_odds: novel.intercept },
      { name: 'lines', log_odds: novel.effect('lines', linesValue(lines)) },
      { name: 'days', log_odds: novel.effect('days', daysValue(days)) },
      { name: 'passed_over', log_odds: passedOver(passedOverValue(lines, item < 0 ? 0 : share[item]!)) },
      { name: 'affinity', log_odds: toLeaf(shareOf(past.person, leaf)) },
      { name: 'department', log_odds: toTop(shareOf(past.person, leaf < 0 ? -1 : categories.top[leaf]!)) },
      { name: 'brand', log_odds: toBrand(shareOfBrand(past.person, brand, ownOf(past.person, brand))) },
      { name: 'at_position', log_odds: atPosition(belief.read(bought, boughtCount).value(item)) },
      { name: 'co_bought', log_odds: alike(plainNearness(co_bought, past.person, item)) },
    ];
  };

  // Of the pool: what a term reads, which candidates are closed or were bought before, and what is read once a leaf, department or brand.
  const value = new Float64Array(POOL);
  const settled = new Uint8Array(POOL);
  const ofLeaf = new Marks(categories.parent.length);
  const ofTop = new Marks(categories.parent.length);
  const brands = new Marks(1 + brandShare.length);
  const addPassedOver = novel.column('passed_over');
  const addBrand = novel.column('brand');
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
      for (let i = 0; i < count; i++) {
        const its = item[i]!;
        settled[i] = gate[i]! | (flags[i]! & BOUGHT);
        if (settled[i] === 0) {
          need[i] = need[i]! + novel.intercept + muchNew + often;
          value[i] = passedOverValue(person.lines, its < 0 ? 0 : share[its]!);
        } else if (gate[i] === 0)
          need[i] =
            repeated[its]! +
            repeat.intercept +
            muchAgain +
            repeat.effect('times', timesValue(person.times.get(its))) +
            repeat.effect('since', sinceValue(day - person.lastDay.get(its)));
      }
      addPassedOver(value, count, settled, need);

      ofLeaf.clear();
      ofTop.clear();
      for (let i = 0; i < count; i++) {
        if (settled[i] !== 0) continue;
        const c = leaf[i]!;
        const top = c < 0 ? -1 : categories.top[c]!;
        if (c >= 0 && !ofLeaf.has(c)) ofLeaf.set(c, toLeaf(shareOf(person, c)));
        if (top >= 0 && !ofTop.has(top)) ofTop.set(top, toTop(shareOf(person, top)));
        need[i] = need[i]! + (c < 0 ? nowhere : ofLeaf.get(c)) + (top < 0 ? nowhereAtAll : ofTop.get(top));
      }

      brands.clear();
      for (let b = 0; b < person.boughtCount; b++) brands.add(brandOf[person.bought[b]!]!, 1);
      for (let i = 0; i < count; i++) {
        const brand = item[i]! < 0 ? -1 : brandOf[item[i]!]!;
        value[i] = shareOfBrand(person, brand, brands.get(brand));
      }
      addBrand(value, count, settled, need);

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
