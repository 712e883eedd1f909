import { countingSort } from '../../../math/index.ts';
import { FEATURES, type ImpressionRows, readFeatures, type Shown } from '../../../models/index.ts';
import type { IndexedCatalogue } from './catalogue.ts';
import { COUNT_RULES, decay, trendOf } from './counts.ts';
import { EVENT_KINDS, type EventColumns, HEALTHY, type LineColumns, NO_SLOT } from './facts.ts';
import { overallPosition, type PeopleLines, POSITION_DAYS, VIEW_DAYS } from './people.ts';

const [SHOWN, CLICKED, VIEWED] = ['shown', 'clicked', 'viewed'].map((kind) =>
  EVENT_KINDS.indexOf(kind as never),
);
/** Impressions without an outcome that are kept, evenly chosen; each stands for as many as were left out. */
const MISSES = 150_000;

export interface ImpressionSource {
  readonly catalogue: IndexedCatalogue;
  readonly lines: LineColumns;
  readonly events: EventColumns;
  readonly own: PeopleLines;
  readonly linePosition: Float32Array;
  readonly offers: {
    readonly position: Float32Array;
    readonly pricePower: Float32Array;
    readonly refundRate: Float32Array;
  };
  readonly categories: { readonly repeatDays: Float32Array; readonly share: Float32Array };
  readonly day: number;
}

/**
 * Impressions of known people as training rows: what was known of the offer and of the person when the day of the impression
 * began, and what became of it. A click is the person's click on the offer in the same visit; a purchase is theirs of the item
 * on that day or the next. Where the impression names its decision, and clicks (orders) name theirs, it is those alone that name the
 * same one: what was found otherwise did not come of it. Counts, trends, histories and views are as of that day; scales of price, repeat intervals and refund
 * rates are those of the snapshot. Cost: O(lines + events + kept rows × a person's lines).
 */
export function impressionRows(source: ImpressionSource): ImpressionRows {
  const { events } = source;
  const which = outcomesOf(source);
  const misses = which.filter((row) => !row.click && !row.purchase).length;
  const every = Math.max(1, Math.ceil(misses / MISSES));
  const kept = which.filter((row) => row.click || row.purchase || row.event % every === 0);
  kept.sort((a, b) => events.day[a.event]! - events.day[b.event]! || a.event - b.event);
  const total = Math.max(1, which.length);
  const usual = {
    click: which.filter((row) => row.click).length / total,
    purchase: which.filter((row) => row.purchase).length / total,
  };
  const n = kept.length;
  const rows = {
    values: FEATURES.map(() => new Float32Array(n)),
    click: Uint8Array.from(kept, (row) => row.click),
    purchase: Uint8Array.from(kept, (row) => row.purchase),
    weight: Float32Array.from(kept, (row) => (row.click || row.purchase ? 1 : every)),
    day: Int32Array.from(kept, (row) => events.day[row.event]!),
    usual,
  };
  if (n === 0) return rows;
  const offers = offersAsOf(source, rows.day[0]!);
  const person = peopleAsOf(source);
  const features = new Float64Array(FEATURES.length);
  for (let i = 0; i < n; i++) {
    const { event } = kept[i]!;
    const shown = { ...offers(rows.day[i]!, events.offer[event]!), ...person(event) } as Shown;
    const slot = events.slot[event]!;
    shown.slot = slot === NO_SLOT ? Number.NaN : slot;
    readFeatures(shown, usual, features);
    for (let j = 0; j < features.length; j++) rows.values[j]![i] = features[j]!;
  }
  return rows;
}

