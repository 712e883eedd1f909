/** Order lines as known at a point, from raw fact rows, in plain TypeScript: the first half of the brute force. */
import { addDays, businessDate, type LocalDate, UNCATEGORISED } from '../../base/index.ts';

/** Rows as the fact tables hold them (migrations/0001_facts.sql); times as ISO text. */
export interface RawFacts {
  order_lines: {
    line_id: string;
    order_id: string;
    account_id: string;
    shop_id: string;
    item_id: string;
    type: string;
    quantity: number;
    gross_minor: number;
    paid_minor: number;
    platform_subsidy_minor: number;
    ordered_at: string;
    confirmed_at: string | null;
    paid_at: string | null;
    channel: string;
    revision: number;
    seq: number;
  }[];
  payments: {
    payment_id: string;
    order_id: string;
    paid_at: string;
    amount_minor: number;
    revision: number;
    seq: number;
  }[];
  cancellations: {
    cancellation_id: string;
    order_id: string;
    line_id: string;
    cancelled_at: string;
    revision: number;
    seq: number;
  }[];
  refunds: {
    refund_id: string;
    line_id: string;
    refunded_at: string;
    amount_minor: number;
    revision: number;
    seq: number;
  }[];
  exchanges: {
    exchange_id: string;
    line_id: string;
    exchanged_at: string;
    delta_minor: number;
    revision: number;
    seq: number;
  }[];
  risk_verdicts: {
    verdict_id: string;
    subject: string;
    subject_id: string;
    state: string;
    at: string;
    revision: number;
    seq: number;
  }[];
  accounts: {
    account_id: string;
    kind: string;
    created_at: string | null;
    member: number;
    revision: number;
    seq: number;
  }[];
  account_persons: {
    id: string;
    account_id: string;
    person_id: string;
    valid_from: string;
    revision: number;
    seq: number;
  }[];
  items: {
    item_id: string;
    category_id: string;
    brand_id: string;
    valid_from: string;
    revision: number;
    seq: number;
  }[];
  shops: { shop_id: string; merchant_id: string; valid_from: string; revision: number; seq: number }[];
  categories: {
    tree_id: string;
    category_id: string;
    parent_id: string;
    path: string[];
    valid_from: string;
    revision: number;
    seq: number;
  }[];
  superseded: { fact: string; id: string; revision: number; seq: number }[];
  commits: { seq_from: number; seq_to: number; committed_at: string }[];
}

export interface ReferenceSettings {
  timezone: string;
  scope_channels: readonly string[];
  maturity_days: number;
}

export interface ReferenceLine {
  person: string | null;
  order: string;
  /** Of full payment; of confirmation while unpaid. */
  date: LocalDate;
  confirmed: LocalDate;
  path: string[];
  pathNow: string[];
  merchant: string;
  shop: string;
  brand: string;
  created: LocalDate | null;
  quantity: number;
  gross: number;
  paidMinor: number;
  subsidy: number;
  exchanged: number;
  refunded: number;
  net: number;
  late: { date: LocalDate; amount: number }[];
  paid: boolean;
  cancelled: boolean;
  fake: boolean;
  fullyRefunded: boolean;
  public: boolean;
  healthy: boolean;
  conservative: boolean;
}

const ms = (iso: string) => Date.parse(iso);
export const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

export function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const k = key(row);
    const group = groups.get(k);
    if (group) group.push(row);
    else groups.set(k, [row]);
  }
  return groups;
}

