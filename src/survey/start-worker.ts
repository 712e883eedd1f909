import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * Starts a worker thread: from the source tree, or as bundled beside the package's other files. Node 20 does not apply a loader
 * given by execArgv to a worker's own file, so there tsx imports it from a line of plain script.
 */
export function startWorker(source: URL, bundled: URL, workerData: unknown): Worker {
  if (!(import.meta.url.endsWith('.ts') && existsSync(fileURLToPath(source))))
    return new Worker(bundled, { workerData });
  const tsx = pathToFileURL(
    createRequire(import.meta.url)
      .resolve('tsx/esm/api')
      .replace(/cjs$/, 'mjs'),
  ).href;
  const script = `import(${JSON.stringify(tsx)}).then((tsx) => tsx.tsImport(${JSON.stringify(source.href)}, ${JSON.stringify(import.meta.url)}))`;
  return new Worker(script, { workerData, eval: true });
}
