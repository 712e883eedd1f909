import { cmhScore, mantelHaenszel, mantelHaenszelTerm, scoreTerm, twoSided } from '../../math/index.ts';
import { drawOf } from './build.ts';
import type { FlowLines } from './lines.ts';
import { crowdingOf, type FlowParams } from './params.ts';
import { FLOW_GATES } from './result.ts';

/** What the reference says of one pair, in the terms of metrics.md 4.3. */
export interface ReferenceFlow {
  entries: number;
  dropped: number;
  observed: number;
  expected: number;
  lift: { ratio: number; low: number; high: number } | null;
  p: number | null;
  medianDays: number | null;
  spendFlow: number;
  spendStay: number;
  spendDifference: number;
  spendWeight: number;
  together: number;
  orders: number;
  controlPeople: number;
}

interface Occasion {
  time: number;
  categories: Set<number>;
  /** Categories of each parent order. */
  orders: Map<number, Set<number>>;
  spend: Map<number, number>;
  segment: number;
  observable: boolean;
}

interface Arms {
  n1: number;
  x1: number;
  n0: number;
  x0: number;
  crowding: number;
  flowed: number[];
  stayed: number[];
}

/**
 * Flow A → B by the letter of metrics.md 4.3, one pair at a time, from sets. Slow: for small data, and to hold the fast kernel to.
 */
export function referenceFlow(lines: FlowLines, params: FlowParams, a: number, b: number): ReferenceFlow {
  const lookback =
    params.lookbackDays === null ? Number.POSITIVE_INFINITY : params.lookbackDays * params.ticksPerDay;
  const horizon = params.horizonDays * params.ticksPerDay;
  const strata = new Map<string, Arms>();
  const crowding = crowdingOf(params);
  const days: number[] = [];
  let together = 0;
  let orders = 0;
  let controlPeople = 0;
  for (const occasions of peopleOf(lines)) {
    const index = occasions.filter(
      (o) => o.observable && o.time >= params.months[0]! && o.time < params.months[params.months.length - 1]!,
    );
    const heldAt = (o: Occasion) =>
      union(
        occasions.filter((p) => p.time <= o.time && p.time >= o.time - lookback).map((p) => p.categories),
      );
    const weights = controlWeights(index, params);
    for (const o of index) {
      for (const categories of o.orders.values()) {
        orders++;
        if (categories.has(a) && categories.has(b)) together++;
      }
      const prior = occasions.filter((p) => p.time < o.time && p.time >= o.time - lookback);
      const later = occasions.filter((p) => p.time > o.time && p.time <= o.time + horizon);
      const held = heldAt(o);
      const priorHeld = union(prior.map((p) => p.categories));
      const isEntry = o.categories.has(a) && !priorHeld.has(a) && !held.has(b);
      const isControl = !held.has(a) && !held.has(b);
      const weight = weights.get(o) ?? 0;
      if (!isEntry && !(isControl && weight > 0)) continue;
      const first = later.find((p) => p.categories.has(b));
      const breadth = params.top ? new Set([...priorHeld].map((c) => params.top![c])).size : priorHeld.size;
      const orderBin = binOf(
        params.orderEdges,
        prior.reduce((n, p) => n + p.orders.size, 0),
      );
      const key = [
        params.months.filter((m) => m <= o.time).length,
        o.segment,
        orderBin,
        binOf(params.breadthEdges, breadth),
      ].join();
      const arms = strata.get(key) ?? { ...NONE, crowding: crowding[orderBin]!, flowed: [], stayed: [] };
      strata.set(key, arms);
      if (isEntry) {
        arms.n1++;
        const spend = later.reduce((sum, p) => sum + (p.spend.get(a) ?? 0), 0);
        if (first) {
          arms.x1++;
          arms.flowed.push(spend);
          days.push(Math.ceil((first.time - o.time) / params.ticksPerDay));
        } else arms.stayed.push(spend);
      } else {
        arms.n0 += weight;
        if (first) arms.x0 += weight;
      }
    }
    const sizes = index.map((o) => heldAt(o).size);
    const least = index[sizes.indexOf(Math.min(...sizes))];
    if (least && !heldAt(least).has(a) && !heldAt(least).has(b)) controlPeople++;
  }
  return { ...foldArms([...strata.values()]), medianDays: median(days), together, orders, controlPeople };
}

