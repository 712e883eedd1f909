import type { Handlers } from '../call.ts';

/** What serving reads: built on request, activated whole, rolled back. */
export const snapshotHandlers: Handlers<'listSnapshots' | 'buildSnapshot' | 'activateSnapshot'> = {
  listSnapshots: ({ engine, query }) => engine.snapshots.list(query.limit),
  async buildSnapshot({ engine, principal, body }) {
    await engine.ingest.flush();
    const view = await engine.snapshots.build(principal.id, body);
    await engine.audit.record(principal.id, 'snapshot.build', view.snapshot_id, null, {
      known_at: view.known_at,
    });
    return view;
  },
  async activateSnapshot({ engine, principal, params }) {
    const before = engine.snapshots.current()?.manifest.hash ?? null;
    const view = await engine.snapshots.activate(params.snapshot_id, principal.id);
    await engine.audit.record(
      principal.id,
      'snapshot.activate',
      view.snapshot_id,
      { hash: before },
      { hash: view.hash },
    );
    return view;
  },
};
