import { setImmediate } from 'node:timers/promises';

/** How long steps go on before others get their turn. */
const TURN_MS = 8;

/** Work on the thread that serves, done in turns; it knows how much it was. */
export class Turns {
  /** Since the last reset (ms). */
  worked_ms = 0;
  /** Ever (ms). */
  total_ms = 0;
  /** The longest that others waited for it (ms). */
  longest_ms = 0;

  reset(): void {
    this.worked_ms = 0;
  }

  /** A part that is done at once. */
  once<T>(part: () => T): T {
    const from = performance.now();
    try {
      return part();
    } finally {
      const took = performance.now() - from;
      this.worked_ms += took;
      this.total_ms += took;
      this.longest_ms = Math.max(this.longest_ms, took);
    }
  }

  /** Steps of well under a turn each, as many at a time as fit. */
  async all<T>(steps: Generator<void, T>): Promise<T> {
    for (;;) {
      const last = this.once(() => {
        const until = performance.now() + TURN_MS;
        for (;;) {
          const step = steps.next();
          if (step.done || performance.now() > until) return step;
        }
      });
      if (last.done) return last.value;
      await setImmediate();
    }
  }
}
