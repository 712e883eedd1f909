// Generated from migrations/*.sql by `npm run sql`. Do not edit.
import type { ColumnType } from 'kysely';

export interface AccessSecretsTable {
  name: ColumnType<string, string, string>;
  value: ColumnType<string, string, string>;
}

export interface AccountsPiiTable {
  account_id: ColumnType<string, string, string>;
  source: ColumnType<string, string, string>;
  source_id: ColumnType<string, string, string>;
  traits: ColumnType<unknown, string | undefined, string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface ApiKeysTable {
  key_id: ColumnType<string, string, string>;
  name: ColumnType<string, string, string>;
  prefix: ColumnType<string, string, string>;
  key_hash: ColumnType<string, string, string>;
  scopes: ColumnType<string[], string[], string[]>;
  merchant_id: ColumnType<string | null, string | null | undefined, string | null>;
  signed: ColumnType<boolean, boolean, boolean>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  last_used_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  revoked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface AuditTable {
  audit_id: ColumnType<number, never, never>;
  at: ColumnType<Date, Date | string | undefined, Date | string>;
  actor: ColumnType<string, string, string>;
  action: ColumnType<string, string, string>;
  subject: ColumnType<string, string, string>;
  before: ColumnType<unknown | null, string | null | undefined, string | null>;
  after: ColumnType<unknown | null, string | null | undefined, string | null>;
}

export interface AuthAccountsTable {
  id: ColumnType<string, string, string>;
  account_id: ColumnType<string, string, string>;
  provider_id: ColumnType<string, string, string>;
  user_id: ColumnType<string, string, string>;
  access_token: ColumnType<string | null, string | null | undefined, string | null>;
  refresh_token: ColumnType<string | null, string | null | undefined, string | null>;
  id_token: ColumnType<string | null, string | null | undefined, string | null>;
  access_token_expires_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  refresh_token_expires_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
  scope: ColumnType<string | null, string | null | undefined, string | null>;
  password: ColumnType<string | null, string | null | undefined, string | null>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
}

export interface AuthSessionsTable {
  id: ColumnType<string, string, string>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  token: ColumnType<string, string, string>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string, Date | string>;
  ip_address: ColumnType<string | null, string | null | undefined, string | null>;
  user_agent: ColumnType<string | null, string | null | undefined, string | null>;
  user_id: ColumnType<string, string, string>;
}

export interface AuthUsersTable {
  id: ColumnType<string, string, string>;
  name: ColumnType<string, string, string>;
  email: ColumnType<string, string, string>;
  email_verified: ColumnType<boolean, boolean, boolean>;
  image: ColumnType<string | null, string | null | undefined, string | null>;
  role: ColumnType<string, string | undefined, string>;
  merchant_id: ColumnType<string | null, string | null | undefined, string | null>;
  industries: ColumnType<string[], string[] | undefined, string[]>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface AuthVerificationsTable {
  id: ColumnType<string, string, string>;
  identifier: ColumnType<string, string, string>;
  value: ColumnType<string, string, string>;
  expires_at: ColumnType<Date, Date | string, Date | string>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface CrowdsTable {
  crowd_id: ColumnType<string, string, string>;
  definition: ColumnType<unknown, string, string>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
  created_by: ColumnType<string, string, string>;
}

export interface ErasuresTable {
  account_id: ColumnType<string, string, string>;
  requested_at: ColumnType<Date, Date | string | undefined, Date | string>;
  requested_by: ColumnType<string, string, string>;
  finished_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface IdempotencyRecordsTable {
  principal: ColumnType<string, string, string>;
  key: ColumnType<string, string, string>;
  request_hash: ColumnType<string, string, string>;
  status: ColumnType<number | null, number | null | undefined, number | null>;
  body: ColumnType<string | null, string | null | undefined, string | null>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface ImportsTable {
  import_id: ColumnType<string, string, string>;
  kind: ColumnType<string, string, string>;
  source: ColumnType<string, string, string>;
  path: ColumnType<string, string, string>;
  dry_run: ColumnType<boolean, boolean, boolean>;
  state: ColumnType<string, string, string>;
  stage: ColumnType<string, string | undefined, string>;
  rows_total: ColumnType<number | null, number | bigint | string | null | undefined, number | bigint | string | null>;
  received: ColumnType<number, number | bigint | string | undefined, number | bigint | string>;
  accepted: ColumnType<number, number | bigint | string | undefined, number | bigint | string>;
  duplicate: ColumnType<number, number | bigint | string | undefined, number | bigint | string>;
  rejected: ColumnType<number, number | bigint | string | undefined, number | bigint | string>;
  rejected_by_code: ColumnType<unknown, string | undefined, string>;
  error: ColumnType<unknown | null, string | null | undefined, string | null>;
  started_at: ColumnType<Date, Date | string | undefined, Date | string>;
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface LiveActivityTable {
  number: ColumnType<number, number | bigint | string, number | bigint | string>;
  replica: ColumnType<string, string, string>;
  told_at: ColumnType<Date, Date | string | undefined, Date | string>;
  ops: ColumnType<unknown, string, string>;
}

export interface LiveReplicasTable {
  replica: ColumnType<string, string, string>;
  told_seq: ColumnType<number, number | bigint | string, number | bigint | string>;
}

export interface LiveStatesTable {
  op: ColumnType<string, string, string>;
  key: ColumnType<string, string, string>;
  value: ColumnType<boolean, boolean, boolean>;
  at: ColumnType<number, number | bigint | string, number | bigint | string>;
  seq: ColumnType<number | null, number | bigint | string | null | undefined, number | bigint | string | null>;
  replica: ColumnType<string, string, string>;
  number: ColumnType<number, number | bigint | string, number | bigint | string>;
}

export interface ModelsTable {
  model_id: ColumnType<string, string, string>;
  kind: ColumnType<string, string, string>;
  version: ColumnType<number, number, number>;
  card: ColumnType<unknown, string, string>;
  artefact: ColumnType<string | null, string | null | undefined, string | null>;
  artefact_sha256: ColumnType<string | null, string | null | undefined, string | null>;
  trained_at: ColumnType<Date, Date | string, Date | string>;
  trained_by: ColumnType<string, string, string>;
}

export interface PoliciesTable {
  version: ColumnType<number, number, number>;
  hash: ColumnType<string, string, string>;
  content: ColumnType<unknown, string, string>;
  kind: ColumnType<string, string, string>;
  reason: ColumnType<string, string, string>;
  author: ColumnType<string, string, string>;
  equals_version: ColumnType<number | null, number | null | undefined, number | null>;
  announced_at: ColumnType<Date, Date | string, Date | string>;
  effective_at: ColumnType<Date, Date | string, Date | string>;
}

export interface PolicyChangesTable {
  change_id: ColumnType<number, never, never>;
  patch: ColumnType<unknown, string, string>;
  kind: ColumnType<string, string, string>;
  reason: ColumnType<string, string, string>;
  author: ColumnType<string, string, string>;
  created_at: ColumnType<Date, Date | string, Date | string>;
  effective_at: ColumnType<Date, Date | string, Date | string>;
  status: ColumnType<string, string | undefined, string>;
  version: ColumnType<number | null, number | null | undefined, number | null>;
}

export interface PseudonymKeyTable {
  id: ColumnType<number, number | undefined, number>;
  key: ColumnType<Buffer, Uint8Array, Uint8Array>;
  created_at: ColumnType<Date, Date | string | undefined, Date | string>;
}

export interface PublicationsTable {
  publication_id: ColumnType<string, string, string>;
  metric_id: ColumnType<string, string, string>;
  version: ColumnType<number, number, number>;
  grain: ColumnType<string, string, string>;
  variant: ColumnType<string, string | undefined, string>;
  as_of: ColumnType<string, string, string>;
  known_at: ColumnType<number, number | bigint | string, number | bigint | string>;
  revision: ColumnType<number, number, number>;
  state: ColumnType<string, string, string>;
  result: ColumnType<unknown, string, string>;
  published_at: ColumnType<Date, Date | string | undefined, Date | string>;
  published_by: ColumnType<string, string, string>;
}

export interface RejectedRowsTable {
  rejected_id: ColumnType<string, string, string>;
  source: ColumnType<string, string, string>;
  document: ColumnType<string, string | undefined, string>;
  index: ColumnType<number, number | bigint | string, number | bigint | string>;
  fact: ColumnType<string, string | undefined, string>;
  code: ColumnType<string, string, string>;
  detail: ColumnType<string, string, string>;
  pointer: ColumnType<string, string | undefined, string>;
  row: ColumnType<unknown, string, string>;
  account_id: ColumnType<string | null, string | null | undefined, string | null>;
  rejected_at: ColumnType<Date, Date | string | undefined, Date | string>;
  status: ColumnType<string, string | undefined, string>;
}

export interface SearchJudgementsTable {
  judgement_id: ColumnType<number, never, never>;
  query: ColumnType<string, string, string>;
  item_id: ColumnType<string, string, string>;
  grade: ColumnType<number, number, number>;
  author: ColumnType<string, string, string>;
  judged_at: ColumnType<Date, Date | string, Date | string>;
}

export interface SearchRunsTable {
  run_id: ColumnType<number, never, never>;
  run_at: ColumnType<Date, Date | string, Date | string>;
  author: ColumnType<string, string, string>;
  policy_version: ColumnType<number, number, number>;
  snapshot_hash: ColumnType<string, string, string>;
  query_count: ColumnType<number, number, number>;
  ndcg: ColumnType<number | null, number | null | undefined, number | null>;
}

export interface SettingsTable {
  version: ColumnType<number, number, number>;
  value: ColumnType<unknown, string, string>;
  changed_at: ColumnType<Date, Date | string | undefined, Date | string>;
  changed_by: ColumnType<string, string, string>;
}

export interface SnapshotActivationsTable {
  activation_id: ColumnType<number, never, never>;
  snapshot_id: ColumnType<string, string, string>;
  at: ColumnType<Date, Date | string, Date | string>;
  actor: ColumnType<string, string, string>;
}

export interface SnapshotsTable {
  snapshot_id: ColumnType<string, string, string>;
  hash: ColumnType<string, string, string>;
  known_at: ColumnType<number, number | bigint | string, number | bigint | string>;
  day: ColumnType<number, number, number>;
  bytes: ColumnType<number, number | bigint | string, number | bigint | string>;
  counts: ColumnType<unknown, string, string>;
  seconds: ColumnType<number, number, number>;
  built_at: ColumnType<Date, Date | string, Date | string>;
  built_by: ColumnType<string, string, string>;
  kept: ColumnType<boolean, boolean | undefined, boolean>;
}

export interface LedgerTables {
  access_secrets: AccessSecretsTable;
  accounts_pii: AccountsPiiTable;
  api_keys: ApiKeysTable;
  audit: AuditTable;
  auth_accounts: AuthAccountsTable;
  auth_sessions: AuthSessionsTable;
  auth_users: AuthUsersTable;
  auth_verifications: AuthVerificationsTable;
  crowds: CrowdsTable;
  erasures: ErasuresTable;
  idempotency_records: IdempotencyRecordsTable;
  imports: ImportsTable;
  live_activity: LiveActivityTable;
  live_replicas: LiveReplicasTable;
  live_states: LiveStatesTable;
  models: ModelsTable;
  policies: PoliciesTable;
  policy_changes: PolicyChangesTable;
  pseudonym_key: PseudonymKeyTable;
  publications: PublicationsTable;
  rejected_rows: RejectedRowsTable;
  search_judgements: SearchJudgementsTable;
  search_runs: SearchRunsTable;
  settings: SettingsTable;
  snapshot_activations: SnapshotActivationsTable;
  snapshots: SnapshotsTable;
}
