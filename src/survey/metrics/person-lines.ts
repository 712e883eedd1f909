import { grown } from './cells.ts';
import type { PackedLines } from './packed.ts';

/** The lines of one person that count, in order of date, and the public ones that do not. */
export class PersonLines {
  size = 0;
  day = new Int32Array(64);
  /** Place of the line in the range. */
  line = new Int32Array(64);
  combination = new Int32Array(64);
  others = new Int32Array(64);
  otherSize = 0;

  /**
   * @param from first place of the person in `lines.order`; `to`: after the last
   * @param mask flags that a line must have to count
   * @param byConfirmed dates are those of confirmation
   * @param asOf last day that counts
   */
  select(
    lines: PackedLines,
    combinations: Int32Array,
    from: number,
    to: number,
    mask: number,
    byConfirmed: boolean,
    asOf: number,
  ): void {
    this.day = grown(this.day, to - from);
    this.line = grown(this.line, to - from);
    this.combination = grown(this.combination, to - from);
    this.others = grown(this.others, to - from);
    const { day } = this;
    let n = 0;
    let others = 0;
    let sorted = true;
    for (let i = from; i < to; i++) {
      const line = lines.order[i]!;
      const d = byConfirmed ? lines.confirmedOn(line) : lines.paidOn(line);
      if ((lines.flags(line) & mask) !== mask || d > asOf) {
        this.others[others++] = line;
        continue;
      }
      if (n > 0 && d < day[n - 1]!) sorted = false;
      day[n] = d;
      this.line[n] = line;
      this.combination[n] = combinations[line]!;
      n++;
    }
    this.size = n;
    this.otherSize = others;
    if (!sorted) this.#sort();
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
}
