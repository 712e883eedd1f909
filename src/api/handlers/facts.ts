import type { FactKind } from '../../contracts/index.ts';
import { refusedRow } from '../../ingest/index.ts';
import type { Handlers } from '../call.ts';
import { linesOf } from '../orders.ts';

const CATALOG: ReadonlySet<FactKind> = new Set<FactKind>([
  'category_tree',
  'merchant',
  'shop',
  'brand',
  'item',
  'variant',
  'offer',
]);
const REFUNDS: ReadonlySet<FactKind> = new Set<FactKind>(['refund', 'cancellation', 'exchange']);

/** Rows of other kinds are refused one by one, and kept, like any other bad row. */
function onlyOf(kinds: ReadonlySet<FactKind>, rows: readonly unknown[]): unknown[] {
  return rows.map((row) => {
    const kind = (row as { fact?: FactKind } | null)?.fact;
    return kind === undefined || kinds.has(kind)
      ? row
      : refusedRow('schema_mismatch', `fact must be one of ${[...kinds].join(', ')}.`, row, '/fact');
  });
}

export const factHandlers: Handlers<
  'track' | 'identify' | 'page' | 'batch' | 'catalog' | 'orders' | 'refunds' | 'facts'
> = {
  track: ({ engine, query, body }) =>
    engine.ingest.segment({ source: query.source, type: 'track', payload: body }),
  identify: ({ engine, query, body }) =>
    engine.ingest.segment({ source: query.source, type: 'identify', payload: body }),
  page: ({ engine, query, body }) =>
    engine.ingest.segment({ source: query.source, type: 'page', payload: body }),
  batch: ({ engine, query, body }) =>
    engine.ingest.segment({ source: query.source, type: 'batch', payload: body }),
  catalog: ({ engine, body }) =>
    engine.ingest.submit({ source: body.source, rows: onlyOf(CATALOG, body.facts) }),
  orders: ({ engine, body }) => engine.ingest.submit({ source: body.source, rows: linesOf(body.orders) }),
  refunds: ({ engine, body }) =>
    engine.ingest.submit({ source: body.source, rows: onlyOf(REFUNDS, body.facts) }),
  facts: ({ engine, body }) => engine.ingest.submit({ source: body.source, rows: body.facts }),
};
