import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type Chunk, type WorldHistory, type WorldOptions, worldHistory } from '../../sim/world/index.ts';
import type { WorldWork } from './world-worker.ts';

/** Most facts die young where the young have room. */
const YOUNG_MB = 64;

/**
 * The history of a world, made in a thread of its own from now on.
 * @param bundled the thread's file. Where it is missing (in the source tree) the world is made on the caller's thread.
 */
export function worldThread(
  options: WorldOptions,
  bundled = new URL('./world-worker.js', import.meta.url),
): WorldHistory {
  if (!existsSync(fileURLToPath(bundled))) return worldHistory(options);
  const { port1: out, port2: here } = new MessageChannel();
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(bundled, {
    workerData: { options, out, taken } satisfies WorldWork,
    transferList: [out],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const state: Making = { ended: false, failure: null, wake: () => {} };
  worker.on('message', () => state.wake());
  worker.once('error', (error) => {
    state.failure = error;
  });
  worker.once('exit', () => {
    state.ended = true;
    state.wake();
  });
  const close = async () => {
    here.close();
    await worker.terminate();
  };
  return { ...worldHistory(options, () => chunksFrom(here, taken, state)), close };
}

interface Making {
  ended: boolean;
  failure: Error | null;
  wake: () => void;
}

/** Chunks in their order, unpacked when they are asked for. */
async function* chunksFrom(
  here: MessagePort,
  taken: Int32Array,
  state: Making,
): AsyncGenerator<Chunk, void, undefined> {
  for (;;) {
    const next = receiveMessageOnPort(here) as { message: Chunk } | undefined;
    if (next) {
      Atomics.add(taken, 0, 1);
      Atomics.notify(taken, 0);
      yield next.message;
    } else if (state.ended) {
      if (state.failure) throw state.failure;
      return;
    } else {
      await new Promise<void>((resolve) => {
        state.wake = resolve;
      });
    }
  }
}
