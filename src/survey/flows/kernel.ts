import { ObservationBuilder } from './build.ts';
import { clearCounts, countObservations, FIELDS, foldStratum, stratumCounts } from './count.ts';
import type { FlowLines } from './lines.ts';
import type { ObservationIndex, SortedObservations } from './observations.ts';
import { crowdingOf, type FlowParams, orderBinOf } from './params.ts';
import type { Revision } from './revise.ts';
import type { Totals } from './totals.ts';

/** Lines to add or take back. */
export interface BuildJob {
  readonly lines: FlowLines;
  readonly sign: 1 | -1;
  readonly since?: Float64Array | undefined;
  /** Index months to build with, where not the parameters' own. */
  readonly months?: readonly number[] | undefined;
}

/** Strata to count, taken from one queue by all workers: all of a survey, or those that a revision changed. */
export interface CountJob {
  /** The survey's observations; or the revision's, as they were. */
  readonly observations: SortedObservations;
  /** Positions in `observations.strata`, or in `revision.changes`; dearest first. */
  readonly queue: Uint32Array;
  /** [0]: next of the queue, taken atomically. */
  readonly next: Int32Array<SharedArrayBuffer>;
  readonly revision?: RevisionJob | undefined;
}

/** A revision without what only its maker needs: it goes to workers. */
export type RevisionJob = Pick<Revision, 'address' | 'sign' | 'changes'> & {
  readonly blocks: readonly SharedArrayBuffer[];
};

/** The work of one worker: build, then count. The same object runs in the calling thread when there is little to do. */
export class FlowKernel {
  private readonly params: FlowParams;
  private readonly builder: ObservationBuilder;

  constructor(params: FlowParams) {
    this.params = params;
    this.builder = new ObservationBuilder(params);
  }

  build(job: BuildJob): void {
    this.builder.add(job.lines, job.sign, job.since, job.months);
  }

  built(): { index: ObservationIndex; totals: Totals } {
    return { index: this.builder.sink.index(), totals: this.builder.totals };
  }

  /** Folded sums of the strata that this worker took: for a revision, what they add to the sums before. */
  count(job: CountJob): Float64Array {
    const { observations, queue, next, revision } = job;
    const c = this.params.categories;
    const sums = new Float64Array(c * c * FIELDS);
    const counts = stratumCounts(c);
    const crowding = crowdingOf(this.params);
    const views = (revision ?? observations).blocks.map((block) => new Uint16Array(block));
    for (let k = Atomics.add(next, 0, 1); k < queue.length; k = Atomics.add(next, 0, 1)) {
      const at = queue[k]!;
      clearCounts(counts);
      if (revision) {
        const { stratum, from, to, changedFrom, changedTo, pairs } = revision.changes[at]!;
        const crowd = crowding[orderBinOf(stratum, this.params)]!;
        countObservations(counts, observations, views, from, to);
        foldStratum(counts, sums, -1, crowd, pairs);
        countObservations(counts, revision, views, changedFrom, changedTo);
        foldStratum(counts, sums, 1, crowd, pairs);
      } else {
        countObservations(
          counts,
          observations,
          views,
          observations.starts[at]!,
          observations.starts[at + 1]!,
        );
        foldStratum(counts, sums, 1, crowding[orderBinOf(observations.strata[at]!, this.params)]!);
      }
    }
    return sums;
  }
}
