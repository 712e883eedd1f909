import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { GcError, systemClock } from '../../base/index.ts';
import type { ImportJob, Receipt } from '../../contracts/index.ts';
import { type Batch, type Ingest, RefusedRow } from '../face.ts';
import { openCompleteJourney } from './complete-journey.ts';
import { parseMapping } from './generic/mapping.ts';
import { openFacts, openMapped } from './generic/open-generic.ts';
import { openOlist } from './olist.ts';
import type { ImportCheck, ImportChunk, Importer, ImportKindName } from './types.ts';
import { openUciOnlineRetail } from './uci-online-retail.ts';

/** Chunks under way at once: their fsyncs are shared, and reading goes on while the disk works. */
const IN_FLIGHT = 3;
const SAMPLES = 5;

export interface OpenImport {
  readonly kind: ImportKindName;
  /** A folder for the public data sets, a file for `generic`. */
  readonly path: string;
  /** Of `generic`: the mapping, or the path of its JSON file. Without one the file must be JSONL of facts. */
  readonly mapping?: unknown;
  /** Of `generic` without a mapping: who speaks. */
  readonly source?: string;
  /** Of `generic`: stands for the file in identities of rows without ids. */
  readonly document?: string;
}

export interface RunImport {
  readonly importId?: string;
  /** Only for the summary. */
  readonly path: string;
  readonly ingest: Pick<Ingest, 'submit' | 'flush'>;
  /** Validates and counts everything, writes nothing. Repeats are seen within a chunk and against what is stored. */
  readonly dryRun?: boolean;
  /** Called after every chunk with the state so far. Must not throw. */
  readonly onProgress?: (state: ImportProgress) => void;
  /** Stops between two chunks; what was accepted stays. */
  readonly signal?: AbortSignal;
  readonly now?: () => number;
}

/** Where an import stands: the job as the API shows it, and how far in the source. */
export interface ImportProgress extends ImportJob {
  rows_read: number;
}

/** What became of an import. accepted + duplicate + rejected = received. */
export interface ImportSummary extends ImportProgress {
  /** A few rejected rows per code, to see what is wrong without going to look. */
  samples: Record<string, { detail: string; row: unknown }[]>;
  checks: ImportCheck[];
  /** Sequence after the last chunk; null when nothing was sent. */
  known_at: number | null;
}

/** Opens a data set without reading its rows. @throws file_unreadable, file_truncated, mapping_invalid */
export async function openImport(options: OpenImport): Promise<Importer> {
  switch (options.kind) {
    case 'complete-journey':
      return openCompleteJourney(options.path);
    case 'olist':
      return openOlist(options.path);
    case 'uci-online-retail':
      return openUciOnlineRetail(options.path);
    case 'generic': {
      if (options.mapping === undefined) {
        return openFacts(options.path, options.source ?? nameOf(options.path), options.document);
      }
      const given =
        typeof options.mapping === 'string' ? await mappingFile(options.mapping) : options.mapping;
      return openMapped(options.path, parseMapping(given), options.document);
    }
    default:
      throw new GcError('bad_request', `${options.kind} is not read from files.`);
  }
}

/**
 * Sends an importer's facts to ingest, chunk by chunk, and closes it. Does not throw for what an import can run into:
 * the summary's `error` says it, and its counts what had been accepted by then.
 */
export async function runImport(importer: Importer, options: RunImport): Promise<ImportSummary> {
  const now = options.now ?? systemClock.now;
  const dryRun = options.dryRun ?? false;
  const job: ImportSummary = {
    import_id: options.importId ?? randomUUID(),
    kind: importer.kind,
    source: importer.source,
    path: options.path,
    dry_run: dryRun,
    state: 'running',
    stage: 'opening',
    rows_total: importer.rowsTotal,
    rows_read: 0,
    received: 0,
    accepted: 0,
    duplicate: 0,
    rejected: 0,
    rejected_by_code: {},
    error: null,
    started_at: new Date(now()).toISOString(),
    ended_at: null,
    samples: {},
    checks: [],
    known_at: null,
  };
  const inFlight = new Set<Promise<void>>();
  let failure: unknown = null;
  const positions = new Map<string, number>();

  const submit = dryRun ? drySubmit(options.ingest) : patiently(options.ingest);
  const send = async (chunk: ImportChunk) => {
    const at = chunk.startIndex ?? positions.get(chunk.document) ?? 0;
    positions.set(chunk.document, at + chunk.facts.length);
    const receipt =
      chunk.facts.length === 0
        ? null
        : await submit({
            source: importer.source,
            document: chunk.document,
            backfilled: true,
            rows: chunk.facts,
            startIndex: at,
          });
    job.rows_read += chunk.rows;
    if (receipt) count(job, chunk, receipt, at);
    options.onProgress?.(job);
  };
  const settle = async (limit: number) => {
    while (inFlight.size >= limit && inFlight.size > 0) await Promise.race(inFlight);
    if (failure !== null) throw failure;
  };

  try {
    for await (const chunk of importer.chunks()) {
      if (options.signal?.aborted) break;
      if (chunk.stage !== job.stage) {
        // What a stage refers to must be there before it begins.
        await settle(1);
        job.stage = chunk.stage;
        options.onProgress?.(job);
      }
      await settle(dryRun ? 1 : IN_FLIGHT);
      const sent: Promise<void> = send(chunk)
        .catch((error) => {
          failure ??= error;
        })
        .finally(() => inFlight.delete(sent));
      inFlight.add(sent);
    }
    await settle(1);
    job.stage = 'loading';
    options.onProgress?.(job);
    if (!dryRun) await options.ingest.flush();
    job.state = options.signal?.aborted ? 'cancelled' : 'done';
    if (job.state === 'done') job.checks = importer.checks();
  } catch (error) {
    await Promise.allSettled(inFlight);
    job.state = 'failed';
    job.error =
      error instanceof GcError
        ? { code: error.code, detail: error.message }
        : { code: 'internal', detail: error instanceof Error ? error.message : String(error) };
  } finally {
    await importer.close();
  }
  job.stage = job.state;
  job.ended_at = new Date(now()).toISOString();
  options.onProgress?.(job);
  return job;
}

