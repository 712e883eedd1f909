import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { historyOf, World, type WorldOptions } from '../../sim/world/index.ts';

/** What the thread is given: the world, the way of its chunks, and how many of them were taken. */
export interface WorldWork {
  readonly options: WorldOptions;
  readonly out: MessagePort;
  readonly taken: Int32Array;
}

/** Chunks that may wait to be taken: some 40 MB. */
const AHEAD = 50;

const { options, out, taken } = workerData as WorldWork;
let sent = 0;
for (const chunk of historyOf(new World(options))) {
  out.postMessage(chunk);
  // A bell: what lies in `out` is only unpacked when somebody takes it.
  parentPort!.postMessage(++sent);
  for (let n = Atomics.load(taken, 0); sent - n >= AHEAD; n = Atomics.load(taken, 0)) {
    Atomics.wait(taken, 0, n);
  }
}
