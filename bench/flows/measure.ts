import { MINUTES, makeWorld, type World, type WorldKind, worldMonths } from '../../sim/worlds/index.ts';
import {
  chunksOf,
  FLOW_STATUS,
  type FlowState,
  type FlowTable,
  fieldOf,
  flowTable,
  surveyFlows,
} from '../../src/survey/flows/index.ts';

export interface Case {
  readonly kind: WorldKind;
  readonly lines: number;
  readonly people: number;
  readonly categories: number;
  readonly seed: number;
  readonly controls: 'every_order' | 'monthly';
  /** Planted rate ratio; 1: a null world. */
  readonly rateRatio: number;
  readonly workers: number;
}

/** Pairs a planted world makes real: middling categories, apart from one another. */
export const PLANTED = [
  [4, 9],
  [12, 21],
  [20, 33],
  [30, 47],
  [45, 60],
] as const;

export interface Measured extends Case {
  readonly lineCount: number;
  readonly orders: number;
  /** Seconds of the clock and of the processor, both cores together; the machine may be shared. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly statisticsSeconds: number;
  /** Largest resident size, and what it adds to the world that was already in memory. */
  readonly peakMiB: number | null;
  readonly beyondWorldMiB: number | null;
  /** Pairs with at least 100 entries and 5 expected, planted ones apart: the next figures are over them. */
  readonly pairs: number;
  /** Plain mean of the lifts. A ratio's mean lies above the ratio of means by the relative variance of its denominator. */
  readonly meanLift: number;
  /** Mean of the lifts weighted by E, which has no such bias: ΣR/ΣS of Mantel–Haenszel. */
  readonly pooledLift: number;
  /** Mean lift by expected first buyers, to see where a bias sits. */
  readonly byExpected: readonly {
    readonly from: number;
    readonly pairs: number;
    readonly meanLift: number;
  }[];
  readonly coverage: number;
  /** Shown flows that are not planted; of them, how many go upwards (canals). */
  readonly falseShown: number;
  readonly falseCanals: number;
  /** Pairs upwards that only the source's common lift keeps from being canals: what there would be without that condition. */
  readonly heldBack: number;
  /** Common lifts of sources: least and most. */
  readonly commonLifts: { readonly low: number; readonly high: number } | null;
  readonly falseOnes: readonly {
    readonly from: number;
    readonly to: number;
    readonly lift: number;
    readonly expected: number;
    readonly q: number;
  }[];
  readonly spreadOfZ: number;
  /** The same about each source's common lift: what is left is variance, what it takes away was bias. */
  readonly spreadAboutCommon: number;
  readonly droppedShare: number;
  /** Planted pairs found, and their lifts. */
  readonly found: number;
  readonly planted: readonly {
    readonly from: number;
    readonly to: number;
    readonly lift: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly shown: boolean;
  }[];
}

export function worldOf(c: Case): World {
  return makeWorld({
    kind: c.kind,
    lines: c.lines,
    people: c.people,
    categories: c.categories,
    seed: c.seed,
    ...(c.rateRatio > 1
      ? { planted: PLANTED.map(([from, to]) => ({ from, to, rateRatio: c.rateRatio })) }
      : {}),
  });
}

/** Surveys one world and says what came out. */
export async function measure(c: Case, world: World): Promise<{ measured: Measured; state: FlowState }> {
  const before = rssMiB();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, rssMiB());
  }, 20);
  const started = performance.now();
  const cpu = process.cpuUsage();
  const state = await surveyFlows(
    chunksOf(world.lines),
    {
      categories: c.categories,
      ticksPerDay: MINUTES,
      months: worldMonths(world.days),
      segments: 2,
      controls: c.controls,
    },
    { workers: c.workers },
  );
  const used = process.cpuUsage(cpu);
  const counted = performance.now();
  const table = flowTable(state);
  const statisticsSeconds = (performance.now() - counted) / 1000;
  clearInterval(timer);
  const measured: Measured = {
    ...c,
    lineCount: world.lines.person.length,
    orders: state.totals.orders,
    seconds: (counted - started) / 1000,
    cpuSeconds: (used.user + used.system) / 1e6,
    statisticsSeconds,
    // Without workers the sampling timer has no turn.
    peakMiB: c.workers > 0 ? peak : null,
    beyondWorldMiB: c.workers > 0 ? peak - before : null,
    ...quality(table, c),
  };
  return { measured, state };
}

