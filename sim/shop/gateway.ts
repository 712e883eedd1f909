import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Visitor } from './session.ts';

/** Calls that a visitor's page may make of Grand Canal. Everything else is refused here. */
const READS = ['/v1/suggestions', '/v1/items/:id', '/v1/shops/:id', '/v1/shop-tree'] as const;
const ASKS = ['/v1/slates', '/v1/search'] as const;

export interface Gateway {
  readonly url: string;
  readonly key: string;
  readonly source: string;
  readonly visitorOf: (request: FastifyRequest) => Visitor;
}

export const away = (reply: FastifyReply) =>
  reply.code(503).header('retry-after', '2').type('application/problem+json').send({
    type: 'about:blank',
    title: 'The marketplace does not answer',
    status: 503,
    code: 'unreachable',
  });

/**
 * Lets a page's calls through with the shop's key. Who asks is filled in from the session, whatever the page says; ids are
 * ids of the shop's source.
 */
export function registerGateway(app: FastifyInstance, gateway: Gateway): void {
  const pass = async (reply: FastifyReply, method: string, path: string, body?: unknown) => {
    let response: Response;
    try {
      response = await fetch(gateway.url + path, {
        method,
        headers: {
          authorization: `Bearer ${gateway.key}`,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      return away(reply);
    }
    const retry = response.headers.get('retry-after');
    if (retry) reply.header('retry-after', retry);
    return reply
      .code(response.status)
      .type(response.headers.get('content-type') ?? 'application/json')
      .send(await response.text());
  };

  for (const path of READS)
    app.get(path, async (request, reply) => {
      const url = new URL(request.url, 'http://shop');
      url.searchParams.set('source', gateway.source);
      return pass(reply, 'GET', url.pathname + url.search);
    });
  for (const path of ASKS)
    app.post(path, async (request, reply) => {
      const { visit, account } = gateway.visitorOf(request);
      const body = request.body && typeof request.body === 'object' ? request.body : {};
      return pass(reply, 'POST', path, {
        ...body,
        source: gateway.source,
        account,
        anonymous_id: visit,
        session: visit,
      });
    });
  app.post('/v1/batch', async (request, reply) => {
    const { visit, account } = gateway.visitorOf(request);
    const { batch } = (request.body ?? {}) as { batch?: unknown };
    const messages = (Array.isArray(batch) ? batch : []).slice(0, 500).map((message) => {
      const { userId: _user, anonymousId: _visit, ...rest } = (message ?? {}) as Record<string, unknown>;
      return { ...rest, ...(account ? { userId: account } : { anonymousId: visit }) };
    });
    return pass(reply, 'POST', `/v1/batch?source=${encodeURIComponent(gateway.source)}`, {
      batch: messages,
      sentAt: new Date().toISOString(),
    });
  });
}
