import type { AccessControl } from '../access/index.ts';
import type { Clock } from '../base/index.ts';
import type {
  AuditEntry,
  CreateImportBody,
  DoctorReport,
  ImportJob,
  Settings,
  SettingsView,
} from '../contracts/index.ts';
import type { Importer, Ingest } from '../ingest/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Journeys, Models, Survey, Surveyor } from '../survey/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import type { EngineLogger } from './logger.ts';
import type { Parameters, Policies } from './policy/index.ts';
import type { Serving } from './serving/index.ts';
import type { Snapshots } from './snapshots/index.ts';

export interface EngineOptions {
  /** The data folder (docs/ARCHITECTURE.md); made where it is missing. */
  dataDir: string;
  clickhouseUrl?: string | undefined;
  databaseUrl?: string | undefined;
  /** Folder of snapshot files that several servers of one ledger share; its own by default. */
  snapshotsDir?: string | undefined;
  /** Another server of the ledger builds the snapshots; this one serves them. */
  follows?: boolean | undefined;
  /** The generated marketplace up to the day before `now` (ms), for imports of kind `example`; `path` names the world. */
  openExample?: (now: number, path: string) => Promise<Importer>;
  secureCookies?: boolean;
  /** Keep the survey fresh as facts arrive: for servers. A single command only pays for what it asks. */
  watch?: boolean;
  clock?: Clock;
  logger?: EngineLogger;
}

export interface SettingsService {
  /** In force now; cheap. */
  current(): Settings;
  view(): SettingsView;
  /** Changes, keeps the version before, and audits. @throws config_invalid, conflict */
  patch(patch: Partial<Settings>, actor: string): Promise<SettingsView>;
}

export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

export interface Imports {
  /** Starts in the background. @throws file_unreadable, conflict while as many run as may */
  start(body: CreateImportBody, actor: string): Promise<ImportJob>;
  list(limit: number, after?: string): Promise<ImportJob[]>;
  /** @throws not_found */
  get(importId: string): Promise<ImportJob>;
  /** What was accepted stays. @throws not_found, conflict when it is not running */
  cancel(importId: string, actor: string): Promise<ImportJob>;
  /** Resolves when the import has ended. */
  ended(importId: string): Promise<ImportJob>;
}

export interface Audit {
  record(actor: string, action: string, subject: string, before: unknown, after: unknown): Promise<void>;
  /** Latest first; `before` is the last audit_id of the page before. */
  list(limit: number, before?: number): Promise<AuditEntry[]>;
}

/** Everything of one instance, open. */
export interface Engine {
  readonly version: string;
  readonly dataDir: string;
  /** Acts as operator from this machine; stands in LOCK. */
  readonly localToken: string;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
  readonly ingest: Ingest;
  readonly survey: Survey;
  readonly surveyor: Surveyor;
  readonly journeys: Journeys;
  readonly models: Models;
  readonly access: AccessControl;
  readonly settings: SettingsService;
  readonly imports: Imports;
  readonly audit: Audit;
  readonly policies: Policies;
  readonly parameters: Parameters;
  readonly snapshots: Snapshots;
  readonly serving: Serving;
  /** Tells LOCK where the server listens. */
  announce(address: string): void;
  /** True while no fact was ever accepted. */
  isEmpty(): Promise<boolean>;
  /** Called whenever new facts were taken up, to prepare answers that are asked first. */
  onRefreshed(prepare: () => Promise<unknown>): void;
  /** Surveys the flows at what is known now, before anything else is prepared. A failure is logged, not thrown. */
  surveyFirst(): Promise<void>;
  /** @throws warehouse_unavailable, ledger_unavailable */
  ready(): Promise<void>;
  doctor(): Promise<DoctorReport>;
  /** Aborted once the instance is to stop: work that takes long gives up. */
  readonly stopping: AbortSignal;
  /** Says so, before `close`: a server still answers what is under way. Idempotent. */
  stop(): void;
  /** Stops imports and loops, lets running submits end, closes the engines, gives the folder back. Idempotent. */
  close(): Promise<void>;
}
