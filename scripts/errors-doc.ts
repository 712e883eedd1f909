import { readFileSync, writeFileSync } from 'node:fs';
import { errorsMarkdown } from '../src/api/errors-doc.ts';

/** Writes docs/errors.md; with --check only compares, and fails when it is stale. */
const path = 'docs/errors.md';
const text = errorsMarkdown();
if (!process.argv.includes('--check')) writeFileSync(path, text);
else if (readFileSync(path, 'utf8') !== text) {
  console.error(`${path} is stale: run npx tsx scripts/errors-doc.ts and commit what it writes.`);
  process.exitCode = 1;
}
