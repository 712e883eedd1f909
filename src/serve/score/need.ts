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
import { CoBought } from './co-bought.ts';
import { effectsOf, ready } from './item-need.ts';

/** The snapshot's model; null where there is none, or it was uninformative. @throws schema_mismatch */
export function openNeed(snapshot: Snapshot): Need | null {
  const stored = snapshot.models.need ? loadNeed(snapshot.models.need) : null;
  if (stored?.status !== 'fitted') return null;
  const { offers, categories } = snapshot;
  const [repeat, novel] = [ready(stored.repeat), ready(stored.novel)];
  const { repeated, ofItem, fresh, share, brandShare, shelves } = effectsOf(snapshot, repeat, novel);
  const ofLeaf = {
    affinity: new Marks(categories.parent.length),
    department: new Marks(categories.parent.length),
  };
  const near = (past: Past, feature: 'affinity' | 'department', leaf: number) => {
    if (leaf < 0) return novel.effect(feature, Number.NaN);
    const c = feature === 'affinity' ? leaf : categories.top[leaf]!;
    const { person } = past;
    return novel.effect(feature, affinityValue(person.lines, person.held.get(c), categories.share[c]!));
  };
  const brandOf = snapshot.items.brand;
  const liking = novel.term('brand');
  const toBrand = (brand: number, own: number, of: number) =>
    liking(affinityValue(of, own, brandShare[brand] ?? 0));
  const brands = new Marks(1 + brandShare.length);
  const ofBrand = new Marks(1 + brandShare.length);
  const again = ({ person }: Past, item: number, day: number): LogOdds[] => [
    { name: 'popularity', log_odds: repeated[item]! },
    { name: 'intercept', log_odds: repeat.intercept },
    { name: 'lines', log_odds: repeat.effect('lines', linesValue(person.lines)) },
    { name: 'times', log_odds: repeat.effect('times', timesValue(person.times.get(item))) },
    { name: 'since', log_odds: repeat.effect('since', sinceValue(day - person.lastDay.get(item))) },
  ];
  const coBought = new CoBought(snapshot.neighbours.co_bought);
  const alike = novel.term('co_bought');
  const atPosition = novel.term('at_position');
  const passedOver = novel.term('passed_over');
  const belief = new Belief(shelves);
  const worth = new Float64Array(POOL);
  const nearness = new Float64Array(POOL);
  const ownOf = ({ bought, boughtCount }: Person, brand: number) => {
    let own = 0;
    for (let b = 0; b < boughtCount; b++) if (brandOf[bought[b]!] === brand) own++;
    return own;
  };
  const anew = (past: Past, item: number, leaf: number): LogOdds[] => {
    const { bought, boughtCount, lines, days } = past.person;
    return [
      ...(item < 0 ? [] : ofItem.map(({ name, log_odds }) => ({ name, log_odds: log_odds[item]! }))),
      { name: 'intercept', log_odds: novel.intercept },
      { name: 'lines', log_odds: novel.effect('lines', linesValue(lines)) },
      { name: 'days', log_odds: novel.effect('days', daysValue(days)) },
      { name: 'passed_over', log_odds: passedOver(passedOverValue(lines, item < 0 ? 0 : share[item]!)) },
      { name: 'affinity', log_odds: near(past, 'affinity', leaf) },
      { name: 'department', log_odds: near(past, 'department', leaf) },
      {
        name: 'brand',
        log_odds: toBrand(brandOf[item] ?? -1, ownOf(past.person, brandOf[item] ?? -1), boughtCount),
      },
      { name: 'at_position', log_odds: atPosition(belief.read(bought, boughtCount).value(item)) },
      { name: 'co_bought', log_odds: alike(coBought.plain(past.person, item)) },
    ];
  };

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
      const { count, gate, flags, item, leaf } = pool;
      const much = linesValue(person.lines);
      const muchAgain = repeat.effect('lines', much);
      const muchNew = novel.effect('lines', much);
      const often = novel.effect('days', daysValue(person.days));
      coBought.read(person);
      belief.read(person.bought, person.boughtCount).values(item, count, worth);
      for (let i = 0; i < count; i++) nearness[i] = coBought.nearness(item[i]!);
      const nothingAlike = alike(coBoughtValue(0));
      ofLeaf.affinity.clear();
      ofLeaf.department.clear();
      const { affinity, department } = ofLeaf;
      brands.clear();
      ofBrand.clear();
      for (let b = 0; b < person.boughtCount; b++) brands.add(brandOf[person.bought[b]!]!, 1);
      const noBrand = toBrand(-1, 0, person.boughtCount);
      for (let i = 0; i < count; i++) {
        if (gate[i] !== 0) continue;
        const its = item[i]!;
        if (flags[i]! & BOUGHT) {
          pool.need[i] =
            repeated[its]! +
            repeat.intercept +
            muchAgain +
            repeat.effect('times', timesValue(person.times.get(its))) +
            repeat.effect('since', sinceValue(day - person.lastDay.get(its)));
          continue;
        }
        const c = leaf[i]!;
        if (c >= 0 && !affinity.has(c)) {
          affinity.set(c, near(past, 'affinity', c));
          department.set(c, near(past, 'department', c));
        }
        const brand = its < 0 ? -1 : brandOf[its]!;
        const known = brand >= 0 && brand < brandShare.length;
        if (known && !ofBrand.has(brand))
          ofBrand.set(brand, toBrand(brand, brands.get(brand), person.boughtCount));
        pool.need[i] =
          pool.need[i]! +
          novel.intercept +
          muchNew +
          often +
          passedOver(passedOverValue(person.lines, its < 0 ? 0 : share[its]!)) +
          (c < 0 ? near(past, 'affinity', -1) : affinity.get(c)) +
          (c < 0 ? near(past, 'department', -1) : department.get(c)) +
          (known ? ofBrand.get(brand) : noBrand) +
          atPosition(worth[i]!) +
          (nearness[i] === 0 ? nothingAlike : alike(coBoughtValue(nearness[i]!)));
      }
    },
  };
}

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