type Submit = (batch: Batch) => Promise<Receipt>;

/** An import is the one client that can wait: where ingest sheds load, it lets the warehouse catch up. */
function patiently(ingest: Pick<Ingest, 'submit' | 'flush'>): Submit {
  return async (batch) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await ingest.submit(batch);
      } catch (error) {
        if (!(error instanceof GcError) || error.code !== 'overloaded' || attempt >= 50) throw error;
        await ingest.flush();
      }
    }
  };
}

/**
 * A dry run leaves nothing behind, not even the categories that the next chunk refers to: trees go before every
 * chunk again, and out of its counts.
 */
function drySubmit(ingest: Pick<Ingest, 'submit'>): Submit {
  const trees: unknown[] = [];
  let ofTrees: Receipt | null = null;
  return async (batch) => {
    const at = batch.startIndex ?? 0;
    const receipt = await ingest.submit({
      ...batch,
      rows: [...trees, ...batch.rows],
      startIndex: at - trees.length,
      dryRun: true,
    });
    const { received, accepted, duplicate, rejected } = ofTrees ?? NOTHING;
    const net: Receipt = {
      ...receipt,
      received: receipt.received - received,
      accepted: receipt.accepted - accepted,
      duplicate: receipt.duplicate - duplicate,
      rejected: receipt.rejected - rejected,
      rejections: receipt.rejections.filter(({ index }) => index >= at),
    };
    const found = batch.rows.filter((row) => (row as { fact?: unknown } | null)?.fact === 'category_tree');
    if (found.length > 0) {
      trees.push(...found);
      ofTrees = await ingest.submit({ ...batch, rows: trees, startIndex: 0, dryRun: true });
    }
    return net;
  };
}

const NOTHING = { received: 0, accepted: 0, duplicate: 0, rejected: 0 };

function count(job: ImportSummary, chunk: ImportChunk, receipt: Receipt, at: number): void {
  job.received += receipt.received;
  job.accepted += receipt.accepted;
  job.duplicate += receipt.duplicate;
  job.rejected += receipt.rejected;
  job.known_at = Math.max(job.known_at ?? 0, receipt.known_at);
  for (const [code, n] of Object.entries(byCode(chunk, receipt))) {
    job.rejected_by_code[code] = (job.rejected_by_code[code] ?? 0) + n;
  }
  for (const rejection of receipt.rejections) {
    const samples = job.samples[rejection.code] ?? [];
    job.samples[rejection.code] = samples;
    if (samples.length >= SAMPLES) continue;
    const row = chunk.facts[rejection.index - at] ?? chunk.facts[rejection.index];
    samples.push({ detail: rejection.detail, row: row instanceof RefusedRow ? row.raw : row });
  }
}

/** A receipt lists its first rejections only. The importer's own refusals are counted here, all of them. */
function byCode(chunk: ImportChunk, receipt: Receipt): Record<string, number> {
  const counts: Record<string, number> = {};
  const add = (code: string, n: number) => {
    if (n > 0) counts[code] = (counts[code] ?? 0) + n;
  };
  let known = 0;
  for (const fact of chunk.facts) {
    if (!(fact instanceof RefusedRow)) continue;
    add(fact.code, 1);
    known++;
  }
  const listed = receipt.rejections.length === receipt.rejected;
  if (!listed && known === receipt.rejected) return counts;
  if (!listed) {
    add('unlisted', receipt.rejected - known);
    return counts;
  }
  const all: Record<string, number> = {};
  for (const rejection of receipt.rejections) all[rejection.code] = (all[rejection.code] ?? 0) + 1;
  return all;
}

async function mappingFile(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new GcError('mapping_invalid', `${path} cannot be opened: ${cause.code ?? cause.message}.`, {
      cause,
    });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new GcError('mapping_invalid', `${path} is not JSON: ${(cause as Error).message}.`, { cause });
  }
}

/** Name of a source from a file's: what may stand in one, in lower case. */
function nameOf(path: string): string {
  const name = basename(path)
    .toLowerCase()
    .split('.')[0]!
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
  return name.slice(0, 64) || 'facts';
}
