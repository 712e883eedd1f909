import { z } from 'zod';
import { GcError } from '../../base/index.ts';

/** Raised when the meaning of an artefact changes; another version is refused. */
export const NEED_VERSION = 5;

const Part = z.strictObject({
  intercept: z.number(),
  /** Log-odds at knots of a value, linear between them, flat outside; `unknown` where it is NaN. In the order of NEED_FEATURES. */
  terms: z.array(
    z.strictObject({
      feature: z.enum([
        'lines',
        'days',
        'popularity',
        'season',
        'age',
        'times',
        'since',
        'affinity',
        'department',
        'at_position',
        'co_bought',
      ]),
      knots: z.array(z.number()).min(1),
      effect: z.array(z.number()).min(1),
      unknown: z.number(),
    }),
  ),
  /** Baskets' items that it was fitted from. */
  positives: z.number().int(),
});
export type NeedPart = z.infer<typeof Part>;

const Stored = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('fitted'),
    version: z.literal(NEED_VERSION),
    horizon_days: z.number().int(),
    repeat: Part,
    novel: Part,
  }),
  z.strictObject({
    status: z.literal('uninformative'),
    version: z.literal(NEED_VERSION),
    detail: z.string(),
  }),
]);
/** The artefact as it is stored (JSON). Too little data is an answer too: then need adds nothing to a score. */
export type StoredNeed = z.infer<typeof Stored>;
export type NeedModel = Extract<StoredNeed, { status: 'fitted' }>;

/** Reads a stored artefact. @throws schema_mismatch where it is malformed or of another version */
export function loadNeed(data: unknown): StoredNeed {
  const parsed = Stored.safeParse(data);
  if (!parsed.success)
    throw new GcError('schema_mismatch', `This is not a need artefact of version ${NEED_VERSION}.`, {
      cause: parsed.error,
    });
  return parsed.data;
}
