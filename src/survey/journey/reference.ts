import type { JourneyRow } from './graph.ts';

/** Facts as rows of the warehouse, with instants in ms: for tests. */
export interface JourneyFacts {
  readonly events: readonly {
    name: string;
    account: string;
    anonymous: string;
    at: number;
    surface: string;
    item: string;
    query: string;
    offer: string;
  }[];
  /** Paid order lines. */
  readonly lines: readonly { account: string; order: string; at: number; paid: boolean }[];
  readonly decisions: readonly { account: string; scenario: string; at: number }[];
  /** Merchant of each offer. */
  readonly merchantOf: ReadonlyMap<string, string>;
}

interface Step {
  who: string;
  account: string;
  at: number;
  /** Ties in time: 0 what was shown, 1 what was opened. */
  later: number;
  surface: number;
  page: string;
  merchant: string;
}
interface Visit {
  who: string;
  account: string;
  steps: { surface: number; at: number }[];
  merchants: Set<string>;
  day: number;
}

const PLACES: Record<string, number> = {
  home: 1,
  home_feed: 1,
  buy_again: 1,
  category: 3,
  category_page: 3,
  shop: 5,
  store: 5,
  shop_page: 5,
  live: 6,
  note: 7,
  notes: 7,
  cart: 8,
  checkout: 8,
};
const CART = ['Cart Viewed', 'Checkout Started', 'Product Removed'];
const ON_PLACE = ['Product Impression', 'Product Clicked', 'Product List Viewed', 'Page Viewed'];
const DAY = 86_400_000;

/** Visits by the letter, one visitor after the other, days in UTC: slow and plain. Shares no code or SQL with the build. */
function visitsOf(facts: JourneyFacts, gapMs: number): Visit[] {
  const steps: Step[] = [];
  for (const e of facts.events) {
    const who = e.account !== '' ? e.account : e.anonymous;
    if (who === '') continue;
    let [surface, page] = [0, ''];
    if (e.name === 'Product Viewed') [surface, page] = [e.item === '' ? 0 : 4, e.item];
    else if (e.name === 'Products Searched' || (e.name === 'Product List Viewed' && e.query !== ''))
      [surface, page] = [2, e.query.trim().toLowerCase()];
    else if (e.name === 'Shop Viewed') surface = 5;
    else if (e.name === 'Live Viewed') surface = 6;
    else if (e.name === 'Note Viewed') surface = 7;
    else if (CART.includes(e.name)) surface = 8;
    else if (ON_PLACE.includes(e.name)) surface = PLACES[e.surface] ?? 0;
    const touched = ['Product Viewed', 'Product Added', 'Product Clicked'].includes(e.name) ? e.offer : '';
    if (e.name === 'Product Viewed' && e.item === '') continue;
    if (surface === 0 && touched === '') continue;
    const merchant = facts.merchantOf.get(touched) ?? '';
    steps.push({ who, account: e.account, at: e.at, later: surface === 4 ? 1 : 0, surface, page, merchant });
  }
  const orders = new Map<string, Step>();
  for (const { account, order, at, paid } of facts.lines) {
    if (account === '' || !paid) continue;
    const before = orders.get(order);
    if (!before || at < before.at)
      orders.set(order, { who: account, account, at, later: 1, surface: 9, page: order, merchant: '' });
  }
  steps.push(...orders.values());
  for (const { account, scenario, at } of facts.decisions) {
    const surface = ['home_feed', 'category_page', 'shop_page', 'live', 'notes', 'cart'].includes(scenario)
      ? PLACES[scenario]!
      : 0;
    if (account !== '' && surface > 0)
      steps.push({ who: account, account, at, later: 0, surface, page: '', merchant: '' });
  }
  const visits: Visit[] = [];
  for (const who of new Set(steps.map((step) => step.who))) {
    const own = steps
      .filter((step) => step.who === who)
      .sort((a, b) => a.at - b.at || a.later - b.later || a.surface - b.surface);
    let visit: Visit | null = null;
    let last: Step | null = null;
    let page: Step | null = null;
    for (const step of own) {
      const sameDay: boolean = last !== null && Math.floor(last.at / DAY) === Math.floor(step.at / DAY);
      if (!visit || !last || !sameDay || step.at - last.at > gapMs) {
        const day = Math.floor(step.at / DAY);
        visit = { who, account: step.account, steps: [], merchants: new Set(), day };
        visits.push(visit);
        page = null;
      }
      if (step.merchant !== '') visit.merchants.add(step.merchant);
      if (step.surface > 0) {
        if (!page || page.surface !== step.surface || page.page !== step.page)
          visit.steps.push({ surface: step.surface, at: step.at });
        page = step;
      }
      last = step;
    }
  }
  return visits.filter((visit) => visit.steps.some(({ surface }) => surface !== 9));
}

/** The rows of journey-read.sql by the letter, sorted by kind, a, b. */
export function referenceRows(
  facts: JourneyFacts,
  gapMs: number,
  window: { from: number; to: number; merchant?: string; who?: 'signed_in' | 'visitor' },
): JourneyRow[] {
  const visits = visitsOf(facts, gapMs).filter(
    ({ day, merchants, account }) =>
      day >= window.from &&
      day <= window.to &&
      (window.merchant === undefined || merchants.has(window.merchant)) &&
      (window.who === undefined || (window.who === 'signed_in') === (account !== '')),
  );
  const cells = new Map<string, { row: JourneyRow; n: number; who: Set<string> }>();
  const add = (kind: string, a: number, b: number, who: string | null) => {
    const key = `${kind} ${a} ${b}`;
    const cell = cells.get(key) ?? { row: { kind, a, b, n: 0, people: 0 }, n: 0, who: new Set<string>() };
    cells.set(key, cell);
    cell.n++;
    if (who !== null) cell.who.add(who);
  };
  for (const { who, steps, day } of visits) {
    const order = steps.findIndex(({ surface }) => surface === 9);
    for (let i = 0; i <= steps.length; i++)
      add('move', steps[i - 1]?.surface ?? 0, steps[i]?.surface ?? 0, who);
    for (const surface of new Set(steps.map((step) => step.surface))) {
      const first = steps.findIndex((step) => step.surface === surface);
      const after = steps.findIndex((step, i) => i > first && step.surface === 9);
      add('node', surface, after >= 0 ? 1 : 0, who);
      add('people', surface, 0, who);
      if (after >= 0) add('decide', surface, Math.floor((steps[after]!.at - steps[first]!.at) / 1000), null);
    }
    add('all', 0, order >= 0 ? 1 : 0, who);
    add('everybody', 0, 0, who);
    if (order > 0) {
      add('decide', 0, Math.floor((steps[order]!.at - steps[0]!.at) / 1000), null);
      add('steps', 0, order, null);
    }
    for (let i = 0; i + 1 < steps.length; i++)
      add('dwell', steps[i]!.surface, Math.floor((steps[i + 1]!.at - steps[i]!.at) / 1000), null);
    // Day 0 was a Thursday: weeks begin on Mondays.
    add('week', day - ((day + 3) % 7), Math.max(0, order), who);
  }
  return [...cells.values()].map(({ row, n, who }) => ({ ...row, n, people: who.size })).sort(inOrder);
}

export const inOrder = (x: JourneyRow, y: JourneyRow) =>
  x.kind < y.kind ? -1 : x.kind > y.kind ? 1 : x.a - y.a || x.b - y.b;