const NONE = { n1: 0, x1: 0, n0: 0, x0: 0 };

/** Every person's occasions, in order of time. */
function peopleOf(lines: FlowLines): Occasion[][] {
  const people: Occasion[][] = [];
  for (let i = 0; i < lines.person.length; i++) {
    if (i === 0 || lines.person[i] !== lines.person[i - 1]) people.push([]);
    const occasions = people[people.length - 1]!;
    let o = occasions[occasions.length - 1];
    if (!o || o.time !== lines.time[i]) {
      o = {
        time: lines.time[i]!,
        categories: new Set(),
        orders: new Map(),
        spend: new Map(),
        segment: lines.segment?.[i] ?? 0,
        observable: (lines.observable?.[i] ?? 1) === 1,
      };
      occasions.push(o);
    }
    const c = lines.category[i]!;
    o.categories.add(c);
    o.orders.set(lines.order[i]!, (o.orders.get(lines.order[i]!) ?? new Set()).add(c));
    o.spend.set(c, (o.spend.get(c) ?? 0) + (lines.amount?.[i] ?? 0));
  }
  return people;
}

function controlWeights(index: readonly Occasion[], params: FlowParams): Map<Occasion, number> {
  if (params.controls === 'every_order') return new Map(index.map((o) => [o, 1]));
  const weights = new Map<Occasion, number>();
  for (let m = 0; m + 1 < params.months.length; m++) {
    const inMonth = index.filter((o) => o.time >= params.months[m]! && o.time < params.months[m + 1]!);
    const draw = (o: Occasion) =>
      Math.min(...[...o.orders.keys()].map((order) => drawOf(order, params.seed)));
    const drawn = [...inMonth].sort((x, y) => draw(x) - draw(y) || x.time - y.time)[0];
    if (drawn) weights.set(drawn, inMonth.length);
  }
  return weights;
}

function foldArms(strata: readonly Arms[]) {
  const both = strata.filter((s) => s.n1 > 0 && s.n0 > 0);
  const sum = (pick: (s: Arms) => number) => both.reduce((total, s) => total + pick(s), 0);
  const plus = (values: readonly number[]) => values.reduce((x, y) => x + y, 0);
  const mh = both.map((s) => mantelHaenszelTerm(s.x1, s.n1, s.x0, s.n0, s.crowding)!);
  const score = both.map((s) => scoreTerm(s.x1, s.n1, s.x0, s.n0, s.crowding)!);
  const ratio = mantelHaenszel({
    r: plus(mh.map((t) => t.r)),
    s: plus(mh.map((t) => t.s)),
    v: plus(mh.map((t) => t.v)),
  });
  const expected = sum((s) => (s.n1 * s.x0) / s.n0);
  const test = cmhScore({
    observed: sum((s) => s.x1),
    mean: plus(score.map((t) => t.mean)),
    variance: plus(score.map((t) => t.variance)),
  });
  const wald = ratio.ok && expected >= FLOW_GATES.scoreBelow;
  const spendOf = both.filter((s) => s.x1 > 0 && s.n1 > s.x1);
  const weightOf = (s: Arms) => (s.x1 * (s.n1 - s.x1)) / s.n1;
  return {
    entries: sum((s) => s.n1),
    dropped: strata.filter((s) => s.n0 === 0).reduce((total, s) => total + s.n1, 0),
    observed: sum((s) => s.x1),
    expected,
    lift: ratio.ok ? { ratio: ratio.ratio, low: ratio.low, high: ratio.high } : null,
    p: wald ? twoSided(Math.log(ratio.ratio) / ratio.se) : test.ok ? test.pSkew : null,
    spendFlow: sum((s) => plus(s.flowed)),
    spendStay: sum((s) => plus(s.stayed)),
    spendDifference: plus(
      spendOf.map((s) => weightOf(s) * (plus(s.flowed) / s.flowed.length - plus(s.stayed) / s.stayed.length)),
    ),
    spendWeight: plus(spendOf.map(weightOf)),
  };
}

function union(sets: readonly Set<number>[]): Set<number> {
  return new Set(sets.flatMap((set) => [...set]));
}

function binOf(edges: readonly number[], value: number): number {
  return edges.filter((edge) => edge <= value).length - 1;
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((x, y) => x - y);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!) / 2;
}
