import { z } from 'zod';

/** Text that names something at its source: no control characters, at most 256 characters. */
export const SourceId = z
  .string()
  .min(1)
  .max(256)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters');

/** Name of a source system, chosen by who integrates it: `shopify`, `olist`, `pos-berlin`. */
export const SourceName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/);

/** An instant: ISO 8601 with an offset. */
export const Instant = z.iso.datetime({ offset: true }).meta({ description: 'ISO 8601 with offset' });

export const DateText = z.iso
  .date()
  .meta({ description: 'Business date YYYY-MM-DD in the marketplace’s zone' });

export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .meta({ description: 'ISO 4217' });

/** Minor units, 0 … 2^53 − 1. */
export const MinorAmount = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** Minor units, either sign. */
export const SignedMinor = z.number().int().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);

/** Text in the product's two languages; any one may stand for the other. */
export const LocalText = z.union([
  z.string().min(1).max(1000),
  z.object({ en: z.string().min(1).max(1000).optional(), 'zh-CN': z.string().min(1).max(1000).optional() }),
]);
export type LocalText = z.infer<typeof LocalText>;

/** RFC 9457, with the product's code, the causes by JSON pointer and the remedy. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional(),
    remedy: z.string().optional(),
    instance: z.string().optional(),
    request_id: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** A page of a list; `next_cursor` is null on the last one. */
export const pageOf = <T extends z.ZodType>(row: T) =>
  z.object({ data: z.array(row), next_cursor: z.string().nullable() });

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(512).optional(),
});
