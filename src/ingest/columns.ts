/** Types that ingest writes, and how the engine names them in a RowBinary file. */
const TYPES = {
  text: 'String',
  u8: 'UInt8',
  u16nil: 'Nullable(UInt16)',
  u32: 'UInt32',
  u64: 'UInt64',
  i64: 'Int64',
  f64: 'Float64',
  time: "DateTime64(3, 'UTC')",
  timenil: "Nullable(DateTime64(3, 'UTC'))",
  texts: 'Array(String)',
  dict: 'Map(String, String)',
} as const;

type ColumnType = keyof typeof TYPES;

/** Every fact row ends with these; the last three are known only when the fact has been decided. */
const TAIL = 'source text, source_known_at timenil, backfilled u8, revision u32, seq u64';

/**
 * Every table that ingest fills and its columns in the order of a row's bytes. Column names are those of the
 * warehouse; a column that is not named here takes its default. Loads run from the last table to the first:
 * `commits` says that a sequence is there.
 */
const LAYOUT = {
  commits: 'seq_from u64, seq_to u64, committed_at time, source text, document text',
  superseded: 'fact text, id text, revision u32, seq u64',
  erasures: 'account_id text, erased_at time, seq u64',
  accounts: `account_id text, kind text, created_at timenil, region text, member u8, ${TAIL}`,
  account_persons: `id text, account_id text, person_id text, valid_from time, ${TAIL}`,
  merchants: `merchant_id text, source_id text, name_en text, name_zh text, tier text, industry text, region text,
    valid_from time, ${TAIL}`,
  shops: `shop_id text, source_id text, merchant_id text, name_en text, name_zh text, channel text, valid_from time, ${TAIL}`,
  brands: `brand_id text, source_id text, name_en text, name_zh text, ${TAIL}`,
  categories: `tree_id text, valid_from time, category_id text, source_id text, parent_id text, path texts, level u8,
    is_leaf u8, name_en text, name_zh text, industry text, ${TAIL}`,
  items: `item_id text, source_id text, name_en text, name_zh text, category_id text, brand_id text, attributes dict,
    valid_from time, ${TAIL}`,
  variants: `variant_id text, source_id text, item_id text, title_en text, title_zh text, unit text, unit_quantity f64, ${TAIL}`,
  offers: `offer_id text, source_id text, shop_id text, variant_id text, price_minor i64, list_price_minor i64,
    currency text, status text, valid_from time, ${TAIL}`,
  order_lines: `line_id text, order_id text, merchant_order_id text, account_id text, shop_id text, item_id text,
    variant_id text, offer_id text, type text, quantity f64, gross_minor i64, paid_minor i64,
    platform_subsidy_minor i64, original_currency text, original_paid_minor i64, fx_rate f64, ordered_at time,
    confirmed_at timenil, paid_at timenil, app_id text, channel text, region text, request_id text, ${TAIL}`,
  payments: `payment_id text, order_id text, paid_at time, amount_minor i64, ${TAIL}`,
  cancellations: `cancellation_id text, order_id text, line_id text, cancelled_at time, reason text, ${TAIL}`,
  refunds: `refund_id text, line_id text, refunded_at time, amount_minor i64, quantity f64, reason text, ${TAIL}`,
  exchanges: `exchange_id text, line_id text, exchanged_at time, delta_minor i64, ${TAIL}`,
  risk_verdicts: `verdict_id text, subject text, subject_id text, state text, at time, reason text, ${TAIL}`,
  // The time stands behind the content: the sender's clock is corrected by the server's (segment.ts), so the same
  // message, sent again, has another.
  events: `event_id text, name text, account_id text, anonymous_id text, session text, surface text,
    shop_id text, item_id text, variant_id text, offer_id text, order_id text, query text, slot u16nil, quantity f64,
    value_minor i64, impression_id text, request_id text, duration_ms u32, app_id text, channel text, source text,
    source_known_at timenil, at time, backfilled u8, revision u32, seq u64`,
  consents: `consent_id text, account_id text, purpose text, granted u8, at time, ${TAIL}`,
  preferences: `preference_id text, account_id text, key text, value text, at time, ${TAIL}`,
} as const;

export type Table = keyof typeof LAYOUT;

export interface Column {
  name: string;
  type: ColumnType;
  /** The engine's name of the type. */
  engineType: string;
}

function columnsOf(layout: string): Column[] {
  return layout.split(',').map((part) => {
    const [name, type] = part.trim().split(/\s+/) as [string, ColumnType];
    return { name, type, engineType: TYPES[type] };
  });
}

export const TABLES = Object.keys(LAYOUT) as Table[];

export const COLUMNS = Object.fromEntries(
  TABLES.map((table) => [table, columnsOf(LAYOUT[table])]),
) as unknown as Record<Table, readonly Column[]>;
