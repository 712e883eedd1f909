import { type CellSpace, grown } from './cells.ts';

/** Lines of one person chained up by the cells they fall in: a slot for each cell, a link for each line in it. */
export class Chains {
  slots = 0;
  /** Of a slot: its cell, its first link, how many it has. */
  cell = new Int32Array(64);
  head = new Int32Array(64);
  size = new Int32Array(64);
  /** Of a link: the line, and the next link (−1: none). Lines come in the order they were given in. */
  line = new Int32Array(64);
  next = new Int32Array(64);
  #tail = new Int32Array(64);
  #slotOf = new Int32Array(1 << 10).fill(-1);

  /** Chains up all lines by their near cells. @param lines how many */
  near(space: CellSpace, combination: Int32Array, lines: number): void {
    const { records, near, nears } = space;
    let touches = 0;
    for (let i = 0; i < lines; i++)
      touches += space.firstFar(combination[i]!) - space.firstNear(combination[i]!);
    this.#fit(touches, nears);
    let links = 0;
    for (let i = 0; i < lines; i++) {
      const c = combination[i]!;
      for (let j = space.firstNear(c), end = space.firstFar(c); j < end; j++)
        this.#touch(records[j]!, i, links++);
    }
    this.#end();
    for (let slot = 0; slot < this.slots; slot++) this.cell[slot] = near[this.cell[slot]!]!;
  }

  /** Chains up the lines of a merchant's slot by their cells of merchant × category. */
  far(space: CellSpace, combination: Int32Array, of: Chains, slot: number): void {
    const { records, size } = space;
    let touches = 0;
    for (let l = of.head[slot]!; l >= 0; l = of.next[l]!) {
      const c = combination[of.line[l]!]!;
      touches += space.end(c) - space.firstFar(c);
    }
    this.#fit(touches, size);
    let links = 0;
    for (let l = of.head[slot]!; l >= 0; l = of.next[l]!) {
      const c = combination[of.line[l]!]!;
      for (let j = space.firstFar(c), end = space.end(c); j < end; j++)
        this.#touch(records[j]!, of.line[l]!, links++);
    }
    this.#end();
  }

  #touch(cell: number, line: number, link: number): void {
    this.line[link] = line;
    this.next[link] = -1;
    const slot = this.#slotOf[cell]!;
    if (slot < 0) {
      const own = this.slots++;
      this.#slotOf[cell] = own;
      this.cell[own] = cell;
      this.head[own] = link;
      this.#tail[own] = link;
      this.size[own] = 1;
    } else {
      this.next[this.#tail[slot]!] = link;
      this.#tail[slot] = link;
      this.size[slot]!++;
    }
  }

  #end(): void {
    for (let slot = 0; slot < this.slots; slot++) this.#slotOf[this.cell[slot]!] = -1;
  }

  #fit(touches: number, cells: number): void {
    this.slots = 0;
    if (this.#slotOf.length < cells) this.#slotOf = new Int32Array(cells * 2).fill(-1);
    if (this.line.length >= touches) return;
    this.cell = grown(this.cell, touches);
    this.head = grown(this.head, touches);
    this.size = grown(this.size, touches);
    this.line = grown(this.line, touches);
    this.next = grown(this.next, touches);
    this.#tail = grown(this.#tail, touches);
  }
}
