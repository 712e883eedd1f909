#!/usr/bin/env -S GLIBC_TUNABLES=glibc.malloc.hugetlb=1 node --min-semi-space-size=64 --max-semi-space-size=128
import { resolve } from 'node:path';
import { type Client, connect } from './client.ts';
import type { Context } from './commands/context.ts';
import { programOf } from './program.ts';
import { EXIT, failureOf } from './run.ts';
import { langOf, translator } from './words.ts';

// A reader that stops reading (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
});

const args = process.argv.slice(2);
const lang = langOf(args, process.env);
const t = translator(lang);
let exit: number = EXIT.ok;
const opened: Promise<Client>[] = [];
let json = args.includes('--json');

const program = programOf(t, () => {
  const options = program.opts<{ data?: string; json?: boolean; server?: string }>();
  const dataDir = resolve(options.data ?? process.env.GRANDCANAL_DATA ?? '.data');
  json = options.json ?? json;
  const context: Context = {
    t,
    lang,
    json,
    dataDir,
    env: process.env,
    client() {
      const { GRANDCANAL_SERVER: server, GRANDCANAL_KEY: key } = process.env;
      if (opened.length === 0) {
        opened.push(connect({ dataDir, server: options.server ?? server, key, env: process.env }));
      }
      return opened[0]!;
    },
    out: (text) => void process.stdout.write(`${text}\n`),
    answer: (value, words) => context.out(json ? JSON.stringify(value) : words()),
    exit(code) {
      exit = code;
    },
  };
  return context;
});

try {
  await program.parseAsync(args, { from: 'user' });
} catch (error) {
  const failure = failureOf(error, t);
  exit = failure.exit;
  if (failure.lines.length > 0) {
    process.stderr.write(
      `${json ? JSON.stringify({ error: { code: failure.code, detail: failure.lines.join('\n') } }) : failure.lines.join('\n')}\n`,
    );
  }
} finally {
  for (const client of opened) {
    await client.then(
      (open) => open.close(),
      () => {},
    );
  }
}
process.exitCode = exit;
