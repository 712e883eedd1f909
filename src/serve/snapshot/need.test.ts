import { expect, it } from 'vitest';
import { affinityValue } from '../../models/index.ts';
import { indexCatalogue } from './build/catalogue.ts';
import { NEED_RULES, needRows } from './build/need.ts';
import { peopleLines } from './build/people.ts';
import { categoryShares } from './build/repeat.ts';
import { exampleAccount, exampleRows, factsOf, type SnapshotRows } from './index.ts';

const rows = exampleRows(3, 60);

function built(of: SnapshotRows) {
  const facts = factsOf(of);
  const catalogue = indexCatalogue(facts.catalogue);
  const own = peopleLines(facts.lines, of.people.length, of.day);
  const share = categoryShares(own, catalogue.categories.parent);
  return { share, rows: needRows(catalogue, own, share, of.day) };
}

/** The same from plain rows, as sentences would have it: sorted texts of each row. */
function plain(of: SnapshotRows, share: Float32Array) {
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
  const text = (values: number[]) => values.map((v) => Math.fround(v).toPrecision(6)).join(' ');
  for (let w = 1; w <= NEED_RULES.windows; w++) {
    const from = of.day - w * NEED_RULES.horizon;
    const before = lines.filter((line) => line.day < from);
    const sum = (some: typeof before) => some.reduce((s, line) => s + 2 ** ((line.day - from) / 60), 0);
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
        const since = Math.log1p(from - Math.max(...days));
        repeat.push(
          `${Number(basket.has(id))} 1 ${text([much, popularity.get(id)!, Math.log1p(new Set(days).size), since])}`,
        );
      }
      likely.forEach((id, n) => {
        if (held.has(id) || (!basket.has(id) && (n + p) % NEED_RULES.missesEvery !== 0)) return;
        const of = (c: string, up: (leaf: string) => string) =>
          affinityValue(
            own.length,
            own.filter((line) => up(leaf.get(line.item)!) === c).length,
            share[number.get(c)!]!,
          );
        const mine = leaf.get(id)!;
        const weight = basket.has(id) ? 1 : NEED_RULES.missesEvery;
        novel.push(
          `${Number(basket.has(id))} ${weight} ${text([much, popularity.get(id)!, of(mine, (c) => c), of(top.get(mine)!, (c) => top.get(c)!)])}`,
        );
      });
    });
  }
  return { repeat: repeat.sort(), novel: novel.sort() };
}

it('[N6] rows of need are what plain rows say: known before the window, labelled by the next basket in it', () => {
  const { share, rows: fast } = built(rows);
  const slow = plain(rows, share);
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
