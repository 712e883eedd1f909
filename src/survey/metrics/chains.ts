import { type CellSpace, grown } from './cells.ts';
import type { PackedLines } from './packed.ts';
import type { PersonLines } from './person-lines.ts';

/** The lines of one person chained up by the cells they fall in: a slot for each cell, a link for each line in it. */
export class Chains {
  slots = 0;
  /** Of a slot: its cell, its first link (−1: none of its lines counts), the last day a line of it was confirmed (−1: none). */
  cell = new Int32Array(64);
  head = new Int32Array(64);
  confirmed = new Int32Array(64);
  /** Of a link: the line, and the next link; links are in order of date. */
  line = new Int32Array(64);
  next = new Int32Array(64);
  #tail = new Int32Array(64);
  #slotOf = new Int32Array(1 << 10).fill(-1);

  /** @param asOf days after this one are not known yet */
  build(
    space: CellSpace,
    lines: PackedLines,
    combinations: Int32Array,
    person: PersonLines,
    asOf: number,
  ): void {
    const { list, start } = space;
    const { size, others, otherSize } = person;
    let touches = 0;
    for (let i = 0; i < size; i++) {
      const c = person.combination[i]!;
      touches += start[c + 1]! - start[c]!;
    }
    for (let i = 0; i < otherSize; i++) {
      const c = combinations[others[i]!]!;
      touches += start[c + 1]! - start[c]!;
    }
    this.#fit(touches, space.size);
    const { cell, head, confirmed, line, next } = this;
    const [tail, slotOf] = [this.#tail, this.#slotOf];
    let slots = 0;
    let links = 0;
    for (let i = 0; i < size; i++) {
      const c = person.combination[i]!;
      const on = lines.confirmedOn(person.line[i]!);
      const seen = on <= asOf ? on : -1;
      for (let j = start[c]!, end = start[c + 1]!; j < end; j++) {
        const at = list[j]!;
        const slot = slotOf[at]!;
        line[links] = i;
        next[links] = -1;
        if (slot < 0) {
          slotOf[at] = slots;
          cell[slots] = at;
          head[slots] = links;
          tail[slots] = links;
          confirmed[slots++] = seen;
        } else {
          next[tail[slot]!] = links;
          tail[slot] = links;
          if (confirmed[slot]! < seen) confirmed[slot] = seen;
        }
        links++;
      }
    }
    for (let i = 0; i < otherSize; i++) {
      const c = combinations[others[i]!]!;
      const on = lines.confirmedOn(others[i]!);
      if (on > asOf) continue;
      for (let j = start[c]!, end = start[c + 1]!; j < end; j++) {
        const at = list[j]!;
        const slot = slotOf[at]!;
        if (slot < 0) {
          slotOf[at] = slots;
          cell[slots] = at;
          head[slots] = -1;
          confirmed[slots++] = on;
        } else if (confirmed[slot]! < on) confirmed[slot] = on;
      }
    }
    for (let slot = 0; slot < slots; slot++) slotOf[cell[slot]!] = -1;
    this.slots = slots;
  }

  #fit(touches: number, cells: number): void {
    if (this.#slotOf.length < cells) this.#slotOf = new Int32Array(cells * 2).fill(-1);
    if (this.cell.length >= touches) return;
    this.cell = grown(this.cell, touches);
    this.head = grown(this.head, touches);
    this.confirmed = grown(this.confirmed, touches);
    this.line = grown(this.line, touches);
    this.next = grown(this.next, touches);
    this.#tail = grown(this.#tail, touches);
  }
}
