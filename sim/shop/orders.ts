import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A line of an order; amounts in minor units. Ids are the source's. */
export interface OrderLine {
  readonly line: string;
  readonly shop: string;
  readonly item: string;
  readonly offer: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly quantity: number;
  readonly price_minor: number;
  readonly list_price_minor: number;
  /** The decision whose slot led here; '' where none did. */
  readonly request_id: string;
}

export interface Order {
  readonly order: string;
  readonly account: string;
  readonly at: string;
  readonly currency: string;
  readonly region: string;
  readonly lines: readonly OrderLine[];
  readonly total_minor: number;
  /** Instant of its cancellation; null while it stands. */
  readonly cancelled_at: string | null;
  /** Whether Grand Canal has acknowledged it as it stands. */
  readonly told: boolean;
}

type Entry =
  | { readonly kind: 'placed'; readonly key: string; readonly order: Order }
  | { readonly kind: 'cancelled'; readonly order: string; readonly at: string }
  | { readonly kind: 'told'; readonly order: string };

/** Orders of the host shop: an append-only file, replayed at the start. A line that a crash cut off was never acknowledged and goes. */
export class Orders {
  readonly #file: number;
  readonly #orders = new Map<string, Order>();
  readonly #byKey = new Map<string, string>();

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    if (existsSync(path)) {
      const bytes = readFileSync(path);
      const whole = bytes.lastIndexOf(10) + 1;
      if (whole < bytes.length) truncateSync(path, whole);
      for (const line of bytes.subarray(0, whole).toString('utf8').split('\n'))
        if (line) this.#apply(JSON.parse(line));
    }
    this.#file = openSync(path, 'a');
  }

  /** Stores an order under a checkout key. @returns the order that the key already has, else this one */
  place(key: string, order: Order): Order {
    const before = this.#byKey.get(key);
    if (before) return this.#orders.get(before)!;
    this.#append({ kind: 'placed', key, order });
    return order;
  }

  /** @returns the order under a checkout key, if there is one */
  placed(key: string): Order | null {
    return this.#orders.get(this.#byKey.get(key) ?? '') ?? null;
  }

  cancel(order: string, at: string): void {
    this.#append({ kind: 'cancelled', order, at });
  }

  told(order: string): void {
    this.#append({ kind: 'told', order });
  }

  get(order: string): Order | null {
    return this.#orders.get(order) ?? null;
  }

  /** Of one account, the latest first. */
  of(account: string): Order[] {
    return [...this.#orders.values()].filter((order) => order.account === account).reverse();
  }

  untold(): Order[] {
    return [...this.#orders.values()].filter(({ told }) => !told);
  }

  close(): void {
    closeSync(this.#file);
  }

  #append(entry: Entry): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
    fsyncSync(this.#file);
    this.#apply(entry);
  }

  #apply(entry: Entry): void {
    if (entry.kind === 'placed') {
      this.#orders.set(entry.order.order, entry.order);
      this.#byKey.set(entry.key, entry.order.order);
      return;
    }
    const order = this.#orders.get(entry.order);
    if (!order) return;
    const change = entry.kind === 'told' ? { told: true } : { cancelled_at: entry.at, told: false };
    this.#orders.set(entry.order, { ...order, ...change });
  }
}
