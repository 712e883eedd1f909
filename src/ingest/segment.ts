import { exponentOf, GcError, toMinor } from '../base/index.ts';
import type { Settings } from '../contracts/index.ts';
import { refusedRow, type SegmentCall } from './face.ts';

/**
 * Segment's calls as facts (e-commerce spec v2), and GA4's item events under Segment's names.
 * `messageId` is the identity; a call with several products becomes one event a product, `messageId/0`, `messageId/1` ….
 * Source: Segment, Spec: Common Fields; Spec: V2 Ecommerce Events. Google, GA4 recommended events.
 */

type Json = Record<string, unknown>;

/** GA4's recommended events under Segment's names. */
const GA4: Readonly<Record<string, string>> = {
  search: 'Products Searched',
  view_search_results: 'Products Searched',
  view_item_list: 'Product List Viewed',
  view_promotion: 'Promotion Viewed',
  select_promotion: 'Promotion Clicked',
  select_item: 'Product Clicked',
  view_item: 'Product Viewed',
  add_to_cart: 'Product Added',
  remove_from_cart: 'Product Removed',
  view_cart: 'Cart Viewed',
  begin_checkout: 'Checkout Started',
  add_shipping_info: 'Checkout Step Completed',
  add_payment_info: 'Payment Info Entered',
  purchase: 'Order Completed',
  refund: 'Order Refunded',
  add_to_wishlist: 'Product Added to Wishlist',
  share: 'Product Shared',
  page_view: 'Page Viewed',
};

export interface SegmentFacts {
  rows: unknown[];
  traits: { account: string; traits: Json }[];
}

/**
 * Facts and personal traits of one call.
 * @throws bad_request when the body is not an object, or a batch has no list
 */
export function readSegmentCall(
  call: SegmentCall,
  now: number,
  settings: Pick<Settings, 'currency'>,
): SegmentFacts {
  const payload = objectOf(call.payload);
  if (!payload) throw new GcError('bad_request', 'The body must be a JSON object.');
  const receivedAt = call.receivedAt ?? now;
  const out: SegmentFacts = { rows: [], traits: [] };
  if (call.type !== 'batch') {
    one(call.type, payload, objectOf(payload.context), payload.sentAt, receivedAt, settings.currency, out);
    return out;
  }
  if (!Array.isArray(payload.batch)) {
    throw new GcError('bad_request', 'A batch must hold its calls in `batch`.', {
      causes: [{ pointer: '/batch', code: 'bad_request', detail: 'must be an array' }],
    });
  }
  const shared = objectOf(payload.context);
  for (const entry of payload.batch) {
    const inner = objectOf(entry);
    if (!inner) out.rows.push(refusedRow('malformed_row', 'A call of a batch must be an object.', entry));
    else {
      const own = objectOf(inner.context);
      const context = shared && own ? { ...shared, ...own } : (own ?? shared);
      const sentAt = inner.sentAt ?? payload.sentAt;
      one(text(inner.type), inner, context, sentAt, receivedAt, settings.currency, out);
    }
  }
  return out;
}

function one(
  type: string,
  call: Json,
  context: Json | null,
  sentAt: unknown,
  receivedAt: number,
  currency: string,
  out: SegmentFacts,
): void {
  const account = idText(call.userId);
  if (type === 'identify') {
    if (account === null) {
      out.rows.push(refusedRow('schema_mismatch', 'identify needs a userId.', null, '/userId'));
    } else out.traits.push({ account, traits: objectOf(call.traits) ?? {} });
    return;
  }
  if (type !== 'track' && type !== 'page' && type !== 'screen') {
    const detail = `type must be track, identify, page or screen, got ${JSON.stringify(call.type)}.`;
    out.rows.push(refusedRow('schema_mismatch', detail, call, '/type'));
    return;
  }
  const properties = objectOf(call.properties) ?? {};
  const given = type === 'track' ? text(call.event) : 'Page Viewed';
  const common: Common = {
    name: GA4[given] ?? given,
    account,
    anonymous_id: idText(call.anonymousId) ?? '',
    at: correctedTime(call.originalTimestamp ?? call.timestamp, sentAt, receivedAt),
    session: idText(properties.session_id ?? context?.sessionId ?? properties.ga_session_id) ?? '',
    surface: type === 'track' ? null : text(call.name ?? properties.name).slice(0, 32),
    query: text(properties.query ?? properties.search_term).slice(0, 512),
    order: idText(properties.order_id ?? properties.transaction_id),
    request_id: idText(properties.request_id) ?? '',
    duration_ms: numberOf(properties.duration_ms) ?? 0,
    channel: properties.channel === undefined ? undefined : text(properties.channel),
    app_id: properties.app_id === undefined ? undefined : text(properties.app_id),
  };
  const messageId = idText(call.messageId);
  const list = [properties.products, properties.items].find(Array.isArray) as unknown[] | undefined;
  if (list === undefined || list.length === 0) {
    push(common, messageId, properties, properties, currency, out);
    return;
  }
  list.forEach((product, i) => {
    const id = messageId === null ? null : `${messageId}/${i}`;
    push(common, id, objectOf(product) ?? {}, properties, currency, out);
  });
}

