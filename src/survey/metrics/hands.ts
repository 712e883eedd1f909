import { startWorker } from '../start-worker.ts';
import type { CellSpace } from './cells.ts';
import { type KernelParams, type KernelPart, MetricKernel } from './kernel.ts';
import type { WorkerMessage, WorkerStart } from './worker.ts';

/** Who counts ranges of people: `feed` resolves when the next range may come, `kernel` when all are counted. */
export interface Hands {
  feed(bytes: Buffer, lo: number, hi: number): Promise<void>;
  kernel(): Promise<MetricKernel>;
  close(): Promise<void>;
}

/** The calling thread: no start-up cost. What else the process has to do comes in between ranges. */
export function ownHands(space: CellSpace, params: KernelParams): Hands {
  const kernel = new MetricKernel(space, params);
  return {
    async feed(bytes, lo, hi) {
      await new Promise((resolve) => setImmediate(resolve));
      kernel.feed(bytes, lo, hi);
    },
    async kernel() {
      kernel.settle();
      return kernel;
    },
    close: async () => {},
  };
}

/** Worker threads: each counts cells of its own, which are added up in the end. */
export function threadHands(space: CellSpace, params: KernelParams, threads: number): Hands {
  const start: WorkerStart = { paths: space.paths, params };
  const workers = Array.from({ length: threads }, () => new Hand(start));
  return {
    async feed(bytes, lo, hi) {
      const hand = await Promise.race(workers.map((w) => w.idle().then(() => w)));
      const own = bytes.buffer.byteLength === bytes.length ? bytes.buffer : new Uint8Array(bytes).buffer;
      hand.send({ bytes: own as ArrayBuffer, lo, hi }, [own as ArrayBuffer]);
    },
    async kernel() {
      const kernel = new MetricKernel(space, params);
      for (const worker of workers) {
        await worker.idle();
        kernel.add((await worker.send('done')) as KernelPart);
        await worker.close();
      }
      return kernel;
    },
    async close() {
      await Promise.all(workers.map((w) => w.close()));
    },
  };
}

/** One worker thread with one message under way at most. */
class Hand {
  readonly #worker: ReturnType<typeof startWorker>;
  #under: Promise<unknown> = Promise.resolve();
  #settle: { resolve: (value: unknown) => void; reject: (cause: unknown) => void } | undefined;
  #failure: unknown;

  constructor(start: WorkerStart) {
    this.#worker = startWorker(
      new URL('./worker.ts', import.meta.url),
      new URL('./metrics-worker.js', import.meta.url),
      start,
    );
    const fail = (cause: unknown) => {
      this.#failure ??= cause;
      this.#settle?.reject(cause);
    };
    this.#worker.on('message', (value) => this.#settle?.resolve(value));
    this.#worker.on('error', fail);
    this.#worker.on('exit', (code) => fail(new Error(`The metrics worker ended with code ${code}.`)));
  }

  /** Resolves when nothing is under way. @throws what the worker failed with */
  async idle(): Promise<void> {
    await this.#under;
    if (this.#failure !== undefined) throw this.#failure;
  }

  send(message: WorkerMessage, transfer: ArrayBuffer[] = []): Promise<unknown> {
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#settle = { resolve, reject };
      if (this.#failure !== undefined) reject(this.#failure);
    });
    this.#under = answer;
    // A failure is thrown to whoever asks next.
    answer.catch(() => undefined);
    this.#worker.postMessage(message, transfer);
    return answer;
  }

  async close(): Promise<void> {
    this.#worker.removeAllListeners('exit');
    await this.#worker.terminate();
  }
}
