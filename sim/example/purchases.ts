import { addDays, type LocalDate, type Rng, rngOf, startOfDay } from '../../src/base/index.ts';
import type { FactInput } from '../../src/contracts/index.ts';
import type { Catalogue, Item, Leaf, Offer } from './catalogue.ts';
import { type Person, presence } from './persons.ts';
import { CURRENCY, DAY_MS, type Frame, iso, pick, ZONE } from './world.ts';

export type LineFact = Extract<FactInput, { fact: 'order_line' }>;

/** Something that the source tells at an instant. */
export interface Told {
  readonly at: number;
  readonly fact: FactInput;
}

/** One line as bought, before anything goes wrong with it. */
export interface Bought {
  readonly at: number;
  readonly line: LineFact;
  readonly person: Person | null;
  readonly item: Item | null;
  /** Presale: the balance is due then; the line is paid when it is. */
  readonly balanceAt?: number;
}

/** Entering `from` multiplies, for `days`, the weight of `to` in what a person chooses next. */
export interface PlantedFlow {
  readonly from: string;
  readonly to: string;
  readonly ratio: number;
  readonly days: number;
}

export const FLOWS: readonly PlantedFlow[] = [
  { from: 'diapers', to: 'disinfectant', ratio: 4, days: 90 },
  { from: 'infant-formula', to: 'laundry-care', ratio: 3, days: 90 },
  { from: 'running-shoes', to: 'smart-watches', ratio: 5, days: 90 },
  { from: 'cat-food', to: 'vacuum-cleaners', ratio: 5, days: 90 },
  { from: 'camping', to: 'coffee', ratio: 3, days: 90 },
  { from: 'air-fryers', to: 'kitchenware', ratio: 3, days: 90 },
  { from: 'childrens-books', to: 'building-blocks', ratio: 3, days: 90 },
  { from: 'sunscreen', to: 'swimming', ratio: 3, days: 90 },
];
const ENTRY_DAYS = 365;

/** The days of great sales: date in the year, and how much more is ordered. */
const PEAKS: Readonly<Record<string, number>> = {
  '06-16': 2,
  '06-17': 2.5,
  '06-18': 6,
  '11-01': 2.5,
  '11-10': 2.5,
  '11-11': 9,
  '12-12': 3,
};
const HOURS = [2, 1, 0.6, 0.4, 0.3, 0.5, 1, 2, 3, 4, 5, 5, 5, 4, 4, 4, 4, 4, 5, 7, 9, 10, 8, 5];

const HOURS_CUMULATIVE = HOURS.map((_, h) => HOURS.slice(0, h + 1).reduce((a, b) => a + b, 0));

/** What ordinary people buy, person by person. The stream of a person depends on the seed and the person alone. */
export function* purchases(
  frame: Frame,
  catalogue: Catalogue,
  persons: readonly Person[],
): Generator<Bought, void, undefined> {
  const calendar = calendarOf(frame);
  const starts = saleStarts(frame);
  const root = rngOf(frame.seed).derive('purchases');
  const season = Array.from({ length: 12 }, (_, month) =>
    Float64Array.from(catalogue.leaves, (leaf) => leaf.top.season[month]!),
  );
  const cumulative = new Float64Array(catalogue.leaves.length);
  const flows = FLOWS.map((flow) => ({
    ...flow,
    a: leafIndex(catalogue, flow.from),
    b: leafIndex(catalogue, flow.to),
  }));
  for (const person of persons) {
    const rng = root.derive(person.index);
    const lastBought = new Float64Array(catalogue.leaves.length).fill(Number.NEGATIVE_INFINITY);
    const boostUntil = new Float64Array(flows.length);
    for (const at of orderTimes(rng, frame, calendar, person)) {
      const id = `o${person.index + 1}-${Math.floor(at / 1000).toString(36)}`;
      const basket: { leaf: Leaf; item: Item; offer: Offer }[] = [];
      const count =
        1 + (rng.next() < 0.36 ? 1 : 0) + (rng.next() < 0.16 ? 1 : 0) + (rng.next() < 0.08 ? 1 : 0);
      const month = new Date(at + 8 * 3_600_000).getUTCMonth();
      for (let k = 0; k < count; k++) {
        let sum = 0;
        for (let i = 0; i < cumulative.length; i++) {
          let weight = person.tastes[i]! * season[month]![i]!;
          for (let f = 0; f < flows.length; f++) {
            if (flows[f]!.b === i && boostUntil[f]! > at) weight *= flows[f]!.ratio;
          }
          sum += weight;
          cumulative[i] = sum;
        }
        const leaf = catalogue.leaves[pick(cumulative, rng.next())]!;
        const item = itemFor(rng, leaf, person.position);
        // Those who like it cheap go to the outlet.
        const cheap = item.offers.length > 1 && rng.next() > 0.25 + person.position;
        basket.push({ leaf, item, offer: item.offers[cheap ? 1 : 0]! });
      }
      // Flows start with the order, so a pair within one order is affinity, not flow.
      for (const { leaf } of basket) {
        for (const [f, flow] of flows.entries()) {
          const entered = flow.a === leaf.index && at - lastBought[leaf.index]! > ENTRY_DAYS * DAY_MS;
          if (entered) boostUntil[f] = at + flow.days * DAY_MS;
        }
        lastBought[leaf.index] = at;
      }
      yield* orderOf(rng, starts, person, id, at, basket);
    }
  }
}

