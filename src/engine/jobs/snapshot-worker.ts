import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { loadNextCategory } from '../../models/index.ts';
import { buildIndex, encodeIndex } from '../../search/index.ts';
import {
  assemble,
  documentsOf,
  type Manifest,
  type SnapshotFacts,
  type SnapshotModels,
  snapshotPieces,
} from '../../serve/index.ts';
import type { ExportedFacts } from './facts-export.ts';
import { readFacts } from './facts-read.ts';

/** What a worker is told to build, and where the file is to stand. */
export interface SnapshotTask {
  readonly exported: ExportedFacts;
  readonly manifest: Omit<Manifest, 'format' | 'hash' | 'counts' | 'day'>;
  readonly models: Partial<SnapshotModels>;
  readonly modelCategories: readonly string[];
  /** The draft; it is complete and on disk when the worker says so. */
  readonly path: string;
}
export type SnapshotReport =
  | { readonly step: string }
  | { readonly hash: string; readonly bytes: number; readonly manifest: Omit<Manifest, 'format' | 'hash'> };

/** A thread that reads exported facts, works out the columns and writes the file: a minute of a core and a gigabyte, away from the server. */
function build(task: SnapshotTask): void {
  const say = (step: string) => parentPort?.postMessage({ step } satisfies SnapshotReport);
  say('facts');
  const facts = readFacts(task.exported);
  say('search');
  const search = encodeIndex(buildIndex(documentsOf(facts.catalogue)));
  const parts = assemble(
    {
      ...facts,
      manifest: { ...task.manifest, day: task.exported.day },
      ...usable(task),
      search,
    },
    say,
  );
  say('file');
  const { hash, bytes, pieces } = snapshotPieces(parts);
  write(task.path, pieces);
  parentPort?.postMessage({ hash, bytes, manifest: parts.manifest } satisfies SnapshotReport);
}

/** Models as far as this version reads them: one that another version wrote waits for the next training. */
function usable({
  models,
  modelCategories,
}: SnapshotTask): Pick<SnapshotFacts, 'models' | 'modelCategories'> {
  try {
    if (models.nextCategory) loadNextCategory(models.nextCategory);
    return { models, modelCategories };
  } catch {
    return { models: { ...models, nextCategory: null } };
  }
}

/** Writes beside the place and renames, so that the place never holds half a file. */
function write(path: string, pieces: readonly Uint8Array[]): void {
  const draft = `${path}.part`;
  const fd = openSync(draft, 'w', 0o600);
  try {
    for (const piece of pieces)
      for (let at = 0; at < piece.length; )
        at += writeSync(fd, piece, at, Math.min(1 << 26, piece.length - at));
    fsyncSync(fd);
  } catch (error) {
    closeSync(fd);
    rmSync(draft, { force: true });
    throw error;
  }
  closeSync(fd);
  renameSync(draft, path);
}

if (workerData) build(workerData as SnapshotTask);
