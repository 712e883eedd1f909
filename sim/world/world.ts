import type { FactInput } from '../../src/contracts/index.ts';
import { Draws, hashOf, hashText } from './hash.ts';
import { type DayPlan, type Impression, Market, type Order, type Response, type Session } from './market.ts';
import { CURRENCY, DAY_MS, type Frame, frameOf, iso, type WorldOptions } from './options.ts';
import { type Told, tellOrder } from './orders.ts';
import { accountOf, DOUBLE, MEMBER, OPTED_OUT, regionOf, tastesOf } from './people.ts';
import { type RingOrder, type Strangers, strangersOf } from './rings.ts';
import type { TrueFlow } from './scenario.ts';
import { tellSession } from './sessions.ts';
import { LEAVES } from './taxonomy.ts';

/** Days of the history whose impressions are told. */
export const IMPRESSION_DAYS = 14;

/** What is true of a world, whatever anyone measures. It never goes with the facts. */
export interface Truth {
  readonly first: string;
  readonly last: string;
  readonly scenario: string;
  readonly flows: readonly TrueFlow[];
  readonly rings: readonly RingOrder[];
  person(person: number): {
    account: string;
    position: number;
    ordersADay: number;
    budget: number;
    /** By leaf; sums to 1. */
    tastes: Readonly<Record<string, number>>;
    /** By item, the likeliest first: the chance that one thing they order on the next day is it. */
    chances(): { readonly item: string; readonly chance: number }[];
  };
}

/** A session, what the list it was shown did, and the order that came of it. */
export interface Visit {
  readonly session: Session;
  readonly responses: readonly Response[];
  readonly order: Order | null;
}

/**
 * A world with its history, day by day. The same options give the same facts, byte for byte, whatever else was asked.
 * `day` must be called for days 0, 1, 2 … in order: a day needs the state that the days before left.
 */
export class World {
  readonly frame: Frame;
  readonly market: Market;
  readonly #strangers: Strangers;
  readonly #due = new Map<number, Told[]>();
  readonly #joining = new Map<number, number[]>();
  #next = 0;