/** What a call says of all its products. */
interface Common {
  name: string;
  account: string | null;
  anonymous_id: string;
  at: string;
  session: string;
  surface: string | null;
  query: string;
  order: string | null;
  request_id: string;
  duration_ms: number;
  channel: string | undefined;
  app_id: string | undefined;
}

/** Names under which clients send a property, the usual one first. */
const SLOT = ['position', 'index', 'slot'];
const SURFACE = ['surface', 'list_id', 'item_list_id'];
const SHOP = ['shop_id', 'merchant_id'];
const ITEM = ['product_id', 'item_id'];
const VARIANT = ['variant_id', 'sku'];
const OFFER = ['offer_id'];
const IMPRESSION = ['impression_id'];
const QUANTITY = ['quantity'];
const CURRENCY = ['currency'];

/** A property of the product; what the product does not say is taken from the call. */
function pick(product: Json, properties: Json, names: readonly string[]): unknown {
  for (const name of names) if (product[name] !== undefined && product[name] !== null) return product[name];
  return product === properties ? undefined : pick(properties, properties, names);
}

/** One event at one product. One literal of one shape: spreading parts together costs more than all the rest. */
function push(
  common: Common,
  sourceId: string | null,
  product: Json,
  properties: Json,
  reporting: string,
  out: SegmentFacts,
): void {
  const slot = numberOf(pick(product, properties, SLOT));
  const row = {
    fact: 'event',
    source_id: sourceId ?? undefined,
    name: common.name,
    account: common.account,
    anonymous_id: common.anonymous_id,
    at: common.at,
    session: common.session,
    surface: common.surface ?? text(pick(product, properties, SURFACE)).slice(0, 32),
    shop: idText(pick(product, properties, SHOP)),
    item: idText(pick(product, properties, ITEM)),
    variant: idText(pick(product, properties, VARIANT)),
    offer: idText(pick(product, properties, OFFER)),
    order: common.order,
    query: common.query,
    slot: slot !== null && Number.isInteger(slot) && slot >= 0 && slot <= 65_535 ? slot : null,
    quantity: numberOf(pick(product, properties, QUANTITY)) ?? 0,
    value_minor: 0,
    impression_id: idText(pick(product, properties, IMPRESSION)) ?? '',
    request_id: common.request_id,
    duration_ms: common.duration_ms,
    channel: common.channel,
    app_id: common.app_id,
  };
  const currency = text(pick(product, properties, CURRENCY)) || reporting;
  try {
    row.value_minor = worthOf(product, properties, currency, reporting);
  } catch (error) {
    if (!(error instanceof GcError)) throw error;
    out.rows.push(refusedRow(error.code, error.message, row, '/value_minor'));
    return;
  }
  out.rows.push(row);
}

/** price × quantity of a product; where there is no price, the call's own value. In reporting minor units. */
function worthOf(product: Json, properties: Json, currency: string, reporting: string): number {
  const price = decimal(product.price);
  const amount =
    price !== null
      ? toMinor(price, currency) * (numberOf(product.quantity) ?? 1)
      : product === properties
        ? toMinor(decimal(properties.value ?? properties.revenue ?? properties.total) ?? 0, currency)
        : 0;
  if (amount === 0) return 0;
  if (currency === reporting) return Math.round(amount);
  const fx = numberOf(properties.fx_rate);
  if (fx === null) {
    throw new GcError(
      'currency_mismatch',
      `The currency is ${currency}, the marketplace’s is ${reporting}, and properties.fx_rate is absent.`,
    );
  }
  return Math.round(amount * fx * 10 ** (exponentOf(reporting) - exponentOf(currency)));
}

/**
 * When it happened, by the server's clock: receivedAt − (sentAt − originalTimestamp). Without sentAt the sender's
 * time stands; without any, the time of receipt. A text that is no time is left for validation to refuse.
 */
export function correctedTime(original: unknown, sentAt: unknown, receivedAt: number): string {
  if (original === undefined || original === null) return new Date(receivedAt).toISOString();
  const happened = instant(original);
  if (happened === null) return text(original) || String(original);
  const sent = sentAt === undefined || sentAt === null ? null : instant(sentAt);
  const at = sent === null ? happened : receivedAt - (sent - happened);
  return Math.abs(at) > 8.64e15 ? text(original) : new Date(at).toISOString();
}

/** ISO with an offset, or ms since epoch. A wall-clock time without offset is not an instant. */
function instant(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/(Z|[+-]\d{2}:?\d{2})$/i.test(value)) return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}

function objectOf(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function idText(value: unknown): string | null {
  return text(value) === '' ? null : text(value);
}

function decimal(value: unknown): string | number | null {
  return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number' ? value : null;
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() === '') return null;
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}
