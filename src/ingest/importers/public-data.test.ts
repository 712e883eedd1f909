import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { describe, expect, it } from 'vitest';
import { Fact, type FactInput } from '../../contracts/index.ts';
import { RefusedRow } from '../face.ts';
import { openImport } from './run-import.ts';
import type { Importer } from './types.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const there = existsSync(DATA);
if (!there) console.warn('Skipped: the public data sets are not at ../shared/data.');

type Row = Record<string, unknown>;
const rowsOf = async (file: string, columns: string[]): Promise<Row[]> =>
  parquetReadObjects({ file: await asyncBufferFromFile(`${DATA}${file}.parquet`), compressors, columns });

/** Minor units of decimal text times whole units, half up, in integers throughout: nothing shared with the importers. */
function minorOf(decimal: unknown, units = 1n): bigint {
  const [whole, fraction = ''] = Number(decimal).toFixed(6).split('.');
  const micros = BigInt(whole!) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
  return (micros * units + 5_000n) / 10_000n;
}

type Kinds = { [K in FactInput['fact']]?: Extract<FactInput, { fact: K }>[] };

async function read(importer: Importer) {
  const kinds: Record<string, FactInput[]> = {};
  const refused = new Map<string, number>();
  const identities = new Set<string>();
  let rows = 0;
  let twice = 0;
  for await (const chunk of importer.chunks()) {
    rows += chunk.rows;
    for (const fact of chunk.facts) {
      if (fact instanceof RefusedRow) {
        refused.set(fact.code, (refused.get(fact.code) ?? 0) + 1);
        continue;
      }
      const list = kinds[fact.fact] ?? [];
      kinds[fact.fact] = list;
      list.push(fact);
      const identity = `${fact.fact} ${fact.source_id}`;
      if (identities.has(identity)) twice++;
      identities.add(identity);
    }
  }
  await importer.close();
  expect(rows).toBe(importer.rowsTotal);
  expect(twice, 'facts that share an identity').toBe(0);
  for (const list of Object.values(kinds)) {
    // Every hundredth is checked against its schema; ingest checks them all.
    for (let i = 0; i < list.length; i += 100) {
      const result = Fact.safeParse(list[i]);
      if (!result.success) throw new Error(`${JSON.stringify(list[i])}: ${result.error.message}`);
    }
  }
  return { kinds: kinds as Kinds, refused };
}

const sum = (list: readonly bigint[]) => list.reduce((a, b) => a + b, 0n);

describe.skipIf(!there)('completejourney', () => {
  it('reconciles with an independent count of its files', { timeout: 300_000 }, async () => {
    const { kinds, refused } = await read(
      await openImport({ kind: 'complete-journey', path: `${DATA}completejourney` }),
    );
    const lines = kinds.order_line!;
    const source = await rowsOf('completejourney/transactions', [
      'basket_id',
      'household_id',
      'product_id',
      'quantity',
      'sales_value',
      'retail_disc',
      'coupon_match_disc',
    ]);
    const sold = source.filter((row) => Number(row.quantity) > 0);
    expect(lines.length + refused.get('quantity_invalid')!).toBe(source.length);
    expect(lines.length).toBe(sold.length);
    expect(sum(lines.map((line) => BigInt(line.paid_minor)))).toBe(
      sum(sold.map((row) => minorOf(row.sales_value))),
    );
    expect(sum(lines.map((line) => BigInt(line.gross_minor)))).toBe(
      sum(
        sold.flatMap((row) => [
          minorOf(row.sales_value),
          minorOf(row.retail_disc),
          minorOf(row.coupon_match_disc),
        ]),
      ),
    );
    // 2017-01-01 07:30:27 in New York, winter.
    expect(lines[0]!.ordered_at).toBe('2017-01-01T12:30:27.000Z');
    // What is refused carried no money.
    expect(
      sum(source.filter((row) => !(Number(row.quantity) > 0)).map((row) => minorOf(row.sales_value))),
    ).toBe(0n);
    expect(new Set(lines.map((line) => line.order)).size).toBe(
      new Set(sold.map((row) => row.basket_id)).size,
    );
    expect(kinds.account!.length).toBe(new Set(sold.map((row) => row.household_id)).size);

    const products = await rowsOf('completejourney/products', [
      'product_id',
      'manufacturer_id',
      'department',
    ]);
    const known = new Set(products.map((row) => String(row.product_id)));
    expect(kinds.item!.length).toBe(products.length);
    expect(kinds.merchant!.length).toBe(new Set(products.map((row) => row.manufacturer_id)).size);
    const unknown = lines.filter((line) => !known.has(line.item!));
    expect(unknown.length).toBe(sold.filter((row) => !known.has(String(row.product_id))).length);
    expect(unknown.every((line) => line.shop === null)).toBe(true);
    const tree = kinds.category_tree![0]!.categories;
    expect(tree.filter((category) => !category.parent).length).toBe(
      new Set(products.map((row) => row.department)).size,
    );
  });
});