/** Each impression of a known person at a known offer before the day, and whether it was clicked and bought. */
function outcomesOf({ events, own, day }: ImpressionSource) {
  // A source that never names decisions in orders says nothing by their absence.
  const ordersTell = own.decision.some((decision) => decision !== 0);
  const clicksTell = events.decision.some((decision, i) => decision !== 0 && events.kind[i] === CLICKED);
  const result: { event: number; click: 0 | 1; purchase: 0 | 1 }[] = [];
  // Of one person after the other: most click on nothing.
  const clicks = new Set<number>();
  const named = new Set<number>();
  for (let from = 0; from < events.kind.length; ) {
    const p = events.person[from]!;
    let to = from;
    while (to < events.kind.length && events.person[to] === p) to++;
    if (p >= 0) {
      if (clicks.size > 0) clicks.clear();
      if (named.size > 0) named.clear();
      for (let i = from; i < to; i++)
        if (events.kind[i] === CLICKED) {
          clicks.add(events.session[i]! * 2 ** 21 + events.offer[i]!);
          if (events.decision[i] !== 0) named.add(events.decision[i]! * 2 ** 21 + events.offer[i]!);
        }
      for (let i = from; i < to; i++) {
        if (events.kind[i] !== SHOWN || events.offer[i]! < 0 || events.day[i]! >= day) continue;
        const on = events.day[i]!;
        const decision = events.decision[i]!;
        let bought: 0 | 1 = 0;
        for (let k = own.start[p]!; k < own.start[p + 1]! && !bought; k++)
          if (
            own.item[k] === events.item[i] &&
            own.day[k]! >= on &&
            own.day[k]! <= on + 1 &&
            (decision === 0 || !ordersTell || own.decision[k] === decision)
          )
            bought = 1;
        const byName = decision !== 0 && clicksTell;
        const within = (byName ? decision : events.session[i]!) * 2 ** 21 + events.offer[i]!;
        const clicked = (byName ? named : clicks).has(within) ? 1 : 0;
        result.push({ event: i, click: clicked, purchase: bought });
      }
    }
    from = to;
  }
  return result;
}

/** What was known of an offer when a day began; days must be asked in order. */
function offersAsOf({ catalogue, lines, events, offers }: ImpressionSource, first: number) {
  const n = catalogue.offers.item.length;
  const { trendDays, trendWeeks } = COUNT_RULES;
  const window = trendDays + 7 * trendWeeks;
  const sales = byDay(
    lines.day,
    first - window,
    (i) => lines.offer[i]! >= 0 && (lines.flags[i]! & HEALTHY) !== 0,
  );
  const seen = byDay(events.day, first, (i) => events.offer[i]! >= 0 && events.kind[i]! <= CLICKED!);
  const shown = new Float64Array(n);
  const clicked = new Float64Array(n);
  const bought = new Float64Array(n);
  const recent = new Float64Array(n);
  const usual = new Float64Array(n);
  for (let i = 0; i < lines.day.length; i++)
    if (lines.day[i]! < first && lines.offer[i]! >= 0 && lines.flags[i]! & HEALTHY)
      bought[lines.offer[i]!]! += decay(first - 1 - lines.day[i]!);
  for (let d = first - window; d < first; d++)
    for (const i of sales(d)) (d >= first - trendDays ? recent : usual)[lines.offer[i]!]!++;
  const active = Math.max(
    1,
    catalogue.offers.active.reduce((a, b) => a + b, 0),
  );
  let total = bought.reduce((a, b) => a + b, 0);
  let now = first;
  const step = decay(1);
  const advance = () => {
    for (const list of [shown, clicked, bought]) for (let o = 0; o < n; o++) list[o]! *= step;
    total *= step;
    for (const i of seen(now)) (events.kind[i] === SHOWN ? shown : clicked)[events.offer[i]!]!++;
    for (const i of sales(now)) {
      bought[lines.offer[i]!]!++;
      recent[lines.offer[i]!]!++;
      total++;
    }
    for (const i of sales(now - trendDays)) {
      recent[lines.offer[i]!]!--;
      usual[lines.offer[i]!]!++;
    }
    for (const i of sales(now - window)) usual[lines.offer[i]!]!--;
    now++;
  };
  return (day: number, o: number) => {
    while (now < day) advance();
    const { offers: all, merchants } = catalogue;
    return {
      shown: shown[o]!,
      clicked: clicked[o]!,
      bought: bought[o]!,
      meanBought: total / active,
      pricePower: offers.pricePower[o]!,
      tier: all.merchant[o]! < 0 ? -1 : merchants.tier[all.merchant[o]!]!,
      age: day - all.since[o]!,
      trend: trendOf(recent[o]!, usual[o]!, all.since[o]!, day),
      refundRate: offers.refundRate[o]!,
    };
  };
}

