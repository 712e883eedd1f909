import { GcError, pseudonymOf } from '../base/index.ts';
import { type Receipt, SourceId, SourceName } from '../contracts/index.ts';
import { COLUMNS } from './columns.ts';
import { eraseInLedger, eraseInWarehouse, markErased, storeTraits, tombstoneKey } from './erasure.ts';
import {
  type Batch,
  type ErasureResult,
  type Identify,
  type Ingest,
  type IngestLimits,
  type IngestOptions,
  type Position,
  type Rejected,
  type ReplayResult,
  refusedRow,
  type SegmentCall,
} from './face.ts';
import type { IndexStore } from './index-store.ts';
import { checkName, Intake } from './intake.ts';
import { type Checkpoint, Loader } from './loader.ts';
import type { SegmentLog } from './log.ts';
import { RejectedStore } from './rejected.ts';
import { readSegmentCall } from './segment.ts';

interface ServiceOptions extends IngestOptions {
  limits: IngestLimits;
  key: Uint8Array;
  index: IndexStore;
  log: SegmentLog;
  checkpoint: Checkpoint;
  /** Tombstones: pseudonym → when (ms). */
  erased: Map<string, number>;
  /** Last frame and sequence in log and index. */
  frame: number;
  seq: number;
}

/** The face over intake, log, index, loader and rejected rows. */
export class IngestService implements Ingest {
  readonly #o: ServiceOptions;
  readonly #intake: Intake;
  readonly #loader: Loader;
  readonly #store: RejectedStore;
  readonly #erased: Set<string>;
  readonly #running = new Set<Promise<unknown>>();
  #closing: Promise<void> | null = null;

  constructor(options: ServiceOptions) {
    this.#o = options;
    this.#erased = new Set(options.erased.keys());
    this.#store = new RejectedStore(options.ledger);
    const { dir, log, index, warehouse, checkpoint, logger, limits, ledger } = options;
    this.#loader = new Loader({
      dir,
      log,
      index,
      warehouse,
      checkpoint,
      logger,
      segmentMs: limits.segmentMs,
      erase: async (accounts) => {
        for (const account of accounts) {
          await eraseInWarehouse(warehouse, index, account);
          await markErased(ledger, account);
        }
      },
    });
    const onDurable = () => this.#loader.nudge();
    this.#intake = new Intake({ ...options, rejected: this.#store, erased: this.#erased, onDurable });
    this.#loader.start();
  }

  submit(batch: Batch): Promise<Receipt> {
    return this.#track(async () => (await this.#intake.submit(batch, true)).receipt);
  }

  async segment(call: SegmentCall): Promise<Receipt> {
    const { rows, traits } = readSegmentCall(call, this.#intake.now(), this.#o.settings());
    let identified = 0;
    for (const { account, traits: values } of traits) {
      try {
        await this.identify({ source: call.source, account, traits: values });
        identified++;
      } catch (error) {
        // One person's trouble is not the batch's.
        if (!(error instanceof GcError) || !['erased', 'validation_failed'].includes(error.code)) throw error;
        const code = error.code === 'erased' ? 'erased' : 'schema_mismatch';
        rows.push(refusedRow(code, error.message, null, '/userId'));
      }
    }
    const receipt = await this.submit({ source: call.source, rows });
    return { ...receipt, received: receipt.received + identified, accepted: receipt.accepted + identified };
  }

  identify({ source, account, traits }: Identify): Promise<void> {
    return this.#track(async () => {
      checkName(SourceName, source, '/source');
      checkName(SourceId, account, '/account');
      const accountId = this.accountId(source, account);
      if (this.#erased.has(accountId)) {
        throw new GcError('erased', 'The person behind this account was erased.');
      }
      await storeTraits(this.#o.ledger, accountId, source, account, traits);
    });
  }

  readonly rejected: Rejected = {
    list: (query = {}) => this.#store.list(query),
    get: (id) => this.#store.get(id),
    replay: (id, mended) => this.#track(() => this.#replay(id, mended)),
    dismiss: async (id) => {
      await this.#store.get(id);
      await this.#store.setStatus(id, 'dismissed');
      return this.#store.get(id);
    },
  };

  erase(account: { source: string; account: string; by?: string }): Promise<ErasureResult> {
    return this.#track(() => this.#erase(account));
  }

  accountId(source: string, account: string): string {
    return pseudonymOf('account', this.#o.key, source, account);
  }

  async flush(): Promise<void> {
    await this.#o.log.barrier();
    await this.#loader.reach(this.#intake.committed.frame);
  }

  position(): Position {
    return {
      committed_seq: this.#intake.committed.seq,
      loaded_seq: this.#loader.loadedSeq,
      log_bytes: this.#o.log.bytes,
      loader_error: this.#loader.error,
    };
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      await Promise.allSettled(this.#running);
      await this.#loader.close();
      await this.#o.log.close();
      await this.#o.index.close();
    })();
    return this.#closing;
  }

  #track<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing) {
      return Promise.reject(
        new GcError('overloaded', 'The server is stopping.', { params: { retry_after_s: 5 } }),
      );
    }
    const running = work();
    this.#running.add(running);
    const done = () => this.#running.delete(running);
    running.then(done, done);
    return running;
  }

  async #replay(id: string, mended: unknown): Promise<ReplayResult> {
    const before = await this.#store.get(id);
    const { source, document, index } = before;
    const batch: Batch = { source, rows: [mended === undefined ? before.row : mended] };
    // A document's rows are history, and the ordinal is the row's identity.
    if (document !== '') Object.assign(batch, { document, startIndex: index, backfilled: true });
    const { receipt, rejected } = await this.#intake.submit(batch, false);
    if (receipt.rejected > 0) await this.#store.amend(id, rejected[0]!);
    else {
      // A replayed line may void refunds that waited for it.
      await this.#store.add(rejected);
      await this.#store.setStatus(id, 'replayed');
    }
    const outcome = receipt.rejected > 0 ? 'rejected' : receipt.accepted > 0 ? 'accepted' : 'duplicate';
    return { outcome, row: await this.#store.get(id) };
  }

  async #erase(person: { source: string; account: string; by?: string }): Promise<ErasureResult> {
    const { source, account, by = 'ingest' } = person;
    checkName(SourceName, source, '/source');
    checkName(SourceId, account, '/account');
    const { index, ledger, erased } = this.#o;
    const accountId = this.accountId(source, account);
    let at = erased.get(accountId);
    if (at === undefined || !this.#erased.has(accountId)) {
      at = this.#intake.now();
      const frame = this.#intake.newFrame();
      const seq = frame.next();
      frame.table('erasures').add(COLUMNS.erasures, { account_id: accountId, erased_at: at, seq });
      index.begin();
      index.putText(tombstoneKey(accountId), String(at));
      this.#erased.add(accountId);
      erased.set(accountId, at);
      await this.#intake.append(frame, index.take(), source, '', [accountId]);
      this.#o.onErased?.(accountId);
    }
    await eraseInLedger(ledger, accountId, at, by);
    // What waits in the log comes before the tombstone: it is loaded and goes with the rest, before the warehouse's
    // checkpoint moves and anyone is told of it.
    const complete = await this.flush().then(
      () => true,
      () => false,
    );
    return { account_id: accountId, erased_at: new Date(at).toISOString(), complete };
  }
}
