import { z } from 'zod';
import { Currency, LocalText } from './common.ts';

/** Settings of the marketplace (one instance is one marketplace). Stored in the ledger, every change audited. */
export const Settings = z.object({
  name: LocalText.default({ en: 'Marketplace', 'zh-CN': '商城' }),
  timezone: z.string().default('Asia/Shanghai'),
  currency: Currency.default('CNY'),
  /** Days after which a number is final. */
  maturity_days: z.number().int().min(0).max(365).default(45),
  /** Fewest people that a number shown to a merchant may rest on. */
  k_anonymity: z.number().int().min(1).max(10_000).default(100),
  /** Relative change of a published number from which a restatement is published. */
  materiality_rate: z.number().min(0).max(1).default(0.001),
  /** Channels in the default scope. Empty: all but offline. */
  scope_channels: z.array(z.string()).default([]),
  /** Days between the announcement of a rule or parameter and its going live. */
  policy_notice_days: z.number().int().min(0).max(90).default(7),
  /** Days after which a decision of serving is no longer kept. */
  decision_retention_days: z.number().int().min(1).max(3650).default(180),
  /** How far a source's clock may run ahead before a fact is refused as future-dated. */
  clock_skew_ms: z.number().int().min(0).default(300_000),
  /** True when the facts come from the simulated marketplace: every screen says so. */
  simulated: z.boolean().default(false),
});
export type Settings = z.infer<typeof Settings>;
