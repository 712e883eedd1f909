import { parentPort, workerData } from 'node:worker_threads';
import { CellSpace } from './cells.ts';
import { type KernelParams, MetricKernel } from './kernel.ts';

/** A worker thread that counts ranges of people, told by hands.ts, one message at a time. */
export interface WorkerStart {
  readonly paths: ReadonlyMap<number, readonly number[]>;
  readonly params: KernelParams;
}
export type WorkerMessage =
  | { readonly bytes: ArrayBuffer; readonly lo: number; readonly hi: number }
  | 'done';

const { paths, params } = workerData as WorkerStart;
const kernel = new MetricKernel(new CellSpace(paths), params);

parentPort?.on('message', (message: WorkerMessage) => {
  if (message === 'done') {
    const part = kernel.part();
    // Nothing is counted any more: the counts go over as they are.
    const buffers = [part.cells, part.headline, part.delta].flatMap((arrays) =>
      Object.values(arrays).flatMap((array) =>
        ArrayBuffer.isView(array) ? [array.buffer as ArrayBuffer] : [],
      ),
    );
    return parentPort!.postMessage(part, buffers);
  }
  kernel.feed(Buffer.from(message.bytes), message.lo, message.hi);
  return parentPort!.postMessage(null);
});
