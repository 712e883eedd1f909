import { GcError } from '../base/index.ts';

/**
 * Bounded concurrency: up to `running` at once, up to `waiting` in line, the rest is refused at once with
 * `overloaded` and Retry-After, before any of it is read or computed.
 */
export class Gate {
  #running = 0;
  #line: (() => void)[] = [];
  shed = 0;

  constructor(
    readonly name: string,
    readonly running: number,
    readonly waiting: number,
  ) {}

  get load() {
    return { running: this.#running, waiting: this.#line.length };
  }

  /** Resolves with the call that leaves the gate; it may be called more than once. @throws overloaded */
  async enter(): Promise<() => void> {
    if (this.#running >= this.running) {
      if (this.#line.length >= this.waiting) {
        this.shed++;
        throw new GcError(
          'overloaded',
          `More than ${this.running + this.waiting} ${this.name} requests are under way.`,
          {
            params: { retry_after: 1 },
          },
        );
      }
      // The place is handed over by whoever leaves, so #running stays as it is.
      await new Promise<void>((go) => this.#line.push(go));
    } else this.#running++;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.#line.shift();
      if (next) next();
      else this.#running--;
    };
  }
}
