import { GcError, pseudonymOf, systemClock } from '../base/index.ts';
import { type Fact, type Receipt, type Rejection, SourceId, SourceName } from '../contracts/index.ts';
import { timeOfMs } from './codec.ts';
import { type DecideContext, decide } from './decide.ts';
import { eraseInLedger, eraseInWarehouse, markErased, storeTraits, tombstoneKey } from './erasure.ts';
import type {
  Batch,
  ErasureResult,
  Identify,
  Ingest,
  IngestLimits,
  IngestOptions,
  Position,
  Rejected,
  ReplayResult,
  SegmentCall,
} from './face.ts';
import { RefusedRow, refusedRow } from './face.ts';
import { FrameBuilder } from './frame-builder.ts';
import type { IndexStore } from './index-store.ts';
import { type Checkpoint, Loader } from './loader.ts';
import type { SegmentLog } from './log.ts';
import { Names } from './names.ts';
import { Refusal } from './refusal.ts';
import { type NewRejected, RejectedStore, rejectedId, rowText } from './rejected.ts';
import { type Prepared, prepare, type RowContext } from './rows.ts';
import { readSegmentCall } from './segment.ts';
import { readFact } from './validate.ts';

/** Rows between two breaths of the event loop. */
const SLICE = 1_000;
/** Rejections that a receipt names. */
const NAMED = 100;
/** Sources whose name caches are kept. */
const SOURCES = 64;
/** Raw text of a rejected row that is kept, in characters. */
const KEPT_TEXT = 65_536;

type Ready = { row: Prepared; fact: Fact } | Refusal;

interface ServiceOptions extends IngestOptions {
  limits: IngestLimits;
  key: Uint8Array;
  index: IndexStore;
  log: SegmentLog;
  checkpoint: Checkpoint;
  erased: Map<string, number>;
  /** Last frame and sequence in log and index. */
  frame: number;
  seq: number;
}

/** The composition of validation, decision, log, index, loader and rejected rows. */
export class IngestService implements Ingest {
  readonly #o: ServiceOptions;
  readonly #loader: Loader;
  readonly #rejected: RejectedStore;
  readonly #names = new Map<string, Names>();
  readonly #erased: Set<string>;
  readonly #running = new Set<Promise<unknown>>();
  #seq: number;
  #frame: number;
  /** Sequence up to which the log is on disk. */
  #committed: number;
  /** Last frame that is on disk. */
  #durableFrame: number;
  #closed = false;

  constructor(options: ServiceOptions) {
    this.#o = options;
    this.#seq = this.#committed = options.seq;
    this.#frame = this.#durableFrame = options.frame;
    this.#erased = new Set(options.erased.keys());
    this.#rejected = new RejectedStore(options.ledger);
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
    this.#loader.start();
  }

  submit(batch: Batch): Promise<Receipt> {
    return this.#track(this.#submit(batch, true).then(({ receipt }) => receipt));
  }

