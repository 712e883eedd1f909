import { type Rng, rngOf } from '../../src/base/index.ts';

/** Order lines as packed columns of one length, sorted by person, then time: the shape that surveys of flows read. */
export interface WorldLines {
  readonly person: Uint32Array;
  /** Minutes since the world began. */
  readonly time: Uint32Array;
  readonly category: Uint16Array;
  /** Number of the parent order. */
  readonly order: Uint32Array;
  /** Minor units. */
  readonly amount: Uint32Array;
  /** 1: a member. */
  readonly segment: Uint8Array;
}

/**
 * Kinds of null world: in each, what a person buys next never depends on what they bought before, given the person and the
 * day; so no flow is real. They differ in what makes naive designs see flows.
 * plain: heavy-tailed activity, one popularity of categories for all.
 * bursty: people have active and quiet spells.
 * personal: every person has tastes of their own, drawn apart for each category, half of what an average person buys.
 * activity: the more active, the more is bought from the tail of the catalogue.
 * sharp: like activity, but each band of activity has its own favourites. A purchase then betrays a latent activity that few
 *   orders cannot show, and no strata of observed history remove that: the limit of the method, measured without a gate.
 */
export const WORLD_KINDS = ['plain', 'bursty', 'personal', 'activity', 'sharp'] as const;
export type WorldKind = (typeof WORLD_KINDS)[number];

export interface WorldOptions {
  readonly kind: WorldKind;
  /** About this many lines come out. */
  readonly lines: number;
  readonly people: number;
  readonly categories: number;
  readonly seed: number;
  /** Days the data span. Default 790: 26 months. */
  readonly days?: number;
  /** Real flows: for a horizon after a first purchase of `from`, the rate of buying `to` is multiplied. */
  readonly planted?: readonly { readonly from: number; readonly to: number; readonly rateRatio: number }[];
  /** Days a planted flow lasts. Default 90. */
  readonly plantedDays?: number;
}

export interface World {
  readonly lines: WorldLines;
  readonly days: number;
  /** Lines by category over all people, largest first: category 0 is the most popular. */
  readonly options: WorldOptions;
}

export const MINUTES = 1440;
const DAYS = 790;
const BASKET = 2.2;
const TASTES = 8;

/**
 * Makes a world straight into shared typed arrays, person by person, each with random numbers of their own: the same people
 * come out whatever the number of them. Time is in minutes. Cost: about 60 ns a line.
 */
export function makeWorld(options: WorldOptions): World {
  const days = options.days ?? DAYS;
  const room = Math.ceil(options.lines * 1.05 + 20_000);
  const shared = (bytes: number) => new SharedArrayBuffer(bytes * room);
  const out = {
    person: new Uint32Array(shared(4)),
    time: new Uint32Array(shared(4)),
    category: new Uint16Array(shared(2)),
    order: new Uint32Array(shared(4)),
    amount: new Uint32Array(shared(4)),
    segment: new Uint8Array(shared(1)),
  };
  const writer = { ...out, count: 0, orders: 0, room };
  const shape = shapeOf(options, days);
  const root = rngOf(options.seed);
  for (let person = 0; person < options.people && writer.count < room - 4096; person++) {
    writePerson(person, root.derive(person), options, days, shape, writer);
  }
  const n = writer.count;
  return {
    options,
    days,
    lines: {
      person: out.person.subarray(0, n),
      time: out.time.subarray(0, n),
      category: out.category.subarray(0, n),
      order: out.order.subarray(0, n),
      amount: out.amount.subarray(0, n),
      segment: out.segment.subarray(0, n),
    },
  };
}

interface Shape {
  /** Alias table of category popularity, and the popularity itself. */
  readonly accept: Float64Array;
  readonly alias: Uint16Array;
  /** Orders a day of the average person. */
  readonly rate: number;
}

interface Writer {
  readonly person: Uint32Array;
  readonly time: Uint32Array;
  readonly category: Uint16Array;
  readonly order: Uint32Array;
  readonly amount: Uint32Array;
  readonly segment: Uint8Array;
  readonly room: number;
  count: number;
  orders: number;
}

function shapeOf(options: WorldOptions, days: number): Shape {
  const weights = Float64Array.from({ length: options.categories }, (_, c) => 1 / (c + 3) ** 0.8);
  return { ...aliasOf(weights), rate: options.lines / (options.people * BASKET * days) };
}

/** Walker's alias method, as Vose builds it: a draw costs two random numbers whatever the number of categories. */
function aliasOf(weights: Float64Array): { accept: Float64Array; alias: Uint16Array } {
  const n = weights.length;
  const total = weights.reduce((a, b) => a + b, 0);
  const accept = weights.map((w) => (w * n) / total);
  const alias = new Uint16Array(n);
  const small: number[] = [];
  const large: number[] = [];
  accept.forEach((w, i) => {
    (w < 1 ? small : large).push(i);
  });
  while (small.length > 0 && large.length > 0) {
    const s = small.pop()!;
    const l = large[large.length - 1]!;
    alias[s] = l;
    accept[l]! -= 1 - accept[s]!;
    if (accept[l]! < 1) small.push(large.pop()!);
  }
  for (const i of [...small, ...large]) accept[i] = 1;
  return { accept, alias };
}

