import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logistic } from '../../math/index.ts';
import {
  coBoughtValue,
  effectAt,
  likingValue,
  NEED_FEATURES,
  NEED_VERSION,
  type NeedFeature,
  type NeedModel,
  type NeedPart,
} from '../../models/index.ts';
import type { Asked } from '../candidates/source.ts';
import { openPast } from '../decide/open-past.ts';
import { readPerson } from '../decide/person.ts';
import { planOf } from '../decide/plan.ts';
import { liveValues, policyOf, requestOf, scenarioOf } from '../decide/testing.ts';
import type { ScoreTerm } from '../decide/types.ts';
import { Gates } from '../gates/gates.ts';
import { plainEvenness } from '../snapshot/evenness-reference.ts';
import { exampleAccount, exampleRows, snapshotFrom } from '../snapshot/index.ts';
import { plainShelf } from '../snapshot/shelf-reference.ts';
import { scoreOf } from './score.ts';
import { scoreAll } from './score-all.ts';

const rows = exampleRows(5, 60);
const snapshot = snapshotFrom(rows);
/** By category id. */
const evenness = (() => {
  const number = new Map(rows.categories.map(({ id }, c) => [id, c]));
  const parent = rows.categories.map(({ parent }) => (parent ? number.get(parent)! : -1));
  const leaf = new Map(rows.items.map(({ id, category }) => [id, number.get(category!)!]));
  const itemOf = new Map(rows.offers.map(({ id, item }) => [id, item]));
  const healthy = rows.lines.filter((line) => !line.refunded && !line.fake && line.day < rows.day);
  const people = rows.people.map(({ accounts }) =>
    healthy
      .filter(({ account }) => account === accounts[0])
      .map((line) => leaf.get(itemOf.get(line.offer)!)!),
  );
  const share = [...snapshot.categories.share];
  const found = plainEvenness(people, parent, share);
  return new Map(rows.categories.map(({ id }, c) => [id, Math.fround(found[c]!)]));
})();
const NOW = snapshot.manifest.day * 86_400_000;

const number = fc.double({ min: -3, max: 3, noNaN: true });
const part = (features: readonly NeedFeature[]): fc.Arbitrary<NeedPart> =>
  fc.record({
    intercept: number,
    positives: fc.constant(100),
    terms: fc.tuple(
      ...features.map((feature) =>
        fc
          .tuple(number, fc.double({ min: 0.1, max: 4, noNaN: true }), number, number, number)
          .map(([first, step, low, high, unknown]) => ({
            feature,
            knots: [first, first + step],
            effect: [low, high],
            unknown,
          })),
      ),
    ),
  });
const model: fc.Arbitrary<NeedModel> = fc
  .tuple(part(NEED_FEATURES.repeat), part(NEED_FEATURES.novel))
  .map(([repeat, novel]) => ({ status: 'fitted', version: NEED_VERSION, horizon_days: 28, repeat, novel }));
const who = fc.constantFrom(null, ...Array.from({ length: 40 }, (_, p) => p));
const policy = policyOf({
  scenarios: [
    scenarioOf({
      value: { margin_rate: 0.1, first_purchase_minor: 1000, need_share: 7, new_need_share: 9 },
      skip_gates: ['owned', 'repurchase_interval'],
    }),
  ],
});

/** Everything open before one person, scored. */
function ask(need: NeedModel, person: number | null, days: number) {
  const past = openPast({ ...snapshot, models: { ...snapshot.models, need } });
  const request = requestOf({ account_id: person === null ? '' : exampleAccount(person) });
  const plan = planOf(policy, past.snapshot, request, NOW + days * 86_400_000, []);
  const asked: Asked = {
    past,
    plan,
    request,
    item: -1,
    offer: -1,
    category: -1,
    shop: -1,
    cart: [],
    order: [],
  };
  const live = liveValues();
  readPerson(past.person, past.snapshot, past.next, request, live, plan.day);
  past.pool.clear();
  for (let o = 0; o < snapshot.offers.item.length; o++) past.pool.add(o, 0, -1, 1);
  new Gates(asked, live).ask();
  scoreAll(asked);
  return asked;
}

/** By item: the items that the same people bought, and the cosine of their buyers, shrunk; the nearest 30. */
const nearItems = (() => {
  const itemOf = new Map(rows.offers.map((o) => [o.id, o.item]));
  const known = new Set(rows.people.map((p) => p.accounts[0]!));
  const buyers = new Map<string, Set<string>>(rows.items.map(({ id }) => [id, new Set()]));
  for (const { account, offer, day, refunded, fake } of rows.lines)
    if (account !== null && known.has(account) && !refunded && !fake && day < rows.day)
      buyers.get(itemOf.get(offer)!)!.add(account);
  return new Map(
    rows.items.map(({ id }) => {
      const mine = buyers.get(id)!;
      const all = rows.items.flatMap(({ id: other }, n) => {
        const theirs = buyers.get(other)!;
        const both = [...mine].filter((one) => theirs.has(one)).length;
        const near = both / (Math.sqrt(mine.size * theirs.size) + 20);
        return other === id || both < 2 ? [] : [{ other, n, near }];
      });
      all.sort((a, b) => b.near - a.near || a.n - b.n);
      return [id, new Map(all.slice(0, 30).map(({ other, near }) => [other, near]))];
    }),
  );
})();
const sumNear = (bought: string[], item: string) =>
  [...new Set(bought)].reduce((sum, one) => sum + (nearItems.get(one)!.get(item) ?? 0), 0);

