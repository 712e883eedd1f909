import type { Handlers } from '../call.ts';
import { pageFrom, positionOf } from '../cursor.ts';

/** Rejected rows, imports, settings, audit, doctor, erasure: what operators do. */
export const operateHandlers: Handlers<
  | 'listRejected'
  | 'replayRejected'
  | 'dismissRejected'
  | 'createImport'
  | 'listImports'
  | 'getImport'
  | 'cancelImport'
  | 'createErasure'
  | 'getSettings'
  | 'patchSettings'
  | 'listAudit'
  | 'doctor'
> = {
  listRejected: ({ engine, query: { format: _format, lang: _lang, ...query } }) =>
    engine.ingest.rejected.list(definedOnly(query)),

  async replayRejected({ engine, principal, params, body }) {
    const result = await engine.ingest.rejected.replay(params.rejected_id, body?.row);
    await engine.audit.record(principal.id, 'rejected.replay', params.rejected_id, null, {
      outcome: result.outcome,
      mended: body?.row !== undefined,
    });
    return result;
  },

  async dismissRejected({ engine, principal, params }) {
    const row = await engine.ingest.rejected.dismiss(params.rejected_id);
    await engine.audit.record(principal.id, 'rejected.dismiss', params.rejected_id, null, null);
    return row;
  },

  createImport: ({ engine, principal, body }) => engine.imports.start(body, principal.id),
  async listImports({ engine, query }) {
    const rows = await engine.imports.list(query.limit + 1, positionOf(query.cursor));
    return pageFrom(rows, query.limit, (row) => row.import_id);
  },
  getImport: ({ engine, params }) => engine.imports.get(params.import_id),
  cancelImport: ({ engine, principal, params }) => engine.imports.cancel(params.import_id, principal.id),

  async createErasure({ engine, principal, body }) {
    const result = await engine.ingest.erase(body);
    // The audit names the pseudonym, never the customer number that was erased.
    await engine.audit.record(principal.id, 'person.erase', result.account_id, null, null);
    return result;
  },

  getSettings: async ({ engine }) => engine.settings.view(),
  patchSettings: ({ engine, principal, body }) => engine.settings.patch(definedOnly(body), principal.id),
  async listAudit({ engine, query }) {
    const position = positionOf(query.cursor);
    const rows = await engine.audit.list(
      query.limit + 1,
      position === undefined ? undefined : Number(position),
    );
    return pageFrom(rows, query.limit, (row) => String(row.audit_id));
  },
  doctor: ({ engine }) => engine.doctor(),
};

/** Without the keys that are undefined: what Zod leaves behind for absent optional fields. */
export function definedOnly<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never;
}
