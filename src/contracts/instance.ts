import { z } from 'zod';
import { DateText, LocalText, SourceName } from './common.ts';
import { Grain } from './metrics.ts';
import { Settings } from './settings.ts';

/** The instance itself: frozen months, erasures, settings, audit, status, checks. */

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