/** Item of a leaf near a price position, popular ones first. */
export function itemFor(rng: Rng, leaf: Leaf, position: number): Item {
  const cumulative = new Float64Array(leaf.items.length);
  let sum = 0;
  for (const [i, item] of leaf.items.entries()) {
    const distance = (item.position - position) / 0.2;
    sum += item.popularity * Math.exp(-0.5 * distance * distance) + 1e-6;
    cumulative[i] = sum;
  }
  return leaf.items[pick(cumulative, rng.next())]!;
}

function* orderOf(
  rng: Rng,
  starts: readonly number[],
  person: Person,
  order: string,
  at: number,
  basket: readonly { item: Item; offer: Offer }[],
): Generator<Bought> {
  const guest = rng.next() < 0.04;
  const account = guest ? null : person.accounts[rng.below(person.accounts.length)]!;
  const channel = rng.next() < 0.02 ? 'offline' : 'online';
  const balanceAt = basket.length === 1 && rng.next() < 0.5 ? presaleBalance(at, starts) : undefined;
  const paidAt = at + 20_000 + Math.floor(rng.next() * 600_000);
  for (const [k, { item, offer }] of basket.entries()) {
    const quantity = rng.next() < 0.15 ? 2 + rng.below(2) : 1;
    const full = offer.price * quantity;
    const coupon = rng.next() < 0.25 ? Math.round(full * (0.05 + 0.1 * rng.next())) : 0;
    const deposit = balanceAt === undefined ? 0 : Math.round(full * 0.1);
    const line: LineFact = {
      fact: 'order_line',
      source_id: `${order}-${k + 1}`,
      order,
      merchant_order: `${order}-${offer.shop}`,
      account,
      shop: offer.shop,
      item: item.id,
      variant: item.id,
      offer: offer.id,
      quantity,
      gross_minor: Math.round((offer.price * 1.2) / 10) * 10 * quantity - deposit,
      paid_minor: full - coupon - deposit,
      platform_subsidy_minor: Math.round(coupon * 0.4),
      currency: CURRENCY,
      ordered_at: iso(at),
      confirmed_at: iso(at),
      ...(balanceAt === undefined ? { paid_at: iso(paidAt) } : {}),
      channel,
      region: person.region,
    };
    yield { at, line, person, item, ...(balanceAt === undefined ? {} : { balanceAt }) };
    if (deposit > 0) {
      const paid = {
        gross_minor: deposit,
        paid_minor: deposit,
        platform_subsidy_minor: 0,
        paid_at: iso(paidAt),
      };
      const first: LineFact = { ...line, source_id: `${order}-d`, type: 'deposit', ...paid };
      yield { at, line: first, person: null, item: null };
    }
    if (k === 0 && rng.next() < 0.025) {
      const free = { gross_minor: 0, paid_minor: 0, platform_subsidy_minor: 0, quantity: 1, offer: null };
      const type = rng.next() < 0.8 ? ('gift' as const) : ('trial' as const);
      yield { at, line: { ...line, source_id: `${order}-g`, type, ...free }, person: null, item: null };
    }
  }
}

