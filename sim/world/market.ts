import { calendarOf, type Day, HOURS_CUMULATIVE } from './calendar.ts';
import { type Catalogue, catalogueOf, type Offer, priceOf } from './catalogue.ts';
import { Draws, hashOf, keyOf, mix, unit } from './hash.ts';
import { DAY_MS, type Frame } from './options.ts';
import { type People, peopleOf, spell, tastesOf } from './people.ts';
import { BUCKETS, Stalls } from './stalls.ts';
import { LEAVES, leafNumber } from './taxonomy.ts';

export interface Want {
  readonly offer: Offer;
  readonly quantity: number;
}

/** What somebody buys at once. `requestId` names the session, or the decision, whose impressions led there. */
export interface Order {
  readonly id: string;
  readonly person: number;
  readonly at: number;
  readonly day: number;
  readonly wants: readonly Want[];
  readonly requestId: string;
}

/** Somebody comes to look around. What they buy that day anyhow is settled already: `wanted`, by leaf. */
export interface Session {
  readonly id: string;
  readonly person: number;
  readonly at: number;
  readonly day: number;
  readonly wanted: readonly number[];
  readonly hash: number;
}

export interface Impression {
  readonly offer: Offer;
  /** Place on the page, 0 at the top. */
  readonly slot: number;
  /** Who decided on it, where it was not the shop itself. */
  readonly decision?: string | undefined;
}

/** What an impression did. Everything below it needs the step before. */
export interface Response extends Impression {
  readonly looked: boolean;
  readonly clicked: boolean;
  readonly carted: boolean;
  /** Bought because of the impression: without it, not. */
  readonly bought: boolean;
  /** They clicked, and buy of this leaf today with or without the impression. */
  readonly anyway: boolean;
}

export interface DayPlan {
  readonly day: number;
  readonly orders: readonly Order[];
  readonly sessions: readonly Session[];
}

const NOTHING: readonly number[] = [];
const ENTRY_DAYS = 365;
const NEVER = -30_000;
/** People whose tastes are kept in memory: 336 bytes each. */
const REMEMBERED = 200_000;
/** Chance that a place on a page is looked at: position bias. */
export const eyeOf = (slot: number): number => 1 / (1 + 0.35 * slot);

/**
 * The marketplace itself. What people do on a day depends on the world's state at the day's start alone, and on hashes
 * of (person, day, purpose): sessions may be asked in any order, and again. `close` moves the state on by a day.
 */
