import { z } from 'zod';
import * as api from './api.ts';
import { PageQuery, pageOf } from './common.ts';
import { ImportJob, Receipt, RejectedRow } from './ingest.ts';
import { MetricDefinition, MetricResult } from './metrics.ts';

/** Who may call a route: roles of people, or keys with a scope. `public` needs no credentials at all. */
export interface Access {
  readonly public?: true;
  /** Any valid credentials will do. */
  readonly authenticated?: true;
  readonly roles?: readonly api.Role[];
  readonly scope?: api.Scope;
}

export interface RouteSpec {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly status?: 200 | 201 | 202 | 204;
  readonly response: z.ZodType;
  /** Also as `?format=csv`. */
  readonly csv?: true;
  /** The answer shows a secret once: it is never stored for a repeated Idempotency-Key. */
  readonly secret?: true;
  /** Facts are idempotent by identity: these keep no record of Idempotency-Key. */
  readonly facts?: true;
}

const OPERATOR: Access = { roles: ['operator'], scope: 'admin' };
const READERS: Access = { roles: ['operator', 'industry_operator', 'merchant'], scope: 'metrics:read' };
const FACTS: Access = { roles: ['operator'], scope: 'facts:write' };
const EVENTS: Access = { roles: ['operator'], scope: 'events:write' };
const IMPORTS: Access = { roles: ['operator'], scope: 'imports:write' };
const anyone: Access = { public: true };

const id = <N extends string>(name: N) =>
  z.object({ [name]: z.string().min(1).max(256) } as Record<N, z.ZodString>);
const NoContent = z.undefined();
const route = <const R extends RouteSpec>(spec: R): R => spec;

