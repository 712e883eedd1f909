import { GcError } from '../../base/index.ts';
import type {
  ApiKey,
  CreatedKey,
  DoctorReport,
  ImportJob,
  RejectedRow,
  SettingsView,
  User,
} from '../../contracts/index.ts';
import { newPassword } from '../../engine/index.ts';
import { tableOf } from '../print.ts';
import { EXIT } from '../run.ts';
import type { Context } from './context.ts';

interface List<T> {
  data: T[];
  next_cursor: string | null;
}

const heads = (cx: Context, ...keys: string[]) => keys.map((key) => cx.t(`col.${key}`));
/** A list as a table, or a line that says it is empty. */
const listed = (cx: Context, head: string[], rows: (string | number | null)[][]) =>
  rows.length === 0 ? cx.t('nothing') : tableOf(head, rows);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new GcError('bad_request', `Not JSON: ${(cause as Error).message}.`, { cause });
  }
}

export async function listImports(cx: Context): Promise<void> {
  const page = await (await cx.client()).get<List<ImportJob>>('/v1/imports');
  cx.answer(page, () =>
    listed(
      cx,
      heads(cx, 'id', 'kind', 'state', 'accepted', 'duplicate', 'rejected', 'started'),
      page.data.map((j) => [j.import_id, j.kind, j.state, j.accepted, j.duplicate, j.rejected, j.started_at]),
    ),
  );
}

export async function listRejected(
  cx: Context,
  options: { code?: string; status?: string; source?: string; limit?: string },
): Promise<void> {
  const page = await (await cx.client()).get<List<RejectedRow>>('/v1/rejected', { ...options });
  cx.answer(page, () =>
    listed(
      cx,
      heads(cx, 'id', 'source', 'code', 'detail', 'row'),
      page.data.map((r) => [r.rejected_id, r.source, r.code, r.detail, JSON.stringify(r.row).slice(0, 120)]),
    ),
  );
}

export async function replayRejected(cx: Context, id: string, options: { row?: string }): Promise<void> {
  const result = await (await cx.client()).send<{ outcome: string; row: RejectedRow }>(
    'POST',
    `/v1/rejected/${encodeURIComponent(id)}/replay`,
    options.row === undefined ? {} : { row: parsed(options.row) },
  );
  cx.answer(
    result,
    () =>
      `${result.outcome}${result.outcome === 'rejected' ? `: ${result.row.code}: ${result.row.detail}` : ''}`,
  );
  if (result.outcome === 'rejected') cx.exit(EXIT.partly);
}

export async function dismissRejected(cx: Context, id: string): Promise<void> {
  const row = await (await cx.client()).send<RejectedRow>(
    'POST',
    `/v1/rejected/${encodeURIComponent(id)}/dismiss`,
  );
  cx.answer(row, () => row.status);
}

export async function listKeys(cx: Context): Promise<void> {
  const page = await (await cx.client()).get<List<ApiKey>>('/v1/keys');
  cx.answer(page, () =>
    listed(
      cx,
      heads(cx, 'id', 'name', 'scopes', 'merchant', 'created', 'revoked'),
      page.data.map((k) => [k.key_id, k.name, k.scopes.join(' '), k.merchant_id, k.created_at, k.revoked_at]),
    ),
  );
}

export async function createKey(
  cx: Context,
  name: string,
  options: { scopes: string; merchant?: string; signed?: boolean },
): Promise<void> {
  const key = await (await cx.client()).send<CreatedKey>('POST', '/v1/keys', {
    name,
    scopes: options.scopes.split(','),
    signed: options.signed ?? false,
    ...(options.merchant === undefined ? {} : { merchant_id: options.merchant }),
  });
  cx.answer(key, () =>
    [
      cx.t('key.once', { key: key.key }),
      ...(key.signing_secret ? [cx.t('key.secret', { secret: key.signing_secret })] : []),
    ].join('\n'),
  );
}

export async function revokeKey(cx: Context, id: string): Promise<void> {
  const key = await (await cx.client()).send<ApiKey>('DELETE', `/v1/keys/${encodeURIComponent(id)}`);
  cx.answer(key, () => `${key.key_id} ${key.revoked_at}`);
}

export async function listUsers(cx: Context): Promise<void> {
  const page = await (await cx.client()).get<List<User>>('/v1/users');
  cx.answer(page, () =>
    listed(
      cx,
      heads(cx, 'id', 'email', 'name', 'role', 'of'),
      page.data.map((u) => [u.user_id, u.email, u.name, u.role, u.merchant_id ?? u.industries.join(' ')]),
    ),
  );
}

export async function createUser(
  cx: Context,
  email: string,
  name: string,
  options: { role: string; merchant?: string; industries?: string; password?: string },
): Promise<void> {
  const password = options.password ?? newPassword();
  const user = await (await cx.client()).send<User>('POST', '/v1/users', {
    email,
    name,
    password,
    role: options.role,
    ...(options.merchant === undefined ? {} : { merchant_id: options.merchant }),
    ...(options.industries === undefined ? {} : { industries: options.industries.split(',') }),
  });
  const made = options.password === undefined;
  cx.answer(made ? { ...user, password } : user, () =>
    [`${user.user_id} ${user.email}`, ...(made ? [cx.t('user.password', { password })] : [])].join('\n'),
  );
}

export async function removeUser(cx: Context, id: string): Promise<void> {
  await (await cx.client()).send('DELETE', `/v1/users/${encodeURIComponent(id)}`);
  cx.answer({ user_id: id, removed: true }, () => id);
}

export async function erase(
  cx: Context,
  source: string,
  account: string,
  options: { yes?: boolean },
): Promise<void> {
  if (!options.yes) {
    process.stderr.write(`${cx.t('erase.confirm', { source, account })}\n`);
    return cx.exit(EXIT.usage);
  }
  const receipt = await (await cx.client()).send<{ account_id: string; complete: boolean }>(
    'POST',
    '/v1/erasures',
    {
      source,
      account,
    },
  );
  cx.answer(receipt, () =>
    cx.t(receipt.complete ? 'erased' : 'erasePending', { account: receipt.account_id }),
  );
}

export async function doctor(cx: Context): Promise<void> {
  const client = await cx.client();
  const report = await client.get<DoctorReport>('/v1/doctor');
  cx.answer({ ...report, through: client.where }, () =>
    [
      tableOf(
        heads(cx, 'check', 'state', 'detail'),
        report.checks.map((c) => [c.id, c.state, c.remedy ? `${c.detail} → ${c.remedy}` : c.detail]),
      ),
      cx.t(report.ok ? 'doctor.ok' : 'doctor.bad'),
    ].join('\n'),
  );
  if (!report.ok) cx.exit(EXIT.failed);
}

/** Shows settings, or changes those given as name=value (values are JSON, else text). */
export async function settings(cx: Context, changes: readonly string[]): Promise<void> {
  const client = await cx.client();
  const patch = Object.fromEntries(
    changes.map((change) => {
      const [name, ...rest] = change.split('=');
      if (rest.length === 0) throw new GcError('bad_request', `${change} must be name=value.`);
      const text = rest.join('=');
      try {
        return [name, JSON.parse(text)];
      } catch {
        return [name, text];
      }
    }),
  );
  const view =
    changes.length === 0
      ? await client.get<SettingsView>('/v1/settings')
      : await client.send<SettingsView>('PATCH', '/v1/settings', patch);
  cx.answer(view, () =>
    Object.entries(view.settings)
      .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
      .join('\n'),
  );
}

export async function openapi(cx: Context): Promise<void> {
  cx.out(JSON.stringify(await (await cx.client()).get('/openapi.json'), null, 2));
}
