import { type CellSpace, grown } from './cells.ts';
import type { PackedLines } from './packed.ts';

/** The lines of one person that count, in order of date; after them, the confirmed ones that do not. */
export class PersonLines {
  /** How many count. */
  size = 0;
  /** How many there are. */
  all = 0;
  day = new Int32Array(64);
  /** Place of the line in the range. */
  line = new Int32Array(64);
  combination = new Int32Array(64);
  /** What the kernel knows of each line. */
  facts = new Int32Array(64);
  #others = new Int32Array(64);

  /**
   * @param from first place of the person in `lines.order`; `to`: after the last
   * @param mask flags that a line must have to count
   * @param byConfirmed dates are those of confirmation
   * @param asOf last day that counts
   */
  select(
    lines: PackedLines,
    space: CellSpace,
    from: number,
    to: number,
    mask: number,
    byConfirmed: boolean,
    asOf: number,
  ): void {
    this.#fit(to - from);
    const { day, line: own, combination } = this;
    const others = this.#others;
    let n = 0;
    let m = 0;
    let sorted = true;
    for (let i = from; i < to; i++) {
      const line = lines.order[i]!;
      const d = byConfirmed ? lines.confirmedOn(line) : lines.paidOn(line);
      if ((lines.flags(line) & mask) !== mask || d > asOf) {
        if (lines.confirmedOn(line) <= asOf) others[m++] = line;
        continue;
      }
      if (n > 0 && d < day[n - 1]!) sorted = false;
      day[n] = d;
      own[n] = line;
      combination[n++] = combinationOf(space, lines, line);
    }
    this.size = n;
    this.all = n + m;
    if (!sorted) this.#sort();
    for (let i = 0; i < m; i++) {
      own[n + i] = others[i]!;
      combination[n + i] = combinationOf(space, lines, others[i]!);
    }
  }

  #sort(): void {
    const { day, line, combination, size } = this;
    const keys = new Float64Array(size);
    for (let i = 0; i < size; i++) keys[i] = day[i]! * size + i;
    keys.sort();
    const [oldLine, oldCombination] = [line.slice(0, size), combination.slice(0, size)];
    for (let i = 0; i < size; i++) {
      const from = keys[i]! % size;
      day[i] = Math.floor(keys[i]! / size);
      line[i] = oldLine[from]!;
      combination[i] = oldCombination[from]!;
    }
  }

  #fit(lines: number): void {
    if (this.day.length >= lines) return;
    this.day = grown(this.day, lines);
    this.line = grown(this.line, lines);
    this.combination = grown(this.combination, lines);
    this.facts = grown(this.facts, lines);
    this.#others = grown(this.#others, lines);
  }
}

function combinationOf(space: CellSpace, lines: PackedLines, line: number): number {
  return space.of(lines.leaf(line), lines.merchant(line), lines.shop(line), lines.brand(line));
}
