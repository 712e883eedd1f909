import { z } from 'zod';
import { GcError } from '../../base/index.ts';
import { FEATURES } from './features.ts';

/** Raised when the meaning of an artefact changes; another version is refused. */
export const RESPONSE_VERSION = 1;

/**
 * One term: log-odds at knots of a feature, linear between them, flat outside; `unknown` where the feature is NaN.
 * Centred: the training rows' mean is 0, apart from `slot`, which is 0 at the first slot.
 */
const Term = z.strictObject({
  feature: z.enum(FEATURES),
  knots: z.array(z.number()).min(1),
  effect: z.array(z.number()).min(1),
  unknown: z.number(),
});
export type Term = z.infer<typeof Term>;

const Quality = z.strictObject({
  /** Rows of the held-out days, weighted; positives among them. */
  rows: z.number(),
  positives: z.number(),
  auc: z.number().nullable(),
  log_loss: z.number(),
  /** Log loss of the mean rate alone. */
  base_log_loss: z.number(),
  /** Slope of a logistic regression of the outcome on the predicted log-odds: 1 is calibrated. */
  slope: z.number(),
  deciles: z.array(
    z.strictObject({ rows: z.number(), predicted: z.number(), observed: z.number(), hits: z.number() }),
  ),
});
export type ResponseQuality = z.infer<typeof Quality>;

const Outcome = z.strictObject({
  intercept: z.number(),
  terms: z.array(Term),
  quality: Quality.nullable(),
});
export type OutcomeModel = z.infer<typeof Outcome>;

export const OUTCOMES = ['click', 'purchase'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const basis = {
  version: z.literal(RESPONSE_VERSION),
  /** Impressions it was fitted from, and what became of them. */
  impressions: z.number(),
  clicks: z.number(),
  purchases: z.number(),
  from: z.number().int(),
  to: z.number().int(),
};

/** The artefact as it is stored (JSON). Too little data is an answer too: then serving states its priors. */
export const StoredResponse = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('fitted'),
    ...basis,
    usual: z.strictObject({ click: z.number(), purchase: z.number() }),
    click: Outcome,
    purchase: Outcome,
  }),
  z.strictObject({
    status: z.literal('uninformative'),
    ...basis,
    code: z.enum(['too_few_impressions', 'too_few_clicks', 'too_few_purchases']),
    detail: z.string(),
  }),
]);
export type StoredResponse = z.infer<typeof StoredResponse>;

/** Reads a stored artefact. @throws schema_mismatch where it is malformed or of another version */
export function loadResponse(data: unknown): StoredResponse {
  const parsed = StoredResponse.safeParse(data);
  if (!parsed.success)
    throw new GcError('schema_mismatch', `This is not a response artefact of version ${RESPONSE_VERSION}.`, {
      cause: parsed.error,
    });
  if (parsed.data.status === 'fitted')
    for (const outcome of OUTCOMES)
      for (const { knots, effect } of parsed.data[outcome].terms)
        if (knots.length !== effect.length || knots.some((knot, i) => i > 0 && !(knot > knots[i - 1]!)))
          throw new GcError(
            'schema_mismatch',
            'The knots of a response term are not rising, or lack effects.',
          );
  return parsed.data;
}