export function rssMiB(): number {
  return process.memoryUsage.rss() / 2 ** 20;
}

const BANDS = [5, 10, 30, 100, 300] as const;

/** Over pairs with at least 100 entries and 5 expected, planted ones apart. */
function quality(table: FlowTable, c: Case) {
  const { sums } = table.counts;
  const planted = new Set(c.rateRatio > 1 ? PLANTED.map(([a, b]) => a * c.categories + b) : []);
  const result = {
    pairs: 0,
    lifts: 0,
    covered: 0,
    falseShown: 0,
    falseCanals: 0,
    zz: 0,
    zzCommon: 0,
    heldBack: 0,
    entries: 0,
    dropped: 0,
    r: 0,
    s: 0,
  };
  const falseOnes: Measured['falseOnes'][number][] = [];
  const bands = BANDS.map((from) => ({ from, pairs: 0, lifts: 0 }));
  for (let ab = 0; ab < c.categories ** 2; ab++) {
    result.entries += fieldOf(sums, ab, 'entries');
    result.dropped += fieldOf(sums, ab, 'dropped');
    if (planted.has(ab)) continue;
    if (FLOW_STATUS[table.status[ab]!] === 'common_lift' && table.lift[ab]! > 1) result.heldBack++;
    if (table.status[ab] === 0) {
      result.falseShown++;
      if (table.lift[ab]! > 1) result.falseCanals++;
      falseOnes.push({
        from: Math.floor(ab / c.categories),
        to: ab % c.categories,
        lift: table.lift[ab]!,
        expected: fieldOf(sums, ab, 'expected'),
        q: table.q[ab]!,
      });
    }
    if (fieldOf(sums, ab, 'entries') < 100 || fieldOf(sums, ab, 'expected') < 5 || !(table.se[ab]! > 0))
      continue;
    result.pairs++;
    result.lifts += table.lift[ab]!;
    result.r += fieldOf(sums, ab, 'r');
    result.s += fieldOf(sums, ab, 's');
    const band = bands.findLast((b) => fieldOf(sums, ab, 'expected') >= b.from)!;
    band.pairs++;
    band.lifts += table.lift[ab]!;
    result.zz += (Math.log(table.lift[ab]!) / table.se[ab]!) ** 2;
    const common = table.common[Math.floor(ab / c.categories)]!;
    result.zzCommon += (Math.log(table.lift[ab]! / (common > 0 ? common : 1)) / table.se[ab]!) ** 2;
    if (table.low[ab]! <= 1 && table.high[ab]! >= 1) result.covered++;
  }
  const finite = (x: number) => (Number.isNaN(x) ? null : x);
  const pairs = [...planted].map((ab) => ({
    from: Math.floor(ab / c.categories),
    to: ab % c.categories,
    lift: finite(table.lift[ab]!),
    low: finite(table.low[ab]!),
    high: finite(table.high[ab]!),
    shown: table.status[ab] === 0 && table.lift[ab]! > 1,
  }));
  const { pairs: n } = result;
  const known = [...table.common].filter((x) => !Number.isNaN(x));
  return {
    pairs: n,
    meanLift: n > 0 ? result.lifts / n : 0,
    pooledLift: result.s > 0 ? result.r / result.s : 0,
    byExpected: bands
      .filter((b) => b.pairs > 0)
      .map((b) => ({ from: b.from, pairs: b.pairs, meanLift: b.lifts / b.pairs })),
    coverage: n > 0 ? result.covered / n : 0,
    falseShown: result.falseShown,
    falseCanals: result.falseCanals,
    heldBack: result.heldBack,
    commonLifts: known.length > 0 ? { low: Math.min(...known), high: Math.max(...known) } : null,
    falseOnes,
    spreadOfZ: n > 0 ? Math.sqrt(result.zz / n) : 0,
    spreadAboutCommon: n > 0 ? Math.sqrt(result.zzCommon / n) : 0,
    droppedShare: result.dropped / Math.max(1, result.dropped + result.entries),
    found: pairs.filter((p) => p.shown).length,
    planted: pairs,
  };
}
