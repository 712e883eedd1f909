import { setMaxListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { type Api, createApi, createTracker } from '../../src/client/index.ts';
import type { FactInput } from '../../src/contracts/index.ts';
import { DAY_MS, SOURCE } from './options.ts';
import { servedShelf } from './served.ts';
import type { Visit, World } from './world.ts';

export interface LiveOptions {
  readonly world: World;
  /** The server's public face. */
  readonly api: Api;
  readonly url: string;
  readonly key: string;
  readonly signal: AbortSignal;
  /** How fast time goes until it has caught up with the real one. Default: at once. */
  readonly speed?: number;
  readonly now?: () => number;
  readonly onSent?: (state: { at: number; facts: number }) => void;
}

const BATCH = 2_000;
/** Time the shop's clock stands still between looking what is due. */
const TICK_MS = 1_000;
/** Sessions that are asked for at once. */
const AT_ONCE = 4;

/**
 * Lets a world go on after its history, through the public face alone: the host shop asks what to show, tracks what people
 * do, tells orders when they are placed and money that goes back. While nobody keeps the shop open, people buy what they
 * would have bought anyhow, and look at nothing. What the server has already counts as duplicate, so it may be cut off
 * and started again at any time. Resolves when told to stop.
 */
export async function live(options: LiveOptions): Promise<void> {
  const { world, api, signal, speed = Number.POSITIVE_INFINITY } = options;
  const now = options.now ?? Date.now;
  // Nobody is told twice: the history is lived through for what it leaves behind.
  for (const _ of world.settlers());
  while (world.nextDay < world.frame.days && !signal.aborted) {
    world.skip();
    // The process must hear that it should stop.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (signal.aborted) return;
  const status = await api.get('/v1/status');
  const reached = status.last_date ? Date.parse(status.last_date) - Date.parse(world.frame.first) : 0;
  while (world.nextDay < reached / DAY_MS) world.end(world.begin(), [], false);
  const tracker = createTracker({
    url: options.url,
    key: options.key,
    source: SOURCE,
    flushAt: 200,
    keepAtMost: 20_000,
  });
  const began = now();
  const start = world.startOf(world.nextDay);
  const clock = () =>
    Math.min(now(), speed === Number.POSITIVE_INFINITY ? now() : start + (now() - began) * speed);
  const opened = clock();
  // A page that waits for its list is a page that nobody sees: one attempt.
  // Each call under way listens.
  setMaxListeners(0, signal);
  const serve = servedShelf(world, createApi({ url: options.url, key: options.key, retries: 0 }), signal);
  try {
    while (!signal.aborted) {
      if (world.startOf(world.nextDay) <= clock()) await day();
      else await pause(TICK_MS, signal);
    }
  } finally {
    await tracker.close();
  }

  async function day(): Promise<void> {
    const plan = world.begin();
    const end = world.startOf(plan.day + 1);
    const visits: Visit[] = [];
    const coming = plan.sessions.filter(({ at }) => at >= opened).sort((a, b) => a.at - b.at);
    let told = world.tellPlan(plan).sort((a, b) => a.at - b.at);
    while (!signal.aborted) {
      const until = clock();
      const here = coming.splice(0, countOf(coming, until));
      for (let k = 0; k < here.length && !signal.aborted; k += AT_ONCE) {
        const lists = await Promise.all(here.slice(k, k + AT_ONCE).map(serve));
        for (const [i, shown] of lists.entries()) visits.push(world.visit(here[k + i]!, shown));
      }
      const latest = visits.slice(visits.length - here.length);
      if (latest.length > 0) {
        for (const visit of latest) world.tellVisit(visit, true, told);
        told.sort((a, b) => a.at - b.at);
      }
      const due = told.slice(0, countOf(told, until));
      told = told.slice(due.length);
      if (due.length > 0) {
        const facts = due.map(({ fact }) => fact);
        // A backlog goes in bulk; what happens now goes the way a shop tells it.
        const bulk = due.length > BATCH / 4 || due.at(-1)!.at < now() - 600_000;
        await (bulk ? sendBulk(api, facts, signal) : sendAsShop(api, tracker, facts, signal));
        options.onSent?.({ at: due.at(-1)!.at, facts: due.length });
      }
      if (until >= end) break;
      await pause(TICK_MS, signal);
    }
    if (!signal.aborted) world.close(plan, visits);
  }
}

/** How many of a list in order of time are due. */
function countOf(list: readonly { readonly at: number }[], until: number): number {
  const first = list.findIndex(({ at }) => at > until);
  return first < 0 ? list.length : first;
}

async function sendBulk(api: Api, facts: readonly FactInput[], signal: AbortSignal): Promise<void> {
  for (let at = 0; at < facts.length; at += BATCH) {
    const part = facts.slice(at, at + BATCH);
    await api.post('/v1/facts', { body: { source: SOURCE, facts: part }, signal });
  }
}

type Tracker = ReturnType<typeof createTracker>;

async function sendAsShop(
  api: Api,
  tracker: Tracker,
  facts: readonly FactInput[],
  signal: AbortSignal,
): Promise<void> {
  const orders = new Map<string, FactInput[]>();
  const refunds: FactInput[] = [];
  const others: FactInput[] = [];
  for (const fact of facts) {
    if (fact.fact === 'event') track(tracker, fact);
    else if (fact.fact === 'order_line') orders.set(fact.order, [...(orders.get(fact.order) ?? []), fact]);
    else if (fact.fact === 'refund' || fact.fact === 'cancellation' || fact.fact === 'exchange')
      refunds.push(fact);
    else others.push(fact);
  }
  const source = SOURCE;
  if (others.length > 0) await api.post('/v1/facts', { body: { source, facts: others }, signal });
  if (orders.size > 0) {
    const parents = [...orders].map(([source_id, lines]) => ({ source_id, lines }));
    await api.post('/v1/orders', { body: { source, orders: parents }, signal });
  }
  if (refunds.length > 0) await api.post('/v1/refunds', { body: { source, facts: refunds }, signal });
}

function track(tracker: Tracker, event: Extract<FactInput, { fact: 'event' }>): void {
  const { name, account, anonymous_id, at, source_id, item, variant, offer, shop, value_minor, duration_ms } =
    event;
  const properties = {
    product_id: item,
    variant_id: variant,
    offer_id: offer,
    shop_id: shop,
    surface: event.surface,
    session_id: event.session,
    position: event.slot,
    impression_id: event.impression_id,
    request_id: event.request_id,
    query: event.query,
    duration_ms,
    ...(value_minor ? { price: value_minor / 100, quantity: event.quantity } : {}),
  };
  const who = account ? { userId: account } : { anonymousId: anonymous_id ?? '' };
  tracker.track(name, properties, { ...who, messageId: source_id, timestamp: at });
}

/** Resolves after a while, or at once when it is to stop. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { signal }).catch(() => {});
