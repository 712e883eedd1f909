import { EVENT_NAMES, EventFact, type FactOf } from '../contracts/index.ts';
import { isAmount, isId, isInstant, isNullableId, isText, onlyFields } from './plain.ts';

type Event = FactOf<'event'>;
type EventField = Exclude<keyof Event, 'source_id'>;

const FIELDS: ReadonlySet<string> = new Set(Object.keys(EventFact.shape));
const NAMES: ReadonlySet<unknown> = new Set(EVENT_NAMES);
const DAY_MS = 86_400_000;

/**
 * An event that is plainly valid, as `EventFact` would parse it; as `plainLine`, for the other kind of which there are
 * millions.
 * @returns null when the schema must decide
 */
export function plainEvent(row: Readonly<Record<string, unknown>>, source_id: unknown): Event | null {
  const {
    revision = 0,
    source_known_at,
    app_id = '',
    channel = 'online',
    name,
    account = null,
    anonymous_id = '',
    at,
    session = '',
    surface = '',
    shop = null,
    item = null,
    variant = null,
    offer = null,
    order = null,
    query = '',
    slot = null,
    quantity = 0,
    value_minor = 0,
    impression_id = '',
    request_id = '',
    duration_ms = 0,
  } = row as { [K in EventField]: unknown };
  if (
    !isId(source_id) ||
    !isNullableId(account) ||
    !isNullableId(shop) ||
    !isNullableId(item) ||
    !isNullableId(variant) ||
    !isNullableId(offer) ||
    !isNullableId(order) ||
    !isAmount(revision) ||
    !(revision <= 4_294_967_295) ||
    !NAMES.has(name) ||
    !isInstant(at) ||
    !(source_known_at === undefined || isInstant(source_known_at)) ||
    !(slot === null || (isAmount(slot) && slot <= 65_535)) ||
    !(typeof quantity === 'number' && quantity >= 0 && quantity <= 1e9) ||
    !Number.isSafeInteger(value_minor) ||
    !(isAmount(duration_ms) && duration_ms <= DAY_MS) ||
    !isText(app_id, 64) ||
    !isText(channel, 64) ||
    !isText(anonymous_id, 128) ||
    !isText(session, 64) ||
    !isText(surface, 32) ||
    !isText(query, 512) ||
    !isText(impression_id, 64) ||
    !isText(request_id, 64) ||
    !onlyFields(row, FIELDS)
  ) {
    return null;
  }
  return {
    fact: 'event',
    source_id,
    revision,
    source_known_at: source_known_at as string | undefined,
    app_id,
    channel,
    name: name as Event['name'],
    account,
    anonymous_id,
    at,
    session,
    surface,
    shop,
    item,
    variant,
    offer,
    order,
    query,
    slot,
    quantity,
    value_minor: value_minor as number,
    impression_id,
    request_id,
    duration_ms,
  };
}
