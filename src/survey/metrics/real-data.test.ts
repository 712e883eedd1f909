/** The engine against the brute force on the real data sets, read here by a reader of their own. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf, instantOfWallClock, localDate, toMinor } from '../../base/index.ts';
import { Settings } from '../../contracts/index.ts';
import { referenceMetric } from './reference.ts';
import { type RawFacts, referenceLines } from './reference-lines.ts';
import { REGISTRY } from './registry.ts';
import { createSurvey } from './survey.ts';
import { answersOf, clearFacts, differences, emptyFacts, loadFacts, scratchWarehouse } from './testing.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const present = existsSync(DATA);
if (!present) console.log('Skipped: ../shared/data is absent, metrics are not held against real data here.');

async function read(file: string): Promise<Record<string, unknown>[]> {
  const buffer = await asyncBufferFromFile(`${DATA}${file}`);
  return parquetReadObjects({ file: buffer, compressors });
}

const EPOCH = '1970-01-01T00:00:00.000Z';
const id = (kind: Parameters<typeof idOf>[0], n: unknown) => idOf(kind, 'real', String(n));
/** Clocks are slow to ask: within a quarter of an hour they run evenly. */
const quarters = new Map<string, number>();
function instant(value: unknown, timezone: string): string {
  if (value instanceof Date) return value.toISOString();
  const [hour, minute, second] = [String(value).slice(0, 13), ...String(value).slice(14, 19).split(':')];
  const quarter = Math.floor(Number(minute) / 15) * 15;
  const key = `${timezone} ${hour}:${quarter}`;
  let from = quarters.get(key);
  if (from === undefined) {
    from = instantOfWallClock(`${hour}:${String(quarter).padStart(2, '0')}:00`, timezone);
    quarters.set(key, from);
  }
  return new Date(from + (Number(minute) - quarter) * 60_000 + Number(second) * 1000).toISOString();
}

function lineOf(n: number, more: Partial<RawFacts['order_lines'][number]>): RawFacts['order_lines'][number] {
  return {
    line_id: id('line', n),
    order_id: id('order', n),
    account_id: '',
    shop_id: '',
    item_id: '',
    type: 'goods',
    quantity: 1,
    gross_minor: 0,
    paid_minor: 0,
    platform_subsidy_minor: 0,
    ordered_at: EPOCH,
    confirmed_at: null,
    paid_at: more.ordered_at ?? null,
    channel: 'online',
    revision: 0,
    seq: 1,
    ...more,
  };
}

function categoriesOf(raw: RawFacts, paths: Iterable<string[]>): void {
  const known = new Set<string>();
  for (const path of paths) {
    for (let depth = 1; depth <= path.length; depth++) {
      const ids = path.slice(0, depth).map((_, i) => id('category', path.slice(0, i + 1).join('/')));
      const category_id = ids.at(-1)!;
      if (known.has(category_id)) continue;
      known.add(category_id);
      raw.categories.push({
        tree_id: 't',
        category_id,
        parent_id: ids.at(-2) ?? '',
        path: ids,
        valid_from: EPOCH,
        revision: 0,
        seq: 1,
      });
    }
  }
}

async function completeJourney(): Promise<RawFacts> {
  const raw = emptyFacts();
  const sold = await read('completejourney/transactions.parquet');
  const named = new Set(sold.map((t) => String(t.product_id)));
  const products = (await read('completejourney/products.parquet')).filter((p) =>
    named.has(String(p.product_id)),
  );
  const pathOf = (p: Record<string, unknown>) =>
    p.department && p.product_category ? [String(p.department), String(p.product_category)] : [];
  categoriesOf(raw, products.map(pathOf));
  const maker = new Map(products.map((p) => [String(p.product_id), String(p.manufacturer_id)]));
  for (const p of products) {
    const path = pathOf(p);
    raw.items.push({
      item_id: id('item', p.product_id),
      category_id: path.length > 0 ? id('category', path.join('/')) : '',
      brand_id: id('brand', p.brand),
      valid_from: EPOCH,
      revision: 0,
      seq: 1,
    });
  }
  for (const m of new Set(maker.values()))
    raw.shops.push({
      shop_id: id('shop', m),
      merchant_id: id('merchant', m),
      valid_from: EPOCH,
      revision: 0,
      seq: 1,
    });
  for (const [n, t] of sold.entries()) {
    const m = maker.get(String(t.product_id));
    const paid = toMinor(Number(t.sales_value), 'USD');
    raw.order_lines.push(
      lineOf(n, {
        order_id: id('order', t.basket_id),
        account_id: id('account', t.household_id),
        shop_id: m === undefined ? '' : id('shop', m),
        item_id: id('item', t.product_id),
        quantity: Math.max(1, Number(t.quantity)),
        paid_minor: paid,
        gross_minor: paid + toMinor(Math.abs(Number(t.retail_disc)), 'USD'),
        ordered_at: instant(t.transaction_timestamp, 'America/New_York'),
      }),
    );
  }
  return raw;
}

