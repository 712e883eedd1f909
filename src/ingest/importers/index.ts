export {
  type ImportProgress,
  type ImportSummary,
  type OpenImport,
  openImport,
  type RunImport,
  runImport,
} from './run-import.ts';
export type { ImportCheck, ImportChunk, Importer } from './types.ts';
