import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compress from '@fastify/compress';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError, createApi } from '../../src/client/index.ts';
import { CheckoutBody, checkout } from './checkout.ts';
import { away, registerGateway } from './gateway.ts';
import { Orders } from './orders.ts';
import { registerPages } from './pages.ts';
import { Sessions, type Visitor } from './session.ts';
import { Teller } from './teller.ts';

/** A person who can sign in to the shop. */
export interface Shopper {
  readonly login: string;
  readonly password: string;
  readonly name: string;
  /** The account's id at the source. */
  readonly account: string;
  readonly region: string;
}

export interface ShopOptions {
  /** Grand Canal's address, and a key with the scopes serve, events:write and facts:write. */
  readonly url: string;
  readonly key: string;
  /** Source of the shop's ids. */
  readonly source: string;
  readonly shoppers: readonly Shopper[];
  /** Where orders are kept. */
  readonly dir: string;
  /** The built storefront. */
  readonly pages: string;
  readonly now?: () => number;
}

export interface Shop {
  listen(port: number, host?: string): Promise<string>;
  close(): Promise<void>;
}

const RETRY_MS = 15_000;

/** Opens the host shop. What it could not tell before it was closed is told now. */
export async function openShop(options: ShopOptions): Promise<Shop> {
  const { url, key, source, shoppers, now = Date.now } = options;
  const app = fastify({ bodyLimit: 1 << 20, logger: false });
  const sessions = new Sessions(options.dir);
  const orders = new Orders(join(options.dir, 'orders.jsonl'));
  const api = createApi({ url, key, retries: 1 });
  const teller = new Teller(api, orders, source);
  const visitors = new WeakMap<FastifyRequest, Visitor>();
  const shopperOf = (request: FastifyRequest) =>
    shoppers.find(({ account }) => account === visitors.get(request)?.account) ?? null;

  app.addHook('onRequest', async (request, reply) => {
    const { visitor, fresh } = sessions.read(request.headers.cookie);
    visitors.set(request, visitor);
    if (fresh) reply.header('set-cookie', sessions.write(visitor));
    reply.header(
      'content-security-policy',
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    );
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'same-origin');
  });
  app.setErrorHandler((error, _request, reply) => {
    if (isAway(error)) return away(reply);
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    problem(
      reply,
      status,
      status < 500 ? 'bad_request' : 'internal',
      status < 500 ? (error as Error).message : 'The shop failed',
    );
  });

  await app.register(compress, { threshold: 1024 });
  registerGateway(app, {
    url,
    key,
    source,
    visitorOf: (request) => visitors.get(request)!,
  });

  app.get('/shop/me', async (request) => {
    const shopper = shopperOf(request);
    return {
      shopper: shopper && { name: shopper.name, region: shopper.region },
      sign_in: shoppers.map(({ login }) => login),
      simulated: true,
    };
  });
  app.post('/shop/sign-in', async (request, reply) => {
    const given = z.object({ login: z.string(), password: z.string() }).safeParse(request.body);
    if (!given.success) return problem(reply, 422, 'validation_failed', z.prettifyError(given.error));
    const { login, password } = given.data;
    const shopper = shoppers.find((one) => one.login === login && one.password === password);
    if (!shopper)
      return problem(reply, 401, 'unauthenticated', 'This name and password do not belong together.');
    reply.header('set-cookie', sessions.write({ ...visitors.get(request)!, account: shopper.account }));
    return { shopper: { name: shopper.name, region: shopper.region } };
  });
  app.post('/shop/sign-out', async (_request, reply) => {
    reply.header('set-cookie', sessions.write(sessions.read(undefined).visitor));
    return { shopper: null };
  });

  app.get('/shop/orders', async (request, reply) => {
    const shopper = shopperOf(request);
    if (!shopper) return signInFirst(reply);
    return { data: orders.of(shopper.account) };
  });
  app.post('/shop/checkout', async (request, reply) => {
    const shopper = shopperOf(request);
    if (!shopper) return signInFirst(reply);
    const parsed = CheckoutBody.safeParse(request.body);
    if (!parsed.success) return problem(reply, 422, 'validation_failed', z.prettifyError(parsed.error));
    const result = await checkout({ api, orders, source, now }, shopper.account, {
      ...parsed.data,
      region: shopper.region,
    });
    if (result.kind === 'declined')
      return problem(reply, 402, 'payment_declined', 'The test payment was declined: nothing was bought.');
    if (result.kind === 'changed')
      return problem(reply, 409, 'price_changed', 'Some offers changed since they were put into the cart.', {
        lines: result.lines,
      });
    await teller.tell();
    return { order: orders.get(result.order.order) };
  });
  app.post<{ Params: { order: string } }>('/shop/orders/:order/cancel', async (request, reply) => {
    const shopper = shopperOf(request);
    const order = orders.get(request.params.order);
    if (!shopper) return signInFirst(reply);
    if (!order || order.account !== shopper.account)
      return problem(reply, 404, 'not_found', 'There is no such order.');
    if (!order.cancelled_at) orders.cancel(order.order, new Date(now()).toISOString());
    await teller.tell();
    return { order: orders.get(order.order) };
  });

  app.get('/shop/privacy', async (request, reply) => {
    const shopper = shopperOf(request);
    if (!shopper) return signInFirst(reply);
    return api.get('/v1/accounts/{account}/labels', {
      path: { account: shopper.account },
      query: { source },
    });
  });
  app.post('/shop/privacy', async (request, reply) => {
    const shopper = shopperOf(request);
    if (!shopper) return signInFirst(reply);
    const body = z
      .union([z.object({ personalised: z.boolean() }), z.object({ delete_label: z.string().max(56) })])
      .safeParse(request.body);
    if (!body.success) return problem(reply, 422, 'validation_failed', z.prettifyError(body.error));
    const at = new Date(now()).toISOString();
    const id = `shop-${shopper.account}-${now()}`;
    const fact =
      'personalised' in body.data
        ? {
            fact: 'consent' as const,
            source_id: id,
            account: shopper.account,
            purpose: 'personalisation' as const,
            granted: body.data.personalised,
            at,
          }
        : {
            fact: 'preference' as const,
            source_id: id,
            account: shopper.account,
            key: `label.${body.data.delete_label}`.slice(0, 64),
            value: 'deleted',
            at,
          };
    await api.post('/v1/facts', { body: { source, facts: [fact] } });
    return api.get('/v1/accounts/{account}/labels', {
      path: { account: shopper.account },
      query: { source },
    });
  });

  if (existsSync(join(options.pages, 'index.html'))) {
    const page = await registerPages(app, {
      dir: options.pages,
      cookieOf: (request) => sessions.write(visitors.get(request)!).split(';')[0]!,
    });
    app.get('/*', (request, reply) =>
      /^\/(v1|shop|assets)\//.test(request.url) ? reply.callNotFound() : page(request, reply),
    );
  }
  app.setNotFoundHandler((_request, reply) =>
    problem(reply, 404, 'not_found', 'There is nothing at this address.'),
  );
  const timer = setInterval(() => void teller.tell(), RETRY_MS).unref();
  void teller.tell();
  return {
    listen: (port, host = '127.0.0.1') => app.listen({ port, host }),
    async close() {
      clearInterval(timer);
      await app.close();
      await teller.tell();
      orders.close();
    },
  };
}

function problem(reply: FastifyReply, status: number, code: string, detail: string, more: object = {}) {
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title: detail, status, code, detail, ...more });
}

/** The marketplace cannot be reached (fetch throws a TypeError), or fails. */
const isAway = (error: unknown) =>
  error instanceof ApiError
    ? error.status >= 500
    : error instanceof TypeError && error.message === 'fetch failed';

const signInFirst = (reply: FastifyReply) => problem(reply, 401, 'unauthenticated', 'Sign in first.');
