import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { en } from './locales/en.ts';
import { zhCN } from './locales/zh-cn.ts';

/** Real child processes on a real folder. Slow to start, so the cases share one server. */
const dir = mkdtempSync(join(tmpdir(), 'grandcanal-cli-'));
const data = join(dir, 'data');
const children = new Set<ChildProcess>();

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function start(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', '--data', data, ...args], {
    env: { ...process.env, LANG: 'C', LC_ALL: 'C', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const ended: Ended = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    ended.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    ended.err += chunk;
  });
  const done = new Promise<Ended>((resolve) => {
    child.on('close', (code) => {
      children.delete(child);
      resolve({ ...ended, code });
    });
  });
  return { child, done, ended };
}
const run = (args: string[], env?: Record<string, string>) => start(args, env).done;

/** A server, once it listens. */
async function serve() {
  const server = start(['--json', 'serve', '--port', '0']);
  for (;;) {
    const line = server.ended.out.split('\n').find((l) => l.startsWith('{'));
    if (line) return { ...server, address: JSON.parse(line).address as string };
    if (server.child.exitCode !== null) throw new Error(`serve ended: ${server.ended.err}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const facts = [
  { fact: 'account', source_id: 'a1' },
  { fact: 'account', source_id: 'a2' },
];

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

describe('[C1] words and exit codes', () => {
  test('both languages have the same keys', () => {
    const keys = (words: object, path = ''): string[] =>
      Object.entries(words).flatMap(([key, value]) =>
        typeof value === 'string' ? [`${path}${key}`] : keys(value, `${path}${key}.`),
      );
    expect(keys(zhCN)).toEqual(keys(en));
  });

  test('wrong usage ends with 2 and opens nothing', async () => {
    const [command, option, argument, help] = await Promise.all([
      run(['metrcs']),
      run(['metrics', '--nope']),
      run(['import', 'olist']),
      run(['--help', '--lang', 'zh-CN']),
    ]);
    expect([command.code, option.code, argument.code, help.code]).toEqual([2, 2, 2, 0]);
    expect(command.err).toContain('metrics');
    expect(help.out).toContain('退出码');
    expect(() => readFileSync(join(data, 'VERSION'))).toThrow();
  });
});

describe('[C2] in process, where no server runs', () => {
  test('an import with bad rows ends with 3, its repeat is all duplicates, a missing file fails', async () => {
    const file = join(dir, 'facts.jsonl');
    writeFileSync(
      file,
      [...facts, { fact: 'account', source_id: 'a3', kind: 'robot' }]
        .map((row) => JSON.stringify(row))
        .join('\n'),
    );
    const first = await run(['--json', 'import', 'generic', file, '--source', 'cli']);
    expect([first.code, first.err]).toEqual([3, expect.any(String)]);
    const { state, received, accepted, duplicate, rejected } = JSON.parse(first.out);
    expect({ state, received, accepted, duplicate, rejected }).toEqual({
      state: 'done',
      received: 3,
      accepted: 2,
      duplicate: 0,
      rejected: 1,
    });
    const again = await run(['--json', 'import', 'generic', file, '--source', 'cli']);
    expect(JSON.parse(again.out)).toMatchObject({ accepted: 0, duplicate: 2 });
    const missing = await run(['--json', 'import', 'olist', join(dir, 'nowhere')]);
    expect([
      missing.code,
      JSON.parse(missing.err.split('\n').find((l) => l.startsWith('{'))!).error.code,
    ]).toEqual([1, 'file_unreadable']);
  }, 240_000);
});

describe('[C3] through a running server', () => {
  let server: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    server = await serve();
  }, 240_000);

  test('commands go through it; a second server is told so', async () => {
    const doctor = await run(['--json', 'doctor']);
    expect([doctor.code, JSON.parse(doctor.out).through]).toEqual([0, 'server']);
    const second = await run(['serve', '--port', '0']);
    expect([second.code, second.err]).toEqual([1, expect.stringContaining('data_folder_in_use')]);
  }, 240_000);

  test('killed with -9 under load, every acknowledged fact is there once, and the folder opens again', async () => {
    const { token } = JSON.parse(readFileSync(join(data, 'LOCK'), 'utf8'));
    let acknowledged = 0;
    let next = 0;
    const send = async () => {
      for (;;) {
        const rows = Array.from({ length: 200 }, () => ({ fact: 'account', source_id: `k${next++}` }));
        const response = await fetch(`${server.address}/v1/facts`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ source: 'killed', facts: rows }),
        });
        if (response.ok) acknowledged += ((await response.json()) as { accepted: number }).accepted;
        if (acknowledged > 2000) server.child.kill('SIGKILL');
      }
    };
    await Promise.allSettled([send(), send(), send()]);
    expect((await server.done).code).not.toBe(0);
    const reopened = await serve();
    const lock = JSON.parse(readFileSync(join(data, 'LOCK'), 'utf8'));
    const ask = async (path: string) =>
      (
        await fetch(`${reopened.address}${path}`, { headers: { authorization: `Bearer ${lock.token}` } })
      ).json();
    // Everything that was sent is sent again: what is there already answers duplicate.
    let duplicate = 0;
    for (let at = 0; at < next; at += 5000) {
      const rows = Array.from({ length: Math.min(5000, next - at) }, (_, k) => ({
        fact: 'account',
        source_id: `k${at + k}`,
      }));
      const response = await fetch(`${reopened.address}/v1/facts`, {
        method: 'POST',
        headers: { authorization: `Bearer ${lock.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ source: 'killed', facts: rows }),
      });
      duplicate += ((await response.json()) as { duplicate: number }).duplicate;
    }
    expect(duplicate).toBeGreaterThanOrEqual(acknowledged);
    expect((await ask('/v1/doctor')) as { ok: boolean }).toMatchObject({ ok: true });

    reopened.child.kill('SIGINT');
    const stopped = await reopened.done;
    expect([stopped.code, stopped.err]).toEqual([0, expect.not.stringContaining('Error')]);
    expect(() => readFileSync(join(data, 'LOCK'))).toThrow();
  }, 300_000);

  test('a survey, its flows and canals, models, policies and rules; wrong arguments end with 2', async () => {
    const other = ['--data', join(dir, 'empty'), '--json'];
    const refused = await Promise.all([
      run([...other, 'flows', '--evidence', 'maybe']),
      run([...other, 'canals', '--nope']),
      run(['survey', 'extra', 'words']),
      run(['models', 'explain', 'one']),
      run(['canals', 'open']),
      run(['policy', 'rollback', '1']),
      run(['policy', 'propose', 'file.json', '--kind', 'sudden']),
      run(['rules', 'check']),
    ]);
    expect(refused.map(({ code }) => code)).toEqual(Array(8).fill(2));
  }, 240_000);

  test('a taken port is named', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    const refused = await run(['serve', '--port', String(port)]);
    taken.close();
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining(`Port ${port}`)]);
  }, 240_000);
});