export class Market {
  readonly frame: Frame;
  readonly people: People;
  readonly catalogue: Catalogue;
  readonly #dayOf: (day: number) => Day;
  readonly #stalls: Stalls;
  readonly #flows: readonly {
    from: number;
    to: number;
    ratio: number;
    days: number;
    since: number;
    until: number;
  }[];
  /** By person, then flow (one cache line each): the day `from` was last bought, and the last day its effect holds. */
  readonly #bought: Int16Array;
  readonly #until: Int16Array;
  /** By person: the latest of #until, so that those whom no flow carries are told at a glance. */
  readonly #carried: Int16Array;
  /** By leaf: the flows that start there. */
  readonly #starts: readonly (readonly number[])[];
  readonly #keys: Record<'day' | 'order' | 'session' | 'shelf' | 'respond', number>;
  readonly #orderDraws = new Draws();
  readonly #shelfDraws = new Draws();
  /** Tastes of everybody, filled as they are met; of one person in worlds too large to remember them. */
  readonly #tastes: Float32Array;
  readonly #remembers: boolean;
  readonly #known: Uint8Array;
  readonly #cumulative = new Float64Array(LEAVES.length);
  readonly #spells: Float32Array;
  readonly #popular: Float64Array;
  #month = -1;
  #today: Day;
  #day = -1;
  #weighed = -1;
  #weighedOn = -1;
  #weighedCarried = false;

  constructor(frame: Frame) {
    this.frame = frame;
    this.people = peopleOf(frame);
    this.catalogue = catalogueOf(frame);
    this.#dayOf = calendarOf(frame);
    this.#today = this.#dayOf(0);
    this.#stalls = new Stalls(this.catalogue.offers);
    this.#flows = frame.flows.map(({ from, to, ...flow }) => ({
      ...flow,
      from: leafNumber(from),
      to: leafNumber(to),
    }));
    this.#bought = new Int16Array(frame.people * this.#flows.length).fill(NEVER);
    this.#until = new Int16Array(frame.people * this.#flows.length).fill(NEVER);
    this.#carried = new Int16Array(frame.people).fill(NEVER);
    this.#starts = LEAVES.map(({ index }) =>
      this.#flows.flatMap(({ from }, f) => (from === index ? [f] : [])),
    );
    const key = (purpose: string) => keyOf(frame.seed, purpose);
    this.#keys = {
      day: key('day'),
      order: key('order'),
      session: key('session'),
      shelf: key('shelf'),
      respond: key('respond'),
    };
    this.#spells = new Float32Array(frame.people);
    this.#remembers = frame.people <= REMEMBERED;
    this.#tastes = new Float32Array((this.#remembers ? frame.people : 1) * LEAVES.length);
    this.#known = new Uint8Array(frame.people);
    let sum = 0;
    this.#popular = Float64Array.from(LEAVES, (leaf) => (sum += leaf.weight));
  }

  /** What happens on a day, whatever is shown to anyone; days in order, from 0. Cost: about 5 ns a person, and 2 µs an order. */
  plan(day: number): DayPlan {
    this.#enter(day);
    const { people } = this;
    const orders: Order[] = [];
    const sessions: Session[] = [];
    const salt = hashOf(this.#keys.day, day);
    const factor = this.#today.factor * 4294967296;
    // Festivals bring buyers more than lookers-on.
    const browsing = Math.sqrt(this.#today.factor) * 4294967296;
    for (let p = 0; p < people.count; p++) {
      const luck = mix(people.luck[p]! ^ salt);
      const other = Math.imul(luck, 0x9e3779b1) >>> 0;
      const pace = this.#spells[p]!;
      const orderly = luck < people.activity[p]! * pace * factor;
      const looking = other < people.browsing[p]! * pace * browsing;
      if (!(orderly || looking) || people.joined[p]! > day) continue;
      let order: Order | null = null;
      if (orderly) {
        order = this.#organic(p, day);
        orders.push(order);
      }
      if (looking) {
        const hash = hashOf(this.#keys.session, p, day);
        sessions.push({
          id: `s${p + 1}.${day}`,
          person: p,
          day,
          at: this.#momentOf(day, this.#shelfDraws.at(hash)),
          wanted: order ? order.wants.map(({ offer }) => offer.leaf.index) : NOTHING,
          hash,
        });
      }
    }
    return { day, orders, sessions };
  }

  /** What the host shop shows by itself: half of what this person likes, half of what is popular. */
  shelf(session: Session): Impression[] {
    const draws = this.#shelfDraws.at(hashOf(this.#keys.shelf, session.person, session.day));
    this.#weigh(session.person, session.day, false);
    const count = 3 + draws.below(5);
    const shown: Impression[] = [];
    for (let slot = 0; slot < count; slot++) {
      const leaf = draws.pick(draws.next() < 0.5 ? this.#cumulative : this.#popular);
      const offer = this.#stalls.popular(draws, leaf);
      if (!shown.some((one) => one.offer === offer)) shown.push({ offer, slot: shown.length });
    }
    return shown;
  }

  /**
   * What a list of impressions does to one person in one session: potential outcomes under this list, by the true model.
   * The luck of an offer is of (person, day, offer), not of its place: moving it up can only help it. Showing the same
   * leaf again tires.
   */
  respond(session: Session, impressions: readonly Impression[]): Response[] {
    const { people } = this;
    const p = session.person;
    const persuadable = this.persuadable(session);
    const weights = this.#weigh(p, session.day, true);
    const total = weights[weights.length - 1]!;
    const popular = this.#popular;
    return impressions.map(({ offer, slot, decision }, i) => {
      const leaf = offer.leaf.index;
      let again = 0;
      for (let k = 0; k < i; k++) if (impressions[k]!.offer.leaf === offer.leaf) again++;
      const share = (weights[leaf]! - (leaf > 0 ? weights[leaf - 1]! : 0)) / total;
      const usual = offer.leaf.weight / popular[popular.length - 1]!;
      const liking = Math.min(3, Math.sqrt(share / usual));
      const distance = (offer.position - people.position[p]!) / 0.35;
      const fit = Math.exp(-0.5 * distance * distance) * (0.6 + 0.5 * offer.merchant.quality);
      const affordable = priceOf(offer, session.day) <= people.budget[p]! * 4 ? 1 : 0.2;
      const luck = hashOf(this.#keys.respond ^ people.luck[p]!, session.day, offer.index);
      const looked = unit(luck) < eyeOf(slot);
      const clicked = looked && unit(mix(luck + 1)) < 0.16 * liking * fit * 0.75 ** again;
      const anyway = clicked && session.wanted.includes(leaf);
      const carted = clicked && unit(mix(luck + 2)) < 0.3 * affordable;
      const bought = carted && !anyway && persuadable;
      return { offer, slot, decision, looked, clicked, carted, anyway, bought };
    });
  }

  /** Whether this session could end in a purchase that was not settled before: the others only look around. */
  persuadable({ hash }: Session): boolean {
    return unit(mix(hash + 7)) < 0.4 * this.frame.scenario.persuasion;
  }

  /** The order that a session's impressions caused, or null. */
  orderOf(session: Session, responses: readonly Response[]): Order | null {
    const bought = responses.filter((one) => one.bought);
    if (bought.length === 0) return null;
    const { id, person, day } = session;
    const wants = bought.map(({ offer }) => ({ offer, quantity: 1 }));
    const requestId = bought[0]!.decision ?? id;
    return { id: `q${person + 1}.${day}`, person, day, at: session.at + 180_000, wants, requestId };
  }

  /** Ends a day: who bought what counts from tomorrow. */
  close(orders: Iterable<Order>): void {
    for (const { person, day, wants } of orders) {
      for (const { offer } of wants) {
        for (const f of this.#starts[offer.leaf.index]!) {
          const flow = this.#flows[f]!;
          const at = person * this.#flows.length + f;
          if (day - this.#bought[at]! > ENTRY_DAYS && day >= flow.since && day < flow.until) {
            this.#until[at] = day + flow.days;
            this.#carried[person] = Math.max(this.#carried[person]!, day + flow.days);
          }
          this.#bought[at] = day;
        }
      }
    }
  }

  presaleFor(): number {
    return this.#today.presaleFor;
  }

  #enter(day: number): void {
    if (day === this.#day) return;
    this.#day = day;
    this.#today = this.#dayOf(day);
    this.#stalls.open(day);
    const month = Math.floor(day / 32);
    if (month !== this.#month) {
      this.#month = month;
      for (let p = 0; p < this.people.count; p++) this.#spells[p] = spell(this.people, p, month);
    }
  }

  #organic(person: number, day: number): Order {
    const draws = this.#orderDraws.at(hashOf(this.#keys.order, person, day));
    const { people } = this;
    this.#weigh(person, day, true);
    const at = this.#momentOf(day, draws);
    const wants: Want[] = [];
    const position = people.position[person]!;
    do {
      const leaf = draws.pick(this.#cumulative);
      let offer = this.#stalls.near(draws, leaf, Math.floor(position * BUCKETS));
      // Beyond the budget: the cheap end of the shelf.
      if (priceOf(offer, day) > people.budget[person]!) offer = this.#stalls.near(draws, leaf, 0);
      if (!wants.some((want) => want.offer === offer))
        wants.push({ offer, quantity: draws.next() < 0.12 ? 2 + draws.below(2) : 1 });
    } while (wants.length < 12 && draws.next() < 0.38);
    return { id: `o${person + 1}.${day}`, person, at, day, wants, requestId: '' };
  }

  /**
   * Chance by offer that one thing a person orders of their own accord is it, as the world stands on the day at hand. Nobody is told:
   * it says what could be known at best. As `#organic` draws: a leaf by need, an offer near their position, the cheap end beyond the budget.
   */
  chances(person: number, day: number): Map<Offer, number> {
    this.#enter(day);
    const weights = this.#weigh(person, day, true);
    const total = weights[weights.length - 1]!;
    const bucket = Math.floor(this.people.position[person]! * BUCKETS);
    const chances = new Map<Offer, number>();
    const add = (offer: Offer, chance: number) => chances.set(offer, (chances.get(offer) ?? 0) + chance);
    for (let leaf = 0; leaf < weights.length; leaf++) {
      const share = (weights[leaf]! - (leaf > 0 ? weights[leaf - 1]! : 0)) / total;
      let beyond = 0;
      for (const [offer, chance] of this.#stalls.nearChances(leaf, bucket)) {
        if (priceOf(offer, day) > this.people.budget[person]!) beyond += chance;
        else add(offer, share * chance);
      }
      if (beyond > 0)
        for (const [offer, chance] of this.#stalls.nearChances(leaf, 0)) add(offer, share * beyond * chance);
    }
    return chances;
  }

  #momentOf(day: number, draws: Draws): number {
    const second = draws.pick(HOURS_CUMULATIVE) * 3600 + draws.below(3600);
    return this.frame.from + day * DAY_MS + second * 1000;
  }

  /**
   * Cumulative weights of leaves for one person on the day; with `caused`, true flows are in them. What was asked last is
   * still there: a session asks for its shelf, then for its response.
   */
  #weigh(person: number, day: number, caused: boolean): Float64Array {
    const carried = caused && this.#carried[person]! >= day;
    if (this.#weighed === person && this.#weighedOn === day && this.#weighedCarried === carried)
      return this.#cumulative;
    this.#weighed = person;
    this.#weighedOn = day;
    this.#weighedCarried = carried;
    const at = this.#recall(person);
    const tastes = this.#tastes;
    const today = this.#today.leaves;
    const cumulative = this.#cumulative;
    let sum = 0;
    for (let l = 0; l < cumulative.length; l++) {
      sum += tastes[at + l]! * today[l]!;
      cumulative[l] = sum;
    }
    if (carried) this.#carry(person, day);
    return cumulative;
  }

  /** Puts the flows that hold this person now into #cumulative. */
  #carry(person: number, day: number): void {
    const cumulative = this.#cumulative;
    for (let f = 0; f < this.#flows.length; f++) {
      if (this.#until[person * this.#flows.length + f]! < day) continue;
      const { to, ratio } = this.#flows[f]!;
      const more = (cumulative[to]! - (to > 0 ? cumulative[to - 1]! : 0)) * (ratio - 1);
      for (let l = to; l < cumulative.length; l++) cumulative[l]! += more;
    }
  }

  /** Makes sure that a person's tastes are in #tastes. @returns where they begin */
  #recall(person: number): number {
    if (this.#remembers) {
      const at = person * LEAVES.length;
      if (this.#known[person] === 0)
        tastesOf(this.people, person, this.frame.scenario.needs, this.#tastes, at);
      this.#known[person] = 1;
      return at;
    }
    tastesOf(this.people, person, this.frame.scenario.needs, this.#tastes, 0);
    return 0;
  }
}
