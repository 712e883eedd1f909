import { expect, it } from 'vitest';
import { ageValue, coBoughtValue, likingValue, NEED_FEATURES, seasonValue } from '../../models/index.ts';
import { indexCatalogue } from './build/catalogue.ts';
import { categoryEvenness } from './build/evenness.ts';
import { NEED_RULES, type NeedRules, needRows } from './build/need.ts';
import { peopleLines } from './build/people.ts';
import { offerPositions } from './build/prices.ts';
import { categoryShares, replenishment } from './build/repeat.ts';
import { exampleAccount, exampleRows, factsOf, type SnapshotRows } from './index.ts';
import { plainShelf } from './shelf-reference.ts';

const rows = exampleRows(3, 60);

function built(of: SnapshotRows, rules: NeedRules = NEED_RULES) {
  const facts = factsOf(of);
  const catalogue = indexCatalogue(facts.catalogue);
  const own = peopleLines(facts.lines, of.people.length, of.day);
  const share = categoryShares(own, catalogue.categories.parent);
  const evenness = categoryEvenness(own, catalogue.categories, share);
  const position = offerPositions(catalogue, facts.lines, of.day);
  const first = new Map(of.offers.map((offer, o) => [offer.item, o] as const).reverse());
  const itemPosition = Float32Array.from(of.items, ({ id }) => position[first.get(id)!]!);
  const { items, categories } = catalogue;
  const { repeatDays } = replenishment(own, items.category.length, items.category, categories.parent);
  const source = { catalogue, own, itemPosition, share, evenness, repeatDays, day: of.day, rules };
  return { share, evenness, itemPosition, repeatDays, rows: needRows(source) };
}

