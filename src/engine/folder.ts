import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { GcError } from '../base/index.ts';

/** Version of the folder's layout. A folder with another one is refused. 2: log and index hold rows as bytes. */
const LAYOUT_VERSION = 2;

/** Who owns a data folder, as LOCK says. */
export interface FolderLock {
  pid: number;
  /** When and on which boot the process began, so that another one with its number is not taken for it. */
  process: string;
  started_at: string;
  /** Where the server listens; null before it does, and for commands that open the folder themselves. */
  address: string | null;
  /** Opens the server to commands on this machine. Kept secret by the file's mode. */
  token: string;
}

/** A data folder that this process owns. */
export interface DataFolder {
  readonly dir: string;
  readonly token: string;
  readonly paths: {
    readonly ledger: string;
    readonly warehouse: string;
    readonly log: string;
    readonly index: string;
    readonly scratch: string;
  };
  /** Writes into LOCK where the server listens. */
  announce(address: string): void;
  /** Gives the folder back. Idempotent. */
  release(): void;
}

/**
 * Takes a data folder for this process and lays it out (docs/ARCHITECTURE.md). A lock whose process is
 * gone is taken over; scratch/ is emptied.
 * @throws data_folder_in_use with pid and address of the owner (params pid, address), data_folder_newer, data_folder_older,
 *   config_invalid when the folder cannot be made
 */
export function claimFolder(dataDir: string): DataFolder {
  const dir = resolve(dataDir);
  const paths = {
    ledger: join(dir, 'ledger'),
    warehouse: join(dir, 'warehouse'),
    log: join(dir, 'ingest', 'log'),
    index: join(dir, 'ingest', 'index'),
    scratch: join(dir, 'scratch'),
  };
  makeFolder(dir);
  checkVersion(dir);
  const lock: FolderLock = {
    pid: process.pid,
    process: processMark(process.pid) ?? '',
    started_at: new Date().toISOString(),
    address: null,
    token: randomBytes(32).toString('base64url'),
  };
  takeLock(dir, lock);
  try {
    writeFileSync(join(dir, 'VERSION'), `${LAYOUT_VERSION}\n`);
    rmSync(paths.scratch, { recursive: true, force: true });
    for (const path of Object.values(paths)) mkdirSync(path, { recursive: true });
  } catch (error) {
    dropLock(dir, lock);
    throw error;
  }
  return {
    dir,
    token: lock.token,
    paths,
    announce(address) {
      if (rawLock(dir)?.token !== lock.token) throw inUse(dir, rawLock(dir));
      lock.address = address;
      renameSync(draft(dir, lock), join(dir, 'LOCK'));
    },
    release: () => dropLock(dir, lock),
  };
}

/** The living owner of a folder, or undefined where nobody has it. Changes nothing. */
export function readLock(dataDir: string): FolderLock | undefined {
  const lock = rawLock(resolve(dataDir));
  return lock && isAlive(lock) ? lock : undefined;
}

function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new GcError(
      'config_invalid',
      `The data folder ${dir} cannot be made: ${(cause as Error).message}.`,
      {
        cause,
      },
    );
  }
}

function checkVersion(dir: string): void {
  const text = readText(join(dir, 'VERSION'));
  if (text !== undefined && Number(text) !== LAYOUT_VERSION) {
    throw new GcError(
      Number(text) > LAYOUT_VERSION ? 'data_folder_newer' : 'data_folder_older',
      `${dir} has layout version ${text.trim()}, this version of grandcanal knows ${LAYOUT_VERSION}.`,
    );
  }
}

/**
 * link() makes LOCK with its content or not at all. A stale lock is replaced under a guard named after
 * its token, so that of several processes that see it stale only one takes it, and none takes the lock
 * of the one that was faster.
 */
function takeLock(dir: string, lock: FolderLock): void {
  const path = join(dir, 'LOCK');
  const mine = draft(dir, lock);
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      if (tryLink(mine, path)) return;
      const owner = rawLock(dir);
      if (!owner) continue;
      if (isAlive(owner)) throw inUse(dir, owner);
      const guard = join(dir, `LOCK.${createHash('sha256').update(owner.token).digest('hex').slice(0, 16)}`);
      if (!tryLink(mine, guard)) {
        const taker = parse(readText(guard));
        if (taker && isAlive(taker)) throw inUse(dir, taker);
        rmSync(guard, { force: true });
        continue;
      }
      try {
        if (rawLock(dir)?.token !== owner.token) continue;
        renameSync(mine, path);
        return;
      } finally {
        rmSync(guard, { force: true });
      }
    }
    throw inUse(dir, rawLock(dir));
  } finally {
    rmSync(mine, { force: true });
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function draft(dir: string, lock: FolderLock): string {
  const path = join(dir, `LOCK.draft-${process.pid}-${randomBytes(4).toString('hex')}`);
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
  return path;
}

function dropLock(dir: string, lock: FolderLock): void {
  if (rawLock(dir)?.token === lock.token) unlinkSync(join(dir, 'LOCK'));
}

function rawLock(dir: string): FolderLock | undefined {
  return parse(readText(join(dir, 'LOCK')));
}

/** A lock that cannot be read (a power cut while it was written) belongs to nobody. */
function parse(text: string | undefined): FolderLock | undefined {
  if (text === undefined) return undefined;
  try {
    const lock = JSON.parse(text) as FolderLock;
    if (Number.isInteger(lock.pid) && typeof lock.token === 'string') return lock;
  } catch {}
  return { pid: 0, process: '', started_at: '', address: null, token: text };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(lock: FolderLock): boolean {
  if (lock.pid <= 0) return false;
  try {
    process.kill(lock.pid, 0);
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const mark = processMark(lock.pid);
  return mark === undefined || lock.process === '' || mark === lock.process;
}

/**
 * Boot and start time of a process on Linux, from /proc/<pid>/stat (field 22; the fields before may hold
 * spaces and end at the last ')'). 'ended' for a zombie; undefined where there is no /proc.
 */
function processMark(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return 'ended';
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

function inUse(dir: string, owner: FolderLock | undefined): GcError {
  const who = owner
    ? `Process ${owner.pid}${owner.address ? ` at ${owner.address}` : ''}`
    : 'Another process';
  return new GcError('data_folder_in_use', `${who} uses the data folder ${dir}.`, {
    params: { pid: owner?.pid ?? null, address: owner?.address ?? null },
  });
}
