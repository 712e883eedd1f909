import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { openWarehouse } from '../src/warehouse/index.ts';
import { ledgerTables } from './sql-types/ledger.ts';
import { migrationLists } from './sql-types/migrations.ts';
import { queryFiles, queryModules } from './sql-types/queries.ts';

/**
 * Makes SQL files into code: `npx tsx scripts/sql-types.ts` writes every generated file,
 * `--check` only compares and fails when one is stale. A file that its engine refuses fails either way. The convention stands in src/warehouse/README.md.
 */
const check = process.argv.includes('--check');
const stale: string[] = [];

/** Paths of the .sql files in a folder, in order. */
function sqlFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => join(folder, file));
}

function put(files: Map<string, string>): void {
  for (const [path, text] of files) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    stale.push(path);
    if (!check) writeFileSync(path, text);
  }
}

put(migrationLists(['src/ledger/migrations', 'src/warehouse/migrations']));

const ledger = await PGlite.create();
for (const file of sqlFiles('src/ledger/migrations')) await ledger.exec(readFileSync(file, 'utf8'));
put(new Map([['src/ledger/tables.gen.ts', await ledgerTables(ledger)]]));

const folder = mkdtempSync(join(tmpdir(), 'grandcanal-sql-'));
const warehouse = await openWarehouse({ dir: folder });
try {
  const { modules, errors } = await queryModules(queryFiles('src'), warehouse, ledger);
  put(modules);
  for (const error of errors) console.error(error);
  if (errors.length > 0) process.exitCode = 1;
} finally {
  await warehouse.close();
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
}

for (const path of stale) console.log(`${check ? 'stale' : 'wrote'} ${path}`);
if (check && stale.length > 0) {
  console.error('Generated SQL modules are stale: run npm run sql and commit what it writes.');
  process.exitCode = 1;
}
