import { COLUMNS, type Table } from './columns.ts';
import type { FrameHead } from './frame.ts';
import { RowBuffer } from './row-buffer.ts';

/** A refund or exchange that its line's arrival voided. */
export interface Voided {
  fact: string;
  /** The fact as it was sent. */
  row: unknown;
  source: string;
  detail: string;
}

const FIRST_BYTES = 1 << 16;

/** Collects the warehouse rows of one batch in the order of their sequences. */
export class FrameBuilder {
  readonly #tables = new Map<Table, RowBuffer>();
  readonly voided: Voided[] = [];
  readonly seqFrom: number;
  #seq: number;

  constructor(nextSeq: number) {
    this.seqFrom = nextSeq;
    this.#seq = nextSeq - 1;
  }

  /** The next sequence: one for each accepted fact. */
  next(): number {
    return ++this.#seq;
  }

  get seqTo(): number {
    return this.#seq;
  }

  /** Rows of a table. */
  table(name: Table): RowBuffer {
    let rows = this.#tables.get(name);
    if (!rows) {
      rows = new RowBuffer(FIRST_BYTES);
      this.#tables.set(name, rows);
    }
    return rows;
  }

  supersede(fact: string, id: string, revision: number, seq: number): void {
    this.table('superseded').add(COLUMNS.superseded, { fact, id, revision, seq });
  }

  /** The frame's head and body. `erase` as in FrameHead, `puts` those of the index. */
  finish(
    frame: { no: number; at: number; source: string; document: string; erase?: string[] },
    puts: Buffer,
  ): { head: FrameHead; body: Buffer[] } {
    const { seqFrom: seq_from, seqTo: seq_to } = this;
    if (seq_to >= seq_from) {
      const { at: committed_at, source, document } = frame;
      this.table('commits').add(COLUMNS.commits, { seq_from, seq_to, committed_at, source, document });
    }
    const tables: FrameHead['tables'] = [];
    const body: Buffer[] = [];
    for (const [table, rows] of this.#tables) {
      const bytes = rows.kept;
      if (bytes.length === 0) continue;
      tables.push([table, bytes.length, rows.rows]);
      body.push(bytes);
    }
    body.push(puts);
    return { head: { erase: [], ...frame, seq_from, seq_to, tables, index: puts.length }, body };
  }
}
