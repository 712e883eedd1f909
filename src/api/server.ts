import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { mayCall, type Principal } from '../access/index.ts';
import { GcError } from '../base/index.ts';
import { Problem, type Receipt, ROUTES, type RouteName, type RouteSpec } from '../contracts/index.ts';
import type { Engine } from '../engine/index.ts';
import { methodsOf } from './addresses.ts';
import { parseJsonBodies, rawBodyOf } from './body.ts';
import { type Call, type Handlers, type Table, Written } from './call.ts';
import { serveConsole } from './console-files.ts';
import { csvOf } from './csv.ts';
import { Gate } from './gate.ts';
import { explainHandlers } from './handlers/explain.ts';
import { factHandlers } from './handlers/facts.ts';
import { journeyHandlers } from './handlers/journey.ts';
import { measureHandlers } from './handlers/measure.ts';
import { modelHandlers } from './handlers/models.ts';
import { operateHandlers } from './handlers/operate.ts';
import { peopleHandlers } from './handlers/people.ts';
import { policyHandlers } from './handlers/policy.ts';
import { pricePowerHandlers } from './handlers/price-power.ts';
import { searchHandlers } from './handlers/search.ts';
import { serveHandlers } from './handlers/serve.ts';
import { snapshotHandlers } from './handlers/snapshots.ts';
import { surveyHandlers } from './handlers/survey.ts';
import { Idempotent } from './idempotent.ts';
import { untilKnown } from './knowledge.ts';
import { Observations } from './observe.ts';
import { officeTables } from './office-tables.ts';
import { sendProblem } from './problem.ts';
import { quickly } from './quick-slates.ts';
import { Reader } from './reader.ts';
import type { Sheet } from './sheet.ts';
import { shopTables } from './shop-tables.ts';
import { surveyTables } from './survey-tables.ts';
import { tables as metricTables } from './tables.ts';
import { xlsxOf } from './xlsx.ts';

export interface ApiOptions {
  /** Largest body in bytes, after gzip. */
  bodyLimit?: number;
  /** Bulk facts worked on at once, and in line; the rest is shed with 503. */
  factsRunning?: number;
  factsWaiting?: number;
  /** Questions to the survey at once, and in line. */
  readsRunning?: number;
  readsWaiting?: number;
  /** Slates at once, and in line; the rest is shed with 503. */
  servingRunning?: number;
  servingWaiting?: number;
  /** Requests a minute of one principal (facts excepted: they are held by the gate), then 429. */
  requestsPerMinute?: number;
  /** Attempts to sign in a minute, by address and email. */
  signInsPerMinute?: number;
  logger?: FastifyBaseLogger;
  /** Folder of the built console; found by itself when absent. */
  consoleRoot?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | null;
    signingSecret: string | null;
    leaveGate: (() => void) | null;
  }
}

const DEFAULTS = {
  bodyLimit: 16 * 1024 * 1024,
  factsRunning: 16,
  factsWaiting: 112,
  readsRunning: 4,
  readsWaiting: 124,
  servingRunning: 256,
  servingWaiting: 1024,
  requestsPerMinute: 6000,
  signInsPerMinute: 30,
};

const HANDLERS: Handlers<RouteName> = {
  ...factHandlers,
  ...operateHandlers,
  ...measureHandlers,
  ...peopleHandlers,
  ...surveyHandlers,
  ...modelHandlers,
  ...policyHandlers,
  ...serveHandlers,
  ...searchHandlers,
  ...explainHandlers,
  ...snapshotHandlers,
  ...journeyHandlers,
  ...pricePowerHandlers,
};
const tables = { ...metricTables, ...surveyTables, ...officeTables, ...shopTables };
const READ_TAGS = new Set(['metrics', 'views', 'publications', 'survey', 'models']);

