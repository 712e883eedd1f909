import { type Entry, FLAG } from './codec.ts';
import type { FrameBuilder } from './frame-builder.ts';
import type { IndexStore } from './index-store.ts';
import { keyOf, lineKey, type Prepared } from './prepared.ts';
import { Refusal } from './refusal.ts';

const SEP = '\u001f';
const PRESENT = '1';
const UNKNOWN: Entry = { revision: 0, content: 0, flags: 0, paid: 0, link: '' };

/** A refund or exchange of a line, in the order of arrival. */
interface Giveback {
  fact: 'refund' | 'exchange';
  key: string;
  id: string;
  revision: number;
  /** What it takes from the line; negative where the buyer paid more. */
  amount: number;
  converted: boolean;
  row: unknown;
}

export interface DecideContext {
  source: string;
  /** True for history that its source cannot date. */
  backfilled: boolean;
  /** Pseudonyms of erased accounts. */
  erased: ReadonlySet<string>;
}

/** Mark of an order or line whose buyer was erased. */
export const erasedMark = (id: string) => `X${SEP}${id}`;

/**
 * Decides one prepared fact against all that came before it, and stores what follows: its rows in the frame,
 * its entry in the index. Synchronous, so that two submits with the same ids are decided one after the other.
 * @returns 'accepted', 'duplicate', or why not (revision_conflict, unknown_category, refund_exceeds_line, erased)
 */
export function decide(
  row: Prepared,
  raw: unknown,
  index: IndexStore,
  frame: FrameBuilder,
  context: DecideContext,
): 'accepted' | 'duplicate' | Refusal {
  if (context.erased.size > 0 && isErased(row, index, context)) {
    return new Refusal('erased', 'The person behind this fact was erased.');
  }
  if (row.needs !== '' && !index.has(row.needs)) {
    return new Refusal('unknown_category', 'The item’s category is in no tree of this source.', '/category');
  }
  const before = index.entry(row.key) ?? null;
  const known = before !== null && (before.flags & FLAG.known) !== 0;
  const content = row.rows.content();

  if (known && row.revision === before.revision) {
    if (content !== before.content) return conflict(row);
    if ((before.flags & FLAG.voided) === 0) return 'duplicate';
    return revive(row, raw, before, index, frame, context);
  }
  if (known && row.revision < before.revision) return late(row, content, index, frame, context);

  if (row.kind === 'refund' || row.kind === 'exchange') {
    const refusal = giveBack(row, raw, known ? before : null, index, context);
    if (refusal) return refusal;
  }
  const seq = frame.next();
  keep(row, row.revision, seq, context);
  if (known) {
    // A voided one was superseded when it was voided.
    if ((before.flags & FLAG.voided) === 0) frame.supersede(row.kind, row.id, before.revision, seq);
    index.putText(oldKey(row.key, before.revision), String(before.content));
  }
  const flags = FLAG.known | (row.kind === 'order_line' ? (before?.flags ?? 0) & FLAG.givebacks : 0);
  const link = row.kind === 'order_line' ? row.account : row.line;
  index.putEntry(row.key, { content, revision: row.revision, flags, paid: row.amount, link });
  for (const key of row.provides) index.putText(key, PRESENT);
  if ((flags & FLAG.givebacks) !== 0) settle(row, seq, index, frame, context);
  return 'accepted';
}

function isErased(row: Prepared, index: IndexStore, { erased, source }: DecideContext): boolean {
  if (row.account !== '' && erased.has(row.account)) return true;
  if (row.line !== '') {
    const line = index.entry(lineKey(source, row.line));
    if (line !== undefined && erased.has(line.link)) return true;
  }
  return row.order !== '' && row.account === '' && index.has(erasedMark(row.order));
}

/** A revision below the known one: kept, and superseded at once. */
function late(
  row: Prepared,
  content: number,
  index: IndexStore,
  frame: FrameBuilder,
  context: DecideContext,
): 'accepted' | 'duplicate' | Refusal {
  const key = oldKey(row.key, row.revision);
  const old = index.text(key);
  if (old !== undefined) {
    return old === String(content) ? 'duplicate' : conflict(row);
  }
  const seq = frame.next();
  keep(row, row.revision, seq, context);
  frame.supersede(row.kind, row.id, row.revision, seq);
  index.putText(key, String(content));
  return 'accepted';
}

/**
 * A voided refund that comes again: accepted if it fits its line by now, as the revision after the voided
 * one, because that one stays superseded.
 */
