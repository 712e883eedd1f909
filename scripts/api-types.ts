/**
 * Types of the client from the API's own OpenAPI document: src/client/api.gen.ts. `--check` fails where it is stale.
 * Usage: npx tsx scripts/api-types.ts [--check]
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { buildApi } from '../src/api/index.ts';
import { openEngine } from '../src/engine/index.ts';

const TARGET = new URL('../src/client/api.gen.ts', import.meta.url);
const dir = mkdtempSync(join(tmpdir(), 'grandcanal-api-types-'));
const engine = await openEngine({ dataDir: dir });
try {
  const app = await buildApi(engine);
  const document = JSON.parse((await app.inject('/openapi.json')).body);
  await app.close();
  document.info.version = '';
  const types = astToString(await openapiTS(document));
  const text = `// Made by scripts/api-types.ts from the OpenAPI document. Do not edit.\n${types}`;
  if (!process.argv.includes('--check')) writeFileSync(TARGET, text);
  else if (readFileSync(TARGET, 'utf8') !== text) {
    console.error('src/client/api.gen.ts is stale: run npx tsx scripts/api-types.ts');
    process.exitCode = 1;
  } else console.log('src/client/api.gen.ts is up to date');
} finally {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
}
