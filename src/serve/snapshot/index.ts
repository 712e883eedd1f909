export { assemble } from './build/assemble.ts';
export { documentsOf } from './build/documents.ts';
export {
  type CatalogueRows,
  EVENT_KINDS,
  type EventColumns,
  HEALTHY,
  type LineColumns,
  type PeopleColumns,
  REFUNDED,
  type SnapshotFacts,
  UNCLEAN,
} from './build/facts.ts';
export { encodeSnapshot, HASHED_FROM, type SnapshotParts, snapshotPieces } from './encode.ts';
export { exampleRows } from './fixture.ts';
export { openSnapshot, snapshotHash } from './open.ts';
export { exampleAccount, factsOf, type SnapshotRows, snapshotFrom } from './rows.ts';
export type * from './types.ts';
