/** A small marketplace with every awkward case, and a warehouse to hold it. For tests only. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, idOf, instantOfWallClock, type LocalDate, type Rng, rngOf } from '../../base/index.ts';
import type { MetricResult } from '../../contracts/index.ts';
import { openWarehouse, type Warehouse } from '../../warehouse/index.ts';
import type { RawFacts } from './reference-lines.ts';
import type { Answers } from './reference-query.ts';

export const emptyFacts = (): RawFacts => ({
  order_lines: [],
  payments: [],
  cancellations: [],
  refunds: [],
  exchanges: [],
  risk_verdicts: [],
  accounts: [],
  account_persons: [],
  items: [],
  shops: [],
  categories: [],
  superseded: [],
  commits: [],
});

/** A folder and its warehouse; `end` closes the one and removes the other. */
export async function scratchWarehouse(): Promise<{
  warehouse: Warehouse;
  dir: string;
  end: () => Promise<void>;
}> {
  const dir = mkdtempSync(join(tmpdir(), 'survey-'));
  const warehouse = await openWarehouse({ dir: join(dir, 'warehouse') });
  return {
    warehouse,
    dir,
    end: async () => {
      await warehouse.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Loads rows with lo < seq ≤ hi. */
export async function loadFacts(
  { warehouse, dir }: { warehouse: Warehouse; dir: string },
  raw: RawFacts,
  lo = 0,
  hi = Number.MAX_SAFE_INTEGER,
): Promise<void> {
  for (const [table, rows] of Object.entries(raw)) {
    const own = rows.filter(
      (r: { seq?: number; seq_to?: number }) => (r.seq ?? r.seq_to)! > lo && (r.seq ?? r.seq_to)! <= hi,
    );
    if (own.length === 0) continue;
    const path = join(dir, `${table}.ndjson`);
    writeFileSync(path, own.map((r: object) => `${JSON.stringify(r)}\n`).join(''));
    await warehouse.load(table, path);
  }
}

export async function clearFacts(warehouse: Warehouse): Promise<void> {
  for (const table of [...Object.keys(emptyFacts()), 'erasures'])
    await warehouse.exec(`TRUNCATE TABLE ${table}`);
}

/** Facts of one shard: catalogue whole, the rest by account. */
export function shardOf(raw: RawFacts, k: number, n: number): RawFacts {
  const hash = (text: string) =>
    [...text].reduce((h, c) => (Math.imul(h, 31) + c.charCodeAt(0)) >>> 0, 7) % n;
  const lines = raw.order_lines.filter((l) => hash(l.account_id) === k);
  const orders = new Set(lines.map((l) => l.order_id));
  const ids = new Set(lines.map((l) => l.line_id));
  const subject = (s: string, id: string) =>
    s === 'account' ? hash(id) === k : s === 'order' ? orders.has(id) : ids.has(id);
  return {
    ...raw,
    order_lines: lines,
    payments: raw.payments.filter((p) => orders.has(p.order_id)),
    cancellations: raw.cancellations.filter((c) => orders.has(c.order_id)),
    refunds: raw.refunds.filter((r) => ids.has(r.line_id)),
    exchanges: raw.exchanges.filter((e) => ids.has(e.line_id)),
    risk_verdicts: raw.risk_verdicts.filter((v) => subject(v.subject, v.subject_id)),
    accounts: raw.accounts.filter((a) => hash(a.account_id) === k),
    account_persons: raw.account_persons.filter((a) => hash(a.account_id) === k),
  };
}

export interface WorldOptions {
  seed: number;
  timezone: string;
  from: LocalDate;
  days: number;
  people: number;
  lines: number;
  /** Commits that the facts come in. */
  commits: number;
}

const id = (kind: Parameters<typeof idOf>[0], n: number | string) => idOf(kind, 'test', String(n));

/**
 * A seeded marketplace: few people and categories, so that every rule meets every other. Each fact gets a random commit;
 * some are corrected in a later one. Trees change, items move, shops are sold, verdicts fall and are overturned.
 */
export function awkwardWorld(o: WorldOptions): RawFacts {
  const r = rngOf(o.seed);
  const raw = emptyFacts();
  const chance = (p: number) => r.next() < p;
  const pick = <T>(list: readonly T[]): T => list[r.below(list.length)]!;
  const seq = () => 1 + r.below(o.commits);
  const instant = (from = o.from, days = o.days): string => {
    const date = addDays(from, r.below(days));
    // Edges of the day are where zones and DST go wrong.
    const clock = pick(['00:00:00', '23:59:59', '02:30:00', '01:30:00', '12:00:00', '00:59:59']);
    return new Date(instantOfWallClock(`${date} ${clock}`, o.timezone)).toISOString();
  };
  const EPOCH = '1970-01-01T00:00:00.000Z';

  const tops = [0, 1, 2].map((i) => id('category', `top${i}`));
  const leaves = [0, 1, 2, 3, 4, 5].map((i) => id('category', `leaf${i}`));
  const tree = (name: string, validFrom: string, at: number, parentOf: (i: number) => string | null) => {
    for (const c of tops)
      raw.categories.push({
        tree_id: name,
        category_id: c,
        parent_id: '',
        path: [c],
        valid_from: validFrom,
        revision: 0,
        seq: at,
      });
    for (const [i, c] of leaves.entries()) {
      const parent = parentOf(i);
      if (parent === null) continue;
      raw.categories.push({
        tree_id: name,
        category_id: c,
        parent_id: parent,
        path: [parent, c],
        valid_from: validFrom,
        revision: 0,
        seq: at,
      });
    }
  };
  tree('v1', EPOCH, 1, (i) => tops[i % 3]!);
  // A later tree moves a leaf and retires another.
  if (chance(0.5)) tree('v2', instant(), seq(), (i) => (i === 5 ? null : i === 4 ? tops[2]! : tops[i % 3]!));

  const merchants = [0, 1, 2].map((i) => id('merchant', i));
  const shops = [0, 1, 2, 3].map((i) => id('shop', i));
  for (const [i, shop_id] of shops.entries()) {
    raw.shops.push({ shop_id, merchant_id: merchants[i % 3]!, valid_from: EPOCH, revision: 0, seq: 1 });
    if (chance(0.4))
      raw.shops.push({
        shop_id,
        merchant_id: pick(merchants),
        valid_from: instant(),
        revision: 1,
        seq: seq(),
      });
  }
  const items = Array.from({ length: 10 }, (_, i) => id('item', i));
  for (const [i, item_id] of items.entries()) {
    if (i === 9) continue; // named by lines, known to nobody
    raw.items.push({
      item_id,
      category_id: i === 8 ? '' : leaves[i % 6]!,
      brand_id: i % 3 === 0 ? '' : id('brand', i % 3),
      valid_from: chance(0.8) ? EPOCH : instant(),
      revision: 0,
      seq: chance(0.8) ? 1 : seq(),
    });
    if (chance(0.4))
      raw.items.push({
        item_id,
        category_id: pick(leaves),
        brand_id: '',
        valid_from: instant(),
        revision: 1,
        seq: seq(),
      });
  }
  const accounts = Array.from({ length: o.people }, (_, i) => id('account', i));
  for (const [i, account_id] of accounts.entries()) {
    if (chance(0.1)) continue; // no fact about it
    raw.accounts.push({
      account_id,
      kind: chance(0.9) ? 'consumer' : pick(['test', 'internal', 'bot']),
      created_at: chance(0.4) ? null : chance(0.5) ? '2001-01-01T00:00:00.000Z' : instant(),
      member: i % 2,
      revision: 0,
      seq: 1,
    });
    if (chance(0.1)) {
      const at = seq() + 1;
      raw.superseded.push({ fact: 'account', id: account_id, revision: 0, seq: at });
      raw.accounts.push({
        account_id,
        kind: pick(['consumer', 'bot']),
        created_at: null,
        member: 0,
        revision: 1,
        seq: at,
      });
    }
    if (chance(0.3))
      raw.account_persons.push({
        id: `${account_id}/0`,
        account_id,
        person_id: id('person', r.below(3)),
        valid_from: instant(),
        revision: 0,
        seq: seq(),
      });
  }

  for (let n = 0, order = 0; n < o.lines; order++) {
    const order_id = id('order', order);
    const account_id = chance(0.1) ? '' : pick(accounts);
    const ordered_at = instant();
    const ordered = Date.parse(ordered_at);
    const soon = (days: number) => new Date(ordered + r.below(days * 24) * 3_600_000).toISOString();
    const late = chance(0.15); // paid by a later fact, in one or two payments, or never
    const paid_at = late ? null : soon(3);
    const at = seq();
    let due = 0;
    for (let left = pick([1, 1, 2, 3]); left > 0 && n < o.lines; left--, n++) {
      const line_id = id('line', n);
      const paid_minor = chance(0.05) ? 0 : 100 * (1 + r.below(50));
      const line = {
        line_id,
        order_id,
        account_id,
        shop_id: chance(0.05) ? '' : chance(0.05) ? id('shop', 'unknown') : pick(shops),
        item_id: chance(0.05) ? '' : pick(items),
        type: chance(0.85)
          ? 'goods'
          : pick(['deposit', 'gift', 'trial', 'membership', 'top_up', 'purchase_order']),
        quantity: 1 + r.below(3),
        gross_minor: paid_minor + 100 * r.below(5),
        paid_minor,
        platform_subsidy_minor: r.below(100),
        ordered_at,
        confirmed_at: chance(0.5) ? null : ordered_at,
        paid_at,
        channel: chance(0.9) ? 'online' : 'offline',
        revision: 0,
        seq: at,
      };
      raw.order_lines.push(line);
      due += paid_minor;
      if (chance(0.05)) {
        const corrected = at + 1 + r.below(2);
        raw.superseded.push({ fact: 'order_line', id: line_id, revision: 0, seq: corrected });
        raw.order_lines.push({
          ...line,
          paid_minor: paid_minor + 100,
          item_id: pick(items),
          revision: 1,
          seq: corrected,
        });
      }
      const after = () => at + r.below(2);
      if (chance(0.2)) {
        const parts = chance(0.5)
          ? [paid_minor]
          : [Math.floor(paid_minor / 2), ...(chance(0.5) ? [paid_minor] : [])];
        for (const [i, amount_minor] of parts.entries()) {
          const refund_id = id('refund', `${n}/${i}`);
          raw.refunds.push({
            refund_id,
            line_id,
            refunded_at: soon(chance(0.3) ? 120 : 20),
            amount_minor,
            revision: 0,
            seq: after(),
          });
        }
        if (chance(0.1)) {
          const refund_id = id('refund', `${n}/0`);
          const corrected = at + 2;
          raw.superseded.push({ fact: 'refund', id: refund_id, revision: 0, seq: corrected });
          raw.refunds.push({
            refund_id,
            line_id,
            refunded_at: soon(9),
            amount_minor: 100,
            revision: 1,
            seq: corrected,
          });
        }
      }
      if (chance(0.05))
        raw.exchanges.push({
          exchange_id: id('exchange', n),
          line_id,
          exchanged_at: soon(9),
          delta_minor: 100 * (r.below(9) - 5),
          revision: 0,
          seq: after(),
        });
      if (chance(0.05))
        raw.cancellations.push({
          cancellation_id: id('cancellation', n),
          order_id,
          line_id: chance(0.5) ? line_id : '',
          cancelled_at: soon(5),
          revision: 0,
          seq: after(),
        });
      if (chance(0.08)) {
        const states = chance(0.5)
          ? [pick(['suspect', 'confirmed'])]
          : ['confirmed', pick(['overturned', 'suspect', 'clean'])];
        const subject = pick(['line', 'order', 'account'] as const);
        const subject_id = subject === 'line' ? line_id : subject === 'order' ? order_id : account_id;
        for (const [i, state] of subject_id === '' ? [] : states.entries())
          raw.risk_verdicts.push({
            verdict_id: id('verdict', `${n}/${i}`),
            subject,
            subject_id,
            state,
            at: new Date(ordered + (n % 7) * 86_400_000 + i * 1000).toISOString(),
            revision: 0,
            seq: at + i,
          });
      }
    }
    if (late && chance(0.7)) {
      const first = chance(0.5) ? due : Math.floor(due / 2);
      raw.payments.push({
        payment_id: id('payment', `${order}/0`),
        order_id,
        paid_at: soon(10),
        amount_minor: first,
        revision: 0,
        seq: at,
      });
      if (first < due && chance(0.6))
        raw.payments.push({
          payment_id: id('payment', `${order}/1`),
          order_id,
          paid_at: soon(10),
          amount_minor: due - first,
          revision: 0,
          seq: at + 1,
        });
    }
  }
  for (let n = 1; n <= o.commits + 4; n++)
    raw.commits.push({
      seq_from: n,
      seq_to: n,
      committed_at: new Date(Date.parse('2030-01-01') + n * 1000).toISOString(),
    });
  return raw;
}

/** An engine's result under the names that the reference uses. */
export function answersOf(result: MetricResult): Answers {
  return new Map(
    result.cells.map((c) => {
      const cell =
        c.merchant_id && c.category_id
          ? `${c.merchant_id}|${c.category_id}`
          : (c.category_id ?? c.merchant_id ?? c.shop_id ?? c.brand_id ?? '');
      const part =
        c.cohort !== undefined ? `/${c.cohort}/${c.age}` : c.part !== undefined ? `/${c.part}` : '';
      return [`${cell}${part}`, c.value];
    }),
  );
}

/** Where two sets of answers differ: names with both values. Rates are equal up to rounding of doubles. */
export function differences(engine: Answers, reference: Answers): string[] {
  const wrong: string[] = [];
  for (const name of new Set([...engine.keys(), ...reference.keys()])) {
    const [a, b] = [engine.get(name), reference.get(name)];
    const close =
      typeof a === 'number' &&
      typeof b === 'number' &&
      Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
    if (!close && a !== b) wrong.push(`${name}: engine ${a}, reference ${b}`);
  }
  return wrong;
}

export { type Rng, rngOf };