function writePerson(
  person: number,
  rng: Rng,
  options: WorldOptions,
  days: number,
  shape: Shape,
  w: Writer,
): void {
  const { kind, categories } = options;
  // Log-normal activity with mean 1, cut at 40: the top 1 % make about a tenth of the orders.
  const activity = Math.min(40, Math.exp(rng.normal() - 0.5));
  const member = rng.next() < 0.15 + 0.25 * Math.min(1, activity / 4) ? 1 : 0;
  const tastes: number[] = [];
  if (kind === 'personal') {
    // A Poisson number of tastes, each with a rate of its own beside the others': independent over categories.
    for (let k = poisson(TASTES, rng); k > 0; k--) tastes.push(rng.below(categories));
  }
  const tasteShare = tastes.length / (tastes.length + TASTES);
  const tailShare = Math.min(0.4, activity / 10);
  const shift = Math.max(0, Math.floor(6 * Math.log2(activity)));
  const draw = (): number => {
    if (kind === 'personal' && rng.next() < tasteShare) return tastes[rng.below(tastes.length)]!;
    const i = rng.below(categories);
    const c = rng.next() < shape.accept[i]! ? i : shape.alias[i]!;
    if (kind === 'sharp') return (c + shift) % categories;
    return kind === 'activity' && rng.next() < tailShare ? categories - 1 - c : c;
  };
  const gap = () => -Math.log(1 - rng.next());
  const rate =
    (shape.rate * activity * (kind === 'personal' ? 0.5 + tastes.length / (2 * TASTES) : 1)) / MINUTES;
  const end = days * MINUTES;
  // A spell of about 45 days, one in three active, at three times the rate.
  let spellEnd = 0;
  let pace = 1;
  const hot = new Map<number, number>();
  let t = rng.next() * 3 * MINUTES;
  for (;;) {
    if (kind === 'bursty') {
      let work = gap();
      for (;;) {
        if (t >= spellEnd) {
          pace = rng.next() < 1 / 3 ? 2.6 : 0.2;
          spellEnd = t + gap() * 45 * MINUTES;
        }
        const reach = (spellEnd - t) * rate * pace;
        if (work <= reach) {
          t += work / (rate * pace);
          break;
        }
        work -= reach;
        t = spellEnd;
        if (t >= end) break;
      }
    } else t += gap() / rate;
    if (t >= end || w.count >= w.room - 4096) return;
    writeOrder(person, Math.floor(t), member, rng, draw, options, hot, w);
  }
}

/** Knuth's product of uniforms: for small means. */
function poisson(mean: number, rng: Rng): number {
  let k = 0;
  for (let p = rng.next(); p > Math.exp(-mean); p *= rng.next()) k++;
  return k;
}

/** One parent order: a basket of one and more lines, and what planted flows add to it. */
function writeOrder(
  person: number,
  time: number,
  member: number,
  rng: Rng,
  draw: () => number,
  options: WorldOptions,
  hot: Map<number, number>,
  w: Writer,
): void {
  const order = w.orders++;
  const first = w.count;
  const push = (category: number) => {
    const at = w.count++;
    w.person[at] = person;
    w.time[at] = time;
    w.category[at] = category;
    w.order[at] = order;
    w.amount[at] = 500 + rng.below(20_000);
    w.segment[at] = member;
  };
  do push(draw());
  while (rng.next() < 1 - 1 / BASKET && w.count < first + 40);
  const planted = options.planted;
  if (!planted) return;
  // Thinning backwards: a category is bought at its own rate by `draw`; while it is hot, extra purchases come at
  // (rate ratio − 1) times that rate, each drawn as another basket line that is kept only when it hits.
  for (const flow of planted) {
    const until = hot.get(flow.from * 65_536 + flow.to) ?? -1;
    if (time <= until && time > until - (options.plantedDays ?? 90) * MINUTES) {
      const lines = w.count - first;
      for (let i = 0; i < lines; i++) {
        if (draw() === flow.to && rng.next() < flow.rateRatio - 1) push(flow.to);
      }
    }
  }
  for (const flow of planted) {
    const key = flow.from * 65_536 + flow.to;
    if (hot.has(key)) continue;
    for (let i = first; i < w.count; i++) {
      if (w.category[i] === flow.from) {
        hot.set(key, time + (options.plantedDays ?? 90) * MINUTES);
        break;
      }
    }
  }
}

/** Index months of a world: 30-day blocks with a whole look-back before and horizon after. In minutes. */
export function worldMonths(days: number, lookbackDays = 365, horizonDays = 90): number[] {
  const months: number[] = [];
  for (let day = lookbackDays; day < days - horizonDays; day += 30) months.push(day * MINUTES);
  return days - horizonDays > lookbackDays ? [...months, (days - horizonDays) * MINUTES] : [];
}