describe.skipIf(!there)('olist', () => {
  it('reconciles with an independent count of its files', { timeout: 300_000 }, async () => {
    const importer = await openImport({ kind: 'olist', path: `${DATA}olist-sample` });
    const { kinds, refused } = await read(importer);
    const items = await rowsOf('olist-sample/order_items', ['order_id', 'price']);
    const orders = await rowsOf('olist-sample/orders', ['order_id', 'order_status', 'customer_unique_id']);
    expect(refused.size).toBe(0);
    expect(kinds.order_line!.length).toBe(items.length);
    expect(sum(kinds.order_line!.map((line) => BigInt(line.paid_minor)))).toBe(
      sum(items.map((row) => minorOf(row.price))),
    );
    expect(kinds.account!.length).toBe(new Set(orders.map((row) => row.customer_unique_id)).size);
    expect(kinds.cancellation!.length).toBe(
      orders.filter((row) => ['canceled', 'unavailable'].includes(String(row.order_status))).length,
    );
    expect(kinds.cancellation!.every((fact) => fact.source_known_at !== undefined)).toBe(true);
    const delivered = new Set(orders.filter((r) => r.order_status === 'delivered').map((r) => r.order_id));
    expect(kinds.order_line!.filter((line) => delivered.has(line.order)).every((line) => line.paid_at)).toBe(
      true,
    );
    expect(importer.checks()[0]!.checked).toBe(new Set(items.map((row) => row.order_id)).size);
  });
});

describe.skipIf(!there)('uci-online-retail', () => {
  it('reconciles with an independent count of its file', { timeout: 300_000 }, async () => {
    const path = `${DATA}uci-online-retail`;
    const importer = await openImport({ kind: 'uci-online-retail', path });
    const { kinds, refused } = await read(importer);
    const rows = await rowsOf('uci-online-retail/online_retail_2009_2011', [
      'invoice_no',
      'quantity',
      'unit_price',
      'customer_id',
    ]);
    const cancelled = rows.filter((row) => String(row.invoice_no).startsWith('C'));
    const sold = rows.filter(
      (row) =>
        /^\d/.test(String(row.invoice_no)) &&
        Number(row.quantity) > 0 &&
        (Number(row.unit_price) > 0 || row.customer_id !== null),
    );
    const lines = kinds.order_line!;
    expect(lines.length).toBe(sold.length);
    expect(lines.length + cancelled.length + refused.get('stock_adjustment')!).toBe(rows.length);
    expect(sum(lines.map((line) => BigInt(line.paid_minor)))).toBe(
      sum(sold.map((row) => minorOf(row.unit_price, BigInt(Number(row.quantity))))),
    );
    expect(lines.filter((line) => line.account === null).length).toBe(
      sold.filter((row) => row.customer_id === null).length,
    );
    expect(lines.filter((line) => line.type === 'gift').length).toBe(
      sold.filter((row) => Number(row.unit_price) === 0).length,
    );

    // Each cancelled row became one refund, several (numbered /1, /2 …), or none with a reason.
    const refunds = kinds.refund!;
    const whole = refunds.filter((refund) => refund.source_id.split('/').length === 2);
    expect(whole.length + refused.get('return_unmatched')!).toBe(cancelled.length);
    const paid = new Map(lines.map((line) => [line.source_id, line]));
    const back = new Map<string, number>();
    for (const refund of refunds) {
      const line = paid.get(refund.line)!;
      const soFar = (back.get(refund.line) ?? 0) + refund.amount_minor;
      back.set(refund.line, soFar);
      expect(soFar).toBeLessThanOrEqual(line.paid_minor);
      expect(line.ordered_at <= refund.refunded_at).toBe(true);
    }
  });
});
