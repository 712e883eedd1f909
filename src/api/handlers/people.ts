import { meOf } from '../../access/index.ts';
import { GcError } from '../../base/index.ts';
import type { Handlers } from '../call.ts';
import { pageFrom, positionOf } from '../cursor.ts';

/** Sessions, keys and users. */
export const peopleHandlers: Handlers<
  | 'signIn'
  | 'signOut'
  | 'me'
  | 'listKeys'
  | 'createKey'
  | 'revokeKey'
  | 'listUsers'
  | 'createUser'
  | 'deleteUser'
> = {
  async signIn({ engine, body, reply }) {
    const signed = await engine.access.people.signIn(body.email, body.password);
    if (!signed) throw new GcError('unauthenticated', 'Email or password is wrong.');
    reply.header('set-cookie', signed.cookies);
    return meOf(signed.principal);
  },
  async signOut({ engine, request, reply }) {
    reply.header('set-cookie', await engine.access.people.signOut(request.headers.cookie ?? ''));
    return undefined;
  },
  me: async ({ principal }) => meOf(principal),

  async listKeys({ engine, query }) {
    const rows = await engine.access.keys.list(query.limit + 1, positionOf(query.cursor));
    return pageFrom(rows, query.limit, (row) => row.key_id);
  },
  async createKey({ engine, principal, body }) {
    const created = await engine.access.keys.create(body);
    const { key: _key, signing_secret: _secret, ...view } = created;
    await engine.audit.record(principal.id, 'key.create', view.key_id, null, view);
    return created;
  },
  async revokeKey({ engine, principal, params }) {
    const key = await engine.access.keys.revoke(params.key_id);
    await engine.audit.record(principal.id, 'key.revoke', key.key_id, null, null);
    return key;
  },

  async listUsers({ engine, query }) {
    const rows = await engine.access.people.list(query.limit + 1, positionOf(query.cursor));
    return pageFrom(rows, query.limit, (row) => row.email);
  },
  async createUser({ engine, principal, body }) {
    const user = await engine.access.people.create(body);
    await engine.audit.record(principal.id, 'user.create', user.user_id, null, user);
    return user;
  },
  async deleteUser({ engine, principal, params }) {
    await engine.access.people.remove(params.user_id);
    await engine.audit.record(principal.id, 'user.delete', params.user_id, null, null);
    return undefined;
  },
};
