import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { migrationLists } from './sql-types/migrations.ts';

/**
 * Makes SQL files into code: `npx tsx scripts/sql-types.ts` writes every generated file,
 * `--check` only compares and fails when one is stale. The convention stands in src/warehouse/README.md.
 */
const check = process.argv.includes('--check');
const stale: string[] = [];

function put(files: Map<string, string>): void {
  for (const [path, text] of files) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    stale.push(path);
    if (!check) writeFileSync(path, text);
  }
}

put(migrationLists(['src/warehouse/migrations']));

for (const path of stale) console.log(`${check ? 'stale' : 'wrote'} ${path}`);
if (check && stale.length > 0) {
  console.error('Generated SQL modules are stale: run npm run sql and commit what it writes.');
  process.exitCode = 1;
}
