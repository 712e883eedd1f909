import { FIELDS } from './count.ts';
import type { BuildJob } from './kernel.ts';
import type { FlowLines } from './lines.ts';
import { joinObservations, type ObservationIndex, type SortedObservations } from './observations.ts';
import { type FlowInput, type FlowParams, flowParams, strataOf } from './params.ts';
import { type FlowHand, ownHand, threadHand } from './pool.ts';
import type { FlowCounts } from './result.ts';
import { addTotals, chunkTotals, type Totals } from './totals.ts';

/** Lines in ranges of whole people: several shards simply follow one another. */
export type LineSource = Iterable<FlowLines> | AsyncIterable<FlowLines>;

export interface SurveyOptions {
  /** Worker threads; 0 works in the calling thread. Default 2. */
  readonly workers?: number;
  /** Keep every stratum's counts, so that `updateFlows` can add a day. Costs memory: see README.md. */
  readonly keep?: boolean;
}

/** Counts that can take another day. */
export interface FlowState extends FlowCounts {
  /** Packed counts per stratum with data; absent when not kept. */
  readonly kept?: ReadonlyMap<number, Uint8Array> | undefined;
}

/**
 * Counts all ordered pairs of categories in one pass over the lines (flows.md). Statistics follow by `flowTable`.
 * Exact and deterministic: the same to the bit for any number of workers, ranges and shards.
 * @param source each person in one range only
 * @throws validation_failed
 * Cost: Σ|H|²/2 over controls; memory: observations, and 26 C² doubles a worker.
 */
export async function surveyFlows(
  source: LineSource,
  input: FlowInput,
  options: SurveyOptions = {},
): Promise<FlowState> {
  const params = flowParams(input);
  async function* jobs(): AsyncGenerator<BuildJob> {
    for await (const lines of source) yield { lines, sign: 1 };
  }
  const state = await run(params, jobs(), options.workers ?? 2, options.keep ?? false, undefined);
  return { params, ...state };
}

/** Builds, joins, counts. With `kept`, only the strata that the jobs touch are counted, on top of what was kept. */
export async function run(
  params: FlowParams,
  jobs: AsyncIterable<BuildJob>,
  workers: number,
  keep: boolean,
  before: ReadonlyMap<number, Uint8Array> | undefined,
): Promise<{ sums: Float64Array; totals: Totals; kept?: ReadonlyMap<number, Uint8Array> }> {
  const hands = Array.from({ length: Math.max(1, workers) }, () =>
    workers > 0 ? threadHand(params) : ownHand(params),
  );
  try {
    const { observations, totals } = await buildAll(params, jobs, hands);
    const queue = dearestFirst(observations);
    const next = new Int32Array(new SharedArrayBuffer(4));
    const touched = keptOf(before, observations.strata);
    const counted = await Promise.all(
      hands.map((hand) => hand.count({ observations, queue, next, kept: touched, keep })),
    );
    const sums = new Float64Array(params.categories ** 2 * FIELDS);
    const kept = new Map(before);
    for (const part of counted) {
      for (let i = 0; i < sums.length; i++) sums[i]! += part.sums[i]!;
      for (const [stratum, counts] of part.kept) kept.set(stratum, counts);
    }
    return { sums, totals, ...(keep ? { kept } : {}) };
  } finally {
    await Promise.all(hands.map((hand) => hand.close()));
  }
}

/** Deals ranges to whichever hand is free, so at most one range per hand is in memory; then joins what they built. */
async function buildAll(
  params: FlowParams,
  jobs: AsyncIterable<BuildJob>,
  hands: readonly FlowHand[],
): Promise<{ observations: SortedObservations; totals: Totals }> {
  const queue = jobs[Symbol.asyncIterator]();
  // Generators answer calls in turn, so several hands may pull from one.
  await Promise.all(
    hands.map(async (hand) => {
      for (let job = await queue.next(); !job.done; job = await queue.next()) await hand.build(job.value);
    }),
  );
  const totals = chunkTotals(params);
  const parts: ObservationIndex[] = [];
  for (const hand of hands) {
    const part = await hand.built();
    parts.push(part.index);
    addTotals(totals, part.totals);
  }
  return { observations: joinObservations(parts, strataOf(params)), totals };
}

/** Order of work: strata with most observations first, so that none is left over at the end. */
function dearestFirst(observations: SortedObservations): Uint32Array {
  const { starts, strata } = observations;
  return Uint32Array.from(strata.keys()).sort(
    (a, b) => starts[b + 1]! - starts[b]! - (starts[a + 1]! - starts[a]!) || a - b,
  );
}

function keptOf(
  before: ReadonlyMap<number, Uint8Array> | undefined,
  strata: Uint32Array,
): ReadonlyMap<number, Uint8Array> | undefined {
  if (!before) return undefined;
  const touched = new Map<number, Uint8Array>();
  for (const stratum of strata) {
    const packed = before.get(stratum);
    if (packed) touched.set(stratum, packed);
  }
  return touched;
}