function revive(
  row: Prepared,
  raw: unknown,
  before: Entry,
  index: IndexStore,
  frame: FrameBuilder,
  context: DecideContext,
): 'accepted' | Refusal {
  const revision = before.revision + 1;
  const refusal = giveBack({ ...row, revision }, raw, null, index, context);
  if (refusal) return refusal;
  keep(row, revision, frame.next(), context);
  index.putText(oldKey(row.key, before.revision), String(before.content));
  index.putEntry(row.key, { ...before, revision, flags: FLAG.known });
  return 'accepted';
}

/**
 * Enters a refund or exchange with its line. Where the line is not there yet it waits.
 * @returns refund_exceeds_line when the line is known and more would be given back than was paid
 */
function giveBack(
  row: Prepared,
  raw: unknown,
  before: Entry | null,
  index: IndexStore,
  { source }: DecideContext,
): Refusal | null {
  const key = lineKey(source, row.line);
  const line = index.entry(key) ?? UNKNOWN;
  const list = givebacksOf(key, line, index);
  const others = list.filter((giveback) => giveback.key !== row.key);
  const giveback: Giveback = {
    fact: row.kind as Giveback['fact'],
    key: row.key,
    id: row.id,
    revision: row.revision,
    amount: row.amount,
    converted: row.converted,
    row: raw,
  };
  if ((line.flags & FLAG.known) !== 0 && (row.amount > 0 || others.length < list.length)) {
    const total = others.reduce((sum, other) => sum + other.amount, row.amount);
    if (total > line.paid + rounding([...others, giveback])) return exceeds(row, total, line.paid);
  }
  if (before !== null && before.link !== row.line) {
    const oldLine = lineKey(source, before.link);
    const former = index.entry(oldLine);
    if (former !== undefined) {
      const rest = givebacksOf(oldLine, former, index).filter((other) => other.key !== row.key);
      index.putText(`W${oldLine}`, JSON.stringify(rest));
    }
  }
  index.putText(`W${key}`, JSON.stringify([...others, giveback]));
  if ((line.flags & FLAG.givebacks) === 0) {
    index.putEntry(key, { ...line, flags: line.flags | FLAG.givebacks });
  }
  return null;
}

/** The line is there, or was corrected: in the order of arrival, what no longer fits is voided. */
function settle(
  row: Prepared,
  seq: number,
  index: IndexStore,
  frame: FrameBuilder,
  { source }: DecideContext,
): void {
  const stored = index.text(`W${row.key}`);
  if (stored === undefined) return;
  const kept: Giveback[] = [];
  let total = 0;
  const list = JSON.parse(stored) as Giveback[];
  for (const giveback of list) {
    const sum = total + giveback.amount;
    if (giveback.amount <= 0 || sum <= row.amount + rounding([...kept, giveback])) {
      kept.push(giveback);
      total = sum;
      continue;
    }
    frame.supersede(giveback.fact, giveback.id, giveback.revision, seq);
    const entry = index.entry(giveback.key)!;
    index.putEntry(giveback.key, { ...entry, flags: entry.flags | FLAG.voided });
    const detail = exceeds(giveback, sum, row.amount).detail;
    frame.voided.push({ fact: giveback.fact, row: giveback.row, source, detail });
  }
  if (kept.length < list.length) index.putText(`W${row.key}`, JSON.stringify(kept));
}

function givebacksOf(key: string, line: Entry, index: IndexStore): Giveback[] {
  if ((line.flags & FLAG.givebacks) === 0) return [];
  const stored = index.text(`W${key}`);
  return stored === undefined ? [] : (JSON.parse(stored) as Giveback[]);
}

/** Converted amounts are rounded one by one: each may be half a unit off, and the line's too. */
function rounding(givebacks: readonly Giveback[]): number {
  return givebacks.reduce((sum, giveback) => sum + (giveback.converted ? 1 : 0), 0);
}

function exceeds(row: { amount: number }, total: number, paid: number): Refusal {
  const detail = `${row.amount} more would make ${total} given back of ${paid} paid (minor units).`;
  return new Refusal('refund_exceeds_line', detail, '/amount_minor');
}

/** Keeps the fact's rows in the frame. */
function keep(row: Prepared, revision: number, seq: number, context: DecideContext): void {
  row.rows.commit(context.backfilled && !row.dated, revision, seq);
}

function conflict(row: Prepared): Refusal {
  return new Refusal(
    'revision_conflict',
    `Revision ${row.revision} of this ${row.kind} is known with other content.`,
    '/revision',
  );
}

const oldKey = (key: string, revision: number) => keyOf('R', key, String(revision));
