import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GcError } from '../../base/index.ts';
import type { ImportJob } from '../../contracts/index.ts';
import { Progress, tableOf } from '../print.ts';
import { EXIT } from '../run.ts';
import type { Context } from './context.ts';
import { clearSimulated } from './demo.ts';

export interface ImportOptions {
  mapping?: string;
  dryRun?: boolean;
  source?: string;
  replace?: boolean;
}

/** Starts an import and waits for its end. Ctrl-C cancels it; what was accepted stays. */
export async function importFiles(
  cx: Context,
  kind: string,
  path: string,
  options: ImportOptions,
): Promise<void> {
  if (options.replace) await clearSimulated(cx);
  const client = await cx.client();
  const { import_id: id } = await client.send<ImportJob>('POST', '/v1/imports', {
    kind,
    // A world is named, not found.
    path: kind === 'example' ? path : resolve(path),
    dry_run: options.dryRun ?? false,
    ...(options.source === undefined ? {} : { source: options.source }),
    ...(options.mapping === undefined ? {} : { mapping: await mappingOf(options.mapping) }),
  });
  const progress = new Progress(cx.json);
  let interrupted = false;
  const onInterrupt = () => {
    interrupted = true;
  };
  process.once('SIGINT', onInterrupt);
  let job: ImportJob;
  try {
    for (;;) {
      job = interrupted
        ? await client
            .send<ImportJob>('POST', `/v1/imports/${id}/cancel`)
            .catch(() => client.get<ImportJob>(`/v1/imports/${id}`))
        : await client.get<ImportJob>(`/v1/imports/${id}`);
      if (job.state !== 'running') break;
      const of = job.rows_total === null ? '' : cx.t('import.of', { total: job.rows_total });
      progress.show(cx.t('import.running', { ...job, of }), '');
      await sleep(client.where === 'server' ? 250 : 100);
    }
  } finally {
    process.off('SIGINT', onInterrupt);
    progress.end();
  }
  cx.answer(job, () => summaryOf(cx, job));
  if (job.state === 'cancelled') return cx.exit(EXIT.interrupted);
  if (job.state === 'failed') return cx.exit(EXIT.failed);
  if (job.rejected > 0) cx.exit(EXIT.partly);
}

function summaryOf(cx: Context, job: ImportJob): string {
  const lines = [cx.t('import.done', { ...job })];
  if (job.dry_run) lines.push(cx.t('import.dry'));
  const reasons = Object.entries(job.rejected_by_code).sort((a, b) => b[1] - a[1]);
  if (reasons.length > 0) {
    lines.push(cx.t('import.rejected'), tableOf([cx.t('col.reason'), cx.t('col.count')], reasons));
    if (!job.dry_run) lines.push(cx.t('import.see'));
  }
  if (job.error) lines.push(`${job.error.code}: ${job.error.detail}`);
  return lines.join('\n');
}

async function mappingOf(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new GcError(
      'mapping_invalid',
      `${path} cannot be opened: ${(cause as NodeJS.ErrnoException).code}.`,
      { cause },
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new GcError('mapping_invalid', `${path} is not JSON: ${(cause as Error).message}.`, { cause });
  }
}
