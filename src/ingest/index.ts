export type {
  Batch,
  ErasureResult,
  Identify,
  Ingest,
  IngestLimits,
  IngestLogger,
  IngestOptions,
  Position,
  Rejected,
  RejectedQuery,
  ReplayResult,
  SegmentCall,
} from './face.ts';
export { ordinalId, RefusedRow, refusedRow } from './face.ts';
export {
  type ImportCheck,
  type Importer,
  type ImportSummary,
  openImport,
  runImport,
} from './importers/index.ts';
export { openIngest } from './open.ts';
