import { readFileSync, rmSync } from 'node:fs';

/** The bytes of a file that nobody else needs: it is removed once it is read. */
export function take(path: string): Buffer {
  const bytes = readFileSync(path);
  rmSync(path);
  return bytes;
}