async function olist(): Promise<RawFacts> {
  const raw = emptyFacts();
  const [orders, sold, products] = await Promise.all(
    ['orders', 'order_items', 'products'].map((f) => read(`olist-sample/${f}.parquet`)),
  );
  const byOrder = new Map(orders!.map((o) => [String(o.order_id), o]));
  const named = new Set(sold!.map((i) => String(i.product_id)));
  const categoryOf = (p: Record<string, unknown>) =>
    String(p.product_category_name_english ?? p.product_category_name ?? '');
  const used = products!.filter((p) => named.has(String(p.product_id)));
  categoriesOf(
    raw,
    used
      .map(categoryOf)
      .filter(Boolean)
      .map((c) => [c]),
  );
  for (const p of used)
    raw.items.push({
      item_id: id('item', p.product_id),
      category_id: categoryOf(p) ? id('category', categoryOf(p)) : '',
      brand_id: '',
      valid_from: EPOCH,
      revision: 0,
      seq: 1,
    });
  for (const s of new Set(sold!.map((i) => String(i.seller_id))))
    raw.shops.push({
      shop_id: id('shop', s),
      merchant_id: id('merchant', s),
      valid_from: EPOCH,
      revision: 0,
      seq: 1,
    });
  for (const [n, i] of sold!.entries()) {
    const o = byOrder.get(String(i.order_id))!;
    const line = lineOf(n, {
      order_id: id('order', i.order_id),
      account_id: id('account', o.customer_unique_id ?? o.customer_id),
      shop_id: id('shop', i.seller_id),
      item_id: id('item', i.product_id),
      paid_minor: toMinor(Number(i.price), 'BRL'),
      gross_minor: toMinor(Number(i.price), 'BRL'),
      ordered_at: instant(o.order_purchase_timestamp, 'America/Sao_Paulo'),
      paid_at: o.order_approved_at ? instant(o.order_approved_at, 'America/Sao_Paulo') : null,
    });
    raw.order_lines.push(line);
    if (o.order_status === 'canceled' || o.order_status === 'unavailable')
      raw.cancellations.push({
        cancellation_id: id('cancellation', n),
        order_id: line.order_id,
        line_id: line.line_id,
        cancelled_at: line.ordered_at,
        revision: 0,
        seq: 1,
      });
  }
  return raw;
}

async function onlineRetail(): Promise<RawFacts> {
  const raw = emptyFacts();
  const rows = await read('uci-online-retail/online_retail_2009_2011.parquet');
  for (const [n, t] of rows.entries()) {
    const invoice = String(t.invoice_no);
    const amount = toMinor(Number(t.quantity) * Number(t.unit_price), 'GBP');
    if (invoice.startsWith('C') || amount < 0 || Number(t.quantity) <= 0) continue;
    const customer = t.customer_id === null || t.customer_id === undefined ? '' : String(t.customer_id);
    raw.order_lines.push(
      lineOf(n, {
        order_id: id('order', invoice),
        account_id: customer && id('account', customer),
        item_id: id('item', t.stock_code),
        quantity: Number(t.quantity),
        paid_minor: amount,
        gross_minor: amount,
        ordered_at: instant(t.invoice_date, 'Europe/London'),
      }),
    );
  }
  return raw;
}

let scratch: Awaited<ReturnType<typeof scratchWarehouse>>;
beforeAll(async () => {
  if (present) scratch = await scratchWarehouse();
});
afterAll(async () => {
  if (present) await scratch.end();
});

describe.skipIf(!present)('every metric equals a brute-force count on real data', () => {
  const whole = process.env.REAL_DATA === 'all';
  if (present && !whole) console.log('Skipped without REAL_DATA=all: uci-online-retail.');
  const sets = [
    ['completejourney', completeJourney, 'America/New_York', '2017-12-31'],
    ['olist-sample', olist, 'America/Sao_Paulo', '2018-08-31'],
    ['uci-online-retail', onlineRetail, 'Europe/London', '2011-11-30'],
  ] as const;
  it.each(sets.filter(([name]) => whole || name !== 'uci-online-retail'))(
    '%s',
    async (name, facts, timezone, date) => {
      await clearFacts(scratch.warehouse);
      const raw = await facts();
      raw.commits.push({ seq_from: 1, seq_to: 1, committed_at: '2030-01-01T00:00:00.000Z' });
      await loadFacts(scratch, raw);
      const settings = Settings.parse({ timezone });
      const survey = createSurvey({ warehouses: [scratch.warehouse], settings: () => settings });
      const asOf = localDate(date);
      const n = raw.order_lines.length;
      const lines = referenceLines(raw, 1, settings);
      const wrong: string[] = [];
      let compared = 0;
      const absent = new Set<string>();
      // Grain by grain: what a grain is counted from is held, by both.
      for (const grain of new Set(REGISTRY.flatMap((d) => d.grains))) {
        for (const { id: metric } of REGISTRY.filter((d) => d.grains.includes(grain))) {
          const result = await survey.evaluate({ metric, grain, as_of: asOf });
          if (result.cells[0]?.status === 'dimension_absent') {
            absent.add(grain);
            continue;
          }
          const engine = answersOf(result);
          compared += engine.size;
          wrong.push(
            ...differences(engine, referenceMetric(lines, { metric, grain, asOf })).map(
              (d) => `${metric} ${grain} ${d}`,
            ),
          );
        }
      }
      const seconds = Math.round(process.cpuUsage().user / 1e6);
      console.log(`${name}: ${n} lines, ${compared} numbers compared, ${seconds} s of processor so far`);
      expect(wrong.slice(0, 10)).toEqual([]);
      expect(compared).toBeGreaterThan(20);
      if (name === 'uci-online-retail')
        expect([...absent]).toEqual(expect.arrayContaining(['category', 'merchant']));
    },
    3_600_000,
  );
});
