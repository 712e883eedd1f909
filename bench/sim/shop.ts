import {
  type Impression,
  LEAVES,
  type Order,
  type Session,
  type ShowPolicy,
  type World,
} from '../../sim/world/index.ts';
import { accountOf, OPTED_OUT, regionOf } from '../../sim/world/people.ts';
import { inHoldout } from '../../src/assign/index.ts';
import type { OpenCanal } from '../../src/contracts/index.ts';
import { defaultPolicy } from '../../src/engine/policy/defaults.ts';
import { liveValues, requestOf } from '../../src/serve/decide/testing.ts';
import {
  compilePolicy,
  decide,
  exampleAccount,
  openPast,
  type Past,
  type SnapshotRows,
  snapshotFrom,
} from '../../src/serve/index.ts';
import { Collector } from '../quality/collect.ts';
import { trained } from '../quality/lists/product.ts';

const ZONE = 'Asia/Shanghai';
const DAY_MS = 86_400_000;
const LEAF = new Map(LEAVES.map(({ id, index }) => [id, index]));

/** Which categories lead where, as facts or truth say. */
export type Pair = readonly [from: string, to: string];

/** What a shop served by Grand Canal knew and had open on the day it began, and who is kept out of the canals. */
export interface Opening {
  readonly rows: SnapshotRows;
  readonly past: Past;
  readonly pairs: readonly Pair[];
}

/** Gathers a history as an import would; on the first day a snapshot is built of it, and canals are opened. */
export class Shop {
  readonly #collector = new Collector(ZONE);
  readonly #holdout: { salt: string; rate: number };
  readonly #pairsOf: (rows: SnapshotRows) => Promise<readonly Pair[]>;
  #opening: Opening | null = null;

  constructor(rate: number, pairsOf: (rows: SnapshotRows) => Promise<readonly Pair[]>) {
    this.#holdout = { salt: 'rehearsal', rate };
    this.#pairsOf = pairsOf;
  }

  get opening(): Opening {
    if (!this.#opening) throw new Error('The history has not been told yet.');
    return this.#opening;
  }

  heldOut(person: number): boolean {
    return inHoldout(this.#holdout, exampleAccount(accountOf(person)));
  }

  /** The shop in one life: with its canals, or with all of them closed. The snapshot is that of the first life. */
  life(open: boolean): ShowPolicy {
    const live = new Map<
      number,
      { item_id: string; offer_id: string; day: number; amount_minor: number }[]
    >();
    let held: ReadonlyMap<string, ReadonlySet<string>> | null = null;
    let policy: ReturnType<typeof compilePolicy> | null = null;
    let serving = false;
    const leaves = new Set<number>();
    const offers = new Map<string, Impression['offer']>();
    return {
      leaves,
      ...(open && { told: (fact) => this.#collector.take(fact) }),
      begins: async () => {
        if (open) await this.#open();
        const { rows, pairs } = this.opening;
        for (const [, to] of pairs) leaves.add(LEAF.get(to)!);
        held = heldBy(rows);
        policy = policyOf(open ? pairs : [], this.#holdout);
        serving = true;
      },
      crowd: (person) => {
        const its = held!.get(exampleAccount(accountOf(person)));
        return its !== undefined && this.opening.pairs.some(([a, b]) => its.has(a) && !its.has(b));
      },
      ordered: ({ person, day, wants }: Order) => {
        if (!serving) return;
        const mine = live.get(person) ?? [];
        live.set(person, mine);
        const on = this.#firstDay + day;
        for (const { offer } of wants)
          mine.push({ item_id: offer.item, offer_id: offer.id, day: on, amount_minor: 0 });
      },
      show: (session, shelf, world) => {
        // What cannot end in an order is not asked for.
        if (!world.market.persuadable(session)) return shelf;
        if (offers.size === 0) for (const offer of world.market.catalogue.offers) offers.set(offer.id, offer);
        this.#firstDay = Math.round((world.startOf(0) + 8 * 3_600_000) / DAY_MS);
        return served(
          this.opening.past,
          policy!,
          session,
          shelf,
          world,
          live.get(session.person) ?? [],
          offers,
        );
      },
    };
  }
  #firstDay = 0;

  async #open(): Promise<void> {
    const rows = { ...this.#collector.rows(), manifest: { timezone: ZONE } };
    const model = trained(rows);
    const snapshot = snapshotFrom({
      ...rows,
      models: { ...(model && { nextCategory: model.stored }) },
      ...(model && { modelCategories: model.categories }),
    });
    this.#opening = { rows, past: openPast(snapshot), pairs: await this.#pairsOf(rows) };
  }
}

/** What `decide` answers for the home feed of this visit, as long as the shop's own shelf would be; its lots fall alike in both lives. */
function served(
  past: Past,
  policy: ReturnType<typeof compilePolicy>,
  session: Session,
  shelf: readonly Impression[],
  world: World,
  purchases: { item_id: string; offer_id: string; day: number; amount_minor: number }[],
  offers: ReadonlyMap<string, Impression['offer']>,
): Impression[] {
  const { people } = world.market;
  const { slots } = decide({
    past,
    policy,
    live: liveValues({ purchases }),
    request: requestOf({
      // Who does not want to be known is nobody.
      account_id: people.flags[session.person]! & OPTED_OUT ? '' : exampleAccount(accountOf(session.person)),
      session: session.id,
      region: regionOf(people, session.person),
      locale: 'zh-CN',
      k: shelf.length,
    }),
    clock: session.at,
    seed: session.hash >>> 0,
    decision_id: `dec_${session.id}`,
    build: 'bench',
  });
  return slots.map(({ offer_id, slot }) => ({ offer: offers.get(offer_id)!, slot }));
}

function policyOf(pairs: readonly Pair[], holdout: { salt: string; rate: number }) {
  const canals = pairs.map(
    ([from, to]): OpenCanal => ({
      canal_id: `cnl_${from}_${to}`,
      from_category_id: from,
      to_category_id: to,
      scenarios: [],
      slots: 2,
      opened_at: '2000-01-01T00:00:00Z',
    }),
  );
  const content = { ...defaultPolicy(), canals, holdout };
  return compilePolicy({ version: 1, hash: 'bench', effective_at: '2000-01-01T00:00:00Z', ...content });
}

/** By account: categories that something was bought in and kept. */
function heldBy({ lines, offers, items }: SnapshotRows): Map<string, Set<string>> {
  const category = new Map(items.map((item) => [item.id, item.category]));
  const of = new Map(offers.map((offer) => [offer.id, category.get(offer.item)]));
  const held = new Map<string, Set<string>>();
  for (const { account, offer, refunded, fake } of lines) {
    const its = of.get(offer);
    if (account === null || refunded || fake || !its) continue;
    const mine = held.get(account);
    if (mine) mine.add(its);
    else held.set(account, new Set([its]));
  }
  return held;
}
