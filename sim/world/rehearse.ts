import type { FactInput } from '../../src/contracts/index.ts';
import type { Impression, Order, Session } from './market.ts';
import type { WorldOptions } from './options.ts';
import { LEAVES } from './taxonomy.ts';
import { type Visit, World } from './world.ts';

/** Decides what people are shown. It sees what a shop sees, and the world it is shown in: an honest one does not look. */
export interface ShowPolicy {
  /** @param shelf what the host shop would show by itself */
  show(session: Session, shelf: readonly Impression[], world: World): readonly Impression[];
  /** Told of every order, as a shop is: of the history first. */
  ordered?(order: Order): void;
  /** Told every fact of the history, in order, as who imports it; the history then costs twice as much. */
  told?(fact: FactInput): void;
  /** Awaited before the first day under the policy, when the history is known. */
  begins?(): Promise<void>;
  /** Whose outcomes are counted, asked on the first day; absent: everybody's. */
  crowd?(person: number, day: number): boolean;
  /** Leaves whose first purchases count; absent: all. */
  readonly leaves?: ReadonlySet<number>;
}

export interface Rehearsal {
  /** First day under the policy; what came before was the shop's own shelf for all. */
  readonly from: number;
  readonly days: number;
  /** A new one for each of the two lives. */
  readonly policy: () => ShowPolicy;
  /**
   * What everybody is shown in the other life; absent: the shop's own shelf. Where it is given, `policy` shows to everybody and keeps the
   * holdout out by itself, and this must name the same crowd and leaves.
   */
  readonly otherwise?: () => ShowPolicy;
  /** Who never sees the policy. */
  readonly holdout: (person: number) => boolean;
}

/** A figure with its 95 % interval. */
interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Of a group of people, over the days of a rehearsal. */
export interface Outcome {
  people: number;
  sessions: number;
  impressions: number;
  orders: number;
  /** Purchases in a leaf where the person had not bought for 365 days; at most one a person and leaf. */
  first_purchases: number;
  /** Sum over people of the square of their first purchases. */
  first_purchases_squared: number;
}

export interface RehearsalResult {
  readonly treated: Outcome;
  readonly holdout: Outcome;
  /** The same treated people in the other life: the truth that no experiment sees. */
  readonly otherwise: Outcome;
  /** First purchases that the policy caused: treated minus otherwise, and how far other people's would be from it. */
  readonly caused: number;
  readonly caused_interval: Interval;
  /** What the holdout says: difference of means a person, with its 95 % interval. */
  readonly estimate: Interval & { readonly difference: number };
}

const LOOKBACK = 365;
/** Days of the history whose impressions are told. */
const SEEN_DAYS = 28;
const NEVER = -10_000;

/**
 * Lives through a world twice on the same random numbers, once with the policy for all but the holdout and once without,
 * with no server between. @throws config_invalid
 */
export async function rehearse(options: WorldOptions, rehearsal: Rehearsal): Promise<RehearsalResult> {
  const real = await run(options, rehearsal, true);
  const without = await run(options, rehearsal, false);
  const { treated, holdout } = real.groups;
  const [a, b] = [meanOf(treated), meanOf(holdout)];
  const difference = a.mean - b.mean;
  const margin = 1.96 * Math.sqrt(a.variance / treated.people + b.variance / holdout.people);
  return {
    treated,
    holdout,
    otherwise: without.groups.treated,
    ...causedBy(real, without),
    estimate: { difference, low: difference - margin, high: difference + margin },
  };
}

type Life = Awaited<ReturnType<typeof run>>;

/** The same people in both lives, one by one: nothing but the policy tells their first purchases apart. */
function causedBy(real: Life, without: Life): Pick<RehearsalResult, 'caused' | 'caused_interval'> {
  let [people, sum, squares] = [0, 0, 0];
  real.firsts.forEach((firsts, person) => {
    if (real.groupOf(person) !== real.groups.treated) return;
    const more = firsts - without.firsts[person]!;
    people++;
    sum += more;
    squares += more ** 2;
  });
  const margin = 1.96 * Math.sqrt(Math.max(0, squares - sum ** 2 / Math.max(1, people)));
  return { caused: sum, caused_interval: { low: sum - margin, high: sum + margin } };
}

/** Lives a day of the past under the shop's own shelf. @returns what was bought */
function past(world: World, policy: ShowPolicy, from: number): Order[] {
  if (!policy.told) return world.skip();
  const plan = world.begin();
  const events = plan.day >= from - SEEN_DAYS;
  const visits = world.visits(plan, events);
  for (const { fact } of world.end(plan, visits, events)) policy.told(fact);
  return [...plan.orders, ...visits.flatMap(({ order }) => order ?? [])];
}

async function run(options: WorldOptions, rehearsal: Rehearsal, shown: boolean) {
  const { from, days, holdout, otherwise } = rehearsal;
  const policy = (!shown && otherwise ? otherwise : rehearsal.policy)();
  const shows = (person: number) => (otherwise ? true : shown && !holdout(person));
  const world = new World(options);
  const { people } = world.frame;
  const last = new Int16Array(people * LEAVES.length).fill(NEVER);
  const firsts = new Uint16Array(people);
  const groups = { treated: nobody(), holdout: nobody(), others: nobody() };
  const outside = new Uint8Array(people);
  const groupOf = (person: number) =>
    outside[person] === 1 ? groups.others : holdout(person) ? groups.holdout : groups.treated;
  const take = (order: Order, counted: boolean) => {
    for (const { offer } of order.wants) {
      const at = order.person * LEAVES.length + offer.leaf.index;
      if (counted && order.day - last[at]! > LOOKBACK && (policy.leaves?.has(offer.leaf.index) ?? true))
        firsts[order.person]!++;
      last[at] = order.day;
    }
    if (counted) groupOf(order.person).orders++;
    policy.ordered?.(order);
  };
  if (policy.told) {
    for (const fact of world.catalogue()) policy.told(fact);
    for (const fact of world.settlers()) policy.told(fact);
  }
  while (world.nextDay < from) for (const order of past(world, policy, from)) take(order, false);
  await policy.begins?.();
  for (let p = 0; p < people; p++) {
    outside[p] = Number(policy.crowd?.(p, from) === false);
    groupOf(p).people++;
  }
  while (world.nextDay < from + days) {
    const plan = world.begin();
    const visits: Visit[] = plan.sessions.map((session) => {
      const shelf = world.market.shelf(session);
      const list = shows(session.person) ? policy.show(session, shelf, world) : shelf;
      const group = groupOf(session.person);
      group.sessions++;
      group.impressions += list.length;
      return world.visit(session, list);
    });
    world.close(plan, visits);
    for (const order of plan.orders) take(order, true);
    for (const { order } of visits) if (order) take(order, true);
  }
  for (let p = 0; p < people; p++) {
    const group = groupOf(p);
    group.first_purchases += firsts[p]!;
    group.first_purchases_squared += firsts[p]! ** 2;
  }
  return { groups, groupOf, firsts };
}

const nobody = (): Outcome => ({
  people: 0,
  sessions: 0,
  impressions: 0,
  orders: 0,
  first_purchases: 0,
  first_purchases_squared: 0,
});

function meanOf({ people, first_purchases, first_purchases_squared }: Outcome) {
  const mean = first_purchases / people;
  return { mean, variance: first_purchases_squared / people - mean ** 2 };
}
