import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GcError, toMinor } from '../../base/index.ts';
import type { FactInput } from '../../contracts/index.ts';
import { refusedRow } from '../face.ts';
import { openParquet, rowOf } from './parquet.ts';
import type { ImportChunk, Importer } from './types.ts';
import { contentOf } from './units.ts';
import { wallClockReader } from './wall-clock.ts';

/** Small enough that a chunk's objects die young; reading, deciding and fsync overlap over a few of them. */
const CHUNK = 2_000;
const ZONE = 'America/New_York';
const TREE = 'products-2017';
const SEPARATOR = ' › ';

/**
 * 84.51° "The Complete Journey 2.0": receipt lines of a grocer over 2017. What each field becomes, and
 * why, stands in this folder's README.
 * @param dir folder with transactions.parquet and products.parquet
 * @throws file_unreadable, file_truncated
 */
export async function openCompleteJourney(dir: string): Promise<Importer> {
  for (const name of ['transactions.parquet', 'products.parquet']) {
    if (!existsSync(join(dir, name))) throw new GcError('file_unreadable', `${dir} has no ${name}.`);
  }
  const products = await openParquet(join(dir, 'products.parquet'));
  const transactions = await openParquet(join(dir, 'transactions.parquet'));

  async function* chunks(): AsyncGenerator<ImportChunk, void, undefined> {
    yield* catalogue();
    yield* lines();
  }

  /** Tree, manufacturers, items with their sizes: whole, as the tree is one fact. */
  async function* catalogue(): AsyncGenerator<ImportChunk, void, undefined> {
    const categories = new Map<string, { source_id: string; parent: string | null; name: string }>();
    const makers = new Set<number>();
    const items: FactInput[] = [];
    const path = (names: readonly unknown[]): string | null => {
      let id: string | null = null;
      for (const name of names) {
        // A null level ends the path: the product hangs at the last level that is known.
        if (typeof name !== 'string' || name === '') break;
        const parent: string | null = id;
        id = parent === null ? name : `${parent}${SEPARATOR}${name}`;
        if (!categories.has(id)) categories.set(id, { source_id: id, parent, name });
      }
      return id;
    };
    const columns = [
      'product_id',
      'manufacturer_id',
      'department',
      'product_category',
      'product_type',
      'package_size',
      'brand',
    ] as const;
    for await (const group of products.groups(columns)) {
      for (let i = 0; i < group.rowCount; i++) {
        const product = String(group.product_id[i]);
        makers.add(Number(group.manufacturer_id[i]));
        const type = group.product_type[i] as string | null;
        const size = group.package_size[i] as string | null;
        items.push({
          fact: 'item',
          source_id: product,
          name: `${type ?? group.product_category[i] ?? group.department[i]} ${product}`,
          category: path([group.department[i], group.product_category[i], type]),
          brand: String(group.manufacturer_id[i]),
          attributes: { label: String(group.brand[i]), ...(size === null ? {} : { package_size: size }) },
        });
        const content = size === null ? null : contentOf(size);
        if (content)
          items.push({ fact: 'variant', source_id: product, item: product, title: size!, ...content });
      }
    }
    const sellers = [...makers]
      .sort((a, b) => a - b)
      .flatMap((maker): FactInput[] => {
        const id = String(maker);
        const name = `Manufacturer ${id}`;
        return [
          { fact: 'merchant', source_id: id, name },
          { fact: 'shop', source_id: id, merchant: id, name, channel: 'store' },
          { fact: 'brand', source_id: id, name },
        ];
      });
    const tree: FactInput = { fact: 'category_tree', source_id: TREE, categories: [...categories.values()] };
    const facts = [tree, ...sellers, ...items];
    const rowsEach = products.rows / Math.ceil(facts.length / CHUNK);
    for (let at = 0, k = 0; at < facts.length; at += CHUNK, k++) {
      yield {
        stage: 'catalogue',
        rows: Math.round((k + 1) * rowsEach) - Math.round(k * rowsEach),
        document: 'products',
        facts: facts.slice(at, at + CHUNK),
      };
    }
  }

  async function* lines(): AsyncGenerator<ImportChunk, void, undefined> {
    const instant = wallClockReader(ZONE);
    const households = new Set<number>();
    const ordinals = new Map<string, number>();
    const shopOf = new Map<number, { shop: string; sized: boolean }>();
    for await (const group of products.groups(['product_id', 'manufacturer_id', 'package_size'])) {
      for (let i = 0; i < group.rowCount; i++) {
        const size = group.package_size[i] as string | null;
        shopOf.set(Number(group.product_id[i]), {
          shop: String(group.manufacturer_id[i]),
          sized: size !== null && contentOf(size) !== null,
        });
      }
    }
    const columns = [
      'household_id',
      'store_id',
      'basket_id',
      'product_id',
      'quantity',
      'sales_value',
      'retail_disc',
      'coupon_match_disc',
      'transaction_timestamp',
    ] as const;
    for await (const group of transactions.groups(columns)) {
      for (let from = 0; from < group.rowCount; from += CHUNK) {
        const to = Math.min(from + CHUNK, group.rowCount);
        const facts: ImportChunk['facts'] = [];
        for (let i = from; i < to; i++) {
          const order = String(group.basket_id[i]);
          // The receipt is the document: its n-th line is the same line in any cut of the file.
          const ordinal = ordinals.get(order) ?? 0;
          ordinals.set(order, ordinal + 1);
          const quantity = Number(group.quantity[i]);
          if (!(quantity > 0)) {
            const why = `quantity is ${quantity}: a coupon was rung up, nothing was sold.`;
            facts.push(refusedRow('quantity_invalid', why, rowOf(group, columns, i), '/quantity'));
            continue;
          }
          const household = Number(group.household_id[i]);
          if (!households.has(household)) {
            households.add(household);
            facts.push({ fact: 'account', source_id: String(household) });
          }
          const product = Number(group.product_id[i]);
          const known = shopOf.get(product);
          const paid = cents(group.sales_value[i]);
          const matched = cents(group.coupon_match_disc[i]);
          const at = instant(Number(group.transaction_timestamp[i]));
          facts.push({
            fact: 'order_line',
            source_id: `${order}/${ordinal}`,
            order,
            account: String(household),
            shop: known?.shop ?? null,
            item: String(product),
            variant: known?.sized ? String(product) : null,
            quantity,
            gross_minor: paid + cents(group.retail_disc[i]) + matched,
            paid_minor: paid,
            platform_subsidy_minor: matched,
            currency: 'USD',
            ordered_at: at,
            confirmed_at: at,
            paid_at: at,
            channel: 'store',
            region: `store ${group.store_id[i]}`,
          });
        }
        yield { stage: 'lines', rows: to - from, document: 'transactions', facts };
      }
    }
  }

  return {
    kind: 'complete-journey',
    source: 'completejourney',
    suggested: {
      timezone: ZONE,
      currency: 'USD',
      name: { en: 'Complete Journey', 'zh-CN': 'Complete Journey' },
      scope_channels: ['store'],
    },
    dimensions: { account: true, category: true, merchant: true, brand: true },
    rowsTotal: products.rows + transactions.rows,
    chunks,
    checks: () => [],
    close: async () => {
      await products.close();
      await transactions.close();
    },
  };
}

const cents = (dollars: unknown): number => toMinor(Number(dollars), 'USD');
