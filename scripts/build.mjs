// Builds the server (tsdown), the console and the storefront (vite) into dist/, side by side, each only when its sources changed.
import { spawn } from 'node:child_process';
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
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return null;
  console.log(`building ${name} …`);
  const started = Date.now();
  const run = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [run.stdout, run.stderr]) stream.on('data', (text) => (said += text));
  run.on('error', (error) => (said += error.message));
  return new Promise((resolve) => {
    run.on('close', (code) => {
      if (code === 0) {
        mkdirSync('dist', { recursive: true });
        writeFileSync(stamp, now);
        console.log(`built ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
      } else {
        console.log(`${name} was not built:\n${said}`);
        process.exitCode = 1;
      }
      resolve();
    });
  });
}

await Promise.all([
  step(
    'server',
    ['src', 'sim', 'storefront/src/page.ts', 'tsdown.config.ts', 'package-lock.json'],
    bin('tsdown'),
    [],
  ),
  step(
    'console',
    ['console', 'scripts/compress.ts', 'scripts/inline-style.ts', 'src/contracts', 'package-lock.json'],
    bin('vite'),
    ['build', 'console', '--logLevel', 'error'],
  ),
  step(
    'storefront',
    ['storefront', 'scripts/compress.ts', 'scripts/inline-style.ts', 'src/client', 'package-lock.json'],
    bin('vite'),
    ['build', 'storefront', '--logLevel', 'error'],
  ),
]);
