import { GcError } from '../../base/index.ts';
import type { BuildJob } from './kernel.ts';
import type { FlowLines } from './lines.ts';
import { joinObservations } from './observations.ts';
import { type FlowParams, flowParams, strataOf } from './params.ts';
import { revise } from './revise.ts';
import { buildAll, countAll, dearestFirst, type FlowState, withHands } from './survey-flows.ts';
import { addTotals } from './totals.ts';

/** All lines of the same people as they were counted and as they are now; each range lists its people in the same order. */
export interface ChangedLines {
  readonly before: FlowLines;
  readonly after: FlowLines;
}

/**
 * Takes changed people into flows without counting the others again: their observations are taken back and added anew. Of each
 * stratum touched, the pairs that can differ are folded out of the sums and in again. Folded sums are exact, so the result equals
 * a rebuild to the bit. When `months` reaches further than before, people with an occasion in the new part are changed people too.
 * @param changes ranges of whole people
 * @throws validation_failed when the state was not kept, months differ in more than their last end, or `before` is not what was
 *   counted
 * Cost: changed people; the observations of strata touched, and 2 C² per stratum whose controls or entries changed.
 */
export async function updateFlows(
  state: FlowState,
  changes: Iterable<ChangedLines> | AsyncIterable<ChangedLines>,
  options: { readonly months?: readonly number[]; readonly workers?: number } = {},
): Promise<FlowState> {
  const { observations } = state;
  if (!observations)
    throw new GcError('validation_failed', 'Flows: only a state surveyed with keep can be updated.');
  const old = state.params;
  const params = flowParams({ ...old, months: options.months ?? old.months });
  checkMonths(old, params);
  async function* jobs(): AsyncGenerator<BuildJob> {
    for await (const { before, after } of changes) {
      const since = firstDifference(before, after, old, params);
      yield { lines: before, sign: -1, since: since.before, months: old.months };
      yield { lines: after, sign: 1, since: since.after };
    }
  }
  return withHands(params, options.workers ?? 2, async (hands) => {
    const { parts, totals } = await buildAll(jobs(), hands);
    const delta = joinObservations(parts, strataOf(params), observations.blocks);
    const { address, sign, changes: changed, now } = revise(observations, delta);
    const sums = await countAll(hands, params, {
      observations,
      queue: dearestFirst(changed.length, (at) => changed[at]!.to - changed[at]!.from),
      revision: { address, sign, changes: changed, blocks: delta.blocks },
    });
    for (let i = 0; i < sums.length; i++) sums[i]! += state.sums[i]!;
    addTotals(totals, state.totals);
    return { params, sums, totals, observations: now };
  });
}

/** Strata are numbered from the first month: months may grow at the end only. */
function checkMonths(old: FlowParams, params: FlowParams): void {
  const fixed = old.months.slice(0, -1);
  const grows =
    fixed.every((m, i) => m === params.months[i]) &&
    (old.months.length === 0 ||
      params.months[params.months.length - 1]! >= old.months[old.months.length - 1]!);
  if (!grows)
    throw new GcError('validation_failed', 'Flows: an update may only move the end of the index period.');
}

/**
 * From when on each person's observations can differ: the horizon before the first line that differs, and no later than the
 * end of the old index period; with monthly controls the start of that month, whose draw may change.
 */
function firstDifference(before: FlowLines, after: FlowLines, old: FlowParams, params: FlowParams) {
  const horizon = params.horizonDays * params.ticksPerDay;
  const oldEnd = old.months[old.months.length - 1] ?? Number.NEGATIVE_INFINITY;
  const newEnd = params.months[params.months.length - 1] ?? Number.NEGATIVE_INFINITY;
  const sinceOf = (difference: number): number => {
    const at = Math.min(difference - horizon, newEnd > oldEnd ? oldEnd : Number.POSITIVE_INFINITY);
    if (params.controls === 'every_order') return at;
    const month = [...params.months].reverse().find((start) => start <= at);
    return month ?? Number.NEGATIVE_INFINITY;
  };
  const result = { before: [] as number[], after: [] as number[] };
  let i = 0;
  let j = 0;
  while (i < before.person.length || j < after.person.length) {
    // A person on one side only stands at a number the other side does not have next.
    const iEnd = endOf(before.person, i);
    const jEnd = endOf(after.person, j);
    const person = nextPerson(before, i, after, j);
    const inBefore = i < iEnd && before.person[i] === person;
    const inAfter = j < jEnd && after.person[j] === person;
    let difference = Number.POSITIVE_INFINITY;
    if (inBefore && inAfter) {
      let k = 0;
      while (i + k < iEnd && j + k < jEnd && sameLine(before, i + k, after, j + k)) k++;
      if (i + k < iEnd) difference = before.time[i + k]!;
      if (j + k < jEnd) difference = Math.min(difference, after.time[j + k]!);
    } else difference = Number.NEGATIVE_INFINITY;
    const since = sinceOf(difference);
    if (inBefore) {
      result.before.push(since);
      i = iEnd;
    }
    if (inAfter) {
      result.after.push(since);
      j = jEnd;
    }
  }
  return { before: Float64Array.from(result.before), after: Float64Array.from(result.after) };
}

function nextPerson(before: FlowLines, i: number, after: FlowLines, j: number): number {
  if (i >= before.person.length) return after.person[j]!;
  if (j >= after.person.length) return before.person[i]!;
  return Math.min(before.person[i]!, after.person[j]!);
}

function endOf(person: Uint32Array, from: number): number {
  let to = from;
  while (to < person.length && person[to] === person[from]) to++;
  return to;
}

function sameLine(x: FlowLines, i: number, y: FlowLines, j: number): boolean {
  return (
    x.time[i] === y.time[j] &&
    x.category[i] === y.category[j] &&
    x.order[i] === y.order[j] &&
    x.amount?.[i] === y.amount?.[j] &&
    x.segment?.[i] === y.segment?.[j] &&
    x.observable?.[i] === y.observable?.[j]
  );
}
