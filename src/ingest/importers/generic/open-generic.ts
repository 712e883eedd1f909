import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { GcError } from '../../../base/index.ts';
import type { FactInput } from '../../../contracts/index.ts';
import { refusedRow } from '../../face.ts';
import { openParquet, rowOf } from '../parquet.ts';
import type { ImportChunk, Importer } from '../types.ts';
import { type Cell, rowMapper, treeCollector } from './apply.ts';
import { columnsOf, type Mapping } from './mapping.ts';
import { readCsv, readJsonl, type TextRow } from './read-text.ts';

/** Small enough that a chunk's objects die young; reading, deciding and fsync overlap over a few of them. */
const CHUNK = 2_000;

/** A row as it comes from a file, before the mapping. */
interface FileRow {
  readonly cell: Cell;
  readonly raw: () => unknown;
  readonly malformed: string | null;
}

/**
 * A CSV, JSONL or Parquet file, turned into facts by a mapping. A tree that the mapping collects is read in
 * a pass of its own and comes first.
 * @param document name that stands for the file in identities; the mapping's, else the file's name
 * @throws file_unreadable, mapping_invalid (a column that the file lacks), file_truncated
 */
export async function openMapped(path: string, mapping: Mapping, document?: string): Promise<Importer> {
  if (!existsSync(path)) throw new GcError('file_unreadable', `${path} does not exist.`);
  const format = mapping.format ?? formatOf(path);
  const name = document ?? mapping.document ?? basename(path);
  const parquet = format === 'parquet' ? await openParquet(path) : null;
  const wanted = columnsOf(mapping);
  if (parquet) checkColumns(path, wanted, [...parquet.columns]);
  const rows = () =>
    parquet ? parquetRows() : format === 'csv' ? csvRows(path, mapping, wanted) : jsonlRows(path);

  async function* parquetRows(): AsyncGenerator<FileRow[], void, undefined> {
    for await (const group of parquet!.groups(wanted)) {
      for (let from = 0; from < group.rowCount; from += CHUNK) {
        const part: FileRow[] = [];
        for (let i = from; i < Math.min(from + CHUNK, group.rowCount); i++) {
          part.push({
            cell: (column) => group[column]?.[i] ?? null,
            raw: () => rowOf(group, wanted, i),
            malformed: null,
          });
        }
        yield part;
      }
    }
  }

  const trees = mapping.outputs.filter((output) => output.fact === 'category_tree');
  async function* chunks(): AsyncGenerator<ImportChunk, void, undefined> {
    if (trees.length > 0) yield* treeChunk();
    const map = rowMapper(mapping, name);
    let ordinal = 0;
    let facts: ImportChunk['facts'] = [];
    let from = 0;
    const take = (): ImportChunk => {
      const chunk = { stage: 'rows', rows: ordinal - from, document: name, facts };
      facts = [];
      from = ordinal;
      return chunk;
    };
    try {
      for await (const part of rows()) {
        for (const row of part) {
          if (row.malformed !== null) facts.push(refusedRow('malformed_row', row.malformed, row.raw()));
          else facts.push(...map(row.cell, row.raw, ordinal));
          ordinal++;
          if (facts.length >= CHUNK) yield take();
        }
      }
    } catch (error) {
      // What was complete is handed on before the file's end is complained about.
      if (facts.length > 0) yield take();
      throw error;
    }
    if (ordinal > from) yield take();
  }

  async function* treeChunk(): AsyncGenerator<ImportChunk, void, undefined> {
    const collectors = trees.map((output) => treeCollector(output, mapping));
    try {
      for await (const part of rows()) {
        for (const row of part) {
          if (row.malformed === null) for (const collector of collectors) collector.add(row.cell);
        }
      }
    } catch (error) {
      // The second pass meets the cut again, after the rows before it.
      if (!(error instanceof GcError) || error.code !== 'file_truncated') throw error;
    }
    const facts = collectors.map((c) => c.fact()).filter((fact): fact is FactInput => fact !== null);
    if (facts.length > 0) yield { stage: 'catalogue', rows: 0, document: name, facts };
  }

  const has = (kind: string, field: string) =>
    mapping.outputs.some((output) => output.fact === kind && field in output.fields);
  return {
    kind: 'generic',
    source: mapping.source,
    suggested: {
      timezone: mapping.timezone,
      ...(mapping.currency === undefined ? {} : { currency: mapping.currency }),
    },
    dimensions: {
      account: has('order_line', 'account'),
      category: has('item', 'category'),
      merchant: has('order_line', 'shop'),
      brand: has('item', 'brand'),
    },
    rowsTotal: parquet ? parquet.rows : null,
    chunks,
    checks: () => [],
    close: async () => parquet?.close(),
  };
}