/** The same from plain rows, as sentences would have it: sorted texts of each row. */
function plain(of: SnapshotRows, { share, evenness, itemPosition, repeatDays }: ReturnType<typeof built>) {
  const repeat: string[] = [];
  const novel: string[] = [];
  const item = new Map(of.offers.map((offer) => [offer.id, offer.item]));
  const leaf = new Map(of.items.map(({ id, category }) => [id, category!]));
  const top = new Map(of.categories.map(({ id, parent }) => [id, parent!]));
  const number = new Map(of.categories.map(({ id }, i) => [id, i]));
  const itemNumber = new Map(of.items.map(({ id }, i) => [id, i]));
  const lines = of.lines
    .filter((line) => !line.refunded && !line.fake && line.day < of.day)
    .map((line) => ({ ...line, item: item.get(line.offer)! }));
  const since = (id: string) => Math.min(...of.offers.filter((o) => o.item === id).map((o) => o.since));
  const text = (values: number[]) => values.map((v) => Math.fround(v).toPrecision(6)).join(' ');
  for (let w = 1; w <= NEED_RULES.windows; w++) {
    const from = of.day - w * NEED_RULES.horizon;
    const before = lines.filter((line) => line.day < from);
    const nearness = cosines(of, before);
    const decayed = (halfLife: number) => (some: typeof before) =>
      some.reduce((s, line) => s + 2 ** ((line.day - from) / halfLife), 0);
    const [sum, lately] = [decayed(60), decayed(14)];
    const season = new Map(
      of.categories.map(({ id }) => {
        const its = before.filter((line) => leaf.get(line.item) === id);
        return [id, seasonValue(lately(its), (sum(its) * lately(before)) / sum(before))];
      }),
    );
    const mean = sum(before) / of.items.length;
    const popularity = new Map(
      of.items.map(({ id }) => [
        id,
        Math.log((sum(before.filter((line) => line.item === id)) + 0.1) / (mean + 0.1)),
      ]),
    );
    const likely = [...popularity]
      .sort((a, b) => b[1] - a[1] || itemNumber.get(a[0])! - itemNumber.get(b[0])!)
      .map(([id]) => id)
      .slice(0, NEED_RULES.items);
    const shelf = plainShelf({
      items: of.items.map(({ id, category }, i) => ({ id, leaf: category!, position: itemPosition[i]! })),
      bought: before.map((line) => ({ item: line.item, daysAgo: from - line.day })),
    });
    of.people.forEach((_, p) => {
      const all = lines.filter(({ account }) => account === exampleAccount(p));
      const own = all.filter((line) => line.day < from);
      const later = all.filter((line) => line.day >= from && line.day < from + NEED_RULES.horizon);
      if (own.length === 0 || later.length === 0) return;
      const on = Math.min(...later.map((line) => line.day));
      const basket = new Set(later.filter((line) => line.day === on).map((line) => line.item));
      const held = new Set(own.map((line) => line.item));
      const much = Math.log1p(own.length);
      for (const id of held) {
        const days = own.filter((line) => line.item === id).map((line) => line.day);
        if (new Set(days).size === 1 && !(repeatDays[number.get(leaf.get(id)!)!]! > 0)) continue;
        const since = Math.log1p(from - Math.max(...days));
        repeat.push(
          `${Number(basket.has(id))} 1 ${text([much, popularity.get(id)!, Math.log1p(new Set(days).size), since])}`,
        );
      }
      likely.forEach((id, n) => {
        if (basket.has(id) && since(id) >= from) return;
        if (held.has(id) || (!basket.has(id) && (n + p) % NEED_RULES.missesEvery !== 0)) return;
        const mine = leaf.get(id)!;
        const department = top.get(mine)!;
        const inside = (is: (leaf: string) => boolean) =>
          own.filter((line) => is(leaf.get(line.item)!)).length;
        const of = (c: string, is: (leaf: string) => boolean, times: number) => {
          const at = number.get(c)!;
          return likingValue(inside(is), own.length * share[at]! * times, evenness[at]!);
        };
        const ofTop = of(department, (one) => top.get(one) === department, 1);
        const weight = basket.has(id) ? 1 : NEED_RULES.missesEvery;
        const there = shelf([...held], id);
        const near = [...held].reduce((sum, one) => sum + (nearness.get(one)!.get(id) ?? 0), 0);
        novel.push(
          `${Number(basket.has(id))} ${weight} ${text([
            much,
            Math.log1p(new Set(own.map((line) => line.day)).size),
            popularity.get(id)!,
            season.get(mine)!,
            ageValue(from - since(id)),
            of(mine, (one) => one === mine, Math.exp(ofTop)),
            ofTop,
            there,
            coBoughtValue(near),
          ])}`,
        );
      });
    });
  }
  return { repeat: repeat.sort(), novel: novel.sort() };
}

/** By item: the items that the same people bought and the cosine of their buyers, shrunk by 20; the nearest 30 of two buyers in common. */
function cosines(of: SnapshotRows, bought: { account: string | null; item: string }[]) {
  const buyers = new Map(
    of.items.map(({ id }) => [
      id,
      new Set(
        bought.filter(({ item, account }) => item === id && account !== null).map((one) => one.account),
      ),
    ]),
  );
  return new Map(
    of.items.map(({ id }) => {
      const mine = buyers.get(id)!;
      const all = of.items.flatMap(({ id: other }, n) => {
        const theirs = buyers.get(other)!;
        const both = [...mine].filter((one) => theirs.has(one)).length;
        const near = Math.fround(both / (Math.sqrt(mine.size * theirs.size) + 20));
        return other === id || both < 2 ? [] : [{ other, n, near }];
      });
      all.sort((a, b) => b.near - a.near || a.n - b.n);
      return [id, new Map(all.slice(0, 30).map(({ other, near }) => [other, near]))];
    }),
  );
}

