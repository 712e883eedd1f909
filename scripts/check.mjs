// The whole check, in order of cost. Prints each step's result and ends with one plain line.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const bin = (name) => join('node_modules', '.bin', name);
const steps = [
  ['format and lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['types', bin('tsc'), ['-p', '.']],
  ['types of the console', bin('tsc'), ['-p', 'console']],
  ['types of the storefront', bin('tsc'), ['-p', 'storefront']],
  ['rooms', bin('tsx'), ['scripts/rooms.ts']],
  ['unused code', bin('knip'), []],
  ['generated types of the client', bin('tsx'), ['scripts/api-types.ts', '--check']],
  ['generated SQL types', bin('tsx'), ['scripts/sql-types.ts', '--check']],
  ['documented errors', bin('tsx'), ['scripts/errors-doc.ts', '--check']],
  ['build', process.execPath, ['scripts/build.mjs', '--force']],
];

let passed = 0;
let failed = 0;
for (const [name, command, args] of steps) {
  const started = Date.now();
  const run = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  const ok = run.status === 0;
  ok ? passed++ : failed++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (!ok) console.log(`${run.stdout ?? ''}${run.stderr ?? ''}${run.error ?? ''}`);
}

mkdirSync('test-output', { recursive: true });
rmSync('test-output/vitest.json', { force: true });
const args = ['run', '--reporter=default', '--reporter=json', '--outputFile.json=test-output/vitest.json'];
const tests = spawnSync(bin('vitest'), [...args, ...process.argv.slice(2)], { stdio: 'inherit' });
let skipped = 0;
try {
  const report = JSON.parse(readFileSync('test-output/vitest.json', 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped += report.numPendingTests + report.numTodoTests;
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  failed += broken.length;
} catch {
  failed++;
}
if (tests.status !== 0 && failed === 0) failed++;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
