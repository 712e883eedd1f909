import { benjaminiHochberg, cmhScore, mantelHaenszel, twoSided, Z95 } from '../../math/index.ts';
import { type CommonLift, commonLift, pBeyondCommon } from './common.ts';
import { type FIELD, fieldOf } from './count.ts';
import { delayBins, type FlowParams } from './params.ts';
import type { Totals } from './totals.ts';

/** When a flow is shown (metrics.md 4.3.6). */
export interface FlowGates {
  readonly entries: number;
  readonly observed: number;
  readonly expected: number;
  readonly q: number;
  /** Fewest distinct people in the control arm: orders of one person are not independent. */
  readonly controlPeople: number;
  /** Below this E the score test with a Poisson's skewness stands in for Wald's. */
  readonly scoreBelow: number;
}

export const FLOW_GATES: FlowGates = {
  entries: 100,
  observed: 10,
  expected: 5,
  q: 0.05,
  controlPeople: 100,
  scoreBelow: 100,
};

/**
 * What can be said of a pair. `shown`: evidence of a flow, either way of 1. `no_evidence`: enough data, q too large.
 * `common_lift`: q is small, but the lift is what the source's entries have towards all targets alike. The others are
 * "insufficient", with the first reason that holds.
 */
export const FLOW_STATUS = [
  'shown',
  'no_evidence',
  'common_lift',
  'self',
  'nobody_eligible',
  'no_controls',
  'few_entries',
  'few_observed',
  'few_expected',
  'few_control_people',
  'no_interval',
] as const;
export type FlowStatus = (typeof FLOW_STATUS)[number];

/** Everything that was counted, before statistics: additive where marked so, and the state that days are added to. */
export interface FlowCounts {
  readonly params: FlowParams;
  /** Folded sums of C·C pairs, read by `fieldOf`. Not additive over people. */
  readonly sums: Float64Array;
  /** Additive over people. */
  readonly totals: Totals;
}

/** All ordered pairs as columns of length C·C; row A, column B. Undefined numbers are NaN only inside these columns. */
export interface FlowTable {
  readonly params: FlowParams;
  readonly gates: FlowGates;
  readonly counts: FlowCounts;
  readonly tested: number;
  readonly lift: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly se: Float64Array;
  readonly p: Float64Array;
  readonly q: Float64Array;
  /** q of the further condition: that the lift is beyond its source's common one. At least `q`. */
  readonly qBeyond: Float64Array;
  /** Common lift of each source; NaN where targets are too few to say. Length C. */
  readonly common: Float64Array;
  /** Index into FLOW_STATUS. */
  readonly status: Uint8Array;
}

/** One flow A → B. Absent knowledge is null, never NaN. An association: the excess is of first buyers, not incremental ones. */
export interface Flow {
  readonly from: number;
  readonly to: number;
  readonly status: FlowStatus;
  /** Entries new to A, eligible for B, in strata with both arms. */
  readonly eligible: number;
  readonly observed: number;
  readonly expected: number;
  readonly rate: number | null;
  /** Mantel–Haenszel risk ratio with its 95 % interval, or null without one. */
  readonly lift: { readonly ratio: number; readonly low: number; readonly high: number } | null;
  readonly p: number | null;
  readonly q: number | null;
  /** Excess first buyers O − E, with an interval from the lift's standard error. */
  readonly excess: { readonly people: number; readonly low: number; readonly high: number } | null;
  readonly medianDays: number | null;
  /** O(A → B) − O(B → A), and the reverse lift. */
  readonly netFlow: number;
  readonly reverseLift: number | null;
  /** Lift of the source's entries towards all targets alike; null where targets are too few to say. */
  readonly commonLift: number | null;
  /** Share of eligible entries in strata without a control. */
  readonly droppedShare: number | null;
  /** People of the control arm: at least so many distinct ones. */
  readonly controlPeople: number;
  /** Source spend in the horizon, minor units per entry: of those who flowed and who did not, plain and within strata. */
  readonly sourceSpend: {
    readonly flowed: number | null;
    readonly stayed: number | null;
    readonly difference: number | null;
    readonly stratifiedDifference: number | null;
  };
  /** Same-order affinity: parent orders with both, and their ratio to what independence gives. */
  readonly sameOrder: { readonly orders: number; readonly lift: number | null };
}

