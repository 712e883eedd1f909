import { uniqueId } from './unique-id.ts';

/**
 * Tracking for browser and Node: Segment's calls, sent in batches, kept while offline, retried with backoff. Every
 * message has a messageId and the server deduplicates by it, so sending twice changes nothing.
 */
export interface TrackerOptions {
  /** Address of the server, without a path. */
  readonly url: string;
  /** A key with the scope events:write. */
  readonly key: string;
  /** Source that the messages belong to; ids in them are ids of this source. Default `segment`. */
  readonly source?: string;
  /** Messages that trigger a send. Default 20. */
  readonly flushAt?: number;
  /** Longest wait before a send, ms. Default 5,000. */
  readonly flushEveryMs?: number;
  /** Messages kept while the server cannot be reached; beyond it the oldest go. Default 1,000. */
  readonly keepAtMost?: number;
  /** Where unsent messages survive a reload: localStorage, or anything like it. Default: memory only. */
  readonly storage?: KeyValue;
  readonly storageKey?: string;
  readonly fetch?: typeof fetch;
  /** Told of messages that are given up: refused by the server, or pushed out of a full queue. */
  readonly onDropped?: (messages: readonly Message[], reason: string) => void;
}

/** The part of the browser's Storage that is used. */
export interface KeyValue {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Message {
  readonly type: 'track' | 'identify' | 'page';
  readonly messageId: string;
  readonly timestamp: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly event?: string;
  readonly name?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly traits?: Readonly<Record<string, unknown>>;
}

export interface Tracker {
  /** Says who acts from now on. `null` forgets them (sign-out): what follows is anonymous again. */
  as(userId: string | null): void;
  track(event: string, properties?: Record<string, unknown>, overrides?: Overrides): string;
  page(name: string, properties?: Record<string, unknown>, overrides?: Overrides): string;
  identify(userId: string, traits?: Record<string, unknown>, overrides?: Overrides): string;
  /** Sends what waits. Resolves true when nothing waits any more, false when the server cannot be reached now. */
  flush(): Promise<boolean>;
  /** Messages that wait. */
  readonly waiting: number;
  /** Stops timers and sends what waits with `keepalive`, so that a closing page does not lose it. */
  close(): Promise<boolean>;
}

export type Overrides = Partial<Pick<Message, 'messageId' | 'timestamp' | 'userId' | 'anonymousId'>>;

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
/** A browser refuses keepalive bodies beyond 64 KiB in all. */
const KEEPALIVE_BYTES = 60_000;
const LARGEST_BATCH = 500;

export function createTracker(options: TrackerOptions): Tracker {
  const { flushAt = 20, flushEveryMs = 5_000, keepAtMost = 1_000, storage } = options;
  const storageKey = options.storageKey ?? 'grandcanal.queue';
  const send = options.fetch ?? fetch;
  const source = options.source === undefined ? '' : `?source=${encodeURIComponent(options.source)}`;
  const address = `${options.url}/v1/batch${source}`;
  const anonymousId = uniqueId();
  let userId: string | null = null;
  let queue: Message[] = restore();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = 0;
  let notBefore = 0;
  let sending: Promise<boolean> | undefined;
  let closed = false;

  function restore(): Message[] {
    try {
      const saved = JSON.parse(storage?.getItem(storageKey) ?? '[]');
      return Array.isArray(saved) ? saved : [];
    } catch {
      return [];
    }
  }

  function save(): void {
    try {
      if (queue.length === 0) storage?.removeItem(storageKey);
      else storage?.setItem(storageKey, JSON.stringify(queue));
    } catch {
      // A full or forbidden storage costs survival over a reload, never the page.
    }
  }

  function add(message: Omit<Message, 'messageId' | 'timestamp'>, overrides: Overrides = {}): string {
    const who = message.userId ?? userId;
    const full: Message = {
      ...message,
      ...(who === null ? { anonymousId } : { userId: who }),
      timestamp: new Date().toISOString(),
      messageId: uniqueId(),
      ...overrides,
    };
    queue.push(full);
    if (queue.length > keepAtMost) drop(queue.splice(0, queue.length - keepAtMost), 'queue_full');
    save();
    if (queue.length >= flushAt && Date.now() >= notBefore) void flush();
    else schedule();
    return full.messageId;
  }

  function drop(messages: readonly Message[], reason: string): void {
    if (messages.length > 0) options.onDropped?.(messages, reason);
  }

  function schedule(): void {
    if (timer !== undefined || closed || queue.length === 0) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        void flush();
      },
      Math.max(flushEveryMs, notBefore - Date.now()),
    );
    // In Node a waiting timer must not keep the process alive.
    (timer as { unref?: () => void }).unref?.();
  }

  function flush(keepalive = false): Promise<boolean> {
    sending ??= drain(keepalive).finally(() => {
      sending = undefined;
      schedule();
    });
    return sending;
  }

  async function drain(keepalive: boolean): Promise<boolean> {
    let size = LARGEST_BATCH;
    while (queue.length > 0) {
      let batch = queue.slice(0, size);
      while (keepalive && batch.length > 1 && JSON.stringify(batch).length > KEEPALIVE_BYTES) {
        batch = batch.slice(0, batch.length >> 1);
      }
      const answer = await post(batch, keepalive);
      if (answer === 'retry') return false;
      if (answer === 'smaller' && batch.length > 1) {
        size = batch.length >> 1;
        continue;
      }
      // Messages may have been added, or pushed out, while the request ran: remove by id, not by place.
      const done = new Set(batch.map((message) => message.messageId));
      queue = queue.filter((message) => !done.has(message.messageId));
      if (answer !== 'done') drop(batch, answer);
      save();
    }
    return true;
  }

  async function post(batch: readonly Message[], keepalive: boolean): Promise<string> {
    let response: Response;
    try {
      response = await send(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${options.key}` },
        body: JSON.stringify({ batch, sentAt: new Date().toISOString() }),
        keepalive,
      });
    } catch {
      return later(0);
    }
    if (response.ok) {
      retryMs = 0;
      notBefore = 0;
      return 'done';
    }
    if (response.status === 413) return batch.length > 1 ? 'smaller' : 'too_large';
    if (response.status === 408 || response.status === 429 || response.status >= 500) {
      return later(Number(response.headers.get('retry-after') ?? 0) * 1000);
    }
    return `refused_${response.status}`;
  }

  /** Backs off, with jitter so that many clients do not return at once. */
  function later(atLeastMs: number): string {
    retryMs = Math.min(LAST_RETRY_MS, retryMs === 0 ? FIRST_RETRY_MS : retryMs * 2);
    notBefore = Date.now() + Math.max(atLeastMs || 0, retryMs * (0.5 + Math.random() / 2));
    return 'retry';
  }

  schedule();
  return {
    as(id) {
      userId = id;
    },
    track: (event, properties = {}, overrides) => add({ type: 'track', event, properties }, overrides),
    page: (name, properties = {}, overrides) => add({ type: 'page', name, properties }, overrides),
    identify(id, traits = {}, overrides) {
      userId = id;
      return add({ type: 'identify', userId: id, traits }, overrides);
    },
    flush: () => flush(),
    get waiting() {
      return queue.length;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      timer = undefined;
      await sending;
      return flush(true);
    },
  };
}
