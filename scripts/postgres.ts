import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const DEBIAN = '/usr/lib/postgresql';

export interface ThrowAwayPostgres {
  /** For DATABASE_URL; by a socket in a folder of its own, so that no port is taken. */
  readonly url: string;
  readonly version: string;
  stop(): Promise<void>;
}

/** Folder of the newest installed PostgreSQL's programs, or undefined. */
export function postgresPrograms(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined;
  return readdirSync(DEBIAN)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'postgres')));
}

/**
 * A real PostgreSQL of this machine's package with an empty cluster in a temporary folder, for tests.
 * Without fsync: never for data that matters. As root it runs as the user postgres.
 * @returns undefined where PostgreSQL is not installed
 */
export async function startPostgres(): Promise<ThrowAwayPostgres | undefined> {
  const bin = postgresPrograms();
  if (!bin) return undefined;
  const dir = mkdtempSync(join(tmpdir(), 'grandcanal-pg-'));
  const identity = identityFor(dir);
  const data = join(dir, 'data');
  const settings = { ...identity, cwd: dir };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...settings, stdio: 'pipe' },
  );
  const options = ['listen_addresses=', `unix_socket_directories=${dir}`, 'fsync=off', 'max_connections=40'];
  const child = spawn(join(bin, 'postgres'), ['-D', data, ...options.flatMap((o) => ['-c', o])], {
    ...settings,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-4000);
  });
  const kill = () => child.kill('SIGQUIT');
  process.once('exit', kill);
  const ended = once(child, 'exit');
  for (let tries = 0; !ready(bin, dir); tries++) {
    if (tries > 300 || child.exitCode !== null) {
      kill();
      throw new Error(`PostgreSQL did not start: ${log}`);
    }
    await sleep(100);
  }
  return {
    url: `postgresql:///postgres?host=${encodeURIComponent(dir)}&user=postgres`,
    version: execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }).trim(),
    async stop() {
      process.off('exit', kill);
      child.kill('SIGINT');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function identityFor(dir: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const identity = { uid: id('-u'), gid: id('-g') };
  chownSync(dir, identity.uid, identity.gid);
  return identity;
}

function ready(bin: string, dir: string): boolean {
  try {
    execFileSync(join(bin, 'pg_isready'), ['-q', '-h', dir, '-U', 'postgres'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const server = await startPostgres();
  if (!server) {
    console.error('PostgreSQL is not installed (Debian: apt-get install postgresql).');
    process.exit(1);
  }
  console.log(`DATABASE_URL=${server.url}`);
  console.error(`${server.version}. Ctrl-C stops it and removes its data.`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.stop();
}