/** Statistics of every pair. Cost: O(C²) and one sort. */
export function flowTable(counts: FlowCounts, gates: Partial<FlowGates> = {}): FlowTable {
  const { params, sums } = counts;
  const limits = { ...FLOW_GATES, ...gates };
  const c = params.categories;
  const column = () => new Float64Array(c * c).fill(Number.NaN);
  const table = { lift: column(), low: column(), high: column(), se: column(), p: column() };
  let tested = 0;
  for (let ab = 0; ab < c * c; ab++) {
    if (fieldOf(sums, ab, 'entries') === 0) continue;
    const observed = fieldOf(sums, ab, 'observed');
    const r = fieldOf(sums, ab, 'r');
    const s = fieldOf(sums, ab, 's');
    const mh = mantelHaenszel({ r, s, v: fieldOf(sums, ab, 'v') });
    if (mh.ok) {
      table.lift[ab] = mh.ratio;
      table.low[ab] = mh.low;
      table.high[ab] = mh.high;
      table.se[ab] = mh.se;
    }
    if (mh.ok && fieldOf(sums, ab, 'expected') >= limits.scoreBelow) {
      table.p[ab] = twoSided(Math.log(mh.ratio) / mh.se);
    } else {
      const score = cmhScore({ observed, mean: observed - r + s, variance: fieldOf(sums, ab, 'variance') });
      if (score.ok) table.p[ab] = score.pSkew;
    }
    if (table.p[ab]! >= 0) tested++;
  }
  const q = benjaminiHochberg(table.p);
  const common = new Float64Array(c).fill(Number.NaN);
  const pBeyond = table.p.slice();
  for (let a = 0; a < c; a++) {
    const its = commonOf(counts, limits, table, a);
    if (!its) continue;
    common[a] = Math.exp(its.log);
    for (let ab = a * c; ab < (a + 1) * c; ab++) {
      if (!(table.se[ab]! > 0 && pBeyond[ab]! >= 0)) continue;
      const beyond = pBeyondCommon(Math.log(table.lift[ab]!), table.se[ab]!, its);
      pBeyond[ab] = Math.max(pBeyond[ab]!, beyond);
    }
  }
  const qBeyond = benjaminiHochberg(pBeyond);
  const status = new Uint8Array(c * c);
  const result = { params, gates: limits, counts, tested, ...table, q, qBeyond, common, status };
  for (let ab = 0; ab < c * c; ab++) status[ab] = FLOW_STATUS.indexOf(statusOf(result, ab));
  return result;
}

/** Common lift of a source, over targets with enough entries and expected first buyers. */
function commonOf(
  { sums, params: { categories: c } }: FlowCounts,
  gates: FlowGates,
  table: Pick<FlowTable, 'lift' | 'se'>,
  source: number,
): CommonLift | undefined {
  const logs: number[] = [];
  const errors: number[] = [];
  for (let ab = source * c; ab < (source + 1) * c; ab++) {
    if (!(table.se[ab]! > 0)) continue;
    if (fieldOf(sums, ab, 'entries') < gates.entries || fieldOf(sums, ab, 'expected') < gates.expected)
      continue;
    logs.push(Math.log(table.lift[ab]!));
    errors.push(table.se[ab]!);
  }
  return commonLift(logs, errors);
}

function statusOf(table: FlowTable, ab: number): FlowStatus {
  const { gates, params } = table;
  const { sums } = table.counts;
  const c = params.categories;
  const entries = fieldOf(sums, ab, 'entries');
  if (Math.floor(ab / c) === ab % c) return 'self';
  if (entries === 0) return fieldOf(sums, ab, 'dropped') === 0 ? 'nobody_eligible' : 'no_controls';
  if (entries < gates.entries) return 'few_entries';
  if (fieldOf(sums, ab, 'observed') < gates.observed) return 'few_observed';
  if (fieldOf(sums, ab, 'expected') < gates.expected) return 'few_expected';
  if (controlPeople(table.counts, ab) < gates.controlPeople) return 'few_control_people';
  if (!(table.se[ab]! > 0) || !(table.p[ab]! >= 0)) return 'no_interval';
  if (table.q[ab]! > gates.q) return 'no_evidence';
  return table.qBeyond[ab]! <= gates.q ? 'shown' : 'common_lift';
}

