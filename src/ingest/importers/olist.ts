import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GcError, toMinor } from '../../base/index.ts';
import type { FactInput } from '../../contracts/index.ts';
import { openParquet } from './parquet.ts';
import type { ImportCheck, ImportChunk, Importer } from './types.ts';
import { wallClockReader } from './wall-clock.ts';

/** Small enough that a chunk's objects die young; reading, deciding and fsync overlap over a few of them. */
const CHUNK = 2_000;
const ZONE = 'America/Sao_Paulo';
const FILES = ['orders', 'order_items', 'products', 'sellers', 'payments'] as const;

interface Order {
  readonly account: string;
  readonly status: string;
  readonly ordered_at: string;
  readonly paid_at: string | undefined;
  /** The last thing that happened to the order, as far as its record goes. */
  readonly last_at: string;
  readonly region: string;
}

/**
 * Olist, a Brazilian marketplace: orders, items, products, sellers and payments. What each field becomes,
 * and why, stands in this folder's README.
 * @param dir folder with the five Parquet files
 * @throws file_unreadable, file_truncated
 */
export async function openOlist(dir: string): Promise<Importer> {
  for (const name of FILES) {
    if (!existsSync(join(dir, `${name}.parquet`)))
      throw new GcError('file_unreadable', `${dir} has no ${name}.parquet.`);
  }
  const open = (name: (typeof FILES)[number]) => openParquet(join(dir, `${name}.parquet`));
  const [orders, items, products, sellers, payments] = await Promise.all(FILES.map(open));
  const files = {
    orders: orders!,
    items: items!,
    products: products!,
    sellers: sellers!,
    payments: payments!,
  };
  const instant = wallClockReader(ZONE);
  /** Price and freight of each order, in centavos, against what was paid. */
  const owed = new Map<string, number>();
  const checks: ImportCheck[] = [];

  async function* chunks(): AsyncGenerator<ImportChunk, void, undefined> {
    yield* inChunks('catalogue', 'products', files.products.rows, await catalogue());
    yield* inChunks('merchants', 'sellers', files.sellers.rows, await merchants());
    const known = await readOrders();
    const facts: FactInput[] = [];
    const seen = new Set<string>();
    for (const order of known.values()) {
      if (seen.has(order.account)) continue;
      seen.add(order.account);
      facts.push({ fact: 'account', source_id: order.account, region: order.region });
    }
    yield* inChunks('accounts', 'orders', files.orders.rows, facts);
    yield* inChunks('lines', 'order_items', files.items.rows, await lines(known));
    yield* inChunks('cancellations', 'orders', 0, cancellations(known));
    await checkPayments();
  }

  async function catalogue(): Promise<FactInput[]> {
    const categories = new Map<string, { source_id: string; name: string }>();
    const facts: FactInput[] = [];
    for await (const group of files.products.groups(['product_id', 'category', 'category_pt'])) {
      for (let i = 0; i < group.rowCount; i++) {
        const id = String(group.product_id[i]);
        const category = (group.category[i] ?? group.category_pt[i] ?? null) as string | null;
        const name = (category ?? 'product').replaceAll('_', ' ');
        if (category !== null && !categories.has(category)) {
          categories.set(category, { source_id: category, name });
        }
        // Olist publishes no product names.
        facts.push({ fact: 'item', source_id: id, name: `${name} ${id.slice(0, 8)}`, category });
      }
    }
    const tree: FactInput = {
      fact: 'category_tree',
      source_id: 'olist',
      categories: [...categories.values()],
    };
    return [tree, ...facts];
  }

  async function merchants(): Promise<FactInput[]> {
    const facts: FactInput[] = [];
    for await (const group of files.sellers.groups(['seller_id', 'seller_city', 'seller_state'])) {
      for (let i = 0; i < group.rowCount; i++) {
        const id = String(group.seller_id[i]);
        const name = `${group.seller_city[i]} ${id.slice(0, 8)}`;
        facts.push({ fact: 'merchant', source_id: id, name, region: String(group.seller_state[i]) });
        facts.push({ fact: 'shop', source_id: id, merchant: id, name });
      }
    }
    return facts;
  }

  async function readOrders(): Promise<Map<string, Order>> {
    const known = new Map<string, Order>();
    const columns = [
      'order_id',
      'order_status',
      'order_purchase_timestamp',
      'order_approved_at',
      'order_delivered_carrier_date',
      'order_delivered_customer_date',
      'customer_unique_id',
      'customer_state',
    ] as const;
    for await (const group of files.orders.groups(columns)) {
      for (let i = 0; i < group.rowCount; i++) {
        const status = String(group.order_status[i]);
        const bought = Number(group.order_purchase_timestamp[i]);
        const approved = group.order_approved_at[i] as number | null;
        const carried = (group.order_delivered_carrier_date[i] as number | null) ?? 0;
        const delivered = (group.order_delivered_customer_date[i] as number | null) ?? 0;
        // Three orders were delivered and carry no approval: they were paid all the same.
        const paid = approved ?? (status === 'delivered' ? bought : null);
        known.set(String(group.order_id[i]), {
          account: String(group.customer_unique_id[i]),
          status,
          ordered_at: instant(bought),
          paid_at: paid === null ? undefined : instant(paid),
          last_at: instant(Math.max(bought, approved ?? 0, carried, delivered)),
          region: String(group.customer_state[i]),
        });
      }
    }
    return known;
  }

  async function lines(known: ReadonlyMap<string, Order>): Promise<FactInput[]> {
    const facts: FactInput[] = [];
    const columns = [
      'order_id',
      'order_item_id',
      'product_id',
      'seller_id',
      'price',
      'freight_value',
    ] as const;
    for await (const group of files.items.groups(columns)) {
      for (let i = 0; i < group.rowCount; i++) {
        const id = String(group.order_id[i]);
        const order = known.get(id);
        const paid = centavos(group.price[i]);
        owed.set(id, (owed.get(id) ?? 0) + paid + centavos(group.freight_value[i]));
        facts.push({
          fact: 'order_line',
          source_id: `${id}/${group.order_item_id[i]}`,
          order: id,
          merchant_order: `${id}/${group.seller_id[i]}`,
          account: order?.account ?? null,
          shop: String(group.seller_id[i]),
          item: String(group.product_id[i]),
          quantity: 1,
          gross_minor: paid,
          paid_minor: paid,
          currency: 'BRL',
          ordered_at: order?.ordered_at ?? '',
          ...(order?.paid_at === undefined ? {} : { confirmed_at: order.paid_at, paid_at: order.paid_at }),
          region: order?.region ?? '',
        });
      }
    }
    return facts;
  }

  /** Olist dates no cancellation: it came after the last thing that is on record, and is dated so. */
  function cancellations(known: ReadonlyMap<string, Order>): FactInput[] {
    const facts: FactInput[] = [];
    for (const [id, order] of known) {
      if (order.status !== 'canceled' && order.status !== 'unavailable') continue;
      facts.push({
        fact: 'cancellation',
        source_id: id,
        order: id,
        cancelled_at: order.last_at,
        source_known_at: order.last_at,
        reason: order.status === 'unavailable' ? 'stock' : 'other',
      });
    }
    return facts;
  }

  async function checkPayments(): Promise<void> {
    const paid = new Map<string, number>();
    for await (const group of files.payments.groups(['order_id', 'payment_value'])) {
      for (let i = 0; i < group.rowCount; i++) {
        const id = String(group.order_id[i]);
        paid.set(id, (paid.get(id) ?? 0) + centavos(group.payment_value[i]));
      }
    }
    let failed = 0;
    for (const [id, due] of owed) if (Math.abs((paid.get(id) ?? 0) - due) > 1) failed++;
    checks.push({
      name: 'payments',
      checked: owed.size,
      failed,
      note: 'Orders whose payments differ from price + freight by more than one centavo (interest, vouchers).',
    });
  }

  return {
    kind: 'olist',
    source: 'olist',
    suggested: { timezone: ZONE, currency: 'BRL', name: { en: 'Olist', 'zh-CN': 'Olist' } },
    dimensions: { account: true, category: true, merchant: true, brand: false },
    rowsTotal: files.products.rows + files.sellers.rows + files.orders.rows + files.items.rows,
    chunks,
    checks: () => checks,
    close: async () => {
      for (const file of Object.values(files)) await file.close();
    },
  };
}

const centavos = (reais: unknown): number => toMinor(Number(reais), 'BRL');

/** Cuts facts into chunks and spreads the source rows over them. */
function* inChunks(
  stage: string,
  document: string,
  rows: number,
  facts: readonly FactInput[],
): Generator<ImportChunk> {
  const n = Math.max(1, Math.ceil(facts.length / CHUNK));
  for (let k = 0; k < n; k++) {
    yield {
      stage,
      document,
      rows: Math.round(((k + 1) * rows) / n) - Math.round((k * rows) / n),
      facts: facts.slice(k * CHUNK, (k + 1) * CHUNK),
    };
  }
}
