import { FIELDS } from './count.ts';
import type { BuildJob, CountJob } from './kernel.ts';
import type { FlowLines } from './lines.ts';
import { joinObservations, type ObservationIndex, type SortedObservations } from './observations.ts';
import { type FlowInput, type FlowParams, flowParams, strataOf } from './params.ts';
import { type FlowHand, ownHand, threadHand } from './pool.ts';
import type { FlowCounts } from './result.ts';
import { addTotals, type Totals } from './totals.ts';

/** Lines in ranges of whole people: several shards simply follow one another. */
export type LineSource = Iterable<FlowLines> | AsyncIterable<FlowLines>;

export interface SurveyOptions {
  /** Worker threads; 0 works in the calling thread. Default 2. */
  readonly workers?: number;
  /** Keep the observations, so that `updateFlows` can add a day. Costs their memory and no time. */
  readonly keep?: boolean;
  /** Ends the work at once: its threads are stopped, and it fails with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Counts that can take another day. */
export interface FlowState extends FlowCounts {
  /** All observations by stratum; absent when not kept. */
  readonly observations?: SortedObservations | undefined;
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
  const { workers = 2, signal } = options;
  const queue = jobs();
  const work = async (hands: readonly FlowHand[]) => {
    const { parts, totals } = await buildAll(queue, hands);
    const observations = joinObservations(parts, strataOf(params));
    const { starts } = observations;
    const dearest = dearestFirst(observations.strata.length, (at) => starts[at + 1]! - starts[at]!);
    const sums = await countAll(hands, params, { observations, queue: dearest });
    return { params, sums, totals, ...(options.keep ? { observations } : {}) };
  };
  return withHands(params, workers, (hands) =>
    signal ? orStopped(() => work(hands), signal, queue) : work(hands),
  );
}

/** The work, or the signal's reason as soon as there is one: what the stopped threads still owed never comes. */
async function orStopped<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  source: AsyncGenerator<unknown>,
): Promise<T> {
  signal.throwIfAborted();
  let onAbort = () => {};
  const stopped = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([work(), stopped]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    // A range that is being read is let go when its query ends; nobody waits for it.
    if (signal.aborted) void source.return(undefined).catch(() => {});
  }
}

/** Starts hands, and lets go of them whatever comes. */
export async function withHands<T>(
  params: FlowParams,
  workers: number,
  work: (hands: readonly FlowHand[]) => Promise<T>,
): Promise<T> {
  const hands = Array.from({ length: Math.max(1, workers) }, () =>
    workers > 0 ? threadHand(params) : ownHand(params),
  );
  try {
    return await work(hands);
  } finally {
    await Promise.all(hands.map((hand) => hand.close()));
  }
}

/** Deals ranges to whichever hand is free, so at most one range per hand is in memory. */
export async function buildAll(
  jobs: AsyncIterable<BuildJob>,
  hands: readonly FlowHand[],
): Promise<{ parts: ObservationIndex[]; totals: Totals }> {
  const queue = jobs[Symbol.asyncIterator]();
  // Generators answer calls in turn, so several hands may pull from one.
  await Promise.all(
    hands.map(async (hand) => {
      for (let job = await queue.next(); !job.done; job = await queue.next()) await hand.build(job.value);
    }),
  );
  let totals: Totals | undefined;
  const parts: ObservationIndex[] = [];
  for (const hand of hands) {
    const part = await hand.built();
    parts.push(part.index);
    if (totals) addTotals(totals, part.totals);
    else totals = part.totals;
  }
  return { parts, totals: totals! };
}

/** Counts a queue of strata with all hands and adds up what they fold. */
export async function countAll(
  hands: readonly FlowHand[],
  params: FlowParams,
  job: Omit<CountJob, 'next'>,
): Promise<Float64Array> {
  const next = new Int32Array(new SharedArrayBuffer(4));
  const parts = await Promise.all(hands.map((hand) => hand.count({ ...job, next })));
  const sums = parts[0] ?? new Float64Array(params.categories ** 2 * FIELDS);
  for (const part of parts.slice(1)) for (let i = 0; i < sums.length; i++) sums[i]! += part[i]!;
  return sums;
}

/** Order of work: strata with most observations first, so that none is left over at the end. */
export function dearestFirst(count: number, size: (at: number) => number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, at) => at).sort((a, b) => size(b) - size(a) || a - b);
}
