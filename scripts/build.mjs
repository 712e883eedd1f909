// Builds the server (tsdown) and the console (vite) into dist/, each only when its sources changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const force = process.argv.includes('--force');
const bin = (name) => join('node_modules', '.bin', name);

/** One hash over the names and contents of all files below the given places. */
function fingerprint(places) {
  const digest = createHash('sha256');
  const visit = (path) => {
    if (!existsSync(path)) return;
    let entries;
    try {
      entries = readdirSync(path, { withFileTypes: true });
    } catch {
      digest.update(path).update(readFileSync(path));
      return;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name === 'node_modules' || entry.name === 'dist') continue;
      visit(join(path, entry.name));
    }
  };
  for (const place of places) visit(place);
  return digest.digest('hex');
}

function step(name, places, command, args) {
  const stamp = join('dist', `.${name}.stamp`);
  const now = fingerprint(places);
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  process.stdout.write(`building ${name} … `);
  const started = Date.now();
  const run = spawnSync(command, args, { encoding: 'utf8' });
  if (run.status !== 0) {
    process.stdout.write(`failed\n${run.stdout ?? ''}${run.stderr ?? ''}${run.error ?? ''}\n`);
    process.exit(1);
  }
  mkdirSync('dist', { recursive: true });
  writeFileSync(stamp, now);
  process.stdout.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

step('server', ['src', 'sim', 'tsdown.config.ts', 'package-lock.json'], bin('tsdown'), []);
step('console', ['console', 'src/contracts', 'package-lock.json'], bin('vite'), [
  'build',
  'console',
  '--logLevel',
  'error',
]);
