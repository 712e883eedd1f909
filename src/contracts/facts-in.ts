import { z } from 'zod';
import { PageQuery, SourceName } from './common.ts';
import { ImportKind, RejectedRow } from './ingest.ts';

/** What the addresses of facts, rejected rows and imports take. */

// Rows are only checked to be an array here: each is validated once, inside ingest, so that a bad one is
// kept as a rejected row and the others are accepted.

export const MAX_ROWS = 10_000;
const rows = z.array(z.unknown()).min(1).max(MAX_ROWS);

export const FactsBody = z
  .object({ source: SourceName, facts: rows.meta({ description: 'Facts of the kinds this address takes.' }) })
  .meta({ id: 'FactsBody' });

/** Nested parent orders; every order line becomes one fact. */
export const OrdersBody = z
  .object({
    source: SourceName,
    orders: rows.meta({
      description:
        'Parent orders: { source_id, account?, ordered_at, paid_at?, confirmed_at?, currency, fx_rate?, channel?, app_id?, region?, ' +
        'merchant_orders: [{ source_id?, shop, lines: [order_line fields] }] } or lines directly under the order.',
    }),
  })
  .meta({ id: 'OrdersBody' });

/** Segment's spec v2 envelope: `type` is implied by the address, and given in a batch. */
export const SegmentMessage = z
  .looseObject({ messageId: z.string().optional(), timestamp: z.string().optional() })
  .meta({ id: 'SegmentMessage' });
export const SegmentBatch = z.looseObject({ batch: rows, sentAt: z.string().optional() });
/** The source that Segment messages belong to. */
export const SourceQuery = z.object({ source: SourceName.default('segment') });

export const RejectedQuery = PageQuery.extend({
  status: z.enum(['open', 'replayed', 'dismissed']).optional(),
  code: z.string().max(64).optional(),
  source: z.string().max(64).optional(),
  document: z.string().max(512).optional(),
});
/** The mended row; absent: replay it as it was. */
export const ReplayBody = z.object({ row: z.record(z.string(), z.unknown()).optional() }).optional();

export const ReplayResult = z
  .object({ outcome: z.enum(['accepted', 'duplicate', 'rejected']), row: RejectedRow })
  .meta({ id: 'ReplayResult' });

export const CreateImportBody = z.object({
  kind: ImportKind,
  /** Path on the server's machine: a folder, or a file for `generic`. */
  path: z.string().min(1).max(4096),
  source: SourceName.optional(),
  dry_run: z.boolean().default(false),
  /** Content of the mapping file, for `generic`. */
  mapping: z.record(z.string(), z.unknown()).optional(),
});
export type CreateImportBody = z.input<typeof CreateImportBody>;
