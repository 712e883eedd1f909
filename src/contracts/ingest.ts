import { z } from 'zod';

/** Why a row was not accepted. `index` counts from 0 within the batch or file. */
export const Rejection = z.object({
  index: z.number().int(),
  code: z.string(),
  detail: z.string(),
  pointer: z.string(),
  rejected_id: z.string(),
});
export type Rejection = z.infer<typeof Rejection>;

/** What became of a batch: accepted + duplicate + rejected = received, always. */
export const Receipt = z
  .object({
    received: z.number().int(),
    accepted: z.number().int(),
    duplicate: z.number().int(),
    rejected: z.number().int(),
    /** First rejections, at most 100; the rest are at /v1/rejected. */
    rejections: z.array(Rejection),
    /** Commit sequence after this batch: pass it as known_at to see exactly this much. */
    known_at: z.number().int(),
  })
  .meta({ id: 'Receipt' });
export type Receipt = z.infer<typeof Receipt>;

/** A rejected row as kept: it can be read, mended and replayed. */
export const RejectedRow = z
  .object({
    rejected_id: z.string(),
    source: z.string(),
    document: z.string(),
    index: z.number().int(),
    fact: z.string(),
    code: z.string(),
    detail: z.string(),
    pointer: z.string(),
    row: z.unknown(),
    rejected_at: z.string(),
    status: z.enum(['open', 'replayed', 'dismissed']),
  })
  .meta({ id: 'RejectedRow' });
export type RejectedRow = z.infer<typeof RejectedRow>;

export const ImportKind = z.enum(['complete-journey', 'olist', 'uci-online-retail', 'generic', 'example']);

/** An import, running or ended. */
export const ImportJob = z
  .object({
    import_id: z.string(),
    kind: ImportKind,
    source: z.string(),
    path: z.string(),
    dry_run: z.boolean(),
    state: z.enum(['running', 'done', 'failed', 'cancelled']),
    stage: z.string(),
    rows_total: z.number().int().nullable(),
    received: z.number().int(),
    accepted: z.number().int(),
    duplicate: z.number().int(),
    rejected: z.number().int(),
    rejected_by_code: z.record(z.string(), z.number().int()),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    started_at: z.string(),
    ended_at: z.string().nullable(),
  })
  .meta({ id: 'ImportJob' });
export type ImportJob = z.infer<typeof ImportJob>;
