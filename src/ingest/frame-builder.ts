import { timeOfMs } from './codec.ts';
import type { FrameHead } from './frame.ts';
import { encodePuts } from './frame.ts';
import type { Change } from './index-store.ts';

/** A refund or exchange that its line's arrival voided. */
export interface Voided {
  fact: string;
  /** The fact as it was sent. */
  row: unknown;
  source: string;
  detail: string;
}

/** Collects the warehouse rows of one batch, as text, in the order of their sequences. */
export class FrameBuilder {
  readonly #tables = new Map<string, string[]>();
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

  add(table: string, text: string): void {
    const rows = this.#tables.get(table);
    if (rows) rows.push(text);
    else this.#tables.set(table, [text]);
  }

  supersede(fact: string, id: string, revision: number, seq: number): void {
    this.add('superseded', `{"fact":"${fact}","id":"${id}","revision":${revision},"seq":${seq}}`);
  }

  /** The frame's head and body. `erase` as in FrameHead. */
  finish(
    frame: { no: number; at: number; source: string; document: string; erase?: string[] },
    change: Change,
  ): { head: FrameHead; body: Buffer[]; puts: Buffer } {
    if (this.seqTo >= this.seqFrom) {
      const commit = {
        seq_from: this.seqFrom,
        seq_to: this.seqTo,
        committed_at: timeOfMs(frame.at),
        source: frame.source,
        document: frame.document,
      };
      this.add('commits', JSON.stringify(commit));
    }
    const tables: FrameHead['tables'] = [];
    const body: Buffer[] = [];
    for (const [table, rows] of this.#tables) {
      const bytes = Buffer.from(`${rows.join('\n')}\n`);
      tables.push([table, bytes.length, rows.length]);
      body.push(bytes);
    }
    const puts = encodePuts(change.keys, change.values);
    body.push(puts);
    const { seqFrom: seq_from, seqTo: seq_to } = this;
    return {
      head: { erase: [], ...frame, seq_from, seq_to, tables, index: puts.length },
      body,
      puts,
    };
  }
}
