import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS, type ErrorCode, GcError } from '../base/index.ts';
import type { Problem } from '../contracts/index.ts';

/** Where a code is explained: docs/errors.md, generated from the table. */
const problemType = (code: string) => `https://grandcanal.dev/errors#${code}`;

/** Fastify's own failures, in the product's codes. */
const FASTIFY: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad_request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad_request',
  FST_ERR_CTP_INVALID_JSON_BODY: 'bad_request',
  FST_ERR_BAD_URL: 'bad_request',
  FST_ERR_CTP_INVALID_TYPE: 'unsupported_media_type',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
};

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'bad_request',
  404: 'not_found',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  503: 'overloaded',
};

/** Any failure as an error of the table; what nobody expected becomes `internal`, its cause goes to the log alone. */
export function codedError(error: unknown): GcError {
  if (error instanceof GcError) return error;
  const failure = error as Partial<FastifyError>;
  if (failure.validation) {
    const context = failure.validationContext === 'body' ? '' : `/${failure.validationContext ?? ''}`;
    const causes = failure.validation.map((v) => ({
      pointer: `${context}${v.instancePath ?? ''}`,
      code: v.keyword ?? 'invalid',
      detail: v.message ?? 'is not valid',
    }));
    const first = causes[0];
    return new GcError('validation_failed', first && `${first.pointer || '/'}: ${first.detail}`, { causes });
  }
  // @fastify/compress copies our error's fields onto zlib's.
  if (failure.code !== undefined && Object.hasOwn(ERRORS, failure.code)) {
    return new GcError(failure.code as ErrorCode, undefined, { cause: error });
  }
  const code =
    FASTIFY[failure.code ?? ''] ??
    (failure.code?.startsWith('FST_') ? BY_STATUS[failure.statusCode ?? 500] : undefined);
  if (code) return new GcError(code, failure.message, { cause: error });
  return new GcError('internal', undefined, { cause: error });
}

/** RFC 9457 body of a failure. */
export function problemOf(error: GcError, request: FastifyRequest): Problem {
  return {
    type: problemType(error.code),
    title: error.title,
    status: error.status,
    code: error.code,
    detail: error.message,
    remedy: error.remedy,
    instance: request.url.split('?')[0]!,
    request_id: request.id,
    ...(error.causes.length > 0 ? { errors: [...error.causes] } : {}),
  };
}

/** Nothing is broken: shedding is counted in /metrics, and what has just started is asked until it serves. A line each tells nobody anything. */
const ANSWERS: ReadonlySet<string> = new Set(['overloaded', 'snapshot_absent']);

/** Answers a failure. `quiet`: what breaks because the instance stops is nobody's fault, so the log does not hear of it. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, quiet = false) {
  const coded = codedError(error);
  // A `suppressed` cell is an answer; thrown as an error it still must not look like success.
  const status = coded.status >= 400 ? coded.status : 403;
  if (status >= 500 && !ANSWERS.has(coded.code) && !quiet)
    request.log.error({ reqId: request.id, err: coded.cause ?? coded, code: coded.code }, coded.message);
  const wait = coded.params.retry_after ?? (status === 429 || status === 503 ? 1 : undefined);
  if (wait !== undefined) reply.header('retry-after', String(wait));
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="grandcanal"');
  return reply
    .code(status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problemOf(coded, request));
}
