import { GcError, systemClock } from '../base/index.ts';
import { type CatalogueRow, type Fact, type Receipt, SourceId, SourceName } from '../contracts/index.ts';
import { type DecideContext, decide } from './decide.ts';
import { type Batch, type IngestLimits, type IngestOptions, RefusedRow } from './face.ts';
import { FrameBuilder } from './frame-builder.ts';
import type { Change } from './generation.ts';
import type { IndexStore } from './index-store.ts';
import type { SegmentLog } from './log.ts';
import { Names } from './names.ts';
import type { RowContext } from './prepared.ts';
import { Refusal } from './refusal.ts';
import { type NewRejected, type RejectedStore, rejectedId, rowText } from './rejected.ts';
import { prepare } from './rows.ts';
import { readFact } from './validate.ts';

/**
 * Rows of one frame. A larger batch becomes several: other submits get their turn in between, and what a slice allocates
 * dies young (20,000 rows at once cost the collector more time than the work itself).
 */
const SLICE = 2_000;
/** Rejections that a receipt names. */
const NAMED = 100;
/** Sources whose name caches are kept. */
const SOURCES = 64;
/** Raw text of a rejected row that is kept, in characters. */
const KEPT_TEXT = 65_536;

/** Shorter than an id, which is it with the ordinal. */
const DocumentName = SourceId.max(200);

const ERASED = 'The person behind this fact was erased.';

export interface IntakeOptions
  extends Pick<IngestOptions, 'settings' | 'clock' | 'logger' | 'onAccepted' | 'onCatalogue'> {
  limits: IngestLimits;
  key: Uint8Array;
  index: IndexStore;
  log: SegmentLog;
  rejected: RejectedStore;
  /** Pseudonyms of erased accounts. */
  erased: Set<string>;
  /** Last frame and sequence in log and index. */
  frame: number;
  seq: number;
  onDurable(): void;
}

interface Slice {
  frame: FrameBuilder;
  change: Change;
  heard: Heard;
}

/** What is told of a slice once it is on disk. */
interface Heard {
  /** Null where nobody listens, or it is history. */
  readonly facts: Fact[] | null;
  readonly catalogue: CatalogueRow[];
}

/** What a submit has come to so far. */
interface Tally {
  receipt: Receipt;
  rejected: NewRejected[];
}

/** From rows to durable frames: validation, decision, sequence, log. */
export class Intake {
  readonly #o: IntakeOptions;
  readonly #names = new Map<string, Names>();
  #seq: number;
  #frame: number;
  /** Sequence and frame up to which the log is on disk. */
  committed: { seq: number; frame: number };

  constructor(options: IntakeOptions) {
    this.#o = options;
    this.#seq = options.seq;
    this.#frame = options.frame;
    this.committed = { seq: options.seq, frame: options.frame };
  }