/** Starts of the great sales that have presales. */
function saleStarts(frame: Frame): number[] {
  const years = [...new Set([frame.first, frame.last].map((date) => Number(date.slice(0, 4))))];
  const all = Array.from({ length: years.at(-1)! - years[0]! + 1 }, (_, k) => years[0]! + k);
  return all
    .flatMap((year) => [`${year}-06-18`, `${year}-11-11`] as LocalDate[])
    .map((day) => startOfDay(day, ZONE))
    .filter((start) => start > frame.from && start < frame.to - DAY_MS);
}

/** A presale of the three weeks before a great sale: its balance is due when the sale begins. */
function presaleBalance(at: number, starts: readonly number[]): number | undefined {
  for (const start of starts) {
    if (at > start - 21 * DAY_MS && at < start - DAY_MS) return start + (at % (4 * 3_600_000));
  }
  return undefined;
}

/** Memberships and top-ups: money, but no consumer goods. */
export function* fees(frame: Frame, persons: readonly Person[]): Generator<Bought> {
  const root = rngOf(frame.seed).derive('fees');
  for (const person of persons) {
    const rng = root.derive(person.index);
    const account = person.accounts[0]!;
    const fee = (id: string, type: 'membership' | 'top_up', at: number, minor: number): Bought => ({
      at,
      person: null,
      item: null,
      line: {
        fact: 'order_line',
        source_id: id,
        order: id,
        account,
        type,
        quantity: 1,
        gross_minor: minor,
        paid_minor: minor,
        currency: CURRENCY,
        ordered_at: iso(at),
        confirmed_at: iso(at),
        paid_at: iso(at),
        region: person.region,
      },
    });
    if (person.member) {
      for (
        let year = 0, at = person.joined + rng.next() * 20 * DAY_MS;
        at < frame.to;
        at += 365 * DAY_MS, year++
      ) {
        yield fee(`${account}-member-${year}`, 'membership', Math.floor(at), 8800);
      }
    }
    if (rng.next() < 0.05) {
      const at = Math.floor(person.joined + rng.next() * (frame.to - person.joined));
      yield fee(`${account}-top-up`, 'top_up', at, 10_000);
    }
  }
}

/** Weight of each day, cumulative: seasons of the year, great sales and slow growth. */
function calendarOf(frame: Frame): { days: number[]; cumulative: Float64Array } {
  const cumulative = new Float64Array(frame.days);
  const days: number[] = [];
  let sum = 0;
  for (let d = 0; d < frame.days; d++) {
    const date = addDays(frame.first, d);
    const start = startOfDay(date, ZONE);
    const weekend = [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()) ? 1.2 : 1;
    sum += (PEAKS[date.slice(5)] ?? 1) * weekend * (1 + (0.25 * d) / frame.days);
    cumulative[d] = sum;
    days.push(start);
  }
  return { days, cumulative };
}

/** Instants of a person's orders, in order, none twice in the same second. */
function orderTimes(
  rng: Rng,
  frame: Frame,
  calendar: { days: number[]; cumulative: Float64Array },
  person: Person,
): number[] {
  const count = poisson(rng, person.activity * presence(frame, person.joined));
  const seconds = new Set<number>();
  const { cumulative, days } = calendar;
  const total = cumulative[cumulative.length - 1]!;
  const joinedDay = Math.floor((person.joined - frame.from) / DAY_MS);
  const before = joinedDay > 0 ? cumulative[joinedDay]! / total : 0;
  for (let i = 0; i < count; i++) {
    const day = days[pick(cumulative, before + (1 - before) * rng.next() * 0.999999)]!;
    const within = pick(HOURS_CUMULATIVE, rng.next()) * 3600 + rng.below(3600);
    seconds.add(day / 1000 + within);
  }
  return [...seconds].sort((a, b) => a - b).map((s) => s * 1000);
}

/** Knuth's method below 30, normal approximation above. */
export function poisson(rng: Rng, mean: number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * rng.normal()));
  const limit = Math.exp(-mean);
  let product = rng.next();
  let count = 0;
  while (product > limit) {
    product *= rng.next();
    count++;
  }
  return count;
}

function leafIndex(catalogue: Catalogue, id: string): number {
  const index = catalogue.leaves.findIndex((leaf) => leaf.id === id);
  if (index < 0) throw new Error(`No leaf ${id}`);
  return index;
}
