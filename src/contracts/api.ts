import { z } from 'zod';
import { DateText, LocalText, PageQuery, pageOf, SourceName } from './common.ts';
import { ImportKind, RejectedRow } from './ingest.ts';
import { Grain, MetricCell, MetricQuery, MetricResult } from './metrics.ts';
import { Settings } from './settings.ts';

/**
 * What the HTTP API takes and gives. `api-routes.ts` ties these schemas to addresses and rights;
 * OpenAPI, the CLI and the console's types follow from both.
 */

// ── Who asks ───────────────────────────────────────────────────────────────────────────────────

export const Role = z.enum(['operator', 'industry_operator', 'merchant']);
export type Role = z.infer<typeof Role>;

/** What an API key may do. `admin` is everything an operator may. */
export const Scope = z.enum([
  'events:write',
  'facts:write',
  'metrics:read',
  'imports:write',
  'serve',
  'admin',
]);
export type Scope = z.infer<typeof Scope>;

export const SignInBody = z.object({ email: z.email(), password: z.string().min(1).max(1000) });

/** Who is signed in. Exactly one of merchant_id (role merchant) and industries (role industry_operator) matters. */
export const Me = z
  .object({
    kind: z.enum(['person', 'key', 'local']),
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role: Role,
    merchant_id: z.string().nullable(),
    industries: z.array(z.string()),
    scopes: z.array(Scope),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const User = z
  .object({
    user_id: z.string(),
    email: z.string(),
    name: z.string(),
    role: Role,
    merchant_id: z.string().nullable(),
    industries: z.array(z.string()),
    created_at: z.string(),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

export const CreateUserBody = z.object({
  email: z.email(),
  name: z.string().min(1).max(200),
  password: z.string().min(10).max(200),
  role: Role,
  merchant_id: z.string().optional(),
  industries: z.array(z.string().min(1).max(64)).optional(),
});
export type CreateUserBody = z.input<typeof CreateUserBody>;

export const ApiKey = z
  .object({
    key_id: z.string(),
    name: z.string(),
    /** First characters, to tell keys apart. The key itself is shown once, at creation. */
    prefix: z.string(),
    scopes: z.array(Scope),
    merchant_id: z.string().nullable(),
    signed: z.boolean(),
    created_at: z.string(),
    last_used_at: z.string().nullable(),
    revoked_at: z.string().nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

export const CreateKeyBody = z.object({
  name: z.string().min(1).max(200),
  scopes: z.array(Scope).min(1),
  /** The key then sees this merchant alone, and may only read metrics. */
  merchant_id: z.string().optional(),
  /** Requests must carry Gc-Timestamp and Gc-Signature (HMAC-SHA256 of `timestamp.body`). */
  signed: z.boolean().default(false),
});
export type CreateKeyBody = z.input<typeof CreateKeyBody>;
/** `key` and `signing_secret` are shown this once. */
export const CreatedKey = ApiKey.extend({ key: z.string(), signing_secret: z.string().nullable() }).meta({
  id: 'CreatedKey',
});
export type CreatedKey = z.infer<typeof CreatedKey>;

// ── Facts in ───────────────────────────────────────────────────────────────────────────────────
// Rows are only checked to be an array here: each is validated once, inside ingest, so that a bad one is
// kept as a rejected row and the others are accepted.

export const MAX_ROWS = 10_000;
const rows = z.array(z.unknown()).min(1).max(MAX_ROWS);

export const FactsBody = z
  .object({ source: SourceName, facts: rows.meta({ description: 'Facts of the kinds this address takes.' }) })
  .meta({ id: 'FactsBody' });

/** Nested parent orders; every order line becomes one fact. */
export const OrdersBody = z
  .object({
    source: SourceName,
    orders: rows.meta({
      description:
        'Parent orders: { source_id, account?, ordered_at, paid_at?, confirmed_at?, currency, fx_rate?, channel?, app_id?, region?, ' +
        'merchant_orders: [{ source_id?, shop, lines: [order_line fields] }] } or lines directly under the order.',
    }),
  })
  .meta({ id: 'OrdersBody' });

/** Segment's spec v2 envelope: `type` is implied by the address, and given in a batch. */
export const SegmentMessage = z
  .looseObject({ messageId: z.string().optional(), timestamp: z.string().optional() })
  .meta({ id: 'SegmentMessage' });
export const SegmentBatch = z.looseObject({ batch: rows, sentAt: z.string().optional() });
/** The source that Segment messages belong to. */
export const SourceQuery = z.object({ source: SourceName.default('segment') });

// ── Rejected rows, imports ─────────────────────────────────────────────────────────────────────

export const RejectedQuery = PageQuery.extend({
  status: z.enum(['open', 'replayed', 'dismissed']).optional(),
  code: z.string().max(64).optional(),
  source: z.string().max(64).optional(),
  document: z.string().max(512).optional(),
});
/** The mended row; absent: replay it as it was. */
export const ReplayBody = z.object({ row: z.record(z.string(), z.unknown()).optional() }).optional();

export const ReplayResult = z
  .object({ outcome: z.enum(['accepted', 'duplicate', 'rejected']), row: RejectedRow })
  .meta({ id: 'ReplayResult' });

export const CreateImportBody = z.object({
  kind: ImportKind,
  /** Path on the server's machine: a folder, or a file for `generic`. */
  path: z.string().min(1).max(4096),
  source: SourceName.optional(),
  dry_run: z.boolean().default(false),
  /** Content of the mapping file, for `generic`. */
  mapping: z.record(z.string(), z.unknown()).optional(),
});
export type CreateImportBody = z.input<typeof CreateImportBody>;

// ── Metrics out ────────────────────────────────────────────────────────────────────────────────

const Format = z.enum(['json', 'csv', 'xlsx']).default('json');
const Lang = z.enum(['en', 'zh-CN']).optional();
const optionalInt = (min: number, max: number) => z.coerce.number().int().min(min).max(max).optional();

/** MetricQuery as a query string. `as_of` absent: the latest complete business date. */
export const MetricParams = MetricQuery.omit({ metric: true }).extend({
  as_of: DateText.optional(),
  known_at: optionalInt(0, Number.MAX_SAFE_INTEGER),
  level: optionalInt(1, 32),
  lookback_days: optionalInt(1, 3650),
  horizon_days: optionalInt(1, 3650),
  period_days: optionalInt(1, 3650),
  format: Format,
  lang: Lang,
});
export const SeriesParams = MetricParams.omit({ as_of: true }).extend({
  from: DateText,
  to: DateText,
  step: z.enum(['day', 'week', 'month']).default('month'),
});
export const MetricSeries = z
  .object({
    metric: z.string(),
    from: DateText,
    to: DateText,
    step: z.enum(['day', 'week', 'month']),
    results: z.array(MetricResult),
  })
  .meta({ id: 'MetricSeries' });
export type MetricSeries = z.infer<typeof MetricSeries>;

export const ViewParams = z.object({
  as_of: DateText.optional(),
  known_at: optionalInt(0, Number.MAX_SAFE_INTEGER),
  variant: MetricQuery.shape.variant,
  lookback_days: optionalInt(1, 3650),
});
export const TableParams = ViewParams.extend({
  limit: PageQuery.shape.limit,
  cursor: PageQuery.shape.cursor,
  format: Format,
  lang: Lang,
});

const Status = MetricCell.shape.status;
/** What every view says about where its numbers come from. */
const provenance = {
  as_of: DateText,
  known_at: z.number().int(),
  state: z.enum(['provisional', 'final']),
  simulated: z.boolean(),
  timezone: z.string(),
  currency: z.string(),
  computed_at: z.string(),
  /** Set where the numbers come from a published revision (what merchants see). */
  revision: z.number().int().nullable(),
};

export const TrendPoint = z.object({ as_of: DateText, value: z.number().nullable(), status: Status });
export type TrendPoint = z.infer<typeof TrendPoint>;

/** One headline number, where it stood before, and its trend (oldest first). */
export const Headline = z
  .object({
    metric: z.string(),
    code: z.string(),
    version: z.number().int(),
    name: LocalText,
    unit: MetricResult.shape.unit,
    value: z.number().nullable(),
    conservative: z.number().nullable(),
    status: Status,
    coverage_rate: z.number(),
    previous: TrendPoint.nullable(),
    trend: z.array(TrendPoint),
  })
  .meta({ id: 'Headline' });
export type Headline = z.infer<typeof Headline>;

export const Overview = z
  .object({
    ...provenance,
    /** Whose numbers these are: the platform's, one category's (industry operators), one merchant's. */
    subject: z.object({
      kind: z.enum(['platform', 'category', 'merchant']),
      id: z.string(),
      name: LocalText.nullable(),
    }),
    headlines: z.array(Headline),
    /** Gross → paid → healthy, in order; parts that take away are negative. */
    waterfall: z.array(z.object({ part: z.string(), value: z.number().nullable(), status: Status })),
    waterfall_unit: z.enum(['minor']),
    /** True while the older points of the trends are still being counted: ask again for them. */
    partial: z.boolean(),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof Overview>;

export const CategoryRow = z
  .object({
    category_id: z.string(),
    parent_id: z.string().nullable(),
    name: LocalText,
    level: z.number().int(),
    is_leaf: z.boolean(),
    industry: z.string(),
    aac: z.number().nullable(),
    penetration: z.number().nullable(),
    status: Status,
    /** AAC thirty days before, and the relative change since. */
    previous_aac: z.number().nullable(),
    change_rate: z.number().nullable(),
  })
  .meta({ id: 'CategoryRow' });
export type CategoryRow = z.infer<typeof CategoryRow>;

/** `category_id`: which of an industry operator's top categories; the first when absent. */
export const OverviewParams = ViewParams.extend({ category_id: z.string().optional() });

export const CategoryParams = TableParams.extend({
  level: optionalInt(1, 32),
  /** Only children of this category. */
  parent_id: z.string().optional(),
});
export const CategoryPage = pageOf(CategoryRow).extend(provenance).meta({ id: 'CategoryPage' });
export type CategoryPage = z.infer<typeof CategoryPage>;

export const CategoryMerchant = z.object({
  merchant_id: z.string(),
  name: LocalText,
  aac: z.number().nullable(),
  share: z.number().nullable(),
  status: Status,
});
export const CategoryDetail = z
  .object({
    ...provenance,
    category: CategoryRow,
    path: z.array(z.object({ category_id: z.string(), name: LocalText })),
    children: z.array(CategoryRow),
    trend: z.array(TrendPoint),
    penetration_trend: z.array(TrendPoint),
    /** NTC, repurchase and others the registry offers at this grain: cells of this category alone. */
    metrics: z.array(MetricResult),
    /** Merchants with the most buyers in the category; empty where the viewer may not see them. */
    merchants: z.array(CategoryMerchant),
  })
  .meta({ id: 'CategoryDetail' });
export type CategoryDetail = z.infer<typeof CategoryDetail>;

export const MerchantRow = z
  .object({
    merchant_id: z.string(),
    name: LocalText,
    tier: z.string(),
    industry: z.string(),
    region: z.string(),
    aac: z.number().nullable(),
    aac_share: z.number().nullable(),
    gmv_minor: z.number().nullable(),
    gmv_share: z.number().nullable(),
    status: Status,
  })
  .meta({ id: 'MerchantRow' });
export type MerchantRow = z.infer<typeof MerchantRow>;
export const MerchantParams = TableParams.extend({ search: z.string().max(200).optional() });
export const MerchantPage = pageOf(MerchantRow).extend(provenance).meta({ id: 'MerchantPage' });
export type MerchantPage = z.infer<typeof MerchantPage>;

export const MerchantDetail = z
  .object({
    ...provenance,
    merchant: MerchantRow,
    shops: z.array(z.object({ shop_id: z.string(), name: LocalText, channel: z.string() })),
    categories: z.array(
      z.object({
        category_id: z.string(),
        name: LocalText,
        level: z.number().int(),
        aac: z.number().nullable(),
        /** AAC_{m,c} ÷ AAC_c; null where the category's own number is not published to the viewer. */
        share: z.number().nullable(),
        status: Status,
      }),
    ),
    trend: z.array(TrendPoint),
  })
  .meta({ id: 'MerchantDetail' });
export type MerchantDetail = z.infer<typeof MerchantDetail>;

export const CohortParams = ViewParams.extend({
  /** Only buyers of this category (where the registry offers it). */
  category_id: z.string().optional(),
  format: Format,
  lang: Lang,
});
export const CohortGrid = z
  .object({
    ...provenance,
    metric: z.string(),
    version: z.number().int(),
    /** Oldest cohort first; cells by age in months, immature ones marked. */
    cohorts: z.array(
      z.object({
        cohort: z.string(),
        size: z.number().nullable(),
        cells: z.array(
          z.object({
            age: z.number().int(),
            value: z.number().nullable(),
            people: z.number().nullable(),
            status: Status,
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'CohortGrid' });
export type CohortGrid = z.infer<typeof CohortGrid>;

// ── Publications, erasures, settings, audit, status ────────────────────────────────────────────

export const CreatePublicationBody = z.object({
  as_of: DateText.meta({ description: 'A month end' }),
  /** Absent: every metric of the registry that can be published. */
  metrics: z.array(z.string()).min(1).optional(),
  /** Publish a restatement although nothing changed by more than the materiality. */
  force: z.boolean().default(false),
});
export const Publication = z
  .object({
    publication_id: z.string(),
    metric: z.string(),
    grain: Grain,
    as_of: DateText,
    revision: z.number().int(),
    known_at: z.number().int(),
    published_at: z.string(),
  })
  .meta({ id: 'Publication' });
export type Publication = z.infer<typeof Publication>;
export const PublicationReceipt = z.object({ data: z.array(Publication) });

export const ErasureBody = z.object({ source: SourceName, account: z.string().min(1).max(256) });
export const ErasureReceipt = z
  .object({
    account_id: z.string(),
    erased_at: z.string(),
    /** False while the warehouse is away: its rows go as soon as it is back. */
    complete: z.boolean(),
  })
  .meta({ id: 'ErasureReceipt' });

export const SettingsView = z
  .object({ version: z.number().int(), settings: Settings })
  .meta({ id: 'SettingsView' });
export type SettingsView = z.infer<typeof SettingsView>;
export const SettingsPatch = z
  .object({
    name: LocalText,
    timezone: z.string(),
    currency: Settings.shape.currency.unwrap(),
    maturity_days: Settings.shape.maturity_days.unwrap(),
    k_anonymity: Settings.shape.k_anonymity.unwrap(),
    materiality_rate: Settings.shape.materiality_rate.unwrap(),
    policy_notice_days: Settings.shape.policy_notice_days.unwrap(),
    scope_channels: z.array(z.string()),
    clock_skew_ms: Settings.shape.clock_skew_ms.unwrap(),
  })
  .partial()
  .strict();

export const AuditEntry = z
  .object({
    audit_id: z.number().int(),
    at: z.string(),
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    before: z.unknown(),
    after: z.unknown(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;

/** The instance as every page's header wants it: what it is, how fresh, how far its data reach. */
export const InstanceStatus = z
  .object({
    version: z.string(),
    name: LocalText,
    simulated: z.boolean(),
    timezone: z.string(),
    currency: z.string(),
    known_at: z.number().int(),
    /** First and last business date with a line; null while empty. */
    first_date: DateText.nullable(),
    last_date: DateText.nullable(),
    /** The as_of that views take when none is given. */
    default_as_of: DateText.nullable(),
    last_fact_at: z.string().nullable(),
    /** Dimensions the data carry. */
    dimensions: z.object({
      account: z.boolean(),
      category: z.boolean(),
      merchant: z.boolean(),
      brand: z.boolean(),
    }),
    /** Published month ends, latest first: the only as_of dates of a merchant’s view of others. */
    published: z.array(DateText),
  })
  .meta({ id: 'InstanceStatus' });
export type InstanceStatus = z.infer<typeof InstanceStatus>;

export const DoctorReport = z
  .object({
    ok: z.boolean(),
    checks: z.array(
      z.object({
        id: z.string(),
        state: z.enum(['ok', 'warn', 'fail']),
        detail: z.string(),
        remedy: z.string().nullable(),
        values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      }),
    ),
  })
  .meta({ id: 'DoctorReport' });
export type DoctorReport = z.infer<typeof DoctorReport>;
