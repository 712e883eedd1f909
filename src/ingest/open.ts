import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pseudonymKey } from '../ledger/index.ts';
import { eraseInLedger, readTombstones } from './erasure.ts';
import type { Ingest, IngestLimits, IngestOptions } from './face.ts';
import { IndexStore } from './index-store.ts';
import { IngestService } from './ingest.ts';
import { readCheckpoint } from './loader.ts';
import { SegmentLog } from './log.ts';

const LIMITS: IngestLimits = {
  waitingBytes: 8 * 2 ** 30,
  segmentBytes: 64 * 2 ** 20,
  segmentMs: 1_000,
  rowBytes: 256 * 1024,
};

/**
 * Opens ingest on its folder: cuts the log's torn tail, applies the frames that the index lacks, resumes loading and
 * erasures, then serves. The folder must belong to this process alone.
 * @throws ledger_unavailable; internal when a closed segment is damaged
 */
export async function openIngest(options: IngestOptions): Promise<Ingest> {
  const { dir, ledger, logger } = options;
  const limits = { ...LIMITS, ...options.limits };
  await mkdir(dir, { recursive: true });
  await rm(join(dir, 'spool'), { recursive: true, force: true });
  const key = await pseudonymKey(ledger);
  const checkpoint = await readCheckpoint(dir);
  const index = new IndexStore(join(dir, 'index'), (error) => {
    logger?.error({ err: error }, 'the index could not be written; it will be tried again');
  });
  try {
    let frame = Math.max(checkpoint.frame, index.applied);
    let seq = checkpoint.seq;
    const { log, cut } = await SegmentLog.open(
      join(dir, 'log'),
      limits.segmentBytes,
      checkpoint.segment + 1,
      ({ head, body }) => {
        frame = Math.max(frame, head.no);
        seq = Math.max(seq, head.seq_to);
        if (head.no <= index.applied) return;
        index.redo(head.no, body.subarray(body.length - head.index));
      },
    );
    if (cut > 0)
      logger?.warn({ bytes: cut }, 'the log ended in a batch that was never acknowledged; it was cut');
    await index.settle();
    const { erased, unfinished } = await readTombstones(ledger, index);
    for (const [accountId, at] of unfinished) await eraseInLedger(ledger, accountId, at, 'ingest');
    return new IngestService({ ...options, limits, key, index, log, checkpoint, erased, frame, seq });
  } catch (error) {
    await index.close();
    throw error;
  }
}
