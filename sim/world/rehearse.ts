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
  /** Who never sees the policy. */
  readonly holdout: (person: number) => boolean;
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
  /** The same treated people, had the shop's own shelf gone on: the truth that no experiment sees. */
  readonly otherwise: Outcome;
  /** First purchases that the policy caused: treated minus otherwise. */
  readonly caused: number;
  /** What the holdout says: difference of means a person, with its 95 % interval. */
  readonly estimate: { readonly difference: number; readonly low: number; readonly high: number };
}

const LOOKBACK = 365;
const NEVER = -10_000;

/**
 * Lives through a world twice on the same random numbers, once with the policy for all but the holdout and once without,
 * with no server between. @throws config_invalid
 */
export function rehearse(options: WorldOptions, rehearsal: Rehearsal): RehearsalResult {
  const real = run(options, rehearsal, true);
  const without = run(options, rehearsal, false);
  const { treated, holdout } = real;
  const [a, b] = [meanOf(treated), meanOf(holdout)];
  const difference = a.mean - b.mean;
  const margin = 1.96 * Math.sqrt(a.variance / treated.people + b.variance / holdout.people);
  return {
    treated,
    holdout,
    otherwise: without.treated,
    caused: treated.first_purchases - without.treated.first_purchases,
    estimate: { difference, low: difference - margin, high: difference + margin },
  };
}

function run(options: WorldOptions, rehearsal: Rehearsal, shown: boolean) {
  const { from, days, holdout } = rehearsal;
  const policy = rehearsal.policy();
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
  while (world.nextDay < from) for (const order of world.skip()) take(order, false);
  for (let p = 0; p < people; p++) {
    outside[p] = Number(policy.crowd?.(p, from) === false);
    groupOf(p).people++;
  }
  while (world.nextDay < from + days) {
    const plan = world.begin();
    const visits: Visit[] = plan.sessions.map((session) => {
      const shelf = world.market.shelf(session);
      const list = shown && !holdout(session.person) ? policy.show(session, shelf, world) : shelf;
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
  return groups;
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