/** Distinct people whose least-holding index occasion holds neither category: a floor of the control people. */
function controlPeople(counts: FlowCounts, ab: number): number {
  const { people, holding } = counts.totals;
  const c = counts.params.categories;
  const a = Math.floor(ab / c);
  const b = ab % c;
  return people - holding[a * c + a]! - holding[b * c + b]! + holding[ab]!;
}

const known = (x: number): number | null => (Number.isNaN(x) ? null : x);

/** One pair in words that a page can show. */
export function flowOf(table: FlowTable, from: number, to: number): Flow {
  const { counts, params } = table;
  const { sums, totals } = counts;
  const c = params.categories;
  const ab = from * c + to;
  const field = (name: keyof typeof FIELD) => fieldOf(sums, ab, name);
  const entries = field('entries');
  const observed = field('observed');
  const expected = field('expected');
  const dropped = field('dropped');
  const se = table.se[ab]!;
  const stayers = entries - observed;
  const flowed = observed > 0 ? field('spendFlow') / observed : null;
  const stayed = stayers > 0 ? field('spendStay') / stayers : null;
  const weight = field('spendWeight');
  const both = totals.together[ab]!;
  const independent = totals.together[from * c + from]! * totals.together[to * c + to]!;
  return {
    from,
    to,
    status: FLOW_STATUS[table.status[ab]!]!,
    eligible: entries,
    observed,
    expected,
    rate: entries > 0 ? observed / entries : null,
    lift: se > 0 ? { ratio: table.lift[ab]!, low: table.low[ab]!, high: table.high[ab]! } : null,
    p: known(table.p[ab]!),
    q: table.p[ab]! >= 0 ? table.q[ab]! : null,
    excess:
      se > 0
        ? {
            people: observed - expected,
            low: observed - expected * Math.exp(Z95 * se),
            high: observed - expected * Math.exp(-Z95 * se),
          }
        : null,
    medianDays: medianDays(counts, ab),
    netFlow: observed - fieldOf(sums, to * c + from, 'observed'),
    reverseLift: known(table.lift[to * c + from]!),
    commonLift: known(table.common[from]!),
    droppedShare: entries + dropped > 0 ? dropped / (entries + dropped) : null,
    controlPeople: from === to ? 0 : controlPeople(counts, ab),
    sourceSpend: {
      flowed,
      stayed,
      difference: flowed !== null && stayed !== null ? flowed - stayed : null,
      stratifiedDifference: weight > 0 ? field('spendDifference') / weight : null,
    },
    sameOrder: { orders: both, lift: independent > 0 ? (both * totals.orders) / independent : null },
  };
}

/** Median of whole days (rounded up) from entry to the first purchase of B; to the bin where the histogram is coarse. */
function medianDays(counts: FlowCounts, ab: number): number | null {
  const { bins, width } = delayBins(counts.params);
  const { delays } = counts.totals;
  let total = 0;
  for (let i = 0; i < bins; i++) total += delays[ab * bins + i]!;
  if (total === 0) return null;
  const at = (rank: number) => {
    let seen = 0;
    for (let i = 0; i < bins; i++) {
      seen += delays[ab * bins + i]!;
      if (seen >= rank) return Math.min(counts.params.horizonDays, (i + 1) * width);
    }
    return counts.params.horizonDays;
  };
  return (at(Math.floor((total + 1) / 2)) + at(Math.floor(total / 2) + 1)) / 2;
}

/** Shown flows, most excess first buyers first. */
export function shownFlows(table: FlowTable): Flow[] {
  const c = table.params.categories;
  const found: Flow[] = [];
  for (let ab = 0; ab < c * c; ab++) {
    if (table.status[ab] === 0) found.push(flowOf(table, Math.floor(ab / c), ab % c));
  }
  return found.sort((x, y) => y.observed - y.expected - (x.observed - x.expected));
}
