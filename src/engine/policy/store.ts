import { GcError } from '../../base/index.ts';
import type { Policy, PolicyChange, PolicyPatch, PolicyVersion } from '../../contracts/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import { contentOf, hashOf, type PolicyContent } from './content.ts';

export interface StoredVersion extends PolicyVersion {
  readonly policy: Policy;
}
export type StoredChange = Omit<PolicyChange, 'differences' | 'conflicts'>;

interface VersionRow extends Omit<PolicyVersion, 'announced_at' | 'effective_at'> {
  content: PolicyContent;
  announced_at: Date | string;
  effective_at: Date | string;
}
interface ChangeRow extends Omit<StoredChange, 'change_id' | 'created_at' | 'effective_at'> {
  change_id: number | string;
  created_at: Date | string;
  effective_at: Date | string;
}

const iso = (at: Date | string) => new Date(at).toISOString();
const VERSION_COLUMNS =
  'version, hash, content, kind, reason, author, equals_version, announced_at, effective_at';
const CHANGE_COLUMNS = 'change_id, patch, kind, reason, author, created_at, effective_at, status, version';

function versionOf({ content, ...row }: VersionRow): StoredVersion {
  const effective_at = iso(row.effective_at);
  return {
    ...row,
    announced_at: iso(row.announced_at),
    effective_at,
    policy: { version: row.version, hash: row.hash, effective_at, ...content },
  };
}

const changeOf = (row: ChangeRow): StoredChange => ({
  ...row,
  change_id: Number(row.change_id),
  created_at: iso(row.created_at),
  effective_at: iso(row.effective_at),
});

/** The live version. @throws not_found where there is none yet */
export async function latestVersion(ledger: Ledger): Promise<StoredVersion> {
  const [row] = await ledger.query<VersionRow>(
    `SELECT ${VERSION_COLUMNS} FROM policies ORDER BY version DESC LIMIT 1`,
  );
  if (!row) throw new GcError('not_found', 'There is no policy yet.');
  return versionOf(row);
}

/** @throws not_found */
export async function readVersion(ledger: Ledger, version: number): Promise<StoredVersion> {
  const [row] = await ledger.query<VersionRow>(`SELECT ${VERSION_COLUMNS} FROM policies WHERE version = $1`, [
    version,
  ]);
  if (!row) throw new GcError('not_found', `There is no policy version ${version}.`);
  return versionOf(row);
}

/** The latest first, from below `before`. */
export async function listVersions(ledger: Ledger, limit: number, before?: number): Promise<StoredVersion[]> {
  const rows = await ledger.query<VersionRow>(
    `SELECT ${VERSION_COLUMNS} FROM policies WHERE $2::integer IS NULL OR version < $2 ORDER BY version DESC LIMIT $1`,
    [limit, before ?? null],
  );
  return rows.map(versionOf);
}

export interface NewVersion {
  readonly version: number;
  readonly content: PolicyContent;
  readonly kind: PolicyVersion['kind'];
  readonly reason: string;
  readonly author: string;
  readonly equals_version: number | null;
  readonly announced_at: string;
  readonly effective_at: string;
}

export async function insertVersion(ledger: Ledger, next: NewVersion): Promise<void> {
  const content = contentOf(next.content);
  await ledger.query(
    `INSERT INTO policies (${VERSION_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      next.version,
      hashOf(content),
      JSON.stringify(content),
      next.kind,
      next.reason,
      next.author,
      next.equals_version,
      next.announced_at,
      next.effective_at,
    ],
  );
}

export async function insertChange(
  ledger: Ledger,
  change: Omit<StoredChange, 'change_id' | 'status' | 'version'> & { readonly patch: PolicyPatch },
): Promise<StoredChange> {
  const [row] = await ledger.query<ChangeRow>(
    `INSERT INTO policy_changes (patch, kind, reason, author, created_at, effective_at)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${CHANGE_COLUMNS}`,
    [
      JSON.stringify(change.patch),
      change.kind,
      change.reason,
      change.author,
      change.created_at,
      change.effective_at,
    ],
  );
  return changeOf(row!);
}

/** @throws not_found */
export async function readChange(ledger: Ledger, changeId: number): Promise<StoredChange> {
  const [row] = await ledger.query<ChangeRow>(
    `SELECT ${CHANGE_COLUMNS} FROM policy_changes WHERE change_id = $1`,
    [changeId],
  );
  if (!row) throw new GcError('not_found', `There is no policy change ${changeId}.`);
  return changeOf(row);
}

/** Pending ones first, the next to go live on top; then the latest. */
export async function listChanges(ledger: Ledger, limit: number): Promise<StoredChange[]> {
  const rows = await ledger.query<ChangeRow>(
    `SELECT ${CHANGE_COLUMNS} FROM policy_changes
     ORDER BY status <> 'pending', CASE WHEN status = 'pending' THEN effective_at END, change_id DESC LIMIT $1`,
    [limit],
  );
  return rows.map(changeOf);
}

/** In the order in which they go live. */
export async function pendingChanges(ledger: Ledger): Promise<StoredChange[]> {
  const rows = await ledger.query<ChangeRow>(
    `SELECT ${CHANGE_COLUMNS} FROM policy_changes WHERE status = 'pending' ORDER BY effective_at, change_id`,
  );
  return rows.map(changeOf);
}

export async function endChange(
  ledger: Ledger,
  changeId: number,
  status: 'live' | 'withdrawn' | 'refused',
  version: number | null,
): Promise<void> {
  await ledger.query('UPDATE policy_changes SET status = $2, version = $3 WHERE change_id = $1', [
    changeId,
    status,
    version,
  ]);
}
