import { ObservationBuilder } from './build.ts';
import { clearCounts, countObservations, FIELDS, foldStratum, stratumCounts } from './count.ts';
import type { FlowLines } from './lines.ts';
import type { ObservationIndex, SortedObservations } from './observations.ts';
import type { FlowParams } from './params.ts';
import { decodeCounts, encodeCounts } from './store.ts';
import type { Totals } from './totals.ts';

/** Lines to add or take back. */
export interface BuildJob {
  readonly lines: FlowLines;
  readonly sign: 1 | -1;
  readonly since?: Float64Array | undefined;
  /** Index months to build with, where not the parameters' own. */
  readonly months?: readonly number[] | undefined;
}

export interface CountJob {
  readonly observations: SortedObservations;
  /** Positions in `observations.strata`, dearest first. */
  readonly queue: Uint32Array;
  /** [0]: next of the queue, taken atomically by all workers. */
  readonly next: Int32Array<SharedArrayBuffer>;
  /** Counts kept from the time before, by stratum; with `keep`, the new ones come back. */
  readonly kept?: ReadonlyMap<number, Uint8Array> | undefined;
  readonly keep: boolean;
}

export interface CountResult {
  readonly sums: Float64Array;
  readonly kept: Map<number, Uint8Array>;
}

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

  count(job: CountJob): CountResult {
    const { observations, queue, next } = job;
    const c = this.params.categories;
    const sums = new Float64Array(c * c * FIELDS);
    const kept = new Map<number, Uint8Array>();
    const counts = stratumCounts(c);
    const views = observations.blocks.map((block) => new Uint16Array(block));
    for (let k = Atomics.add(next, 0, 1); k < queue.length; k = Atomics.add(next, 0, 1)) {
      const at = queue[k]!;
      const stratum = observations.strata[at]!;
      clearCounts(counts);
      const before = job.kept?.get(stratum);
      if (before) {
        decodeCounts(before, counts);
        foldStratum(counts, sums, -1);
      }
      countObservations(counts, observations, views, observations.starts[at]!, observations.starts[at + 1]!);
      foldStratum(counts, sums, 1);
      if (job.keep) kept.set(stratum, encodeCounts(counts));
    }
    return { sums, kept };
  }
}