/** Every route of /v1. The API refuses to start when one has no handler, and registers no other. */
export const ROUTES = {
  track: route({
    method: 'POST',
    path: '/v1/track',
    tag: 'facts',
    summary: 'One behaviour event (Segment track)',
    access: EVENTS,
    query: api.SourceQuery,
    body: api.SegmentMessage,
    response: Receipt,
    facts: true,
  }),
  identify: route({
    method: 'POST',
    path: '/v1/identify',
    tag: 'facts',
    summary: 'Who an account is (Segment identify)',
    access: EVENTS,
    query: api.SourceQuery,
    body: api.SegmentMessage,
    response: Receipt,
    facts: true,
  }),
  page: route({
    method: 'POST',
    path: '/v1/page',
    tag: 'facts',
    summary: 'One page view (Segment page)',
    access: EVENTS,
    query: api.SourceQuery,
    body: api.SegmentMessage,
    response: Receipt,
    facts: true,
  }),
  batch: route({
    method: 'POST',
    path: '/v1/batch',
    tag: 'facts',
    summary: 'Many Segment messages',
    access: EVENTS,
    query: api.SourceQuery,
    body: api.SegmentBatch,
    response: Receipt,
    facts: true,
  }),
  catalog: route({
    method: 'POST',
    path: '/v1/catalog',
    tag: 'facts',
    summary: 'Category trees, merchants, shops, brands, items, variants, offers',
    access: FACTS,
    body: api.FactsBody,
    response: Receipt,
    facts: true,
  }),
  orders: route({
    method: 'POST',
    path: '/v1/orders',
    tag: 'facts',
    summary: 'Parent orders with merchant orders and lines',
    access: FACTS,
    body: api.OrdersBody,
    response: Receipt,
    facts: true,
  }),
  refunds: route({
    method: 'POST',
    path: '/v1/refunds',
    tag: 'facts',
    summary: 'Refunds, cancellations, exchanges',
    access: FACTS,
    body: api.FactsBody,
    response: Receipt,
    facts: true,
  }),
  facts: route({
    method: 'POST',
    path: '/v1/facts',
    tag: 'facts',
    summary: 'Facts of any kind',
    access: FACTS,
    body: api.FactsBody,
    response: Receipt,
    facts: true,
  }),

  listRejected: route({
    method: 'GET',
    path: '/v1/rejected',
    tag: 'rejected',
    summary: 'Rejected rows, latest first',
    access: IMPORTS,
    query: api.RejectedQuery.extend({
      format: api.TableParams.shape.format,
      lang: api.TableParams.shape.lang,
    }),
    response: pageOf(RejectedRow),
    csv: true,
  }),
  replayRejected: route({
    method: 'POST',
    path: '/v1/rejected/:rejected_id/replay',
    tag: 'rejected',
    summary: 'Send a rejected row again, mended or as it was',
    access: IMPORTS,
    params: id('rejected_id'),
    body: api.ReplayBody,
    response: api.ReplayResult,
  }),
  dismissRejected: route({
    method: 'POST',
    path: '/v1/rejected/:rejected_id/dismiss',
    tag: 'rejected',
    summary: 'Close a rejected row without replaying it',
    access: IMPORTS,
    params: id('rejected_id'),
    response: RejectedRow,
  }),

  createImport: route({
    method: 'POST',
    path: '/v1/imports',
    tag: 'imports',
    summary: 'Start a file import; it runs in the background',
    access: IMPORTS,
    body: api.CreateImportBody,
    status: 202,
    response: ImportJob,
  }),
  listImports: route({
    method: 'GET',
    path: '/v1/imports',
    tag: 'imports',
    summary: 'Imports, latest first',
    access: IMPORTS,
    query: PageQuery,
    response: pageOf(ImportJob),
  }),
  getImport: route({
    method: 'GET',
    path: '/v1/imports/:import_id',
    tag: 'imports',
    summary: 'One import with its progress',
    access: IMPORTS,
    params: id('import_id'),
    response: ImportJob,
  }),
  cancelImport: route({
    method: 'POST',
    path: '/v1/imports/:import_id/cancel',
    tag: 'imports',
    summary: 'Stop a running import; what was accepted stays',
    access: IMPORTS,
    params: id('import_id'),
    response: ImportJob,
  }),

  status: route({
    method: 'GET',
    path: '/v1/status',
    tag: 'metrics',
    summary: 'What this instance is, and how far its data reach',
    access: READERS,
    response: api.InstanceStatus,
  }),
  listMetrics: route({
    method: 'GET',
    path: '/v1/metrics',
    tag: 'metrics',
    summary: 'The metric registry',
    access: READERS,
    response: z.object({ data: z.array(MetricDefinition) }),
  }),
  getMetric: route({
    method: 'GET',
    path: '/v1/metrics/:metric',
    tag: 'metrics',
    summary: 'A metric at one as-of date',
    access: READERS,
    params: id('metric'),
    query: api.MetricParams,
    response: MetricResult,
    csv: true,
  }),
  getSeries: route({
    method: 'GET',
    path: '/v1/metrics/:metric/series',
    tag: 'metrics',
    summary: 'A metric at several as-of dates',
    access: READERS,
    params: id('metric'),
    query: api.SeriesParams,
    response: api.MetricSeries,
    csv: true,
  }),
  overview: route({
    method: 'GET',
    path: '/v1/overview',
    tag: 'views',
    summary: 'Headline metrics with trend, and the waterfall',
    access: READERS,
    query: api.OverviewParams,
    response: api.Overview,
  }),
  listCategories: route({
    method: 'GET',
    path: '/v1/categories',
    tag: 'views',
    summary: 'The category tree with AAC, penetration and change',
    access: READERS,
    query: api.CategoryParams,
    response: api.CategoryPage,
    csv: true,
  }),
  getCategory: route({
    method: 'GET',
    path: '/v1/categories/:category_id',
    tag: 'views',
    summary: 'One category: trend, children, metrics, merchants',
    access: READERS,
    params: id('category_id'),
    query: api.ViewParams,
    response: api.CategoryDetail,
  }),
  listMerchants: route({
    method: 'GET',
    path: '/v1/merchants',
    tag: 'views',
    summary: 'Merchants with AAC, GMV and shares',
    access: READERS,
    query: api.MerchantParams,
    response: api.MerchantPage,
    csv: true,
  }),
  getMerchant: route({
    method: 'GET',
    path: '/v1/merchants/:merchant_id',
    tag: 'views',
    summary: 'One merchant: shops, categories, trend',
    access: READERS,
    params: id('merchant_id'),
    query: api.ViewParams,
    response: api.MerchantDetail,
  }),
  cohorts: route({
    method: 'GET',
    path: '/v1/cohorts',
    tag: 'views',
    summary: 'Monthly retention grid',
    access: { roles: ['operator'], scope: 'metrics:read' },
    query: api.CohortParams,
    response: api.CohortGrid,
    csv: true,
  }),

  listPublications: route({
    method: 'GET',
    path: '/v1/publications',
    tag: 'publications',
    summary: 'Published revisions, latest first',
    access: READERS,
    query: PageQuery.extend({ metric: z.string().optional() }),
    response: pageOf(api.Publication),
  }),
  createPublication: route({
    method: 'POST',
    path: '/v1/publications',
    tag: 'publications',
    summary: 'Freeze a month end',
    access: OPERATOR,
    body: api.CreatePublicationBody,
    status: 201,
    response: api.PublicationReceipt,
  }),
  createErasure: route({
    method: 'POST',
    path: '/v1/erasures',
    tag: 'people',
    summary: 'Erase a person: personal data and person-level facts go',
    access: OPERATOR,
    body: api.ErasureBody,
    response: api.ErasureReceipt,
  }),

  signIn: route({
    method: 'POST',
    path: '/v1/auth/sign-in',
    tag: 'access',
    summary: 'Sign in with email and password; sets a session cookie',
    access: anyone,
    body: api.SignInBody,
    response: api.Me,
  }),
  signOut: route({
    method: 'POST',
    path: '/v1/auth/sign-out',
    tag: 'access',
    summary: 'End the session',
    access: anyone,
    status: 204,
    response: NoContent,
  }),
  me: route({
    method: 'GET',
    path: '/v1/me',
    tag: 'access',
    summary: 'Who is asking',
    access: { authenticated: true },
    response: api.Me,
  }),
  listKeys: route({
    method: 'GET',
    path: '/v1/keys',
    tag: 'access',
    summary: 'API keys',
    access: OPERATOR,
    query: PageQuery,
    response: pageOf(api.ApiKey),
  }),
  createKey: route({
    method: 'POST',
    path: '/v1/keys',
    tag: 'access',
    summary: 'Make an API key; it is shown once',
    access: OPERATOR,
    body: api.CreateKeyBody,
    status: 201,
    secret: true,
    response: api.CreatedKey,
  }),
  revokeKey: route({
    method: 'DELETE',
    path: '/v1/keys/:key_id',
    tag: 'access',
    summary: 'Revoke a key',
    access: OPERATOR,
    params: id('key_id'),
    response: api.ApiKey,
  }),
  listUsers: route({
    method: 'GET',
    path: '/v1/users',
    tag: 'access',
    summary: 'People who may sign in',
    access: OPERATOR,
    query: PageQuery,
    response: pageOf(api.User),
  }),
  createUser: route({
    method: 'POST',
    path: '/v1/users',
    tag: 'access',
    summary: 'Let a person sign in',
    access: OPERATOR,
    body: api.CreateUserBody,
    status: 201,
    response: api.User,
  }),
  deleteUser: route({
    method: 'DELETE',
    path: '/v1/users/:user_id',
    tag: 'access',
    summary: 'Remove a person and end their sessions',
    access: OPERATOR,
    params: id('user_id'),
    status: 204,
    response: NoContent,
  }),
  getSettings: route({
    method: 'GET',
    path: '/v1/settings',
    tag: 'settings',
    summary: 'The marketplace’s settings',
    access: OPERATOR,
    response: api.SettingsView,
  }),
  patchSettings: route({
    method: 'PATCH',
    path: '/v1/settings',
    tag: 'settings',
    summary: 'Change settings; audited',
    access: OPERATOR,
    body: api.SettingsPatch,
    response: api.SettingsView,
  }),
  listAudit: route({
    method: 'GET',
    path: '/v1/audit',
    tag: 'settings',
    summary: 'Who changed what, latest first',
    access: OPERATOR,
    query: PageQuery.extend({ format: api.TableParams.shape.format, lang: api.TableParams.shape.lang }),
    response: pageOf(api.AuditEntry),
    csv: true,
  }),
  doctor: route({
    method: 'GET',
    path: '/v1/doctor',
    tag: 'settings',
    summary: 'Checks of engines, folder, disk, log and clock',
    access: OPERATOR,
    response: api.DoctorReport,
  }),
} as const satisfies Record<string, RouteSpec>;

export type Routes = typeof ROUTES;
export type RouteName = keyof Routes;
