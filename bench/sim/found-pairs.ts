import { LEAVES } from '../../sim/world/index.ts';
import type { SnapshotRows } from '../../src/serve/index.ts';
import { chunksOf, flowTable, packLines, shownFlows, surveyFlows } from '../../src/survey/flows/index.ts';
import type { Pair } from './shop.ts';

const DAY_S = 86_400;

/** Flows between verticals that a survey of what was sold shows upwards, the most excess buyers first: what could be opened as canals. */
export async function foundPairs({ lines, people, offers, items, day }: SnapshotRows): Promise<Pair[]> {
  const leaf = new Map(LEAVES.map(({ id, index }) => [id as string, index]));
  const category = new Map(items.map((item) => [item.id, leaf.get(item.category ?? '') ?? -1]));
  const of = new Map(offers.map((offer) => [offer.id, category.get(offer.item) ?? -1]));
  const person = new Map(people.flatMap(({ accounts }, p) => accounts.map((account) => [account, p])));
  const known = lines.filter((line) => line.account !== null && !line.refunded && !line.fake);
  const first = known.reduce((least, line) => Math.min(least, line.day), day);
  const rows = known.map((line) => ({
    person: person.get(line.account!)!,
    time: (line.day - first) * DAY_S,
    category: of.get(line.offer)!,
    // Lines of one day are taken for one order.
    order: line.day,
    amount: line.amount_minor,
    segment: people[person.get(line.account!)!]!.member ? 1 : 0,
  }));
  const months: number[] = [];
  const end = (day - first - 90) * DAY_S;
  for (let at = 365 * DAY_S; at < end; at += 30 * DAY_S) months.push(at);
  months.push(end);
  const input = { categories: LEAVES.length, months, segments: 2 };
  const state = await surveyFlows(chunksOf(packLines(rows)), input, { workers: 0 });
  return shownFlows(flowTable(state))
    .filter(({ from, to, lift }) => LEAVES[from]!.top !== LEAVES[to]!.top && lift !== null && lift.ratio > 1)
    .map(({ from, to }): Pair => [LEAVES[from]!.id, LEAVES[to]!.id]);
}
