/**
 * Brute-force count of every metric, from raw fact rows, in plain TypeScript: arrays, Maps and calendar dates.
 * It shares no code and no SQL with the engine, so that the two can be held against each other. Slow on purpose.
 * One file of some length, because it is read beside metrics.md from top to bottom.
 */
import { addDays, businessDate, daysBetween, type LocalDate, UNCATEGORISED } from '../../base/index.ts';

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
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
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
  const day = (iso: string) => businessDate(ms(iso), settings.timezone);

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
    const date = businessDate(at, settings.timezone);
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
      confirmed: businessDate(confirmedMs, settings.timezone),
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

export interface ReferenceQuery {
  metric: string;
  asOf: LocalDate;
  grain: string;
  variant?: 'headline' | 'conservative' | 'public';
  tree?: 'as_sold' | 'current';
  lookback?: number;
  horizon?: number;
  period?: number;
  level?: number;
}

/** Answers by name: `cell` or `cell/part` or `cell/cohort/age`; the platform's cell is ''. null: nothing to say. */
export type Answers = Map<string, number | null>;

/** Counts a metric by brute force. */
export function referenceMetric(all: readonly ReferenceLine[], q: ReferenceQuery): Answers {
  const L = q.lookback ?? 365;
  const H = q.horizon ?? 90;
  const P = q.period ?? 30;
  const T = q.asOf;
  const variant = q.variant ?? 'headline';
  const within = (d: LocalDate, from: LocalDate, to: LocalDate) => d >= from && d <= to;
  const wFrom = addDays(T, 1 - L);
  const firstDay = all
    .filter((l) => l.public)
    .reduce<LocalDate>((a, l) => [a, l.date, l.confirmed].sort()[0]!, '9999-12-31' as LocalDate);
  const path = (l: ReferenceLine) => (q.tree === 'current' ? l.pathNow : l.path);

  const view = (v: 'headline' | 'conservative' | 'public') =>
    all
      .filter((l) => (v === 'public' ? l.public : v === 'conservative' ? l.conservative : l.healthy))
      .map((l) => ({ ...l, at: v === 'public' ? l.confirmed : l.date }))
      .filter((l) => l.at <= T);
  type Seen = ReturnType<typeof view>[number];
  const counted = view(variant);
  const withPerson = (rows: Seen[]) => rows.filter((l) => l.person !== null);

  const keysOf = (l: ReferenceLine, grain: string): string[] => {
    switch (grain) {
      case 'category':
        return path(l);
      case 'merchant':
        return l.merchant ? [l.merchant] : [];
      case 'shop':
        return l.shop ? [l.shop] : [];
      case 'brand':
        return l.brand ? [l.brand] : [];
      case 'merchant_category':
        return l.merchant ? path(l).map((c) => `${l.merchant}|${c}`) : [];
      default:
        return [''];
    }
  };
  const cellsOf = <T extends ReferenceLine>(rows: readonly T[], grain: string): Map<string, T[]> => {
    const cells = new Map<string, T[]>(grain === 'platform' ? [['', []]] : []);
    for (const l of rows) {
      for (const key of keysOf(l, grain)) {
        const cell = cells.get(key);
        if (cell) cell.push(l);
        else cells.set(key, [l]);
      }
    }
    return cells;
  };
  const people = (rows: readonly ReferenceLine[]) => new Set(rows.map((l) => l.person));
  const datesOf = (rows: Seen[]) => {
    const dates = new Map<string, LocalDate[]>();
    for (const [person, own] of groupBy(rows, (l) => l.person!))
      dates.set(person, [...new Set(own.map((l) => l.at))].sort());
    return dates;
  };
  const answers: Answers = new Map();
  const ratio = (name: string, a: number, b: number) => answers.set(name, b > 0 ? a / b : null);
  const eachCell = (visit: (key: string, rows: Seen[]) => void) => {
    for (const [key, rows] of cellsOf(withPerson(counted), q.grain)) visit(key, rows);
  };
  const inW = (rows: Seen[]) => rows.filter((l) => within(l.at, wFrom, T));
  const categoryOf = (key: string) => key.split('|').at(-1)!;

  /** First dates in a period of those new to it, and how sure that is. */
  const newcomers = (rows: Seen[], from: LocalDate, to: LocalDate) => {
    const result = new Map<string, { at: LocalDate; kind: 'never' | 'lapsed' | 'unknown' | 'short' }>();
    const created = new Map(rows.map((l) => [l.person!, l.created]));
    for (const [person, dates] of datesOf(rows)) {
      const first = dates.find((d) => within(d, from, to));
      if (!first) continue;
      const before = dates.findLast((d) => d < from);
      const since = created.get(person) ?? null;
      if (before && daysBetween(before, first) <= L) continue;
      const observable = addDays(first, -L);
      const kind = before
        ? 'lapsed'
        : firstDay > observable
          ? 'short'
          : since && since > observable
            ? 'unknown'
            : 'never';
      result.set(person, { at: first, kind });
    }
    return result;
  };
  const pFrom = addDays(T, 1 - P);
  const qTo = addDays(T, -H);
  const qFrom = addDays(T, 1 - H - P);
  const short = firstDay > addDays(pFrom, -L);
  const shortQ = firstDay > addDays(qFrom, -L);

  switch (q.metric) {
    case 'aac':
      eachCell((key, rows) => answers.set(key, people(inW(rows)).size));
      break;
    case 'aac_public':
      for (const [key, rows] of cellsOf(withPerson(view('public')), q.grain))
        answers.set(key, people(inW(rows)).size);
      break;
    case 'aac_gap': {
      const healthy = people(inW(withPerson(view('headline'))));
      const open = inW(withPerson(view('public')));
      const parts: Record<string, number> = {
        fake: 0,
        cancelled: 0,
        refunded: 0,
        unpaid: 0,
        zero: 0,
        timing: 0,
        mixed: 0,
        paid_later: 0,
      };
      for (const [person, rows] of groupBy(open, (l) => l.person!)) {
        if (healthy.has(person)) continue;
        const reasons = new Set(
          rows.map((l) =>
            l.fake
              ? 'fake'
              : l.cancelled
                ? 'cancelled'
                : !l.paid
                  ? 'unpaid'
                  : l.fullyRefunded
                    ? 'refunded'
                    : l.paidMinor === 0
                      ? 'zero'
                      : 'timing',
          ),
        );
        parts[reasons.size === 1 ? [...reasons][0]! : 'mixed']!++;
      }
      const openPeople = people(open);
      parts.paid_later = 0 - [...healthy].filter((p) => !openPeople.has(p)).length;
      answers.set('', openPeople.size - healthy.size);
      for (const [part, n] of Object.entries(parts)) answers.set(`/${part}`, n);
      break;
    }
    case 'penetration': {
      const whole = people(inW(withPerson(counted))).size;
      eachCell((key, rows) => ratio(key, people(inW(rows)).size, whole));
      break;
    }
    case 'merchant_share': {
      const categories = cellsOf(withPerson(counted), 'category');
      eachCell((key, rows) =>
        ratio(key, people(inW(rows)).size, people(inW(categories.get(categoryOf(key))!)).size),
      );
      break;
    }
    case 'breadth':
    case 'breadth_distribution':
    case 'cross_category_rate': {
      const tops = [...groupBy(inW(withPerson(counted)), (l) => l.person!).values()].map(
        (rows) => new Set(rows.map((l) => path(l)[0]!).filter((c) => c !== UNCATEGORISED)).size,
      );
      if (q.metric === 'breadth') ratio('', sum(tops), tops.length);
      else if (q.metric === 'cross_category_rate') ratio('', tops.filter((n) => n >= 2).length, tops.length);
      else {
        for (const [part, from, to] of [
          ['0', 0, 0],
          ['1', 1, 1],
          ['2', 2, 2],
          ['3-4', 3, 4],
          ['5+', 5, 1e9],
        ] as const)
          ratio(`/${part}`, tops.filter((n) => n >= from && n <= to).length, tops.length);
      }
      break;
    }
    case 'ntc':
    case 'ntb':
      eachCell((key, rows) => {
        if (categoryOf(key) === UNCATEGORISED) return;
        const kinds = [...newcomers(rows, pFrom, T).values()].map((n) => n.kind);
        const n = (...which: string[]) => kinds.filter((k) => which.includes(k)).length;
        const never = short ? n('never', 'short') : n('never');
        answers.set(key, never + n('lapsed'));
        answers.set(`${key}/never`, never);
        answers.set(`${key}/lapsed`, n('lapsed'));
        answers.set(`${key}/unknown`, short ? n('unknown') : n('unknown', 'short'));
      });
      break;
    case 'repurchase_rate': {
      const from = q.period === undefined ? wFrom : pFrom;
      eachCell((key, rows) => {
        const dates = [...datesOf(rows.filter((l) => within(l.at, from, T))).values()];
        ratio(key, dates.filter((d) => d.length >= 2).length, dates.length);
      });
      break;
    }
    case 'repurchase_cohort_rate':
      eachCell((key, rows) => {
        const all = datesOf(rows);
        const cohort = [...all.values()].flatMap((dates) => {
          const first = dates.find((d) => within(d, qFrom, qTo));
          return first ? [{ first, dates }] : [];
        });
        const again = cohort.filter((c) => c.dates.some((d) => d > c.first && d <= addDays(c.first, H)));
        ratio(`${key}/mature`, again.length, cohort.length);
        // Kaplan–Meier by person-days: at each day, of those still waiting and still seen, who came back.
        const waits = [...all.values()].flatMap((dates) => {
          const first = dates.find((d) => within(d, pFrom, T));
          if (!first) return [];
          const next = dates.find((d) => d > first);
          const gap = next ? daysBetween(first, next) : Number.POSITIVE_INFINITY;
          return [{ days: Math.min(gap, daysBetween(first, T), H), event: gap <= H && next! <= T }];
        });
        let surviving = 1;
        for (let day = 0; day <= H; day++) {
          const atRisk = waits.filter((w) => w.days >= day).length;
          if (atRisk > 0) surviving *= 1 - waits.filter((w) => w.days === day && w.event).length / atRisk;
        }
        answers.set(`${key}/kaplan_meier`, waits.length > 0 ? 1 - surviving : null);
      });
      break;
    case 'cross_category_acquisition': {
      const mine = groupBy(withPerson(counted), (l) => l.person!);
      eachCell((key, rows) => {
        if (categoryOf(key) === UNCATEGORISED) return;
        const fresh = [...newcomers(rows, pFrom, T)].filter(
          ([, n]) => n.kind === 'never' || n.kind === 'lapsed' || (short && n.kind === 'short'),
        );
        const top = path(rows[0]!)[0];
        const crossed = fresh.filter(([person, { at }]) =>
          mine
            .get(person)!
            .some(
              (l) =>
                path(l)[0] !== top &&
                path(l)[0] !== UNCATEGORISED &&
                within(l.at, addDays(at, -L), addDays(at, -1)),
            ),
        );
        if (people(rows.filter((l) => within(l.at, pFrom, T))).size > 0)
          ratio(key, crossed.length, fresh.length);
      });
      break;
    }
    case 'items_per_order':
      for (const [key, rows] of cellsOf(inW(counted), q.grain))
        ratio(key, sum(rows.map((l) => l.quantity)), new Set(rows.map((l) => l.order)).size);
      break;
    case 'attach_rate': {
      const orders = groupBy(inW(counted), (l) => l.order);
      for (const [key, rows] of cellsOf(inW(counted), q.grain)) {
        if (key === UNCATEGORISED) continue;
        const held = [...new Set(rows.map((l) => l.order))];
        const top = path(rows[0]!)[0];
        const other = held.filter((o) =>
          orders.get(o)!.some((l) => path(l)[0] !== top && path(l)[0] !== UNCATEGORISED),
        );
        ratio(key, other.length, held.length);
      }
      break;
    }
    case 'arpu':
      eachCell((key, rows) => ratio(key, sum(inW(rows).map((l) => l.net)), people(inW(rows)).size));
      break;
    case 'grow':
      eachCell((key, rows) => {
        const oFrom = addDays(T, 1 - 2 * P);
        const recent = rows.filter((l) => within(l.at, oFrom, T));
        if (recent.length === 0 && q.grain !== 'platform') return;
        const now = sum(recent.filter((l) => l.at >= pFrom).map((l) => l.net));
        answers.set(key, now - sum(recent.filter((l) => l.at < pFrom).map((l) => l.net)));
      });
      break;
    case 'retention':
    case 'aac_bridge':
      eachCell((key, rows) => {
        const current = people(inW(rows));
        const before = people(rows.filter((l) => within(l.at, addDays(T, 1 - 2 * L), addDays(T, -L))));
        const ever = people(rows.filter((l) => l.at < wFrom));
        const retained = [...current].filter((p) => before.has(p)).length;
        if (q.metric === 'retention') return ratio(key, retained, before.size);
        const never = [...current].filter((p) => !ever.has(p)).length;
        answers.set(key, current.size);
        answers.set(`${key}/retained`, retained);
        answers.set(`${key}/never_before`, never);
        return answers.set(`${key}/reactivated`, current.size - retained - never);
      });
      break;
    case 'cohort_retention':
      eachCell((key, rows) => {
        const months = new Map(
          [...datesOf(rows)].map(([p, dates]) => [p, new Set(dates.map((d) => d.slice(0, 7)))]),
        );
        const cohorts = groupBy([...months], ([, own]) => [...own].sort()[0]!);
        for (const [cohort, members] of cohorts) {
          const [year, month] = cohort.split('-').map(Number) as [number, number];
          for (let age = 0; ; age++) {
            const at = new Date(Date.UTC(year, month - 1 + age, 1)).toISOString().slice(0, 7);
            if (at > T.slice(0, 7)) break;
            ratio(`${key}/${cohort}/${age}`, members.filter(([, own]) => own.has(at)).length, members.length);
          }
        }
      });
      break;
    case 'retained_ntc':
      eachCell((key, rows) => {
        if (categoryOf(key) === UNCATEGORISED) return;
        const dates = datesOf(rows);
        const fresh = [...newcomers(rows, qFrom, qTo)].filter(
          ([, n]) => n.kind === 'never' || n.kind === 'lapsed' || (shortQ && n.kind === 'short'),
        );
        const again = fresh.filter(([p, { at }]) => dates.get(p)!.some((d) => d > at && d <= addDays(at, H)));
        ratio(key, again.length, fresh.length);
      });
      break;
    case 'gmv_gross':
    case 'gmv_paid':
    case 'gmv_healthy':
    case 'healthy_ratio':
    case 'subsidy_share':
    case 'gmv_waterfall': {
      const counts = (l: ReferenceLine) => (variant === 'conservative' ? l.conservative : l.healthy);
      for (const [key, rows] of cellsOf(
        all.filter((l) => l.public),
        q.grain,
      )) {
        const confirmed = rows.filter((l) => within(l.confirmed, wFrom, T));
        const settled = rows.filter((l) => l.paid && within(l.date, wFrom, T));
        const live = confirmed.filter((l) => l.paid && !l.cancelled);
        const steps: Record<string, number> = {
          gross: sum(confirmed.map((l) => l.gross)),
          discounts: sum(confirmed.map((l) => l.paidMinor - l.gross)),
          unpaid: 0 - sum(confirmed.filter((l) => !l.paid).map((l) => l.paidMinor)),
          cancelled: 0 - sum(confirmed.filter((l) => l.paid && l.cancelled).map((l) => l.paidMinor)),
          exchanged: sum(live.map((l) => l.exchanged)),
          refunded: 0 - sum(live.map((l) => l.refunded)),
          fake: 0 - sum(live.filter((l) => !counts(l)).map((l) => l.net)),
          timing:
            sum(settled.filter(counts).map((l) => l.net)) - sum(confirmed.filter(counts).map((l) => l.net)),
          healthy: sum(settled.filter(counts).map((l) => l.net)),
          late_refunds:
            0 - sum(rows.flatMap((l) => l.late.filter((r) => within(r.date, wFrom, T)).map((r) => r.amount))),
        };
        const paid = sum(settled.map((l) => l.paidMinor));
        if (
          q.grain !== 'platform' &&
          !steps.gross &&
          !paid &&
          !steps.healthy &&
          !steps.late_refunds &&
          !steps.discounts
        )
          continue;
        if (q.metric === 'gmv_gross') answers.set(key, steps.gross!);
        else if (q.metric === 'gmv_paid') answers.set(key, paid);
        else if (q.metric === 'gmv_healthy') answers.set(key, steps.healthy!);
        else if (q.metric === 'healthy_ratio') ratio(key, steps.healthy!, steps.gross!);
        else if (q.metric === 'subsidy_share') ratio(key, sum(confirmed.map((l) => l.subsidy)), steps.gross!);
        else for (const [part, value] of Object.entries(steps)) answers.set(`${key}/${part}`, value);
      }
      break;
    }
    default:
      throw new Error(`The reference does not know ${q.metric}.`);
  }
  return answers;
}
