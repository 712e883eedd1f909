import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Plugin } from 'vite';

const LEAST_BYTES = 1024;

/** Compresses a built page's files once, as small as they go: beside each stands what the server sends. */
export function compressed(): Plugin {
  let dir = '';
  return {
    name: 'compressed',
    apply: 'build',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    configResolved: ({ root, build }) => {
      dir = join(root, build.outDir);
    },
    closeBundle: () => {
      for (const entry of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html)$/.test(entry)) continue;
        const content = readFileSync(join(dir, entry));
        if (content.length >= LEAST_BYTES)
          writeFileSync(join(dir, `${entry}.br`), brotliCompressSync(content));
      }
    },
  };
}