  constructor(options: WorldOptions) {
    this.frame = frameOf(options);
    this.market = new Market(this.frame);
    this.#strangers = strangersOf(this.frame, this.market.catalogue);
    for (const told of this.#strangers.told) this.#keep(told);
    const { joined, count } = this.market.people;
    for (let p = 0; p < count; p++) {
      if (joined[p]! < 0) continue;
      const list = this.#joining.get(joined[p]!);
      if (list) list.push(p);
      else this.#joining.set(joined[p]!, [p]);
    }
  }

  /** Next day to come. */
  get nextDay(): number {
    return this.#next;
  }

  startOf(day: number): number {
    return this.frame.from + day * DAY_MS;
  }

  /** Catalogue of the beginning. */
  catalogue(): readonly FactInput[] {
    return this.market.catalogue.facts;
  }

  /** Everybody who was there at the beginning. */
  *settlers(): Generator<FactInput> {
    const { joined, count } = this.market.people;
    for (let p = 0; p < count; p++) if (joined[p]! < 0) for (const { fact } of this.#person(p, 0)) yield fact;
  }

  /** Begins a day: what will happen on it whatever is shown, before sessions are asked. */
  begin(): DayPlan {
    return this.market.plan(this.#next);
  }

  /** What is told of the day at hand whatever is shown to anyone: what was due, what is new, what people buy anyhow. */
  tellPlan(plan: DayPlan): Told[] {
    const { frame, market } = this;
    const { day } = plan;
    const told: Told[] = this.#due.get(day) ?? [];
    this.#due.delete(day);
    const start = this.startOf(day);
    for (const fact of market.catalogue.later.get(day) ?? []) told.push({ at: start, fact });
    for (const p of this.#joining.get(day) ?? []) for (const one of this.#person(p, day)) told.push(one);
    this.#joining.delete(day);
    const presale = market.presaleFor();
    const tell = this.#teller(day, told);
    for (const order of plan.orders) tellOrder(frame, market.people, order, presale, tell);
    return told;
  }

  /** What is told of a visit on the day at hand; what follows on later days is kept for them. */
  tellVisit({ session, responses, order }: Visit, events: boolean, told: Told[] = []): Told[] {
    const tell = this.#teller(session.day, told);
    if (events) tellSession(this.market.people, session, responses, tell);
    if (order) tellOrder(this.frame, this.market.people, order, -1, tell);
    return told;
  }

  /** Ends the day at hand: who bought what counts from tomorrow. */
  close(plan: DayPlan, visits: readonly Visit[]): void {
    this.market.close(plan.orders);
    this.market.close(visits.flatMap(({ order }) => order ?? []));
    this.#next = plan.day + 1;
  }

  /**
   * Ends the day: everything that is told of it in order of time, given what sessions led to.
   * @param visits sessions with their responses; their events are told when `events`
   */
  end(plan: DayPlan, visits: readonly Visit[], events: boolean): Told[] {
    const told = this.tellPlan(plan);
    for (const visit of visits) this.tellVisit(visit, events, told);
    this.close(plan, visits);
    return inOrder(told, this.startOf(plan.day));
  }

  /** A whole day as the host shop alone would have it. */
  day(events = this.#next >= this.frame.days - IMPRESSION_DAYS): Told[] {
    const plan = this.begin();
    return this.end(plan, this.visits(plan, events), events);
  }

  /**
   * Lives through a day of the past without telling it: only what is still to come of it is kept (things come back for
   * up to eleven weeks). Half the cost of `day`. @returns what was bought
   */
  skip(): Order[] {
    const plan = this.begin();
    const visits = this.visits(plan, false);
    if (plan.day >= this.frame.days - AFTERMATH_DAYS) this.end(plan, visits, false);
    else {
      for (const p of this.#joining.get(plan.day) ?? []) this.#person(p, plan.day);
      this.#due.delete(plan.day);
      this.#joining.delete(plan.day);
      this.close(plan, visits);
    }
    return [...plan.orders, ...visits.flatMap(({ order }) => order ?? [])];
  }

  /** One session under the host shop's own shelf, or another list. */
  visit(session: Session, shown: readonly Impression[] = this.market.shelf(session)): Visit {
    const responses = this.market.respond(session, shown);
    return { session, responses, order: this.market.orderOf(session, responses) };
  }

  /** All sessions of a day under the shop's own shelf; where nothing is told of them, those only that may end in an order. */
  visits(plan: DayPlan, all: boolean): Visit[] {
    const sessions = all ? plan.sessions : plan.sessions.filter((one) => this.market.persuadable(one));
    return sessions.map((session) => this.visit(session));
  }

  truth(): Truth {
    const { frame, market } = this;
    const next = () => this.#next;
    return {
      first: frame.first,
      last: frame.last,
      scenario: frame.scenario.name,
      flows: frame.flows,
      rings: this.#strangers.rings,
      person(person) {
        const { people } = market;
        const tastes = new Float32Array(LEAVES.length);
        tastesOf(people, person, frame.scenario.needs, tastes);
        const sum = tastes.reduce((a, b) => a + b, 0);
        return {
          account: accountOf(person),
          position: people.position[person]!,
          ordersADay: people.activity[person]!,
          budget: people.budget[person]!,
          tastes: Object.fromEntries(LEAVES.map(({ id }, l) => [id, tastes[l]! / sum])),
          chances: () => {
            const items = new Map<string, number>();
            for (const [{ item }, chance] of market.chances(person, next()))
              items.set(item, (items.get(item) ?? 0) + chance);
            return [...items]
              .map(([item, chance]) => ({ item, chance }))
              .sort((a, b) => b.chance - a.chance || (a.item < b.item ? -1 : 1));
          },
        };
      },
    };
  }

  #teller(day: number, today: Told[]): (told: Told) => void {
    const end = this.startOf(day + 1);
    return (told) => {
      if (told.at < end) today.push(told);
      else this.#keep(told);
    };
  }

  #keep(told: Told): void {
    const day = Math.floor((told.at - this.frame.from) / DAY_MS);
    const list = this.#due.get(day);
    if (list) list.push(told);
    else this.#due.set(day, [told]);
  }

  /** A person's accounts, consents, and what they pay to be a member. */
  #person(p: number, day: number): Told[] {
    const { people } = this.market;
    const at = this.startOf(day);
    const created_at = iso(at);
    const flags = people.flags[p]!;
    const main = accountOf(p);
    const told: Told[] = [];
    const push = (fact: FactInput, when = at) => {
      if (when < at + DAY_MS) told.push({ at: when, fact });
      else this.#keep({ at: when, fact });
    };
    const member = (flags & MEMBER) !== 0;
    for (const account of flags & DOUBLE ? [main, `${main}-2`] : [main]) {
      push({ fact: 'account', source_id: account, created_at, region: regionOf(people, p), member });
      if (flags & DOUBLE)
        push({ fact: 'account_person', source_id: account, account, person: main, valid_from: created_at });
    }
    if (flags & OPTED_OUT) {
      push({
        fact: 'consent',
        source_id: `${main}-p`,
        account: main,
        purpose: 'personalisation',
        granted: false,
        at: created_at,
      });
    }
    const draws = new Draws().at(hashOf(FEES, people.luck[p]!));
    const fee = (id: string, type: 'membership' | 'top_up', when: number, minor: number) => {
      const text = iso(when);
      const money = { gross_minor: minor, paid_minor: minor, currency: CURRENCY, quantity: 1 };
      const times = { ordered_at: text, confirmed_at: text, paid_at: text };
      push(
        {
          fact: 'order_line',
          source_id: id,
          order: id,
          account: main,
          type,
          ...money,
          ...times,
          region: regionOf(people, p),
        },
        when,
      );
    };
    if (member) {
      const first = day + 20 * draws.next();
      for (let year = 0; first + 365 * year < this.frame.days; year++) {
        fee(
          `${main}-member-${year}`,
          'membership',
          at + Math.floor((first - day + 365 * year) * DAY_MS),
          8800,
        );
      }
    }
    if (draws.next() < 0.02)
      fee(`${main}-top-up`, 'top_up', at + Math.floor(draws.next() * 200 * DAY_MS), 10_000);
    return told;
  }
}

/** By time, what was told first before what was told later: sorting numbers takes a third of sorting by a comparison. */
function inOrder(told: readonly Told[], start: number): Told[] {
  const PLACES = 2 ** 24;
  const keys = new Float64Array(told.length);
  for (let i = 0; i < told.length; i++) keys[i] = Math.max(0, told[i]!.at - start) * PLACES + i;
  keys.sort();
  const sorted = new Array<Told>(told.length);
  for (let i = 0; i < sorted.length; i++) sorted[i] = told[keys[i]! % PLACES]!;
  return sorted;
}

/** Longer than any refund or fee of an order takes, presales included. */
const AFTERMATH_DAYS = 110;
const FEES = hashText('fees');
