import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GcError } from '../base/index.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came (after gzip), for signatures and idempotency. */
    rawBody: Buffer | null;
  }
}

export const rawBodyOf = (request: FastifyRequest): Uint8Array => request.rawBody ?? new Uint8Array();

/**
 * JSON bodies only, parsed once from the bytes that signatures and idempotency need too. Plain JSON.parse: rows are
 * validated field by field inside ingest and never merged into objects, so a `__proto__` key is only a wrong field.
 */
export function parseJsonBodies(app: FastifyInstance): void {
  app.decorateRequest('rawBody', null);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    request.rawBody = body;
    if (body.length === 0) return done(null, undefined);
    try {
      done(null, JSON.parse(body.toString('utf8')));
    } catch (error) {
      done(
        new GcError('bad_request', `The body is not JSON: ${(error as Error).message.slice(0, 200)}`),
        undefined,
      );
    }
  });
}