/** Order lines as known at K: metrics.md 4.0, line by line. */
export function referenceLines(
  raw: RawFacts,
  knownAt: number,
  settings: ReferenceSettings,
  identity: 'account' | 'resolved' = 'account',
): ReferenceLine[] {
  const replaced = new Set(
    raw.superseded.filter((r) => r.seq <= knownAt).map((r) => `${r.fact} ${r.id} ${r.revision}`),
  );
  const now = <T extends { revision: number; seq: number }>(
    fact: string,
    rows: T[],
    id: (row: T) => string,
  ) => rows.filter((r) => r.seq <= knownAt && !replaced.has(`${fact} ${id(r)} ${r.revision}`));
  // The calendar is slow to ask: what falls in the same quarter of an hour falls on the same date in every zone there is.
  const days = new Map<number, LocalDate>();
  const dayOf = (at: number): LocalDate => {
    const quarter = Math.floor(at / 900_000);
    let date = days.get(quarter);
    if (date === undefined) {
      date = businessDate(at, settings.timezone);
      days.set(quarter, date);
    }
    return date;
  };
  const day = (iso: string) => dayOf(ms(iso));

  const lines = now('order_line', raw.order_lines, (r) => r.line_id);
  const cancellations = now('cancellation', raw.cancellations, (r) => r.cancellation_id);
  const cancelledOrders = new Set(cancellations.filter((c) => c.line_id === '').map((c) => c.order_id));
  const cancelledLines = new Set(cancellations.filter((c) => c.line_id !== '').map((c) => c.line_id));
  const isCancelled = (l: (typeof lines)[number]) =>
    cancelledOrders.has(l.order_id) || cancelledLines.has(l.line_id);
  const refunds = groupBy(
    now('refund', raw.refunds, (r) => r.refund_id),
    (r) => r.line_id,
  );
  const exchanges = groupBy(
    now('exchange', raw.exchanges, (r) => r.exchange_id),
    (r) => r.line_id,
  );
  const payments = groupBy(
    now('payment', raw.payments, (r) => r.payment_id),
    (r) => r.order_id,
  );
  const unpaid = groupBy(
    lines.filter((l) => l.paid_at === null && l.type !== 'deposit' && !isCancelled(l)),
    (l) => l.order_id,
  );
  const accounts = new Map(now('account', raw.accounts, (r) => r.account_id).map((a) => [a.account_id, a]));

  const verdict = new Map<string, { state: string; order: [number, number, number] }>();
  for (const v of now('risk_verdict', raw.risk_verdicts, (r) => r.verdict_id)) {
    const key = `${v.subject} ${v.subject_id}`;
    const order: [number, number, number] = [ms(v.at), v.revision, v.seq];
    const held = verdict.get(key);
    const at = held ? order.findIndex((x, i) => x !== held.order[i]) : 0;
    if (!held || (at >= 0 && order[at]! > held.order[at]!)) verdict.set(key, { state: v.state, order });
  }

  const personOf = new Map<string, string>();
  if (identity === 'resolved') {
    const mapped = now('account_person', raw.account_persons, (r) => r.id);
    for (const [account, rows] of groupBy(mapped, (r) => r.account_id)) {
      const last = rows.reduce((a, b) =>
        [ms(b.valid_from) - ms(a.valid_from), b.revision - a.revision, b.seq - a.seq].find((x) => x !== 0)! >
        0
          ? b
          : a,
      );
      personOf.set(account, last.person_id);
    }
  }

  /** Rows of an SCD2 history: one per valid_from, the highest revision winning, oldest first. */
  const histories = <T extends { valid_from: string; revision: number; seq: number }>(
    rows: T[],
    id: (row: T) => string,
  ) => {
    const result = new Map<string, T[]>();
    for (const [key, group] of groupBy(
      rows.filter((r) => r.seq <= knownAt),
      id,
    )) {
      const byTime = new Map<number, T>();
      for (const r of group) {
        const held = byTime.get(ms(r.valid_from));
        if (!held || r.revision > held.revision || (r.revision === held.revision && r.seq > held.seq))
          byTime.set(ms(r.valid_from), r);
      }
      result.set(
        key,
        [...byTime.values()].sort((a, b) => ms(a.valid_from) - ms(b.valid_from)),
      );
    }
    return result;
  };
  const itemRows = histories(raw.items, (r) => r.item_id);
  const shopRows = histories(raw.shops, (r) => r.shop_id);
  const asOf = <T extends { valid_from: string }>(rows: T[] | undefined, at: number): T | undefined =>
    rows ? (rows.findLast((r) => ms(r.valid_from) <= at) ?? rows[0]) : undefined;

  const trees = new Map<string, { path: string[]; at: number; seq: number }>();
  for (const c of raw.categories) {
    if (c.seq > knownAt || replaced.has(`category_tree ${c.tree_id} ${c.revision}`)) continue;
    const held = trees.get(c.category_id);
    if (!held || ms(c.valid_from) > held.at || (ms(c.valid_from) === held.at && c.seq > held.seq))
      trees.set(c.category_id, { path: c.path, at: ms(c.valid_from), seq: c.seq });
  }
  const pathOf = (category: string | undefined) => (category && trees.get(category)?.path) || [UNCATEGORISED];

  const createdOf = new Map<string, LocalDate | null>();
  for (const account of new Set(lines.map((l) => l.account_id).filter((a) => a !== ''))) {
    const person = personOf.get(account) ?? account;
    const at = accounts.get(account)?.created_at ?? null;
    const date = at === null ? null : day(at);
    const held = createdOf.get(person);
    // Dates are text: the earlier is the lesser.
    const unknown = held === null || date === null;
    createdOf.set(person, held === undefined ? date : unknown ? null : [held, date].sort()[0]!);
  }

  return lines.map((l): ReferenceLine => {
    const confirmedMs = ms(l.confirmed_at ?? l.ordered_at);
    let paidMs = l.paid_at === null ? null : ms(l.paid_at);
    if (paidMs === null && unpaid.has(l.order_id)) {
      const due = sum(unpaid.get(l.order_id)!.map((x) => x.paid_minor));
      let got = 0;
      const inOrder = [...(payments.get(l.order_id) ?? [])].sort(
        (a, b) => ms(a.paid_at) - ms(b.paid_at) || (a.payment_id < b.payment_id ? -1 : 1),
      );
      for (const p of inOrder) {
        got += p.amount_minor;
        if (got >= due) {
          paidMs = ms(p.paid_at);
          break;
        }
      }
    }
    const at = paidMs ?? confirmedMs;
    const date = dayOf(at);
    const item = asOf(itemRows.get(l.item_id), at);
    const person = l.account_id === '' ? null : (personOf.get(l.account_id) ?? l.account_id);
    const delta = sum((exchanges.get(l.line_id) ?? []).map((e) => e.delta_minor));
    const basis = l.paid_minor === 0 ? 0 : Math.max(0, l.paid_minor + delta);
    const back = refunds.get(l.line_id) ?? [];
    const backSum = sum(back.map((r) => r.amount_minor));
    const refunded = Math.min(backSum, basis);
    const fullyRefunded = backSum > 0 && backSum >= basis;
    const states = [`account ${l.account_id}`, `order ${l.order_id}`, `line ${l.line_id}`].map(
      (k) => verdict.get(k)?.state,
    );
    const fake = states.includes('confirmed');
    const kind = accounts.get(l.account_id)?.kind ?? 'consumer';
    const inScope =
      settings.scope_channels.length === 0
        ? l.channel !== 'offline'
        : settings.scope_channels.includes(l.channel);
    const isPublic = l.type === 'goods' && inScope && kind === 'consumer';
    const cancelled = isCancelled(l);
    const paid = paidMs !== null;
    const healthy = isPublic && paid && l.paid_minor > 0 && !cancelled && !fullyRefunded && !fake;
    return {
      person,
      order: l.order_id,
      date,
      confirmed: dayOf(confirmedMs),
      path: pathOf(item?.category_id),
      pathNow: pathOf(itemRows.get(l.item_id)?.at(-1)?.category_id),
      merchant: asOf(shopRows.get(l.shop_id), at)?.merchant_id ?? '',
      shop: l.shop_id,
      brand: item?.brand_id ?? '',
      created: person === null ? null : (createdOf.get(person) ?? null),
      quantity: l.quantity,
      gross: l.gross_minor,
      paidMinor: l.paid_minor,
      subsidy: l.platform_subsidy_minor,
      exchanged: basis - l.paid_minor,
      refunded,
      net: basis - refunded,
      late: back
        .filter((r) => day(r.refunded_at) > addDays(date, settings.maturity_days))
        .map((r) => ({ date: day(r.refunded_at), amount: r.amount_minor })),
      paid,
      cancelled,
      fake,
      fullyRefunded,
      public: isPublic,
      healthy,
      conservative: healthy && !states.includes('suspect'),
    };
  });
}