/** The API of an engine, ready to listen or to be injected into. The caller closes the engine. */
export async function buildApi(engine: Engine, options: ApiOptions = {}): Promise<FastifyInstance> {
  const limits = { ...DEFAULTS, ...options };
  const app = Fastify({
    ...(options.logger ? { loggerInstance: options.logger } : { logger: false }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.bodyLimit,
    requestIdHeader: false,
    genReqId: () => `req_${randomUUID()}`,
    // What is logged of a request names it; a logger made for each is work for the many that log nothing.
    childLoggerFactory: (logger) => logger,
    forceCloseConnections: 'idle',
  });
  app.setValidatorCompiler(quickly(validatorCompiler));
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, engine.stopping.aborted));
  parseJsonBodies(app);
  app.decorateRequest('principal', null);
  app.decorateRequest('signingSecret', null);
  app.decorateRequest('leaveGate', null);

  const facts = new Gate('facts', limits.factsRunning, limits.factsWaiting);
  const reads = new Gate('reads', limits.readsRunning, limits.readsWaiting);
  const serving = new Gate('serving', limits.servingRunning, limits.servingWaiting);
  const observations = new Observations(engine, [facts, reads, serving]);

  // What has nothing to wait for says so: a promise a hook and request is a tenth of what answering a slate takes.
  app.addHook('onRequest', (request, reply, done) => {
    reply
      .header('x-request-id', request.id)
      .header('x-content-type-options', 'nosniff')
      .header('x-frame-options', 'DENY')
      .header('referrer-policy', 'same-origin')
      .header('cross-origin-opener-policy', 'same-origin');
    if (request.url.startsWith('/v1/')) reply.header('cache-control', 'no-store');
    // A session's cookie is only good for pages of our own: no other site can act with it.
    if (request.method !== 'GET' && request.headers['sec-fetch-site'] === 'cross-site') {
      return done(new GcError('forbidden', 'Requests from pages of other sites are refused.'));
    }
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    request.leaveGate?.();
    const route = request.routeOptions.url ?? 'none';
    observations.request(route, request.method, reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  app.addHook('onRequestAbort', async (request) => request.leaveGate?.());

  await app.register(compress, {
    threshold: 2048,
    encodings: ['gzip'],
    requestEncodings: ['gzip', 'identity'],
    onUnsupportedRequestEncoding: () =>
      Object.assign(new GcError('unsupported_media_type', 'Content-Encoding must be gzip or absent.')),
    onInvalidRequestPayload: () => new GcError('bad_request', 'The body is not valid gzip.'),
  });
  await app.register(rateLimit, {
    global: false,
    hook: 'preHandler',
    keyGenerator: (request: FastifyRequest) => request.principal?.id ?? request.ip,
    errorResponseBuilder: (_request, context) =>
      new GcError('rate_limited', `At most ${context.max} such requests a minute.`, {
        params: { retry_after: Math.ceil(context.ttl / 1000) },
      }),
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Grand Canal',
        version: engine.version,
        description: 'Facts in, metrics out. Failures are RFC 9457 problems with a `code` of docs/errors.md.',
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'API key gck_…' },
          session: { type: 'apiKey', in: 'cookie', name: 'grandcanal.session_token' },
        },
      },
    },
    transform: jsonSchemaTransform,
    // Named schemas go to components; without it their references would dangle.
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });

  const idempotent = new Idempotent(engine);
  idempotent.install(app);

  app.after(() => {
    for (const name of Object.keys(ROUTES) as RouteName[]) {
      mount(app, engine, name, { idempotent, observations, facts, reads, serving, limits });
    }
    operations(app, engine, observations);
  });

  const page = await serveConsole(app, engine.access, options.consoleRoot);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]!;
    const methods = methodsOf(path);
    if (methods.length > 0) {
      reply.header('allow', methods.join(', '));
      throw new GcError('method_not_allowed', `${path} takes ${methods.join(', ')}, not ${request.method}.`);
    }
    const wantsPage = request.method === 'GET' && !path.startsWith('/v1/') && !/\.[a-z0-9]+$/i.test(path);
    // The address that is printed is a page to whoever asks; further ones to browsers alone.
    const forReading = path === '/' || (request.headers.accept ?? '').includes('text/html');
    if (wantsPage && forReading) return page(request, reply);
    throw new GcError('not_found', `There is nothing at ${path}.`);
  });
  await app.ready();
  return app;
}

interface Parts {
  readonly idempotent: Idempotent;
  readonly observations: Observations;
  readonly facts: Gate;
  readonly reads: Gate;
  readonly serving: Gate;
  readonly limits: typeof DEFAULTS;
}

/** Prepares the first page of an operator after new facts, so that nobody waits for it. For servers, not for single commands. */
export function keepWarm(app: FastifyInstance, engine: Engine): void {
  const authorization = `Bearer ${engine.localToken}`;
  engine.onRefreshed(async () => {
    // A server that is closing has nobody left to prepare for.
    if (!engine.stopping.aborted)
      await app.inject({ url: '/v1/overview', headers: { authorization } }).catch(() => {});
  });
}

