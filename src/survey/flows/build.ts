import type { FlowLines } from './lines.ts';
import { ObservationSink } from './observations.ts';
import { delayBins, type FlowParams } from './params.ts';
import { chunkTotals, type Totals } from './totals.ts';

/** Mixes an order's number with the seed: the least of a month is the month's random order. Murmur3's finaliser. */
export function drawOf(order: number, seed: number): number {
  let h = (order ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Spend is stored with this offset in 48 bits, as it may be taken back. */
const WORD = 65_536;

/**
 * Turns people's lines into observations (flows.md, Build), one occasion at a time. An occasion is all that a person bought at
 * one instant; with instants of payment that is one parent order. Keeps totals that need no strata in `totals`.
 * Cost per occasion: |H| + lines in the horizon.
 */
export class ObservationBuilder {
  readonly sink = new ObservationSink();
  readonly totals: Totals;
  private readonly params: FlowParams;
  private readonly lookback: number;
  private readonly horizon: number;
  private readonly delay: { bins: number; width: number };
  private readonly orderBin: Uint8Array;
  private readonly breadthBin: Uint8Array;
  /** Lines held in the look-back, per category and per top category; the set of held categories as bits. */
  private readonly held: Int32Array;
  private readonly heldTop: Int32Array;
  private readonly bits: Uint32Array;
  private readonly stamp: Int32Array;
  private mark = 0;
  private months: readonly number[] = [];
  private readonly entered: Uint16Array;
  private readonly spend: Float64Array;
  private readonly spendAt: Int32Array;
  private readonly outcome: Uint16Array;
  private readonly outcomeBin: Uint16Array;
  private readonly least: Uint16Array;
  private readonly basket: Uint16Array;
  // Occasions of the current person.
  private first = new Uint32Array(64);
  private orders = new Uint32Array(64);
  private weight = new Uint32Array(64);

  constructor(params: FlowParams) {
    this.params = params;
    const c = params.categories;
    this.lookback =
      params.lookbackDays === null ? Number.POSITIVE_INFINITY : params.lookbackDays * params.ticksPerDay;
    this.horizon = params.horizonDays * params.ticksPerDay;
    this.delay = delayBins(params);
    this.orderBin = binTable(params.orderEdges);
    this.breadthBin = binTable(params.breadthEdges);
    this.held = new Int32Array(c);
    this.heldTop = new Int32Array(params.top ? params.top.reduce((a, b) => Math.max(a, b), -1) + 1 : 0);
    this.bits = new Uint32Array((c + 31) >>> 5);
    this.stamp = new Int32Array(c);
    this.entered = new Uint16Array(c);
    this.spend = new Float64Array(c);
    this.spendAt = new Int32Array(c);
    this.outcome = new Uint16Array(c);
    this.outcomeBin = new Uint16Array(c);
    this.least = new Uint16Array(c);
    this.basket = new Uint16Array(c);
    this.totals = chunkTotals(params);
  }

  /**
   * Adds (sign +1) or takes back (−1) the observations of these people.
   * @param since per person, in the order of the lines: occasions before it are left out (they are the same before and after)
   * @param months the index months, where not those of the parameters: what was counted before may have ended earlier
   */
  add(lines: FlowLines, sign: 1 | -1 = 1, since?: Float64Array, months = this.params.months): void {
    const { person } = lines;
    this.months = months;
    for (let from = 0, at = 0; from < person.length; at++) {
      let to = from + 1;
      while (to < person.length && person[to] === person[from]) to++;
      this.person(lines, from, to, sign, since ? since[at]! : Number.NEGATIVE_INFINITY);
      from = to;
    }
  }

  private person(lines: FlowLines, from: number, to: number, sign: number, since: number): void {
    const { time } = lines;
    const { months } = this;
    const start = months[0];
    const end = months[months.length - 1];
    // Whoever bought nothing in the index period is neither entry nor control.
    if (start === undefined || end === undefined || time[to - 1]! < start || time[from]! >= end) return;
    const count = this.occasions(lines, from, to);
    this.weights(lines, count, to);
    this.sweep(lines, count, to, sign, since);
  }

  /** Groups the person's lines by instant. `first[k]` is the occasion's first line, `orders[k]` its number of parent orders. */
  private occasions(lines: FlowLines, from: number, to: number): number {
    const { time, order } = lines;
    let count = 0;
    for (let i = from; i < to; i++) {
      if (i > from && time[i] === time[i - 1]) {
        if (order[i] !== order[i - 1]) this.orders[count - 1]!++;
        continue;
      }
      if (count + 1 >= this.first.length) {
        this.first = doubled(this.first);
        this.orders = doubled(this.orders);
        this.weight = doubled(this.weight);
      }
      this.first[count] = i;
      this.orders[count] = 1;
      count++;
    }
    this.first[count] = to;
    return count;
  }

  private isIndex(lines: FlowLines, line: number): boolean {
    const { months } = this;
    const t = lines.time[line]!;
    return (
      t >= months[0]! && t < months[months.length - 1]! && (!lines.observable || lines.observable[line] === 1)
    );
  }

  private monthOf(t: number): number {
    const { months } = this;
    let month = 0;
    while (t >= months[month + 1]!) month++;
    return month;
  }

  /** Control weight of every occasion: 1, or the month's count on its random occasion and 0 on the others. */
  private weights(lines: FlowLines, count: number, to: number): void {
    if (this.params.controls === 'every_order') {
      this.weight.fill(1, 0, count);
      return;
    }
    let month = -1;
    let drawn = -1;
    let least = 0;
    for (let k = 0; k < count; k++) {
      this.weight[k] = 0;
      const line = this.first[k]!;
      if (!this.isIndex(lines, line)) continue;
      const its = this.monthOf(lines.time[line]!);
      let draw = 2 ** 32;
      const stop = k + 1 < count ? this.first[k + 1]! : to;
      for (let i = line; i < stop; i++) draw = Math.min(draw, drawOf(lines.order[i]!, this.params.seed));
      if (its !== month) {
        month = its;
        drawn = k;
        least = draw;
        this.weight[k] = 1;
      } else if (draw < least) {
        this.weight[k] = this.weight[drawn]! + 1;
        this.weight[drawn] = 0;
        drawn = k;
        least = draw;
      } else this.weight[drawn]!++;
    }
  }

  /** The person's occasions in order of time, with the look-back window sliding along. */
  private sweep(lines: FlowLines, count: number, to: number, sign: number, since: number): void {
    const { time, category } = lines;
    const { segments, orderEdges, breadthEdges, top } = this.params;
    const { months } = this;
    const { first, held, heldTop, bits, entered, stamp } = this;
    const end = months[months.length - 1]!;
    let expired = 0;
    let ordersHeld = 0;
    let breadth = 0;
    let distinct = 0;
    let leastCount = -1;
    for (let k = 0; k < count; k++) {
      const line = first[k]!;
      const stop = first[k + 1]!;
      const t = time[line]!;
      if (t >= end) break;
      while (time[first[expired]!]! < t - this.lookback) {
        for (let i = first[expired]!; i < first[expired + 1]!; i++) {
          const c = category[i]!;
          if (--held[c]! > 0) continue;
          bits[c >>> 5]! &= ~(1 << (c & 31));
          distinct--;
          if (!top) breadth--;
          else if (--heldTop[top[c]!]! === 0) breadth--;
        }
        ordersHeld -= this.orders[expired]!;
        expired++;
      }
      const priorOrders = ordersHeld;
      const priorBreadth = breadth;
      let enteredCount = 0;
      for (let i = line; i < stop; i++) {
        const c = category[i]!;
        if (held[c]!++ > 0) continue;
        bits[c >>> 5]! |= 1 << (c & 31);
        entered[enteredCount++] = c;
        distinct++;
        if (!top) breadth++;
        else if (heldTop[top[c]!]!++ === 0) breadth++;
      }
      ordersHeld += this.orders[k]!;
      if (!this.isIndex(lines, line)) continue;
      if (leastCount < 0 || distinct < leastCount) leastCount = this.heldInto(this.least, 0);
      if (t < since) continue;
      this.baskets(lines, line, stop, sign);
      const weight = Math.min(this.weight[k]!, WORD - 1);
      if (weight === 0 && enteredCount === 0) continue;

      // Outcomes: the first purchase of each category in the horizon that is not held.
      const mark = ++this.mark;
      if (lines.amount) {
        for (let e = 0; e < enteredCount; e++) {
          this.spend[entered[e]!] = 0;
          this.spendAt[entered[e]!] = mark;
        }
      }
      let outcomes = 0;
      for (let i = stop; i < to && time[i]! <= t + this.horizon; i++) {
        const c = category[i]!;
        if (lines.amount && this.spendAt[c] === mark) this.spend[c]! += lines.amount[i]!;
        if (held[c]! > 0 || stamp[c] === mark) continue;
        stamp[c] = mark;
        this.outcome[outcomes] = c;
        const days = Math.ceil((time[i]! - t) / this.params.ticksPerDay);
        this.outcomeBin[outcomes] = Math.floor((days - 1) / this.delay.width);
        outcomes++;
      }
      const segment = lines.segment ? lines.segment[line]! : 0;
      const stratum =
        ((this.monthOf(t) * segments + segment) * orderEdges.length + bin(this.orderBin, priorOrders)) *
          breadthEdges.length +
        bin(this.breadthBin, priorBreadth);
      this.emit(weight, distinct, enteredCount, outcomes, stratum, sign);
    }
    if (leastCount >= 0) this.controlPerson(leastCount, sign);
    // Leave the scratch as it was found.
    for (let k = expired; k < count; k++) {
      for (let i = first[k]!; i < first[k + 1]!; i++) {
        held[category[i]!] = 0;
        if (top) heldTop[top[category[i]!]!] = 0;
      }
    }
    bits.fill(0);
  }

  /** Writes the held categories, ascending. @returns how many */
  private heldInto(target: Uint16Array, at: number): number {
    const { bits } = this;
    let to = at;
    for (let w = 0; w < bits.length; w++) {
      for (let word = bits[w]!; word !== 0; word &= word - 1) {
        target[to++] = (w << 5) + 31 - Math.clz32(word & -word);
      }
    }
    return to - at;
  }

  /** One observation, and the delays of its flows. */
  private emit(
    weight: number,
    distinct: number,
    entries: number,
    outcomes: number,
    stratum: number,
    sign: number,
  ) {
    const { sink, entered, outcome, outcomeBin } = this;
    sink.reserve(4 + distinct + 4 * entries + outcomes);
    const { words } = sink;
    let at = sink.at;
    words[at++] = weight;
    words[at++] = distinct;
    words[at++] = entries;
    words[at++] = outcomes;
    at += this.heldInto(words, at);
    for (let e = 0; e < entries; e++) words[at++] = entered[e]!;
    for (let o = 0; o < outcomes; o++) words[at++] = outcome[o]!;
    for (let e = 0; e < entries; e++) {
      const spend = this.spendAt[entered[e]!] === this.mark ? this.spend[entered[e]!]! : 0;
      words[at++] = spend % WORD;
      words[at++] = Math.floor(spend / WORD) % WORD;
      words[at++] = Math.floor(spend / (WORD * WORD));
    }
    sink.push(at - sink.at, stratum, sign);
    const { delays } = this.totals;
    const { bins } = this.delay;
    const c = this.params.categories;
    for (let e = 0; e < entries; e++) {
      const row = entered[e]! * c;
      for (let o = 0; o < outcomes; o++) delays[(row + outcome[o]!) * bins + outcomeBin[o]!]! += sign;
    }
  }

  /** Same-order affinity: how many parent orders hold both categories. */
  private baskets(lines: FlowLines, from: number, to: number, sign: number): void {
    const { category, order } = lines;
    const c = this.params.categories;
    const { together } = this.totals;
    for (let i = from; i < to; ) {
      const mark = ++this.mark;
      const its = order[i];
      let n = 0;
      for (; i < to && order[i] === its; i++) {
        if (this.stamp[category[i]!] === mark) continue;
        this.stamp[category[i]!] = mark;
        this.basket[n++] = category[i]!;
      }
      this.totals.orders += sign;
      for (let a = 0; a < n; a++) {
        for (let b = 0; b < n; b++) together[this.basket[a]! * c + this.basket[b]!]! += sign;
      }
    }
  }

  /** The person counts as a control person of every pair that their least-holding index occasion is a control of. */
  private controlPerson(leastCount: number, sign: number): void {
    const { least } = this;
    const c = this.params.categories;
    const { holding } = this.totals;
    this.totals.people += sign;
    for (let a = 0; a < leastCount; a++) {
      const row = least[a]! * c;
      for (let b = 0; b < leastCount; b++) holding[row + least[b]!]! += sign;
    }
  }
}

function doubled(from: Uint32Array): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(2 * from.length);
  to.set(from);
  return to;
}

/** Bin of every value up to the last edge. */
function binTable(edges: readonly number[]): Uint8Array {
  const last = edges[edges.length - 1]!;
  const table = new Uint8Array(last + 1);
  for (let value = 0, b = 0; value <= last; value++) {
    while (b + 1 < edges.length && value >= edges[b + 1]!) b++;
    table[value] = b;
  }
  return table;
}

function bin(table: Uint8Array, value: number): number {
  return table[Math.min(value, table.length - 1)]!;
}