const shelf = (() => {
  const itemOf = new Map(rows.offers.map((o) => [o.id, o.item]));
  const known = new Set(rows.people.map((p) => p.accounts[0]!));
  return plainShelf({
    items: rows.items.map(({ id, category }) => {
      const { start, values } = snapshot.items.offers;
      const likeliest = values[start[snapshot.items.find(id)]!]!;
      return { id, leaf: category!, position: snapshot.offers.position[likeliest]! };
    }),
    bought: rows.lines
      .filter((line) => line.account !== null && known.has(line.account) && !line.refunded && !line.fake)
      .filter((line) => line.day < rows.day)
      .map((line) => ({ item: itemOf.get(line.offer)!, daysAgo: rows.day - line.day })),
  });
})();

/** Log-odds of need from the plain rows. */
function plain(need: NeedModel, person: number | null, offer: number, day: number): number {
  const healthy = rows.lines.filter((line) => !line.refunded && !line.fake && line.day < rows.day);
  const known = healthy.filter(
    ({ account }) => account !== null && rows.people.some((p) => p.accounts[0] === account),
  );
  const itemOf = (id: string) => rows.offers.find((o) => o.id === id)!.item;
  const leafOf = (item: string) => rows.items.find(({ id }) => id === item)!.category!;
  const topOf = (leaf: string) => rows.categories.find(({ id }) => id === leaf)!.parent!;
  const own = person === null ? [] : known.filter(({ account }) => account === exampleAccount(person));
  const item = rows.offers[offer]!.item;
  const weight = (line: (typeof rows.lines)[number]) => 2 ** ((line.day - rows.day) / 60);
  const sum = (some: typeof known) => some.reduce((s, line) => s + weight(line), 0);
  const mean = sum(known) / rows.items.length;
  const same = own.filter((line) => itemOf(line.offer) === item);
  const liking = (of: (leaf: string) => string, times: number) => {
    const mine = of(leafOf(item));
    const inside = (some: typeof known) =>
      some.filter((line) => of(leafOf(itemOf(line.offer))) === mine).length;
    const share = Math.fround(inside(known) / known.length);
    return likingValue(inside(own), own.length * share * times, evenness.get(mine)!);
  };
  const sinceOf = (id: string) => Math.min(...rows.offers.filter((o) => o.item === id).map((o) => o.since));
  const values: Record<NeedFeature, () => number> = {
    lines: () => Math.log1p(own.length),
    days: () => Math.log1p(new Set(own.map((line) => line.day)).size),
    season: () => {
      const decayed = (halfLife: number) => (some: typeof known) =>
        some.reduce((s, line) => s + 2 ** ((line.day - rows.day) / halfLife), 0);
      const [late, usual] = [decayed(14), decayed(60)];
      const inLeaf = known.filter((line) => leafOf(itemOf(line.offer)) === leafOf(item));
      return Math.log((late(inLeaf) + 5) / ((usual(inLeaf) * late(known)) / usual(known) + 5));
    },
    age: () => Math.log1p(Math.min(365, Math.max(0, rows.day - sinceOf(item)))),
    popularity: () =>
      Math.log((sum(known.filter((line) => itemOf(line.offer) === item)) + 0.1) / (mean + 0.1)),
    times: () => Math.log1p(new Set(same.map((line) => line.day)).size),
    since: () => Math.log1p(day - Math.max(...same.map((line) => line.day))),
    affinity: () => liking((leaf) => leaf, Math.exp(liking(topOf, 1))),
    department: () => liking(topOf, 1),
    at_position: () =>
      shelf(
        own.map((line) => itemOf(line.offer)),
        item,
      ),
    co_bought: () =>
      coBoughtValue(
        sumNear(
          own.map((line) => itemOf(line.offer)),
          item,
        ),
      ),
  };
  const { intercept, terms } = same.length > 0 ? need.repeat : need.novel;
  return terms.reduce((s, term) => s + effectAt(term, values[term.feature]()), intercept);
}

it('[N4] need of the whole pool is that of one by one, bit for bit, and what plain rows give', () => {
  fc.assert(
    fc.property(
      model,
      who,
      fc.nat(30),
      fc.array(fc.nat(215), { minLength: 4, maxLength: 4 }),
      (need, person, days, some) => {
        const { past, plan } = ask(need, person, days);
        for (let i = 0; i < past.pool.count; i++)
          if (past.pool.gate[i] === 0)
            expect(past.pool.need[i]).toBe(past.need!.logOdds(past, past.pool.offer[i]!, plan.day));
        for (const offer of some)
          if (past.pool.gate[offer] === 0)
            expect(past.pool.need[offer]).toBeCloseTo(plain(need, person, offer, plan.day), 4);
      },
    ),
    { numRuns: 40 },
  );
});

it('[N5] the terms of a score sum to it bit for bit, need among them with the log-odds it rests on', () => {
  fc.assert(
    fc.property(model, who, (need, person) => {
      const asked = ask(need, person, 1);
      const { past } = asked;
      for (let i = 0; i < past.pool.count; i += 7) {
        if (past.pool.gate[i] !== 0) continue;
        const terms: ScoreTerm[] = [];
        expect(scoreOf(asked, i, terms)).toBe(past.pool.score[i]);
        expect(terms.reduce((sum, term) => sum + term.amount_minor, 0)).toBe(past.pool.score[i]);
        const { parts, amount_minor } = terms.find(({ name }) => name === 'need')!;
        expect(parts.need_share).toBe(past.pool.repeat[i] === 1 ? 7 : 9);
        expect(amount_minor).toBe(parts.probability! * parts.need_share! * parts.usual_minor!);
        const logOdds = Object.entries(parts).filter(([key]) => key.startsWith('log_odds.'));
        const sum = logOdds.reduce((s, [, value]) => s + value, 0);
        expect(logistic(sum)).toBe(parts.probability);
      }
    }),
    { numRuns: 40 },
  );
});