/**
 * A JSONL file whose lines are facts already. A line without source_id takes its identity from the file's name and
 * its ordinal.
 * @throws file_unreadable, file_truncated
 */
export function openFacts(path: string, source: string, document = basename(path)): Importer {
  if (!existsSync(path)) throw new GcError('file_unreadable', `${path} does not exist.`);
  if (formatOf(path) !== 'jsonl') {
    throw new GcError('mapping_invalid', `${path} is not JSONL: its columns need a mapping.`);
  }
  async function* chunks(): AsyncGenerator<ImportChunk, void, undefined> {
    let facts: ImportChunk['facts'] = [];
    let from = 0;
    const take = (): ImportChunk => {
      const chunk = { stage: 'rows', rows: facts.length, document, startIndex: from, facts };
      from += facts.length;
      facts = [];
      return chunk;
    };
    try {
      for await (const part of readJsonl(path)) {
        for (const row of part) {
          facts.push(
            'malformed' in row
              ? refusedRow('malformed_row', row.malformed, row.raw)
              : (row.values as FactInput),
          );
          if (facts.length >= CHUNK) yield take();
        }
      }
    } catch (error) {
      if (facts.length > 0) yield take();
      throw error;
    }
    if (facts.length > 0) yield take();
  }
  return {
    kind: 'generic',
    source,
    suggested: {},
    dimensions: { account: true, category: true, merchant: true, brand: true },
    rowsTotal: null,
    chunks,
    checks: () => [],
    close: async () => {},
  };
}

async function* csvRows(
  path: string,
  mapping: Mapping,
  wanted: readonly string[],
): AsyncGenerator<FileRow[], void, undefined> {
  const at = new Map<string, number>();
  const onHeader = (columns: string[]) => {
    checkColumns(path, wanted, columns);
    for (const [i, column] of columns.entries()) at.set(column, i);
  };
  for await (const part of readCsv(path, mapping.csv, onHeader)) {
    yield part.map((row) =>
      fileRow(
        row,
        (values) => (column) => values[at.get(column)!],
        (values) => Object.fromEntries([...at].map(([column, i]) => [column, values[i]])),
      ),
    );
  }
}

async function* jsonlRows(path: string): AsyncGenerator<FileRow[], void, undefined> {
  for await (const part of readJsonl(path)) {
    yield part.map((row) =>
      fileRow(
        row,
        (values) => (column) => member(values, column),
        (values) => values,
      ),
    );
  }
}

function fileRow<T>(row: TextRow<T>, cellOf: (values: T) => Cell, rawOf: (values: T) => unknown): FileRow {
  if ('malformed' in row) return { cell: () => null, raw: () => row.raw, malformed: row.malformed };
  return { cell: cellOf(row.values), raw: () => rawOf(row.values), malformed: null };
}

/** `customer.id` of a JSON value; a member that is written so, dot and all, comes first. */
function member(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return null;
  if (Object.hasOwn(value, path)) return (value as Record<string, unknown>)[path];
  let here: unknown = value;
  for (const name of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return null;
    here = (here as Record<string, unknown>)[name];
  }
  return here;
}

function formatOf(path: string): 'csv' | 'jsonl' | 'parquet' {
  const name = path.toLowerCase().replace(/\.gz$/, '');
  if (name.endsWith('.parquet')) return 'parquet';
  if (name.endsWith('.jsonl') || name.endsWith('.ndjson')) return 'jsonl';
  if (/\.(csv|tsv|txt)$/.test(name)) return 'csv';
  throw new GcError(
    'file_unreadable',
    `${basename(path)}: name the file .csv, .jsonl or .parquet, or give format.`,
  );
}

function checkColumns(path: string, wanted: readonly string[], there: readonly string[]): void {
  const missing = wanted.filter((column) => !there.includes(column));
  if (missing.length === 0) return;
  throw new GcError(
    'mapping_invalid',
    `${basename(path)} has no column ${missing.join(', ')}; it has ${there.join(', ')}.`,
    { params: { missing } },
  );
}