/** Rows by day, from a day on. */
function byDay(
  days: Int32Array,
  from: number,
  wanted: (i: number) => boolean,
): (day: number) => Iterable<number> {
  const kept: number[] = [];
  let last = from;
  for (let i = 0; i < days.length; i++) {
    if (days[i]! < from || !wanted(i)) continue;
    kept.push(i);
    last = Math.max(last, days[i]!);
  }
  const rows = Uint32Array.from(kept);
  const { order, starts } = countingSort(
    Uint32Array.from(rows, (i) => days[i]! - from),
    last - from + 1,
  );
  return (day) => {
    if (day < from || day > last) return [];
    return order.subarray(starts[day - from], starts[day - from + 1]).map((k) => rows[k]!);
  };
}

/** What was known of the person behind an impression when its day began. */
function peopleAsOf({ catalogue, events, own, linePosition, offers, categories }: ImpressionSource) {
  const positionOf = positionsAsOf(own, linePosition);
  let lastPerson = -1;
  let lastDay = -1;
  let position = Number.NaN;
  return (event: number) => {
    const p = events.person[event]!;
    const day = events.day[event]!;
    const offer = events.offer[event]!;
    const item = catalogue.offers.item[offer]!;
    const leaf = catalogue.offers.category[offer]!;
    if (p !== lastPerson || day !== lastDay) {
      position = positionOf(p, day);
      lastPerson = p;
      lastDay = day;
    }
    let lines = 0;
    let leafLines = 0;
    let times = 0;
    let boughtOn = Number.NEGATIVE_INFINITY;
    for (let i = own.start[p]!; i < own.start[p + 1]! && own.day[i]! < day; i++) {
      lines++;
      if (own.category[i] === leaf) leafLines++;
      if (own.item[i] !== item || item < 0) continue;
      if (own.day[i] !== boughtOn) times++;
      boughtOn = own.day[i]!;
    }
    const interval = leaf < 0 ? Number.NaN : categories.repeatDays[leaf]!;
    return {
      gap: Math.abs(offers.position[offer]! - position),
      due: times > 0 && interval > 0 ? (day - boughtOn) / interval : Number.NaN,
      times,
      lines,
      leafLines,
      leafShare: leaf < 0 ? 0 : categories.share[leaf]!,
      viewed: sawBefore(events, event, item, boughtOn) ? 1 : 0,
    };
  };
}

/** Whether the person looked at the item in the 30 days before that day, and has not bought it since. Events of a person stand together. */
function sawBefore(events: EventColumns, event: number, item: number, boughtOn: number): boolean {
  const p = events.person[event]!;
  const day = events.day[event]!;
  for (let i = event - 1; i >= 0 && events.person[i] === p && events.day[i]! >= day - VIEW_DAYS; i--)
    if (
      events.item[i] === item &&
      events.day[i]! < day &&
      (events.kind[i] === CLICKED || events.kind[i] === VIEWED)
    )
      return boughtOn < events.day[i]!;
  return false;
}

/** The price position that was known of a person when a day began; NaN: none. */
export function positionsAsOf(own: PeopleLines, linePosition: Float32Array) {
  const overall = overallPosition(own, linePosition);
  return (p: number, day: number): number => overall(p, day, day - POSITION_DAYS);
}
