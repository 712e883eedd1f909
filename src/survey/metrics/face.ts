import type { z } from 'zod';
import type { Clock } from '../../base/index.ts';
import type {
  LocalText,
  MetricDefinition,
  MetricQuery,
  MetricResult,
  Publication,
  Settings,
} from '../../contracts/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';
import type { Resolved, ResolveOptions } from '../resolve/face.ts';

/** A query as a caller writes it: only `metric` and `as_of` are needed. */
export type MetricQueryInput = z.input<typeof MetricQuery>;

export interface SurveyOptions {
  /** Shards: facts split by account, catalogue and accounts' maps on each. One is the usual case. */
  warehouses: readonly Warehouse[];
  settings: () => Settings;
  /** Needed to publish and to read what is published. */
  ledger?: Ledger;
  clock?: Clock;
  /** Threads that count; 0: the calling one. Absent: as many as the machine has, where the lines are many. */
  threads?: number;
}

/** What the facts reach, as known at a point: the dates, and the dimensions they carry. */
export interface Reach {
  known_at: number;
  /** Last commit's time (ISO), null while empty. */
  last_fact_at: string | null;
  /** First and last business date with an order line in scope; null while empty. */
  first_date: string | null;
  last_date: string | null;
  dimensions: { account: boolean; category: boolean; merchant: boolean; shop: boolean; brand: boolean };
}

/** Names and tree of what the facts know, as known at a point. Ids are the ones in cells. */
export interface Catalogue {
  known_at: number;
  categories: readonly {
    category_id: string;
    parent_id: string | null;
    /** From the top category to this one, both included. */
    path: readonly string[];
    level: number;
    is_leaf: boolean;
    name: LocalText;
    industry: string;
  }[];
  merchants: readonly {
    merchant_id: string;
    name: LocalText;
    tier: string;
    industry: string;
    region: string;
  }[];
  shops: readonly { shop_id: string; merchant_id: string; name: LocalText; channel: string }[];
  brands: readonly { brand_id: string; name: LocalText }[];
}

export interface PublishOptions {
  /** A month end. */
  as_of: string;
  /** Metric ids; absent: every metric of the registry. Each is published at every grain it has. */
  metrics?: readonly string[];
  /** Point of knowledge; absent: now. */
  known_at?: number;
  /** Publish a restatement although nothing changed by more than the materiality. */
  force?: boolean;
}

/** Metrics of the marketplace: M(T | K), published revisions, and what a merchant may see. */
export interface Survey {
  /** Every metric there is, with formula, version and what it needs. */
  registry(): readonly MetricDefinition[];
  /** @throws metric_unknown */
  definition(metric: string): MetricDefinition;
  /** Commit sequence known now: 0 while empty. */
  current(): Promise<number>;
  reach(knownAt?: number): Promise<Reach>;
  catalogue(knownAt?: number): Promise<Catalogue>;
  /**
   * One metric at one as-of date. Answers are cached by everything they depend on.
   * @throws metric_unknown, known_at_unknown, validation_failed (a grain the metric does not have)
   */
  evaluate(query: MetricQueryInput): Promise<MetricResult>;
  /** The same at several as-of dates, with one point of knowledge, in the order given. */
  series(query: Omit<MetricQueryInput, 'as_of'>, dates: readonly string[]): Promise<MetricResult[]>;
  /** Every metric at every grain it has, in as few passes over the lines as possible. */
  evaluateAll(asOf: string, options?: Omit<MetricQueryInput, 'metric' | 'as_of'>): Promise<MetricResult[]>;
  /**
   * Freezes results: revision 1, later revision n + 1 where a value changed by more than
   * settings.materiality_rate. Results that are immature, in-window only or absent are not published.
   * @returns the revisions written by this call
   * @throws validation_failed when as_of is not a month end or not past; ledger_unavailable without ledger
   */
  publish(options: PublishOptions): Promise<Publication[]>;
  /** Latest first. */
  publications(filter?: { metric?: string; as_of?: string }): Promise<Publication[]>;
  /** A frozen revision, exactly as published (the latest by default). @throws not_published */
  published(
    metric: string,
    asOf: string,
    options?: { grain?: MetricQuery['grain']; revision?: number },
  ): Promise<MetricResult>;
  /**
   * What a merchant may see: its own numbers exact (evaluated for its own orders), everything that rests on
   * other merchants' buyers from the published grid, suppressed under settings.k_anonymity people
   * and rounded to 10 (metrics.md 4.8). @throws not_published, metric_unknown
   */
  forMerchant(query: MetricQueryInput, merchantId: string): Promise<MetricResult>;
  /** The resolved lines of every shard (docs/ARCHITECTURE.md), for metrics, flows and crowds alike. */
  resolve(options?: ResolveOptions): Promise<Resolved>;
}