it('[N6] rows of need are what plain rows say: known before the window, labelled by the next basket in it', () => {
  const all = built(rows);
  const { rows: fast } = all;
  const slow = plain(rows, all);
  for (const part of ['repeat', 'novel'] as const) {
    const { label, weight, values } = fast[part];
    const told = [...label.keys()].map(
      (i) => `${label[i]} ${weight[i]} ${values.map((column) => column[i]!.toPrecision(6)).join(' ')}`,
    );
    expect(told.sort()).toEqual(slow[part]);
    expect(label.length).toBeGreaterThan(100);
  }
});

it('[N7] what is bought from the first window on changes labels and weights, never a value', () => {
  const from = rows.day - NEED_RULES.windows * NEED_RULES.horizon;
  const early = { ...rows, lines: rows.lines.filter((line) => line.day < from) };
  // Somebody else buys on the last day: labels stay, and so does every value of the older window's repeats.
  const more = [
    ...early.lines,
    { account: exampleAccount(1), offer: rows.offers[0]!.id, day: from, amount_minor: 100 },
  ];
  const values = (lines: SnapshotRows['lines'], account: number) => {
    const { repeat } = built({
      ...rows,
      lines: [
        ...lines,
        { account: exampleAccount(account), offer: rows.offers[4]!.id, day: from, amount_minor: 100 },
      ],
    }).rows;
    return repeat.values.map((column) => [...column]);
  };
  const alone = values(early.lines, 2);
  const both = values(more, 2);
  expect(alone[0]!.length).toBeGreaterThan(0);
  for (const [j, column] of alone.entries()) for (const value of column) expect(both[j]).toContain(value);
});

it('[N8] new items are drawn over the whole catalogue: those bought each once, the others by weight for all that were left out', () => {
  const rules = { ...NEED_RULES, windows: 2, items: 12, missesEvery: 3, others: 20 };
  const { novel } = built(rows, rules).rows;
  const whole = built(rows, { ...NEED_RULES, windows: 2, missesEvery: 1 }).rows.novel;
  const hits = (some: typeof novel) => some.label.reduce((sum, hit) => sum + hit, 0);
  expect(hits(novel)).toBe(hits(whole));
  expect(hits(novel)).toBeGreaterThan(20);
  const weight = (some: typeof novel) =>
    some.weight.reduce((sum, w, i) => sum + (some.label[i] === 0 ? w : 0), 0);
  expect(weight(novel) / weight(whole)).toBeGreaterThan(0.9);
  expect(weight(novel) / weight(whole)).toBeLessThan(1.1);
  // Every stratum is there: the most bought, the near, and the rest by their own weight.
  const near = NEED_FEATURES.novel.indexOf('co_bought');
  const others = Math.max(rules.missesEvery, Math.ceil(rows.items.length / rules.others));
  expect([...new Set(novel.weight)].sort((a, b) => a - b)).toEqual([1, rules.missesEvery, others]);
  novel.weight.forEach((w, i) => {
    if (w === others) expect(novel.values[near]![i]).toBe(Math.fround(coBoughtValue(0)));
  });
});

it('[N9] what is bought from a window on never reaches how near items are in it', () => {
  const rules = { ...NEED_RULES, missesEvery: 1, windows: 1 };
  const oldest = rows.day - rules.horizon;
  const everybody = (offer: number, day: number) =>
    rows.people.map((_, p) => ({
      account: exampleAccount(p),
      offer: rows.offers[offer]!.id,
      day,
      amount_minor: 100,
    }));
  const near = NEED_FEATURES.novel.indexOf('co_bought');
  const told = (lines: SnapshotRows['lines']) => [
    ...built({ ...rows, lines }, rules).rows.novel.values[near]!,
  ];
  const lines = [...rows.lines, ...everybody(0, oldest)];
  // All buy a second thing a day later: had that been read, the two would be near.
  expect(told([...lines, ...everybody(60, oldest + 1)])).toEqual(told(lines));
  expect(new Set(told(lines)).size).toBeGreaterThan(5);
  // A day before the window it is read.
  expect(told([...lines, ...everybody(60, oldest - 1)])).not.toEqual(told(lines));
});
