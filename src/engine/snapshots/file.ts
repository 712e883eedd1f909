import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { GcError } from '../../base/index.ts';
import { HASHED_FROM, openSnapshot, type Snapshot } from '../../serve/index.ts';

/** Bytes hashed between two turns of the event loop: two or three milliseconds. */
const SLICE = 1024 ** 2;

/**
 * Reads a snapshot file and checks it while the server goes on answering.
 * @throws snapshot_invalid where it is missing, cut off, or not what was written
 */
export async function readSnapshot(path: string): Promise<Snapshot> {
  let bytes: Buffer;
  const digest = createHash('sha256');
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      bytes = Buffer.from(new ArrayBuffer(size));
      for (let at = 0; at < size; ) {
        const { bytesRead } = await file.read(bytes, at, Math.min(SLICE, size - at), at);
        if (bytesRead === 0) break;
        const end = at + bytesRead;
        if (end > HASHED_FROM) digest.update(bytes.subarray(Math.max(at, HASHED_FROM), end));
        at = end;
        await setImmediate();
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new GcError(
      'snapshot_invalid',
      `The snapshot ${path} cannot be read: ${(cause as Error).message}.`,
      {
        cause,
      },
    );
  }
  const snapshot = openSnapshot(bytes, { verified: true });
  if (snapshot.manifest.hash !== digest.digest('hex'))
    throw new GcError('snapshot_invalid', `The snapshot ${path} is not what was written: the hash differs.`);
  return snapshot;
}
