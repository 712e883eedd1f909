import { z } from 'zod';
import { OPERATOR, route } from './route-parts.ts';
import type { RouteSpec } from './route-spec.ts';

/** Snapshots of the past that serving reads: built, listed, activated, rolled back. */

const count = z.number().int().min(0);

export const SnapshotView = z
  .object({
    snapshot_id: z.string(),
    hash: z.string(),
    known_at: count.describe('Highest sequence it has seen'),
    day: z.string().describe('First day that is not in it'),
    built_at: z.string(),
    built_by: z.string(),
    seconds: z.number(),
    bytes: count,
    counts: z.record(z.string(), count),
    kept: z.boolean().describe('False once its file was cleared away'),
    serving: z.boolean(),
    activated_at: z.string().nullable(),
  })
  .meta({ id: 'SnapshotView' });
export type SnapshotView = z.infer<typeof SnapshotView>;

export const SnapshotList = z
  .object({
    data: z.array(SnapshotView),
    serving: z.string().nullable().describe('The snapshot in use; null while there is none'),
    problem: z
      .object({ code: z.string(), detail: z.string(), snapshot_id: z.string().nullable(), at: z.string() })
      .nullable()
      .describe('Why the activated snapshot does not serve, or the last build failed'),
    building: z.object({ started_at: z.string(), step: z.string() }).nullable(),
  })
  .meta({ id: 'SnapshotList' });
export type SnapshotList = z.infer<typeof SnapshotList>;

export const BuildSnapshotBody = z.object({
  activate: z.boolean().default(true).describe('Serve from it as soon as it is built'),
});

const READER = { roles: ['operator'], scope: 'metrics:read' } as const;

export const SNAPSHOT_ROUTES = {
  listSnapshots: route({
    method: 'GET',
    path: '/v1/snapshots',
    tag: 'serve',
    summary: 'Snapshots, the newest first, and the one that serves',
    access: READER,
    query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(20) }),
    response: SnapshotList,
  }),
  buildSnapshot: route({
    method: 'POST',
    path: '/v1/snapshots',
    tag: 'serve',
    summary: 'Build a snapshot of what is known now; equal facts give the one there is',
    access: OPERATOR,
    body: BuildSnapshotBody,
    response: SnapshotView,
  }),
  activateSnapshot: route({
    method: 'POST',
    path: '/v1/snapshots/:snapshot_id/activate',
    tag: 'serve',
    summary: 'Serve from this snapshot, whole and at once; `previous` is the one before',
    access: OPERATOR,
    params: z.object({ snapshot_id: z.string().min(1).max(64) }),
    response: SnapshotView,
  }),
} as const satisfies Record<string, RouteSpec>;
