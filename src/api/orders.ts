/** Fields of the parent order that every line repeats, where the line does not say otherwise. */
const FROM_ORDER = [
  'account',
  'app_id',
  'channel',
  'confirmed_at',
  'currency',
  'fx_rate',
  'ordered_at',
  'paid_at',
  'region',
  'request_id',
  'revision',
  'source_known_at',
] as const;

type Fields = Record<string, unknown>;
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Nested parent orders as order_line facts, in order. Nothing is judged here: what is not an order passes
 * through as it is, so that ingest rejects and keeps it like any other bad row.
 */
export function linesOf(orders: readonly unknown[]): unknown[] {
  const rows: unknown[] = [];
  for (const order of orders) {
    const groups = isObject(order) ? groupsOf(order) : null;
    if (!groups) {
      rows.push(isObject(order) ? { fact: 'order_line', ...order } : order);
      continue;
    }
    const parent = order as Fields;
    for (const { group, lines } of groups) {
      for (const line of lines) rows.push(isObject(line) ? lineOf(parent, group, line) : line);
    }
  }
  return rows;
}

/** Lines by merchant order; lines that stand under the parent itself belong to none. Null: not an order. */
function groupsOf(order: Fields): { group: Fields; lines: unknown[] }[] | null {
  const groups: { group: Fields; lines: unknown[] }[] = [];
  if (Array.isArray(order.merchant_orders)) {
    for (const group of order.merchant_orders) {
      if (!isObject(group) || !Array.isArray(group.lines)) return null;
      groups.push({ group, lines: group.lines });
    }
  }
  if (Array.isArray(order.lines)) groups.push({ group: {}, lines: order.lines });
  return groups.length > 0 ? groups : null;
}

function lineOf(order: Fields, group: Fields, line: Fields): Fields {
  const fact: Fields = { fact: 'order_line', order: order.source_id };
  for (const key of FROM_ORDER) {
    const value = group[key] ?? order[key];
    if (value !== undefined) fact[key] = value;
  }
  if (group.source_id !== undefined) fact.merchant_order = group.source_id;
  if (group.shop !== undefined) fact.shop = group.shop;
  return Object.assign(fact, line);
}
