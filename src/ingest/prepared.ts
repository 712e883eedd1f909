import { exponentOf, type IdKind } from '../base/index.ts';
import type { CatalogueRow, Fact, FactKind, LocalText } from '../contracts/index.ts';
import { timeOf, timeText } from './codec.ts';
import { COLUMNS, type Table } from './columns.ts';
import type { FrameBuilder } from './frame-builder.ts';
import type { Names } from './names.ts';
import { Refusal } from './refusal.ts';
import type { RowBuffer, Value } from './row-buffer.ts';

/** A fact turned into what the warehouse and the index need, before it is decided whether it is new. */
export interface Prepared {
  kind: FactKind;
  /** Where its rows for the warehouse are written, and wait to be kept. */
  rows: RowBuffer;
  /** Key in the index: identity of the fact. */
  key: string;
  /** Public id, as `superseded` names it. */
  id: string;
  revision: number;
  /** True when the source says when it came to know the fact. */
  dated: boolean;
  /** Pseudonym of the account that the fact is about, or ''. */
  account: string;
  /** refund, exchange, cancellation, verdict: source id of the line. */
  line: string;
  /** payment, cancellation, verdict: id of the order. */
  order: string;
  /** order_line: paid; refund: amount; exchange: minus its delta. Reporting currency. */
  amount: number;
  /** True when amounts were converted, so that sums may be off by rounding. */
  converted: boolean;
  /** Keys of categories that must be known, or that become known. */
  needs: string;
  provides: readonly string[];
  /** Of what is sold: the row as whoever serves hears of it, once it has its sequence. */
  told: Told | null;
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type Told = Without<CatalogueRow, 'seq'>;

export interface RowContext {
  names: Names;
  frame: FrameBuilder;
  /** Reporting currency. */
  currency: string;
  /** Times after this one (ms) are future-dated. */
  latest: number;
}

const SEP = '\u001f';
const NONE: readonly string[] = [];

/** Index key: one letter for the kind, then source and name in clear, so that a file's rows stay neighbours. */
export function keyOf(letter: string, source: string, name: string): string {
  return `${letter}${source}${SEP}${name}`;
}

export const lineKey = (source: string, line: string) => keyOf('l', source, line);
export const categoryKey = (source: string, category: string) => keyOf('C', source, category);

function blank(fact: Fact, table: Table, key: string, id: string, context: RowContext): Prepared {
  const rows = context.frame.table(table);
  rows.begin();
  return {
    kind: fact.fact,
    rows,
    key,
    id,
    revision: fact.revision,
    dated: fact.source_known_at !== undefined,
    account: '',
    line: '',
    order: '',
    amount: 0,
    converted: false,
    needs: '',
    provides: NONE,
    told: null,
  };
}

/** Prepared fact of a kind that is known by its id alone. */
export function plain(fact: Fact, letter: string, table: Table, kind: IdKind, context: RowContext): Prepared {
  const key = keyOf(letter, context.names.source, fact.source_id);
  return blank(fact, table, key, context.names.fresh(kind, fact.source_id), context);
}

/** Prepared fact of a kind whose identity is hashed because its name may tell a person. */
export function personal(
  fact: Fact,
  letter: string,
  table: Table,
  kind: IdKind,
  context: RowContext,
): Prepared {
  const { names } = context;
  const id = kind === 'account' ? names.of(kind, fact.source_id) : names.fresh(kind, fact.source_id);
  return blank(fact, table, keyOf(letter, names.source, id), id, context);
}

/** Prepared fact of a kind whose rows follow one another by valid_from: the date is part of the identity. */
export function dated(
  fact: Fact & { valid_from?: string | undefined },
  letter: string,
  table: Table,
  kind: IdKind,
  context: RowContext,
): { row: Prepared; id: string; valid_from: number } {
  const id = context.names.of(kind, fact.source_id);
  const valid_from = validFrom(fact.valid_from);
  const text = timeText(valid_from);
  const key = keyOf(letter, context.names.source, `${fact.source_id}${SEP}${text}`);
  return { row: blank(fact, table, key, `${id}@${text}`, context), id, valid_from };
}

/** Writes a row of a fact from a record; its source and when the source knew it are added. */
export function write(
  row: Prepared,
  table: Table,
  fact: Fact,
  context: RowContext,
  record: Record<string, Value>,
): void {
  record.source = context.names.source;
  record.source_known_at = past(fact.source_known_at, 'source_known_at', context);
  row.rows.record(COLUMNS[table], record);
}

/** A fact's time, which may not lie in the future. */
export function past(iso: string, field: string, context: RowContext): number;
export function past(iso: string | undefined, field: string, context: RowContext): number | null;
export function past(iso: string | undefined, field: string, context: RowContext): number | null {
  if (iso === undefined) return null;
  const ms = any(iso, field);
  if (ms > context.latest) {
    const detail = `${field} is ${iso}, later than ${timeText(context.latest)} UTC.`;
    throw new Refusal('future_dated', detail, `/${field}`);
  }
  return ms;
}

/** A time that may lie in the future (a price that will hold). */
export function any(iso: string, field: string): number {
  const ms = timeOf(iso);
  if (ms === null) {
    throw new Refusal(
      'time_invalid',
      `${field} must lie in the years 1900 to 2299, got ${iso}.`,
      `/${field}`,
    );
  }
  return ms;
}

export const validFrom = (iso: string | undefined) => (iso === undefined ? 0 : any(iso, 'valid_from'));

export function both(text: LocalText | undefined): [en: string, zh: string] {
  if (text === undefined) return ['', ''];
  if (typeof text === 'string') return [text, text];
  return [text.en ?? text['zh-CN'] ?? '', text['zh-CN'] ?? text.en ?? ''];
}

/** Factor from minor units of `currency` to minor units of the reporting currency; 1 where they are the same. */
export function rateOf(currency: string, fx: number | undefined, context: RowContext): number {
  if (currency === context.currency) return 1;
  if (fx === undefined) {
    const detail = `The currency is ${currency}, the marketplace’s is ${context.currency}, and fx_rate is absent.`;
    throw new Refusal('currency_mismatch', detail, '/currency');
  }
  return fx * 10 ** (exponentOf(context.currency) - exponentOf(currency));
}

/** Converts minor units, half away from zero. */
export function convert(amount: number, rate: number, field: string): number {
  if (rate === 1) return amount;
  const value = Math.sign(amount) * Math.round(Math.abs(amount) * rate);
  if (!Number.isSafeInteger(value)) {
    throw new Refusal('amount_unsafe', `${field} is beyond 2^53 − 1 after conversion.`, `/${field}`);
  }
  return value;
}
