import { startWorker } from '../start-worker.ts';
import { type BuildJob, type CountJob, FlowKernel } from './kernel.ts';
import { portable } from './lines.ts';
import type { ObservationIndex } from './observations.ts';
import type { FlowParams } from './params.ts';
import type { Totals } from './totals.ts';
import type { FlowMessage } from './worker.ts';

/** One hand of the survey: a worker thread, or the calling thread itself. Jobs of one hand run one after another. */
export interface FlowHand {
  build(job: BuildJob): Promise<void>;
  built(): Promise<{ index: ObservationIndex; totals: Totals }>;
  count(job: CountJob): Promise<Float64Array>;
  close(): Promise<void>;
}

/** The calling thread: no start-up cost, for small data and tests. */
export function ownHand(params: FlowParams): FlowHand {
  const kernel = new FlowKernel(params);
  return {
    build: async (job) => kernel.build(job),
    built: async () => kernel.built(),
    count: async (job) => kernel.count(job),
    close: async () => {},
  };
}

/** A worker thread. A failure inside it rejects the job that was running, and those that wait. */
export function threadHand(params: FlowParams): FlowHand {
  const worker = startWorker(
    new URL('./worker.ts', import.meta.url),
    new URL('./flows-worker.js', import.meta.url),
    params,
  );
  worker.unref();
  const waiting: { resolve: (value: never) => void; reject: (cause: unknown) => void }[] = [];
  let failure: unknown;
  const fail = (cause: unknown) => {
    failure ??= cause;
    for (const { reject } of waiting.splice(0)) reject(cause);
  };
  worker.on('message', (value) => {
    waiting.shift()?.resolve(value as never);
    if (waiting.length === 0) worker.unref();
  });
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`The flow worker ended with code ${code}.`)));
  const send = <T>(message: FlowMessage, transfer: ArrayBuffer[] = []): Promise<T> => {
    if (failure !== undefined) return Promise.reject(failure);
    worker.ref();
    return new Promise<T>((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker.postMessage(message, transfer);
    });
  };
  return {
    build: async (job) => {
      const { lines, transfer } = portable(job.lines);
      await send({ kind: 'build', job: { ...job, lines } }, transfer);
    },
    built: () => send({ kind: 'built' }),
    count: (job) => send({ kind: 'count', job }),
    close: async () => {
      worker.removeAllListeners('exit');
      await worker.terminate();
    },
  };
}
