// Types alone: the console speaks HTTP and carries none of the server's code.
export type {
  ApiKey,
  AuditEntry,
  CategoryDetail,
  CategoryPage,
  CategoryRow,
  CohortGrid,
  CreatedKey,
  CreateImportBody,
  CreateKeyBody,
  CreateUserBody,
  Headline,
  ImportJob,
  InstanceStatus,
  LocalText,
  Me,
  MerchantDetail,
  MerchantPage,
  MerchantRow,
  MetricCell,
  MetricDefinition,
  MetricResult,
  MetricSeries,
  Overview,
  Problem,
  Publication,
  Receipt,
  RejectedRow,
  Role,
  Scope,
  SettingsView,
  TrendPoint,
  User,
} from '../../../src/contracts/index.ts';

/** A page of a list, as every collection answers. */
export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}
