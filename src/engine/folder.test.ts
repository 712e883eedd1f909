import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimFolder, readLock } from './folder.ts';

let dir: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'grandcanal-folder-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

const CLAIM = `
  const { claimFolder } = await import(${JSON.stringify(new URL('./folder.ts', import.meta.url).href)});
  try {
    const folder = claimFolder(process.argv[1]);
    if (process.argv[2]) folder.announce(process.argv[2]);
    console.log('claimed');
    setInterval(() => {}, 1000);
  } catch (error) {
    console.log(error.code);
  }`;

/** A real second process that claims the folder and then stays. */
async function claimElsewhere(address = ''): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', CLAIM, dir, address],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
  return { child, said: chunk.toString().trim() };
}

describe('data folder', () => {
  it('is laid out, locked for the owner alone, and given back', () => {
    mkdirSync(join(dir, 'scratch'));
    writeFileSync(join(dir, 'scratch', 'left-over'), 'x');
    const folder = claimFolder(dir);
    expect(readdirSync(dir).sort()).toEqual(['LOCK', 'VERSION', 'ingest', 'ledger', 'scratch', 'warehouse']);
    expect(readdirSync(folder.paths.scratch)).toEqual([]);
    expect(existsSync(folder.paths.log) && existsSync(folder.paths.index)).toBe(true);
    expect(statSync(join(dir, 'LOCK')).mode & 0o777).toBe(0o600);
    expect(readLock(dir)).toMatchObject({ pid: process.pid, address: null, token: folder.token });

    folder.announce('http://127.0.0.1:4000');
    expect(readLock(dir)?.address).toBe('http://127.0.0.1:4000');
    expect(statSync(join(dir, 'LOCK')).mode & 0o777).toBe(0o600);

    folder.release();
    folder.release();
    expect(readLock(dir)).toBeUndefined();
    expect(readdirSync(dir).sort()).toEqual(['VERSION', 'ingest', 'ledger', 'scratch', 'warehouse']);
  });

  it('is refused to a second claim, naming pid and address of the owner', async () => {
    const { child, said } = await claimElsewhere('http://127.0.0.1:4711');
    expect(said).toBe('claimed');
    expect(() => claimFolder(dir)).toThrowError(
      expect.objectContaining({
        code: 'data_folder_in_use',
        message: expect.stringMatching(new RegExp(`${child.pid} at http://127.0.0.1:4711`)),
        params: { pid: child.pid, address: 'http://127.0.0.1:4711' },
      }),
    );
    expect(readLock(dir)?.pid).toBe(child.pid);
  });

  it('is taken over after kill -9 of its owner', async () => {
    const { child } = await claimElsewhere();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(readLock(dir)).toBeUndefined();
    expect(existsSync(join(dir, 'LOCK'))).toBe(true);
    const folder = claimFolder(dir);
    expect(readLock(dir)?.pid).toBe(process.pid);
    folder.release();
  });

  it('is taken over where the pid belongs to a younger process now', () => {
    const folder = claimFolder(dir);
    const lock = JSON.parse(readFileSync(join(dir, 'LOCK'), 'utf8'));
    writeFileSync(join(dir, 'LOCK'), JSON.stringify({ ...lock, process: 'another-boot:1', token: 'old' }));
    expect(readLock(dir)).toBeUndefined();
    const again = claimFolder(dir);
    folder.release();
    expect(readLock(dir)?.token).toBe(again.token);
    again.release();
  });

  it('is taken over where LOCK is not readable, and after a takeover that died half-way', async () => {
    writeFileSync(join(dir, 'LOCK'), '{"pid":');
    claimFolder(dir).release();

    const { child } = await claimElsewhere();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const stale = readFileSync(join(dir, 'LOCK'), 'utf8');
    const { createHash } = await import('node:crypto');
    const mark = createHash('sha256').update(JSON.parse(stale).token).digest('hex').slice(0, 16);
    writeFileSync(join(dir, `LOCK.${mark}`), stale);
    claimFolder(dir).release();
    expect(readdirSync(dir).filter((name) => name.startsWith('LOCK'))).toEqual([]);
  });

  it('goes to exactly one of several processes that find a stale lock', async () => {
    const { child } = await claimElsewhere();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const said = (await Promise.all([1, 2, 3, 4].map(() => claimElsewhere()))).map((c) => c.said);
    expect(said.sort()).toEqual([
      'claimed',
      'data_folder_in_use',
      'data_folder_in_use',
      'data_folder_in_use',
    ]);
  });

  it.each([
    ['3', 'data_folder_newer'],
    ['1', 'data_folder_older'],
  ])('of layout %s is refused (%s) and left as it was', (version, code) => {
    writeFileSync(join(dir, 'VERSION'), `${version}\n`);
    expect(() => claimFolder(dir)).toThrowError(expect.objectContaining({ code }));
    expect(readdirSync(dir)).toEqual(['VERSION']);
  });

  it('that cannot be made says so', () => {
    writeFileSync(join(dir, 'file'), '');
    expect(() => claimFolder(join(dir, 'file'))).toThrowError(
      expect.objectContaining({ code: 'config_invalid' }),
    );
  });
});
