import { type FactOf, LineType, OrderLineFact } from '../contracts/index.ts';

type Line = FactOf<'order_line'>;
type LineField = Exclude<keyof Line, 'source_id'>;

const FIELDS: ReadonlySet<string> = new Set(Object.keys(OrderLineFact.shape));
const TYPES: ReadonlySet<unknown> = new Set(LineType.options);
const ID_MAX = 256;
const TEXT_MAX = 64;

/** More characters than a plain line can have: its fields and their names, each at its longest. */
export const PLAIN_LINE_MAX = 8_192;

/**
 * An order line that is plainly valid, as `OrderLineFact` would parse it: six times as fast, on the kind of which there
 * are millions. Whatever is unusual (unknown fields, offsets other than Z, 29 February) is left to the schema, which alone
 * says what is wrong; `plain-line.test-prop.ts` holds the two to the same result.
 * @returns null when the schema must decide
 */
export function plainLine(row: Readonly<Record<string, unknown>>, source_id: unknown): Line | null {
  const {
    revision = 0,
    source_known_at,
    app_id = '',
    channel = 'online',
    order,
    merchant_order,
    account = null,
    shop = null,
    item = null,
    variant = null,
    offer = null,
    type = 'goods',
    quantity,
    gross_minor,
    paid_minor,
    platform_subsidy_minor = 0,
    currency,
    fx_rate,
    ordered_at,
    confirmed_at,
    paid_at,
    region = '',
    request_id = '',
  } = row as { [K in LineField]: unknown };
  if (
    !isId(source_id) ||
    !isId(order) ||
    !(account === null || isId(account)) ||
    !(item === null || isId(item)) ||
    !(shop === null || isId(shop)) ||
    !(variant === null || isId(variant)) ||
    !(offer === null || isId(offer)) ||
    !(merchant_order === undefined || isId(merchant_order)) ||
    !isAmount(gross_minor) ||
    !isAmount(paid_minor) ||
    !isAmount(platform_subsidy_minor) ||
    !isAmount(revision) ||
    !(revision <= 4_294_967_295) ||
    !(typeof quantity === 'number' && quantity > 0 && quantity <= 1e9) ||
    !(fx_rate === undefined || (typeof fx_rate === 'number' && fx_rate > 0 && fx_rate < Infinity)) ||
    !isCurrency(currency) ||
    !isInstant(ordered_at) ||
    !(paid_at === undefined || paid_at === ordered_at || isInstant(paid_at)) ||
    !(confirmed_at === undefined || confirmed_at === ordered_at || isInstant(confirmed_at)) ||
    !(source_known_at === undefined || isInstant(source_known_at)) ||
    !(type === 'goods' || TYPES.has(type)) ||
    !isText(app_id) ||
    !isText(channel) ||
    !isText(region) ||
    !isText(request_id) ||
    !onlyLineFields(row)
  ) {
    return null;
  }
  return {
    fact: 'order_line',
    source_id,
    revision,
    source_known_at: source_known_at as string | undefined,
    app_id,
    channel,
    order,
    merchant_order,
    account,
    shop,
    item,
    variant,
    offer,
    type: type as Line['type'],
    quantity,
    gross_minor,
    paid_minor,
    platform_subsidy_minor,
    currency,
    fx_rate,
    ordered_at,
    confirmed_at: confirmed_at as string | undefined,
    paid_at: paid_at as string | undefined,
    region,
    request_id,
  };
}

function onlyLineFields(row: Readonly<Record<string, unknown>>): boolean {
  for (const name in row) if (!FIELDS.has(name)) return false;
  return true;
}

/** As `SourceId`. */
function isId(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > ID_MAX) return false;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < 32 || code === 127) return false;
  }
  return true;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= TEXT_MAX;

/** As `MinorAmount`. */
const isAmount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function isCurrency(value: unknown): value is string {
  if (typeof value !== 'string' || value.length !== 3) return false;
  for (let i = 0; i < 3; i++) {
    const code = value.charCodeAt(i);
    if (code < 65 || code > 90) return false;
  }
  return true;
}

/** `YYYY-MM-DDThh:mm:ssZ`, with or without milliseconds, on a day that every year has. */
function isInstant(text: unknown): text is string {
  if (typeof text !== 'string') return false;
  const { length } = text;
  if (length === 24) {
    if (text.charCodeAt(19) !== 46 || two(text, 20) < 0 || two(text, 21) < 0) return false;
  } else if (length !== 20) return false;
  const month = two(text, 5);
  const day = two(text, 8);
  return (
    text.charCodeAt(length - 1) === 90 &&
    text.charCodeAt(4) === 45 &&
    text.charCodeAt(7) === 45 &&
    text.charCodeAt(10) === 84 &&
    text.charCodeAt(13) === 58 &&
    text.charCodeAt(16) === 58 &&
    two(text, 0) >= 0 &&
    two(text, 2) >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= DAYS[month]! &&
    two(text, 11) >= 0 &&
    two(text, 11) <= 23 &&
    two(text, 14) >= 0 &&
    two(text, 14) <= 59 &&
    two(text, 17) >= 0 &&
    two(text, 17) <= 59
  );
}

/** Days that the month has in every year. */
const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Number of two digits, or −1. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
