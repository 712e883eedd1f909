import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import {
  type Chunk,
  frameOf,
  optionsOf,
  type WorldHistory,
  type WorldOptions,
  worldHistory,
} from '../../sim/world/index.ts';
import { GcError } from '../base/index.ts';
import type { WorldWork } from './world-worker.ts';

/** Beside the bundled command only: from the source tree the world is made on the main thread. */
const BUNDLED = new URL('./world-worker.js', import.meta.url);
/** Most facts die young where the young have room. */
const YOUNG_MB = 64;

interface Ahead {
  readonly path: string;
  readonly first: string;
  readonly history: WorldHistory;
}
let ahead: Ahead | null = null;

/**
 * The simulated marketplace that `path` names, up to the day before `now`, as an importer: only commands bring it along,
 * the engine knows no world. It is made in a thread of its own, while the facts before are taken in.
 * @throws config_invalid
 */
export async function openExample(now: number, path: string): Promise<WorldHistory> {
  const options = optionsOf(path);
  if (!options) {
    const detail = `The world ${path} was made by another version of the simulator, and never finished. Make it anew with --reset.`;
    throw new GcError('config_invalid', detail);
  }
  const begun = ahead;
  ahead = null;
  if (begun?.path === path && begun.first === frameOf({ ...options, now }).first) return begun.history;
  await begun?.history.close();
  return historyIn({ ...options, now });
}

/** Begins to make a world that is going to be opened: while the engine opens, there is time. */
export function beginExample(path: string): void {
  const options = optionsOf(path);
  if (!options) return;
  const now = Date.now();
  ahead = { path, first: frameOf({ ...options, now }).first, history: historyIn({ ...options, now }) };
}

/** Ends what was begun and never opened. */
export async function endExample(): Promise<void> {
  const begun = ahead;
  ahead = null;
  await begun?.history.close();
}

function historyIn(options: WorldOptions): WorldHistory {
  if (!existsSync(fileURLToPath(BUNDLED))) return worldHistory(options);
  const { port1: out, port2: here } = new MessageChannel();
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(BUNDLED, {
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
