import type { SnapshotList, SnapshotView } from '../../contracts/index.ts';
import { tableOf } from '../print.ts';
import type { Context } from './context.ts';

/** Builds a snapshot of what is known now, and serves from it unless told not to. */
export async function buildSnapshot(cx: Context, options: { activate?: boolean }): Promise<void> {
  const client = await cx.client();
  const view = await client.send<SnapshotView>('POST', '/v1/snapshots', {
    activate: options.activate !== false,
  });
  cx.answer(view, () => tableFor(cx, [view]));
}

/** Snapshots, the newest first, and whether the one activated last serves. */
export async function listSnapshots(cx: Context): Promise<void> {
  const client = await cx.client();
  const list = await client.get<SnapshotList>('/v1/snapshots');
  cx.answer(list, () =>
    [
      list.data.length > 0 ? tableFor(cx, list.data) : cx.t('nothing'),
      ...(list.problem ? [`${list.problem.code}: ${list.problem.detail}`] : []),
    ].join('\n'),
  );
}

/** Serves from a kept snapshot; `previous` rolls back. */
export async function activateSnapshot(cx: Context, id: string): Promise<void> {
  const client = await cx.client();
  const view = await client.send<SnapshotView>(
    'POST',
    `/v1/snapshots/${encodeURIComponent(id)}/activate`,
    {},
  );
  cx.answer(view, () => tableFor(cx, [view]));
}

function tableFor(cx: Context, rows: readonly SnapshotView[]): string {
  const head = ['id', 'asOf', 'people', 'offers', 'lines', 'megabytes', 'seconds', 'serving'];
  return tableOf(
    head.map((key) => cx.t(`col.${key}`)),
    rows.map((row) => [
      row.snapshot_id,
      row.day,
      row.counts.people ?? null,
      row.counts.offers ?? null,
      row.counts.lines ?? null,
      Number((row.bytes / 2 ** 20).toFixed(1)),
      row.seconds,
      row.serving ? cx.t('snapshot.serving') : row.kept ? '' : cx.t('snapshot.gone'),
    ]),
  );
}
