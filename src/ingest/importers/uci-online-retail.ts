import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { GcError } from '../../base/index.ts';
import { refusedRow } from '../face.ts';
import { openParquet, rowOf } from './parquet.ts';
import { returnsOf } from './returns.ts';
import type { ImportCheck, ImportChunk, Importer } from './types.ts';
import { wallClockReader } from './wall-clock.ts';

/** Small enough that a chunk's objects die young; reading, deciding and fsync overlap over a few of them. */
const CHUNK = 2_000;
const ZONE = 'Europe/London';
const COLUMNS = [
  'invoice_no',
  'stock_code',
  'description',
  'quantity',
  'invoice_date',
  'unit_price',
  'customer_id',
  'country',
] as const;

/** The columns as the file has them; of a text column only the description may be null. */
interface Rows {
  readonly invoice_no: ArrayLike<string>;
  readonly stock_code: ArrayLike<string>;
  readonly description: ArrayLike<string | null>;
  readonly quantity: ArrayLike<number>;
  readonly invoice_date: ArrayLike<number>;
  readonly unit_price: ArrayLike<number>;
  readonly customer_id: ArrayLike<number | null>;
  readonly country: ArrayLike<string>;
}

/**
 * UCI Online Retail I and II: invoices of a British gift wholesaler, 2009 to 2011. Cancellations become
 * refunds of the lines that they take back. What each field becomes, and why, stands in this folder's README.
 * @param path the Parquet file, or a folder with exactly one
 * @throws file_unreadable, file_truncated
 */
export async function openUciOnlineRetail(path: string): Promise<Importer> {
  const file = await openParquet(theFile(path));
  const instant = wallClockReader(ZONE);
  let cancelled = 0;
  let unmatched = 0;

  async function* chunks(): AsyncGenerator<ImportChunk, void, undefined> {
    const returns = returnsOf(await cancelledKeys());
    const ordinals = new Map<string, number>();
    const accounts = new Set<number>();
    const named = new Set<string>();
    for await (const group of file.groups(COLUMNS)) {
      const {
        invoice_no,
        stock_code,
        description,
        quantity,
        invoice_date,
        unit_price,
        customer_id,
        country,
      } = group as unknown as Rows;
      for (let from = 0; from < group.rowCount; from += CHUNK) {
        const to = Math.min(from + CHUNK, group.rowCount);
        const facts: ImportChunk['facts'] = [];
        for (let i = from; i < to; i++) {
          const order = invoice_no[i]!;
          const stock = stock_code[i]!;
          const customer = customer_id[i] ?? null;
          const units = quantity[i]!;
          // Prices have at most three decimals: as an integer number of tenths of a penny they are exact.
          const mills = Math.round(unit_price[i]! * 1000);
          // The invoice is the document: its n-th row is the same row in any cut of the file.
          const ordinal = ordinals.get(order) ?? 0;
          ordinals.set(order, ordinal + 1);
          // Padded, so that ids grow with the file.
          const id = `${order}/${String(ordinal).padStart(4, '0')}`;
          const mark = order.charCodeAt(0);

          if (mark === 67 /* C */) {
            cancelled++;
            const at = instant(invoice_date[i]!);
            const taken = customer === null ? null : returns.take(keyOf(customer, stock, mills), -units);
            if (taken === null) {
              unmatched++;
              const why =
                customer === null
                  ? 'The cancellation names no customer.'
                  : `No earlier line of customer ${customer} with ${stock} at this price has ${-units} left.`;
              facts.push(refusedRow('return_unmatched', why, rowOf(group, COLUMNS, i)));
              continue;
            }
            for (const [k, { line, amount, units: count }] of taken.entries()) {
              facts.push({
                fact: 'refund',
                source_id: k === 0 ? id : `${id}/${k}`,
                line,
                refunded_at: at,
                source_known_at: at,
                amount_minor: amount,
                currency: 'GBP',
                quantity: count,
                reason: 'cancellation invoice',
              });
            }
            continue;
          }
          if (mark === 65 /* A */ || units <= 0 || mills < 0 || (mills === 0 && customer === null)) {
            const why =
              mark === 65 || mills < 0
                ? 'A bookkeeping entry (bad debt), nobody bought anything.'
                : 'No customer and no price: goods found, lost or damaged, nobody bought anything.';
            facts.push(refusedRow('stock_adjustment', why, rowOf(group, COLUMNS, i)));
            continue;
          }

          if (customer !== null && !accounts.has(customer)) {
            accounts.add(customer);
            facts.push({ fact: 'account', source_id: String(customer), region: country[i]! });
          }
          const name = named.has(stock) ? '' : (description[i] ?? '').trim();
          if (name !== '') {
            named.add(stock);
            facts.push({ fact: 'item', source_id: stock, name });
          }
          const at = instant(invoice_date[i]!);
          const paid = Math.floor((units * mills + 5) / 10);
          facts.push({
            fact: 'order_line',
            source_id: id,
            order,
            account: customer === null ? null : String(customer),
            item: stock,
            type: mills === 0 ? 'gift' : 'goods',
            quantity: units,
            gross_minor: paid,
            paid_minor: paid,
            currency: 'GBP',
            ordered_at: at,
            confirmed_at: at,
            paid_at: at,
            region: country[i]!,
          });
          if (customer !== null && mills > 0) returns.sold(keyOf(customer, stock, mills), id, units, paid);
        }
        yield { stage: 'lines', rows: to - from, document: 'online_retail_2009_2011', facts };
      }
    }
  }

  /** The (customer, item, price) that anyone ever took back: only their lines need to be remembered. */
  async function cancelledKeys(): Promise<Set<string>> {
    const keys = new Set<string>();
    for await (const group of file.groups(['invoice_no', 'stock_code', 'unit_price', 'customer_id'])) {
      const { invoice_no, stock_code, unit_price, customer_id } = group as unknown as Rows;
      for (let i = 0; i < group.rowCount; i++) {
        const customer = customer_id[i] ?? null;
        if (invoice_no[i]!.charCodeAt(0) !== 67 || customer === null) continue;
        keys.add(keyOf(customer, stock_code[i]!, Math.round(unit_price[i]! * 1000)));
      }
    }
    return keys;
  }

  return {
    kind: 'uci-online-retail',
    source: 'uci-online-retail',
    suggested: {
      timezone: ZONE,
      currency: 'GBP',
      name: { en: 'UCI Online Retail', 'zh-CN': 'UCI Online Retail' },
    },
    dimensions: { account: true, category: false, merchant: false, brand: false },
    rowsTotal: file.rows,
    chunks,
    checks: (): ImportCheck[] => [
      {
        name: 'returns',
        checked: cancelled,
        failed: unmatched,
        note: 'Rows of cancellation invoices with no earlier line to take back (bought before the data begin, or no customer).',
      },
    ],
    close: () => file.close(),
  };
}

const keyOf = (customer: number, stock: string, mills: number): string => `${customer}|${stock}|${mills}`;

function theFile(path: string): string {
  if (!existsSync(path)) throw new GcError('file_unreadable', `${path} does not exist.`);
  if (!statSync(path).isDirectory()) return path;
  const files = readdirSync(path).filter((name) => name.endsWith('.parquet'));
  if (files.length !== 1) {
    throw new GcError('file_unreadable', `${path} must hold exactly one Parquet file, has ${files.length}.`);
  }
  return join(path, files[0]!);
}
