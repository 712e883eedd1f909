import { type CellSpace, grown } from './cells.ts';
import type { PackedLines } from './packed.ts';
import type { PersonLines } from './person-lines.ts';

/** Numbers the orders of one person. */
export class OrderIndex {
  /** Of each of the person's lines from `first` on. */
  of = new Int32Array(64);
  /** Of each order: 1 when it holds more than one top category. */
  several = new Int32Array(64);
  /** Of each order, for the counting of distinct ones: the last who saw it, 0 at first. */
  seen = new Int32Array(64);
  #top = new Int32Array(64);
  #table = new Int32Array(64);

  /** @param first lines before this one are of no order */
  build(lines: PackedLines, person: PersonLines, first: number, space: CellSpace): void {
    const { line, combination, size: n } = person;
    this.of = grown(this.of, n);
    this.several = grown(this.several, n);
    this.seen = grown(this.seen, n);
    this.#top = grown(this.#top, n);
    let size = 16;
    while (size < (n - first) * 2) size *= 2;
    if (this.#table.length < size) this.#table = new Int32Array(size);
    // Holds a line of each order.
    const table = this.#table.fill(-1, 0, size);
    const mask = size - 1;
    let orders = 0;
    for (let i = first; i < n; i++) {
      let slot = lines.orderHash(line[i]!) & mask;
      while (table[slot]! >= 0 && !lines.sameOrder(line[table[slot]!]!, line[i]!)) slot = (slot + 1) & mask;
      const t = space.topOfLine(combination[i]!);
      if (table[slot]! < 0) {
        table[slot] = i;
        this.of[i] = orders;
        this.several[orders] = 0;
        this.seen[orders] = 0;
        this.#top[orders++] = t;
        continue;
      }
      const order = this.of[table[slot]!]!;
      this.of[i] = order;
      if (t === 0) continue;
      if (this.#top[order] === 0) this.#top[order] = t;
      else if (this.#top[order] !== t) this.several[order] = 1;
    }
  }
}