  now(): number {
    return (this.#o.clock ?? systemClock).now();
  }

  /**
   * @param keep whether rejected rows go to the ledger; they are returned in any case
   * @throws validation_failed, overloaded, disk_full, ledger_unavailable
   */
  async submit(batch: Batch, keep: boolean): Promise<Tally> {
    this.#admit(batch);
    const { rows, dryRun = false } = batch;
    const tally: Tally = {
      receipt: { received: 0, accepted: 0, duplicate: 0, rejected: 0, rejections: [], known_at: 0 },
      rejected: [],
    };
    const durable: Promise<void>[] = [];
    const undone: Change[] = [];
    let failed = false;
    for (let from = 0; from < rows.length && !failed; from += SLICE) {
      if (from > 0 && !dryRun) await new Promise(setImmediate);
      const { frame, change, heard } = this.#slice(batch, from, Math.min(from + SLICE, rows.length), tally);
      if (dryRun) undone.push(change);
      else {
        const written =
          change.keys.length === 0
            ? this.#o.log.barrier()
            : this.append(frame, change, batch.source, batch.document ?? '', []);
        const silent = !heard.facts?.length && heard.catalogue.length === 0;
        const told = silent ? written : written.then(() => this.#tell(batch.source, heard));
        // Handled here so that no rejection goes unseen while later slices are decided; thrown below.
        told.catch(() => {
          failed = true;
        });
        durable.push(told);
      }
    }
    tally.receipt.known_at = this.#seq;
    if (dryRun) {
      for (const change of undone.reverse()) this.#o.index.undo(change);
      return tally;
    }
    // Settled before a failure is thrown: then nothing of this submit runs on.
    const kept = keep ? this.#o.rejected.add(tally.rejected) : Promise.resolve();
    for (const outcome of await Promise.allSettled([...durable, kept])) {
      if (outcome.status === 'rejected') throw outcome.reason;
    }
    return tally;
  }

  /** Puts a decided frame into the log. Sequences and index go back if it cannot be written. */
  append(
    frame: FrameBuilder,
    change: Change,
    source: string,
    document: string,
    erase: string[],
  ): Promise<void> {
    const { index, log } = this.#o;
    const no = ++this.#frame;
    this.#seq = frame.seqTo;
    const puts = change.generation.bytes.subarray(change.start, change.end);
    const { head, body } = frame.finish({ no, at: this.now(), source, document, erase }, puts);
    return log.append(
      head,
      body,
      () => {
        this.committed = { seq: head.seq_to, frame: no };
        index.apply(no, change);
        this.#o.onDurable();
      },
      () => {
        index.undo(change);
        this.#seq = head.seq_from - 1;
        this.#frame = no - 1;
        for (const account of erase) this.#o.erased.delete(account);
      },
    );
  }

  newFrame(): FrameBuilder {
    return new FrameBuilder(this.#seq + 1);
  }

  #admit(batch: Batch): void {
    const { limits, log } = this.#o;
    checkName(SourceName, batch.source, '/source');
    if (batch.document !== undefined) checkName(DocumentName, batch.document, '/document');
    if (!batch.dryRun && log.bytes > limits.waitingBytes) {
      const detail = `${log.bytes} bytes wait to be loaded into the warehouse (limit ${limits.waitingBytes}).`;
      throw new GcError('overloaded', detail, { params: { retry_after_s: 5 } });
    }
  }

  /** Validates and decides rows [from, to). Nothing yields until its frame is appended: log order is decision order. */
  #slice(batch: Batch, from: number, to: number, tally: Tally): Slice {
    const { index, settings, erased } = this.#o;
    const { source, document = '', startIndex = 0, rows, backfilled = false } = batch;
    const { currency, clock_skew_ms } = settings();
    const names = this.#namesOf(source);
    const frame = this.newFrame();
    const rowContext: RowContext = { names, frame, currency, latest: this.now() + clock_skew_ms };
    const context: DecideContext = { source, backfilled, erased };
    const { receipt } = tally;
    const heard: Heard = { facts: this.#o.onAccepted && !backfilled ? [] : null, catalogue: [] };
    index.begin();
    try {
      for (let i = from; i < to; i++) {
        const outcome = this.#one(rows[i], document, startIndex + i, rowContext, context, heard);
        receipt.received++;
        if (outcome === 'accepted') receipt.accepted++;
        else if (outcome === 'duplicate') receipt.duplicate++;
        else this.#refuse(outcome, rows[i], batch, startIndex + i, tally);
      }
    } catch (error) {
      index.undo(index.take());
      throw error;
    }
    for (const { fact, row, detail } of frame.voided) {
      const refusal = new Refusal('refund_exceeds_line', detail, '/amount_minor');
      tally.rejected.push({ ...this.#rejectedRow(refusal, row, source, '', 0), fact });
    }
    return { frame, change: index.take(), heard };
  }

  /** Whoever listens hears of durable facts; its trouble is not the sender's. */
  #tell(source: string, { facts, catalogue }: Heard): void {
    const names = this.#namesOf(source);
    try {
      if (catalogue.length > 0) this.#o.onCatalogue?.(catalogue);
      if (facts?.length) this.#o.onAccepted?.(facts, (kind, name) => names.of(kind, name));
    } catch (error) {
      this.#o.logger?.error({ err: error }, 'accepted facts were not taken up by who listens');
    }
  }

  #one(
    row: unknown,
    document: string,
    ordinal: number,
    rowContext: RowContext,
    context: DecideContext,
    heard: Heard,
  ): 'accepted' | 'duplicate' | Refusal {
    const fact = readFact(row, document, ordinal, this.#o.limits.rowBytes);
    if (fact instanceof Refusal) return fact;
    try {
      const prepared = prepare(fact, rowContext);
      const outcome = decide(prepared, fact, this.#o.index, rowContext.frame, context);
      if (outcome !== 'accepted') return outcome;
      heard.facts?.push(fact);
      if (prepared.told)
        heard.catalogue.push({ ...prepared.told, seq: rowContext.frame.seqTo } as CatalogueRow);
      return outcome;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  #refuse(refusal: Refusal, row: unknown, batch: Batch, ordinal: number, { receipt, rejected }: Tally): void {
    const entry = this.#rejectedRow(refusal, row, batch.source, batch.document ?? '', ordinal);
    rejected.push(entry);
    receipt.rejected++;
    if (receipt.rejections.length >= NAMED) return;
    const { code, detail, pointer, rejected_id } = entry;
    receipt.rejections.push({ index: ordinal, code, detail, pointer, rejected_id });
  }

  #rejectedRow(refusal: Refusal, row: unknown, source: string, document: string, index: number): NewRejected {
    const raw = row instanceof RefusedRow ? row.raw : row;
    const account = accountOf(raw);
    const accountId = account === null ? null : this.#namesOf(source).of('account', account);
    const text = rowText(raw, KEPT_TEXT);
    const { code, detail, pointer } = refusal;
    const common = {
      rejected_id: rejectedId(source, document, index, code, text),
      source,
      document,
      index,
      code,
    };
    // Of an erased person nothing is kept but that something came.
    if (code === 'erased' || (accountId !== null && this.#o.erased.has(accountId))) {
      return { ...common, fact: '', detail: ERASED, pointer: '', row: 'null', account_id: null };
    }
    const fact = (raw as { fact?: unknown } | null)?.fact;
    return {
      ...common,
      fact: typeof fact === 'string' ? fact.slice(0, 64) : '',
      detail,
      pointer,
      row: text,
      account_id: accountId,
    };
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

/** The account that a row names, even a malformed one: so that erasing the person finds it. */
function accountOf(row: unknown): string | null {
  if (typeof row !== 'object' || row === null) return null;
  const fields = row as Record<string, unknown>;
  let named = fields.account ?? fields.userId;
  if (fields.fact === 'account') named = fields.source_id;
  else if (fields.fact === 'risk_verdict' && fields.subject === 'account') named = fields.subject_id;
  return typeof named === 'string' && named !== '' ? named : null;
}

/** @throws validation_failed */
export function checkName(
  schema: typeof SourceName | typeof SourceId,
  value: unknown,
  pointer: string,
): void {
  const result = schema.safeParse(value);
  if (result.success) return;
  const detail = `${pointer.slice(1)} is not valid: ${result.error.issues[0]!.message}.`;
  throw new GcError('validation_failed', detail, {
    causes: [{ pointer, code: 'validation_failed', detail }],
  });
}
