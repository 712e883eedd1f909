import { parentPort, workerData } from 'node:worker_threads';
import { type BuildJob, type CountJob, FlowKernel } from './kernel.ts';
import type { FlowParams } from './params.ts';

/** A worker thread of the survey of flows: one kernel, told what to do by pool.ts, one message at a time. */
export type FlowMessage =
  | { readonly kind: 'build'; readonly job: BuildJob }
  | { readonly kind: 'built' }
  | { readonly kind: 'count'; readonly job: CountJob };

const kernel = new FlowKernel(workerData as FlowParams);

parentPort?.on('message', (message: FlowMessage) => {
  if (message.kind === 'build') {
    kernel.build(message.job);
    parentPort!.postMessage(true);
  } else if (message.kind === 'built') parentPort!.postMessage(kernel.built());
  else {
    const sums = kernel.count(message.job);
    parentPort!.postMessage(sums, [sums.buffer as ArrayBuffer]);
  }
});