  async segment(call: SegmentCall): Promise<Receipt> {
    const now = this.#now();
    const { rows, traits } = readSegmentCall(call, now, this.#o.settings());
    let identified = 0;
    for (const { account, traits: values } of traits) {
      try {
        await this.identify({ source: call.source, account, traits: values });
        identified++;
      } catch (error) {
        // One person's trouble is not the batch's.
        if (!(error instanceof GcError) || (error.code !== 'erased' && error.code !== 'validation_failed'))
          throw error;
        rows.push(
          refusedRow(error.code === 'erased' ? 'erased' : 'schema_mismatch', error.message, null, '/userId'),
        );
      }
    }
    const receipt = await this.submit({ source: call.source, rows });
    return { ...receipt, received: receipt.received + identified, accepted: receipt.accepted + identified };
  }

  identify({ source, account, traits }: Identify): Promise<void> {
    return this.#track(
      (async () => {
        checkName(SourceName, source, '/source');
        checkName(SourceId, account, '/account');
        const accountId = this.accountId(source, account);
        if (this.#erased.has(accountId)) {
          throw new GcError('erased', 'The person behind this account was erased.');
        }
        await storeTraits(this.#o.ledger, accountId, source, account, traits);
      })(),
    );
  }

  readonly rejected: Rejected = {
    list: (query = {}) => this.#rejected.list(query),
    get: (id) => this.#rejected.get(id),
    replay: (id, mended) => this.#track(this.#replay(id, mended)),
    dismiss: async (id) => {
      await this.#rejected.get(id);
      await this.#rejected.setStatus(id, 'dismissed');
      return this.#rejected.get(id);
    },
  };

  erase(account: { source: string; account: string; by?: string }): Promise<ErasureResult> {
    return this.#track(this.#erase(account));
  }

  accountId(source: string, account: string): string {
    return pseudonymOf('account', this.#o.key, source, account);
  }

  async flush(): Promise<void> {
    await this.#o.log.barrier();
    await this.#loader.reach(this.#durableFrame);
  }

  position(): Position {
    return {
      committed_seq: this.#committed,
      loaded_seq: this.#loader.loadedSeq,
      log_bytes: this.#o.log.bytes,
      loader_error: this.#loader.error,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#running);
    await this.#o.log.close();
    await this.#loader.close();
    await this.#o.index.close();
  }

  #now(): number {
    return (this.#o.clock ?? systemClock).now();
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const done = () => this.#running.delete(work);
    work.then(done, done);
    return work;
  }

  async #submit(batch: Batch, keep: boolean): Promise<{ receipt: Receipt; rejected: NewRejected[] }> {
    const { limits, log } = this.#o;
    if (this.#closed)
      throw new GcError('overloaded', 'The server is stopping.', { params: { retry_after_s: 5 } });
    checkName(SourceName, batch.source, '/source');
    if (batch.document !== undefined) checkName(SourceId.max(200), batch.document, '/document');
    if (!batch.dryRun && log.bytes > limits.waitingBytes) {
      const detail = `${log.bytes} bytes wait to be loaded into the warehouse (limit ${limits.waitingBytes}).`;
      throw new GcError('overloaded', detail, { params: { retry_after_s: 5 } });
    }
    const ready = await this.#prepare(batch);
    // From here to the append nothing yields: what is decided is in the log in the same order.
    const { receipt, rejected, durable } = this.#decide(batch, ready);
    if (batch.dryRun) return { receipt, rejected };
    // Settled before a failure is thrown: the caller must know that nothing runs on.
    const [stored, kept] = await Promise.allSettled([durable, keep ? this.#rejected.add(rejected) : null]);
    if (stored.status === 'rejected') throw stored.reason;
    if (kept.status === 'rejected') throw kept.reason;
    return { receipt, rejected };
  }

  async #prepare({ source, document = '', rows, startIndex = 0 }: Batch): Promise<Ready[]> {
    const { settings, limits } = this.#o;
    const { currency, clock_skew_ms } = settings();
    const context: RowContext = {
      names: this.#namesOf(source),
      currency,
      latest: timeOfMs(this.#now() + clock_skew_ms),
    };
    const ready: Ready[] = new Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const fact = readFact(rows[i], document, startIndex + i, limits.rowBytes);
      ready[i] = fact instanceof Refusal ? fact : prepared(fact, context);
      if (i % SLICE === SLICE - 1) await new Promise(setImmediate);
    }
    return ready;
  }

  #decide(batch: Batch, ready: Ready[]) {
    const { index, log } = this.#o;
    const { source, document = '', startIndex = 0, rows, backfilled = false } = batch;
    const tail = `,"source":"${source}"`;
    const context: DecideContext = {
      source,
      tail,
      backfilledTail: `${tail},"backfilled":1`,
      backfilled,
      erased: this.#erased,
    };
    const frame = new FrameBuilder(this.#seq + 1);
    const rejected: NewRejected[] = [];
    const rejections: Rejection[] = [];
    let accepted = 0;
    let duplicate = 0;
    const refuse = (refusal: Refusal, i: number) => {
      const entry = this.#newRejected(refusal, rows[i], source, document, startIndex + i);
      rejected.push(entry);
      if (rejections.length < NAMED) {
        const { code, detail, pointer, rejected_id } = entry;
        rejections.push({ index: startIndex + i, code, detail, pointer, rejected_id });
      }
    };
    index.begin();
    try {
      for (let i = 0; i < ready.length; i++) {
        const one = ready[i]!;
        const outcome = one instanceof Refusal ? one : decide(one.row, one.fact, index, frame, context);
        if (outcome === 'accepted') accepted++;
        else if (outcome === 'duplicate') duplicate++;
        else refuse(outcome, i);
      }
    } catch (error) {
      index.undo(index.take());
      throw error;
    }
    const change = index.take();
    const counts = { received: rows.length, accepted, duplicate, rejected: rejected.length };
    if (batch.dryRun) {
      index.undo(change);
      return { receipt: { ...counts, rejections, known_at: this.#seq }, rejected, durable: null };
    }
    const refused = rejected.length;
    for (const { fact, row, detail } of frame.voided) {
      const refusal = new Refusal('refund_exceeds_line', detail, '/amount_minor');
      rejected.push({ ...this.#newRejected(refusal, row, source, '', 0), fact });
    }
    const receipt = { ...counts, rejected: refused, rejections, known_at: frame.seqTo };
    if (change.keys.length === 0) return { receipt, rejected, durable: log.barrier() };
    return { receipt, rejected, durable: this.#append(frame, change, source, document, []) };
  }

  /** Puts a decided frame into the log. Sequences and index go back if it cannot be written. */
  #append(
    frame: FrameBuilder,
    change: ReturnType<IndexStore['take']>,
    source: string,
    document: string,
    erase: string[],
  ): Promise<void> {
    const { index, log } = this.#o;
    const no = ++this.#frame;
    this.#seq = frame.seqTo;
    const { head, body } = frame.finish({ no, at: this.#now(), source, document, erase }, change);
    return log.append(
      head,
      body,
      () => {
        this.#committed = head.seq_to;
        this.#durableFrame = no;
        index.apply(no, change);
        this.#loader.nudge();
      },
      () => {
        index.undo(change);
        this.#seq = head.seq_from - 1;
        this.#frame = no - 1;
        for (const account of erase) this.#erased.delete(account);
      },
    );
  }

  #newRejected(refusal: Refusal, row: unknown, source: string, document: string, index: number): NewRejected {
    const raw = row instanceof RefusedRow ? row.raw : row;
    const fields = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
    const fact = typeof fields.fact === 'string' ? fields.fact.slice(0, 64) : '';
    const named =
      fact === 'account'
        ? fields.source_id
        : fact === 'risk_verdict' && fields.subject === 'account'
          ? fields.subject_id
          : fields.account;
    const account =
      typeof named === 'string' && named !== '' ? this.#namesOf(source).of('account', named) : null;
    const erased = refusal.code === 'erased' || (account !== null && this.#erased.has(account));
    const text = rowText(raw, KEPT_TEXT);
    const { code, pointer } = refusal;
    // Of an erased person nothing is kept but that something came.
    return {
      rejected_id: rejectedId(source, document, index, code, text),
      source,
      document,
      index,
      fact,
      code,
      detail: erased ? 'The person behind this fact was erased.' : refusal.detail,
      pointer,
      row: erased ? 'null' : text,
      account_id: erased ? null : account,
    };
  }

  async #replay(id: string, mended: unknown): Promise<ReplayResult> {
    const row = await this.#rejected.get(id);
    const { source, document, index } = row;
    const batch: Batch = { source, rows: [mended === undefined ? row.row : mended] };
    // A document's rows are history, and its ordinal is the row's identity.
    if (document !== '') Object.assign(batch, { document, startIndex: index, backfilled: true });
    const { receipt, rejected } = await this.#submit(batch, false);
    if (receipt.rejected > 0) await this.#rejected.amend(id, rejected[0]!);
    else {
      await this.#rejected.add(rejected);
      await this.#rejected.setStatus(id, 'replayed');
    }
    const outcome = receipt.rejected > 0 ? 'rejected' : receipt.accepted > 0 ? 'accepted' : 'duplicate';
    return { outcome, row: await this.#rejected.get(id) };
  }

  async #erase({ source, account, by = 'ingest' }: { source: string; account: string; by?: string }) {
    checkName(SourceName, source, '/source');
    checkName(SourceId, account, '/account');
    const { index, ledger, erased } = this.#o;
    const accountId = this.accountId(source, account);
    let at = erased.get(accountId);
    if (at === undefined || !this.#erased.has(accountId)) {
      at = this.#now();
      const frame = new FrameBuilder(this.#seq + 1);
      const seq = frame.next();
      frame.add('erasures', JSON.stringify({ account_id: accountId, erased_at: timeOfMs(at), seq }));
      index.begin();
      index.put(tombstoneKey(accountId), Buffer.from(String(at)));
      this.#erased.add(accountId);
      await this.#append(frame, index.take(), source, '', [accountId]);
      erased.set(accountId, at);
    }
    await eraseInLedger(ledger, accountId, at, by);
    // The rows of the log that are not loaded yet come before the tombstone in it: they are loaded and go with the rest,
    // before the warehouse's checkpoint moves.
    const complete = await this.flush().then(
      () => true,
      () => false,
    );
    return { account_id: accountId, erased_at: new Date(at).toISOString(), complete };
  }

  #namesOf(source: string): Names {
    let names = this.#names.get(source);
    if (!names) {
      if (this.#names.size >= SOURCES) this.#names.clear();
      names = new Names(source, this.#o.key);
      this.#names.set(source, names);
    }
    return names;
  }
}

function prepared(fact: Fact, context: RowContext): Ready {
  try {
    return { row: prepare(fact, context), fact };
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function checkName(schema: typeof SourceName | typeof SourceId, value: unknown, pointer: string): void {
  const result = schema.safeParse(value);
  if (result.success) return;
  const detail = `${pointer.slice(1)} is not valid: ${result.error.issues[0]!.message}.`;
  throw new GcError('validation_failed', detail, {
    causes: [{ pointer, code: 'validation_failed', detail }],
  });
}
