import type { IdKind } from '../base/index.ts';
import type { Fact, LiveValues } from '../contracts/index.ts';
import { type Activity, drop, MOST, newActivity, type Purchase, push, touch } from './activity.ts';
import type { LiveOp } from './ops.ts';

/** Gives our id of a source's name; '' for none. */
export type IdOf = (kind: IdKind, name: string | null) => string;

export interface CountersOptions {
  /** People whose activity is kept; of those past it, the longest quiet are forgotten. */
  readonly people?: number;
  /** Item of an offer, or ''; for events that name an offer alone. */
  readonly itemOf: (offerId: string) => string;
  /** Business day of an instant (ms). */
  readonly dayOf: (ms: number) => number;
}

/** Where the snapshot ends: what it holds is not counted again. */
export interface Since {
  /** First day that is not in it. */
  readonly day: number;
  /** Sequence that it has seen. */
  readonly known_at: number;
}

/** Preferences `label.<label>` = `deleted` (a privacy page sends them). */
const LABEL = 'label.';
/** Events that change a live value. */
const HEARD: ReadonlySet<string> = new Set([
  'Product Viewed',
  'Product Clicked',
  'Product Added',
  'Product Removed',
  'Product Impression',
]);
const PEOPLE = 200_000;
const ORDERS = 200_000;
/** People looked through at a time. */
const AT_ONCE = 2_000;

/**
 * Live values, in memory: what people did since the snapshot, who does not want to be read, which offers cannot be had. Fed with
 * facts as ingest acknowledges them; every change holds from the next request on.
 */
export class Counters {
  readonly #most: number;
  readonly #people = new Map<string, Activity>();
  /** Account of a recent order, so that a cancellation finds it. */
  readonly #orders = new Map<string, string>();
  /** When a person's switch was last set, and how. */
  readonly #switches = new Map<string, { at: number; off: boolean }>();
  /** Labels that a person deleted; they stay so, whatever the person does later. */
  readonly #forgotten = new Map<string, Set<string>>();
  readonly #erased = new Set<string>();
  readonly #unavailable = new Set<string>();
  /** Offers that their shop paused or withdrew since the snapshot, or took up again; and by which sequence. */
  readonly #status = new Map<string, { active: boolean; seq: number }>();

  /** Called when an offer can be had or not any more, or is paused or taken up; null: any may be. */
  onOffer: (offerId: string | null) => void = () => {};

  readonly dayOf: CountersOptions['dayOf'];
  readonly itemOf: CountersOptions['itemOf'];

  constructor(options: CountersOptions) {
    this.#most = options.people ?? PEOPLE;
    this.dayOf = options.dayOf;
    this.itemOf = options.itemOf;
  }

  /**
   * Takes up facts that are on disk.
   * @param seq ingest's position, at or after theirs @param now when they were heard (ms)
   * @param tell is told of every change, for other replicas
   */
  hear(facts: readonly Fact[], id: IdOf, seq: number, now = 0, tell?: (op: LiveOp) => void): void {
    const take = (op: LiveOp) => {
      this.apply(op);
      tell?.(op);
    };
    for (const fact of facts) {
      switch (fact.fact) {
        case 'order_line':
          if (fact.account === null || fact.type !== 'goods') break;
          take({
            op: 'purchase',
            account: id('account', fact.account),
            purchase: {
              line: id('line', fact.source_id),
              order: id('order', fact.order),
              item_id: id('item', fact.item) || this.itemOf(id('offer', fact.offer)),
              offer_id: id('offer', fact.offer),
              day: this.dayOf(Date.parse(fact.paid_at ?? fact.ordered_at)),
              amount_minor: fact.paid_minor,
              seq,
            },
          });
          break;
        case 'cancellation':
          take({
            op: 'undo',
            order: id('order', fact.order),
            line: fact.line === undefined ? '' : id('line', fact.line),
          });
          break;
        case 'event':
          // Before any id is made: most events are of no use here.
          if (fact.account === null || !HEARD.has(fact.name)) break;
          take({
            op: 'event',
            account: id('account', fact.account),
            name: fact.name,
            item: id('item', fact.item) || this.itemOf(id('offer', fact.offer)),
            at: Date.parse(fact.at),
          });
          break;
        case 'consent':
          if (fact.purpose !== 'personalisation') break;
          take({
            op: 'off',
            key: id('account', fact.account),
            value: !fact.granted,
            at: Date.parse(fact.at),
          });
          break;
        case 'preference': {
          const key = id('account', fact.account);
          const at = Date.parse(fact.at);
          if (fact.key === 'personalisation') take({ op: 'off', key, value: fact.value === 'off', at });
          else if (fact.key.startsWith(LABEL) && fact.value === 'deleted')
            take({ op: 'label', key: `${key} ${fact.key.slice(LABEL.length)}`, value: true, at });
          break;
        }
        case 'offer':
          take({
            op: 'paused',
            key: id('offer', fact.source_id),
            value: fact.status !== 'active',
            at: now,
            seq,
          });
          break;
      }
    }
  }

