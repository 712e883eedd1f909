import type { FactInput, ImportKind } from '../../contracts/index.ts';
import type { RefusedRow } from '../face.ts';

export type ImportKindName = (typeof ImportKind.options)[number];

/** Some facts in an order that satisfies references, and how far in the source they bring us. */
export interface ImportChunk {
  /** What is being read, for progress: `catalogue`, `accounts`, `lines`. */
  readonly stage: string;
  /** Source rows that this chunk consumed. */
  readonly rows: number;
  readonly document: string;
  /** Row in the document of facts[0], where facts and rows are one to one: it names facts without ids. */
  readonly startIndex?: number;
  /** Facts, and in their place the rows that became none (`refusedRow`). */
  readonly facts: (FactInput | RefusedRow)[];
}

/** A check of the source against itself: it explains doubts, it stops nothing. */
export interface ImportCheck {
  readonly name: string;
  readonly checked: number;
  readonly failed: number;
  readonly note: string;
}

/**
 * One data set, opened: what it says of itself before a row is read, and its facts. Importers know
 * nothing of storage, so they can be tested, and dry-run, alone.
 */
export interface Importer {
  readonly kind: ImportKindName;
  /** Name of the source in every identity: (source, source_id). */
  readonly source: string;
  /** Settings that fit this data; an empty marketplace takes them over. */
  readonly suggested: {
    readonly timezone?: string;
    readonly currency?: string;
    readonly name?: { en: string; 'zh-CN': string };
    readonly scope_channels?: string[];
    readonly simulated?: boolean;
  };
  /** Dimensions of metrics that the source carries; those absent answer `dimension_absent`. */
  readonly dimensions: {
    readonly account: boolean;
    readonly category: boolean;
    readonly merchant: boolean;
    readonly brand: boolean;
  };
  /** Source rows to come, or null where only reading tells (text files). */
  readonly rowsTotal: number | null;
  /** Reads the source once. @throws file_truncated after the chunks of what was complete */
  chunks(): AsyncGenerator<ImportChunk, void, undefined>;
  /** Results of the source's own checks; call after the last chunk. */
  checks(): ImportCheck[];
  close(): Promise<void>;
}
