import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FlowLines, unpackLines } from '../flows/index.ts';

/** Words of 32 bits a line: person, time, order, amount, and category with segment and observable. */
const WORDS = 5;
const BYTES = 4 * WORDS;

/**
 * Lines as they were counted, by shard and person, in a file that goes with the process: what an update takes back. A person's
 * newer lines are written at the end, so that a person is read in one piece. 20 bytes a line.
 */
export class LineSpool {
  readonly #fd: number;
  #open = true;
  #end = 0;
  /** Per shard, by person number: first byte, and number of lines. */
  readonly #place: { from: Float64Array; count: Uint32Array }[] = [];

  constructor() {
    const path = join(tmpdir(), `grandcanal-lines-${randomUUID()}`);
    this.#fd = openSync(path, 'wx+', 0o600);
    // Nobody else reads it, and nothing is left of it after a crash.
    rmSync(path, { force: true });
  }

  /** Lines in the file, those that newer ones replaced included. */
  get lines(): number {
    return this.#end / BYTES;
  }

  /** Writes whole people, sorted by person; who was written before is replaced. */
  add(shard: number, lines: FlowLines): void {
    const { person } = lines;
    const n = person.length;
    // A reader that was stopped may still hand on what it had.
    if (n === 0 || !this.#open) return;
    const place = this.#room(shard, person[n - 1]!);
    const words = new Uint32Array(n * WORDS);
    for (let i = 0, at = 0; i < n; i++, at += WORDS) {
      words[at] = person[i]!;
      words[at + 1] = lines.time[i]!;
      words[at + 2] = lines.order[i]!;
      words[at + 3] = lines.amount?.[i] ?? 0;
      words[at + 4] =
        lines.category[i]! + ((lines.segment?.[i] ?? 0) << 16) + ((lines.observable?.[i] ?? 1) << 24);
      if (i === 0 || person[i] !== person[i - 1]) {
        place.from[person[i]!] = this.#end + i * BYTES;
        place.count[person[i]!] = 0;
      }
      place.count[person[i]!]!++;
    }
    writeSync(this.#fd, words, 0, words.byteLength, this.#end);
    this.#end += words.byteLength;
  }

  /** Forgets a person: they have no line any more. */
  drop(shard: number, person: number): void {
    const place = this.#place[shard];
    if (place && person < place.count.length) place.count[person] = 0;
  }

  /** Lines of these people of a shard, in the order asked (ascending). */
  read(shard: number, people: readonly number[]): FlowLines {
    const place = this.#place[shard];
    const count = (person: number) => place?.count[person] ?? 0;
    const words = new Uint32Array(people.reduce((sum, person) => sum + count(person), 0) * WORDS);
    let to = 0;
    for (const person of people) {
      const length = count(person) * BYTES;
      if (length > 0) readSync(this.#fd, words, to, length, place!.from[person]!);
      to += length;
    }
    return unpackLines(words);
  }

  /** Gives the file back. Idempotent. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#fd);
  }

  #room(shard: number, person: number) {
    const old = this.#place[shard];
    if (old && person < old.count.length) return old;
    const size = Math.max(1024, Math.ceil(1.5 * (person + 1)));
    const place = { from: new Float64Array(size), count: new Uint32Array(size) };
    if (old) {
      place.from.set(old.from);
      place.count.set(old.count);
    }
    this.#place[shard] = place;
    return place;
  }
}