  /** Takes up one change, whoever heard of it. Holds from the next request on. */
  apply(op: LiveOp): void {
    switch (op.op) {
      case 'purchase':
        this.purchase(op.account, op.purchase);
        break;
      case 'undo':
        this.undo(op.order, op.line);
        break;
      case 'event':
        this.event(op.account, op.name, op.item, op.at);
        break;
      case 'off':
        this.switch(op.key, op.value, op.at);
        break;
      case 'label': {
        const space = op.key.indexOf(' ');
        this.forgetLabel(op.key.slice(0, space), op.key.slice(space + 1));
        break;
      }
      case 'erased':
        this.erase(op.key);
        break;
      case 'paused':
        this.setStatus(op.key, !op.value, op.seq);
        break;
      case 'unavailable':
        this.setAvailable(op.key, !op.value);
        break;
    }
  }

  purchase(account: string, purchase: Purchase): void {
    if (purchase.item_id === '' || this.#erased.has(account)) return;
    const activity = this.#of(account);
    const at = activity.purchases.findIndex(({ line }) => line === purchase.line);
    if (at >= 0) activity.purchases.splice(at, 1);
    push(activity.purchases, purchase, MOST.purchases);
    drop(activity.cart, purchase.item_id);
    this.#orders.delete(purchase.order);
    this.#orders.set(purchase.order, account);
    if (this.#orders.size > ORDERS) this.#orders.delete(this.#orders.keys().next().value!);
  }

  /** An order, or one line of it, does not stand. Of what the snapshot holds already, the next snapshot takes note. */
  undo(order: string, line: string): void {
    const account = this.#orders.get(order);
    const activity = account === undefined ? undefined : this.#people.get(account);
    if (!activity) return;
    activity.purchases = activity.purchases.filter(
      (p) => p.order !== order || (line !== '' && p.line !== line),
    );
  }

  event(account: string, name: string, item: string, at: number): void {
    if (item === '' || this.#erased.has(account)) return;
    switch (name) {
      case 'Product Viewed':
      case 'Product Clicked':
        touch(this.#of(account).views, item, MOST.views);
        break;
      case 'Product Added':
        touch(this.#of(account).cart, item, MOST.cart);
        break;
      case 'Product Removed':
        drop(this.#of(account).cart, item);
        break;
      case 'Product Impression':
        push(this.#of(account).impressions, { item, day: this.dayOf(at) }, MOST.impressions);
        break;
    }
  }

  /** A person's personalisation switch; the latest setting holds, whatever order they come in. */
  switch(account: string, off: boolean, at: number): void {
    const before = this.#switches.get(account);
    if (before && before.at > at) return;
    // "On" is kept too: it may be older than an "off" that is still to come.
    this.#switches.set(account, { at, off });
  }

  /** Nothing of this label is read from the next request on. */
  forgetLabel(account: string, label: string): void {
    const labels = this.#forgotten.get(account) ?? new Set();
    this.#forgotten.set(account, labels.add(label));
  }

  isOff(account: string): boolean {
    return this.#erased.has(account) || this.#switches.get(account)?.off === true;
  }

  erase(account: string): void {
    this.#erased.add(account);
    this.#people.delete(account);
    this.#switches.delete(account);
    this.#forgotten.delete(account);
  }

  /** @returns true where it was the other way before */
  setAvailable(offerId: string, available: boolean): boolean {
    const before = this.#unavailable.size;
    if (available) this.#unavailable.delete(offerId);
    else this.#unavailable.add(offerId);
    this.onOffer(offerId);
    return this.#unavailable.size !== before;
  }

  isUnavailable(offerId: string): boolean {
    return this.#unavailable.has(offerId);
  }

  get unavailable(): ReadonlySet<string> {
    return this.#unavailable;
  }

  /** @param seq sequence of the fact; absent: no snapshot has seen it */
  setStatus(offerId: string, active: boolean, seq = Number.POSITIVE_INFINITY): void {
    this.#status.set(offerId, { active, seq });
    this.onOffer(offerId);
  }

  /** True where anything of the person is kept here. */
  knows(account: string): boolean {
    return this.#people.has(account);
  }

  get anyPaused(): boolean {
    return this.#status.size > 0;
  }

  isPaused(offerId: string): boolean {
    return this.#status.get(offerId)?.active === false;
  }

  get size(): { people: number; switches: number; unavailable: number } {
    return {
      people: this.#people.size,
      switches: this.#switches.size,
      unavailable: this.#unavailable.size,
    };
  }

  /** A person's live values on `day`; impressions of the last `capDays` days. */
  read(account: string, since: Since, day: number, capDays: number): Omit<LiveValues, 'closed'> {
    const activity = this.#people.get(account);
    const labels = this.#forgotten.get(account);
    const forgotten = labels ? { forgotten: [...labels].sort() } : {};
    if (!activity) return { purchases: [], views: [], cart: [], impressions: [], ...forgotten };
    const shown = new Map<string, number>();
    for (const impression of activity.impressions)
      if (impression.day > day - capDays) shown.set(impression.item, (shown.get(impression.item) ?? 0) + 1);
    return {
      purchases: activity.purchases
        .filter((p) => p.day >= since.day || p.seq > since.known_at)
        .map(({ item_id, offer_id, day: on, amount_minor }) => ({ item_id, offer_id, day: on, amount_minor }))
        .sort((a, b) => a.day - b.day),
      views: [...activity.views].reverse(),
      cart: [...activity.cart],
      impressions: [...shown],
      ...forgotten,
    };
  }

  /** Drops what a new snapshot holds, which is not read any more; a few people a step, so that requests are answered in between. */
  *forget(since: Since): Generator<void> {
    let some = false;
    for (const [offer, { seq }] of this.#status)
      if (seq <= since.known_at) some = this.#status.delete(offer) || some;
    if (some) this.onOffer(null);
    let seen = 0;
    for (const [account, activity] of this.#people) {
      activity.purchases = activity.purchases.filter((p) => p.day >= since.day || p.seq > since.known_at);
      const { purchases, views, cart, impressions } = activity;
      if (purchases.length + views.length + cart.length + impressions.length === 0)
        this.#people.delete(account);
      if (++seen % AT_ONCE === 0) yield;
    }
  }

  /** The person's activity, as the one heard of last. */
  #of(account: string): Activity {
    let activity = this.#people.get(account);
    if (activity) this.#people.delete(account);
    else {
      activity = newActivity();
      if (this.#people.size >= this.#most) this.#people.delete(this.#people.keys().next().value!);
    }
    this.#people.set(account, activity);
    return activity;
  }
}
