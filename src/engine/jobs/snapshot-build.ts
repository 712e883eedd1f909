import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../../contracts/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { Manifest, SnapshotModels } from '../../serve/index.ts';
import { startWorker } from '../../survey/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';
import { exportFacts } from './facts-export.ts';
import type { SnapshotReport, SnapshotTask } from './snapshot-worker.ts';

export interface SnapshotBuildOptions {
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly knownAt: number;
  readonly now: number;
  /** Folder for exported facts; a folder of its own is made there and removed. */
  readonly scratch: string;
  /** Where the file is to stand. */
  readonly path: string;
  readonly signal?: AbortSignal;
  readonly say?: (step: string) => void;
}

export interface BuiltSnapshot {
  readonly hash: string;
  readonly bytes: number;
  readonly manifest: Omit<Manifest, 'format' | 'hash'>;
}

/**
 * Builds the snapshot of what is known at K: facts are exported in ranges, a thread makes the columns and the file. The server's
 * own thread only asks. When it fails or is stopped, nothing stands at `path`.
 * @throws warehouse_query_failed, warehouse_unavailable; what the signal was aborted with
 */
export async function buildSnapshot(options: SnapshotBuildOptions): Promise<BuiltSnapshot> {
  const { settings, signal, say = () => {} } = options;
  const dir = join(options.scratch, `snapshot-${randomUUID()}`);
  await mkdir(dir, { recursive: true });
  try {
    say('export');
    const exported = await exportFacts({
      warehouse: options.warehouse,
      knownAt: options.knownAt,
      timezone: settings.timezone,
      channels: settings.scope_channels,
      now: options.now,
      dir,
      ...(signal && { signal }),
    });
    const { models, categories } = await latestModels(options.ledger);
    return await inThread(
      {
        exported,
        manifest: {
          built_at: new Date(options.now).toISOString(),
          known_at: options.knownAt,
          timezone: settings.timezone,
          currency: settings.currency,
          simulated: settings.simulated,
        },
        models,
        modelCategories: categories,
        path: options.path,
      },
      signal,
      say,
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
    await rm(`${options.path}.part`, { force: true });
  }
}

/** The newest fitted next-category model and the ids of its category numbers. */
async function latestModels(
  ledger: Ledger,
): Promise<{ models: Partial<SnapshotModels>; categories: string[] }> {
  const [row] = await ledger.query<{ artefact: string }>(
    "SELECT artefact FROM models WHERE kind = 'next_category' AND artefact IS NOT NULL ORDER BY version DESC LIMIT 1",
  );
  const stored = row && (JSON.parse(row.artefact) as { categories: string[]; model: unknown });
  return {
    models: { nextCategory: stored?.model ?? null },
    categories: stored?.categories ?? [],
  };
}

function inThread(
  task: SnapshotTask,
  signal: AbortSignal | undefined,
  say: (step: string) => void,
): Promise<BuiltSnapshot> {
  const worker = startWorker(
    new URL('./snapshot-worker.ts', import.meta.url),
    new URL('./snapshot-worker.js', import.meta.url),
    task,
  );
  return new Promise<BuiltSnapshot>((resolve, reject) => {
    const stop = () => reject(signal!.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    worker.on('message', (report: SnapshotReport) => {
      if ('step' in report) say(report.step);
      else resolve(report);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal?.removeEventListener('abort', stop);
      reject(new Error(`The building of the snapshot ended with code ${code}.`));
    });
  }).finally(() => worker.terminate());
}