/** Mounts one route of the table: rights, gate, limits, idempotency, then its handler. */
function mount(app: FastifyInstance, engine: Engine, name: RouteName, parts: Parts): void {
  const spec: RouteSpec = ROUTES[name];
  const handler = HANDLERS[name] as (call: Call<RouteName>) => Promise<unknown>;
  const toTable = (tables as Record<string, ((answer: never) => Table) | undefined>)[name];
  const status = spec.status ?? 200;
  const gate = spec.facts
    ? parts.facts
    : spec.serving
      ? parts.serving
      : READ_TAGS.has(spec.tag)
        ? parts.reads
        : null;

  app.route({
    method: spec.method,
    url: spec.path,
    schema: {
      summary: spec.summary,
      tags: [spec.tag],
      operationId: name,
      security: spec.access.public ? [] : [{ key: [] }, { session: [] }],
      ...(spec.params ? { params: spec.params } : {}),
      ...(spec.query ? { querystring: spec.query } : {}),
      ...(spec.body ? { body: spec.body } : {}),
      response: { [status]: spec.response, default: Problem },
    },
    config: {
      rateLimit:
        name === 'signIn'
          ? {
              max: parts.limits.signInsPerMinute,
              timeWindow: 60_000,
              keyGenerator: (r) => `${r.ip} ${String((r.body as { email?: unknown } | undefined)?.email)}`,
            }
          : spec.facts || spec.serving
            ? false
            : {
                max: parts.limits.requestsPerMinute,
                timeWindow: 60_000,
                allowList: (r) => r.principal?.kind === 'local',
              },
    },
    // Before the body is read: a request without rights, or one too many, costs nothing.
    onRequest: async (request) => {
      if (!spec.access.public) await identify(engine, request, spec);
      request.leaveGate = gate ? await gate.enter() : null;
    },
    preValidation: (request, _reply, done) => {
      if (request.signingSecret === null) return done();
      const { 'gc-timestamp': timestamp, 'gc-signature': signature } = request.headers;
      try {
        engine.access.verifySignature(
          request.signingSecret,
          String(timestamp ?? ''),
          String(signature ?? ''),
          rawBodyOf(request),
        );
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    handler: async (request, reply) => {
      const principal = request.principal!;
      const mutates = spec.method === 'POST' && !spec.access.public && !spec.serving;
      if (mutates && (await parts.idempotent.begin(spec, principal, request, reply))) return reply;
      const call = {
        engine,
        principal,
        reader: principal && new Reader(engine, principal),
        params: request.params,
        query: request.query,
        body: request.body,
        request,
        reply,
      } as unknown as Call<RouteName>;
      if (spec.query) await untilKnown(engine, request.query);
      const answer = await handler(call);
      if (answer instanceof Written) {
        reply.code(status).type('application/json; charset=utf-8');
        return answer.json;
      }
      if (spec.facts) parts.observations.receipt(answer as Receipt);
      const query = request.query as
        | { format?: 'json' | keyof typeof EXPORTS; lang?: 'en' | 'zh-CN' }
        | undefined;
      if (toTable && query?.format && query.format !== 'json') {
        const table = toTable(answer as never);
        const { type, write } = EXPORTS[query.format];
        reply
          .type(type)
          .header('content-disposition', `attachment; filename="${table.name}.${query.format}"`)
          .serializer((file: unknown) => file as string);
        return write(table.sheet(query.lang ?? langOf(request)));
      }
      reply.code(status);
      // A slate is made here, field by field: checking it against its schema again costs more than making it.
      if (spec.serving) reply.type('application/json; charset=utf-8').serializer(JSON.stringify);
      return answer;
    },
  });
}

/** What `format` may ask for beside JSON. */
const EXPORTS = {
  csv: { type: 'text/csv; charset=utf-8', write: csvOf as (sheet: Sheet) => string | Buffer },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write: xlsxOf },
};

/** @throws unauthenticated, forbidden */
async function identify(engine: Engine, request: FastifyRequest, spec: RouteSpec): Promise<void> {
  const found = await engine.access.authenticate({
    authorization: request.headers.authorization,
    cookie: request.headers.cookie,
    remoteAddress: request.ip,
  });
  if (!found) throw new GcError('unauthenticated');
  if (!mayCall(found.principal, spec.access)) {
    const needs = [spec.access.roles?.join(' or '), spec.access.scope && `scope ${spec.access.scope}`];
    throw new GcError('forbidden', `This needs ${needs.filter(Boolean).join(', for keys ')}.`);
  }
  request.principal = found.principal;
  request.signingSecret = found.signingSecret;
}

const langOf = (request: FastifyRequest): 'en' | 'zh-CN' =>
  /^zh\b/i.test(request.headers['accept-language'] ?? '') ? 'zh-CN' : 'en';

/** Health, readiness, Prometheus, OpenAPI. */
function operations(app: FastifyInstance, engine: Engine, observations: Observations): void {
  const hide = { schema: { hide: true } };
  app.get('/healthz', hide, async () => ({ status: 'ok' }));
  app.get('/readyz', hide, async () => {
    await engine.ready();
    return { status: 'ready' };
  });
  app.get('/metrics', hide, async (request, reply) => {
    const local = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip);
    if (!local) await identify(engine, request, ROUTES.doctor);
    return reply.type(observations.registry.contentType).send(await observations.registry.metrics());
  });
  app.get('/openapi.json', hide, async (_request, reply) =>
    reply.type('application/json').serializer(JSON.stringify).send(app.swagger()),
  );
}
