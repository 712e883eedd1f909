import { GcError } from '../../base/index.ts';
import { BLOCK_BITS, BLOCK_WORDS, recordLength, type SortedObservations } from './observations.ts';

/** What changed in one stratum. Without `pairs` every pair of it can differ. */
export interface StratumChange {
  readonly stratum: number;
  /** Its run in the observations before. */
  readonly from: number;
  readonly to: number;
  /** Its run in `Revision.address` and `sign`. */
  readonly changedFrom: number;
  readonly changedTo: number;
  readonly pairs?: ChangedPairs | undefined;
}

/** Pairs A → B with A among the rows or B among the columns. */
export interface ChangedPairs {
  readonly rows: Uint16Array;
  readonly columns: Uint16Array;
}

export interface Revision {
  readonly before: SortedObservations;
  readonly now: SortedObservations;
  /** Observations taken back (sign −1) and added, each stratum's together, after those that cancel are gone. */
  readonly address: Uint32Array;
  readonly sign: Int8Array;
  readonly changes: readonly StratumChange[];
}

/**
 * Takes changes into kept observations. What is taken back and added again alike cancels; each other record taken back is found
 * among those kept, word by word, and leaves them. Where what remains differs in outcomes only, as it mostly does (a day's facts
 * are later than the index period), so do few pairs: they are named.
 * @param delta joined with `before`, so that its blocks begin with those
 * @throws validation_failed when something is taken back that was not counted
 * Cost: words of the strata touched, and one address per kept observation.
 */
export function revise(before: SortedObservations, delta: SortedObservations): Revision {
  const views = delta.blocks.map((block) => new Uint16Array(block));
  const records = new Records(views);
  const address: number[] = [];
  const sign: number[] = [];
  const changes: StratumChange[] = [];
  const rows = new Map(Array.from(before.strata, (stratum, at) => [stratum, at]));
  const gone = new Set<number>();
  const added = new Map<number, number[]>();
  for (const [at, stratum] of delta.strata.entries()) {
    const { minus, plus } = records.cancelled(delta, delta.starts[at]!, delta.starts[at + 1]!);
    if (minus.length === 0 && plus.length === 0) continue;
    const row = rows.get(stratum);
    const from = row === undefined ? 0 : before.starts[row]!;
    const to = row === undefined ? 0 : before.starts[row + 1]!;
    for (const position of records.find(minus, before, from, to)) gone.add(position);
    added.set(stratum, plus);
    const changedFrom = address.length;
    for (const where of minus) sign.push(-1) && address.push(where);
    for (const where of plus) sign.push(1) && address.push(where);
    changes.push({
      stratum,
      from,
      to,
      changedFrom,
      changedTo: address.length,
      pairs: records.changedPairs(minus, plus),
    });
  }
  return {
    before,
    now: merged(before, delta, gone, added, records),
    address: shared(Uint32Array, address),
    sign: shared(Int8Array, sign),
    changes,
  };
}

/** Records by their address in the joint blocks. */
class Records {
  readonly views: readonly Uint16Array[];

  constructor(views: readonly Uint16Array[]) {
    this.views = views;
  }

  words(where: number): Uint16Array {
    return this.views[where >>> BLOCK_BITS]!;
  }

  length(where: number): number {
    return recordLength(this.words(where), where & (BLOCK_WORDS - 1));
  }

  private hash(where: number): number {
    const words = this.words(where);
    const at = where & (BLOCK_WORDS - 1);
    let h = 0x811c9dc5;
    for (let i = at, end = at + recordLength(words, at); i < end; i++)
      h = Math.imul(h ^ words[i]!, 0x01000193);
    return h;
  }

  private same(x: number, y: number): boolean {
    const length = this.length(x);
    if (length !== this.length(y)) return false;
    const xs = this.words(x);
    const ys = this.words(y);
    const xAt = x & (BLOCK_WORDS - 1);
    const yAt = y & (BLOCK_WORDS - 1);
    for (let i = 0; i < length; i++) if (xs[xAt + i] !== ys[yAt + i]) return false;
    return true;
  }

  /** Takes the first equal record out of `waiting`. */
  private take(waiting: Map<number, number[]>, where: number): boolean {
    const alike = waiting.get(this.hash(where));
    const k = alike ? alike.findIndex((other) => this.same(other, where)) : -1;
    if (k < 0) return false;
    alike!.splice(k, 1);
    return true;
  }

  private byHash(addresses: readonly number[]): Map<number, number[]> {
    const map = new Map<number, number[]>();
    for (const where of addresses) {
      const h = this.hash(where);
      const alike = map.get(h);
      if (alike) alike.push(where);
      else map.set(h, [where]);
    }
    return map;
  }

  /** What is taken back and what is added, without records that are both. */
  cancelled(delta: SortedObservations, from: number, to: number): { minus: number[]; plus: number[] } {
    const minus: number[] = [];
    const plus: number[] = [];
    for (let i = from; i < to; i++) (delta.sign[i]! < 0 ? minus : plus).push(delta.address[i]!);
    const waiting = this.byHash(minus);
    const rest = plus.filter((where) => !this.take(waiting, where));
    return { minus: [...waiting.values()].flat(), plus: rest };
  }

  /** Positions in `before` of records equal to these. */
  find(minus: readonly number[], before: SortedObservations, from: number, to: number): number[] {
    if (minus.length === 0) return [];
    const waiting = this.byHash(minus);
    const found: number[] = [];
    for (let i = from; i < to && found.length < minus.length; i++) {
      if (this.take(waiting, before.address[i]!)) found.push(i);
    }
    if (found.length < minus.length)
      throw new GcError('validation_failed', 'Flows: the lines before are not those that were counted.');
    return found;
  }

  /**
   * Pairs that can differ when every record taken back has one added with the same weight, held and entered categories: those
   * into a category whose outcomes differ, and those out of an entered category whose spend does. Undefined: all can.
   */
  changedPairs(minus: readonly number[], plus: readonly number[]): ChangedPairs | undefined {
    if (minus.length !== plus.length) return undefined;
    const groups = new Map<string, { net: number; outcomes: Map<number, number>; spend: string }>();
    const rows = new Set<number>();
    const look = (where: number, sign: number) => {
      const words = this.words(where);
      const at = where & (BLOCK_WORDS - 1);
      const h1 = at + 4 + words[at + 1]!;
      const e1 = h1 + words[at + 2]!;
      const o1 = e1 + words[at + 3]!;
      const key = String.fromCharCode(...words.subarray(at, at + 3), ...words.subarray(at + 4, e1));
      const spend = String.fromCharCode(...words.subarray(o1, o1 + 3 * words[at + 2]!));
      const group = groups.get(key) ?? { net: 0, outcomes: new Map<number, number>(), spend };
      groups.set(key, group);
      group.net += sign;
      // Where all alike spent alike, outcomes tell all; else every pair out of these entries is looked at.
      if (group.spend !== spend) for (let e = h1; e < e1; e++) rows.add(words[e]!);
      for (let o = e1; o < o1; o++)
        group.outcomes.set(words[o]!, (group.outcomes.get(words[o]!) ?? 0) + sign);
    };
    for (const where of minus) look(where, -1);
    for (const where of plus) look(where, 1);
    const columns = new Set<number>();
    for (const { net, outcomes } of groups.values()) {
      if (net !== 0) return undefined;
      for (const [category, more] of outcomes) if (more !== 0) columns.add(category);
    }
    return { rows: Uint16Array.from(rows), columns: Uint16Array.from(columns) };
  }
}

/** All observations after the change, by stratum. */
function merged(
  before: SortedObservations,
  delta: SortedObservations,
  gone: ReadonlySet<number>,
  added: ReadonlyMap<number, readonly number[]>,
  records: Records,
): SortedObservations {
  let words = before.words;
  let total = before.address.length - gone.size;
  for (const position of gone) words -= records.length(before.address[position]!);
  for (const plus of added.values()) {
    total += plus.length;
    for (const where of plus) words += records.length(where);
  }
  const address = new Uint32Array(new SharedArrayBuffer(4 * total));
  const strata: number[] = [];
  const starts: number[] = [];
  const rows = new Map(Array.from(before.strata, (stratum, at) => [stratum, at]));
  const all = [...new Set([...before.strata, ...added.keys()])].sort((a, b) => a - b);
  let at = 0;
  for (const stratum of all) {
    const start = at;
    const row = rows.get(stratum);
    const plus = added.get(stratum);
    if (row !== undefined && !plus) {
      const run = before.address.subarray(before.starts[row]!, before.starts[row + 1]!);
      address.set(run, at);
      at += run.length;
    } else if (row !== undefined) {
      for (let i = before.starts[row]!; i < before.starts[row + 1]!; i++) {
        if (!gone.has(i)) address[at++] = before.address[i]!;
      }
    }
    for (const where of plus ?? []) address[at++] = where;
    if (at === start) continue;
    strata.push(stratum);
    starts.push(start);
  }
  const sign = new Int8Array(new SharedArrayBuffer(total)).fill(1);
  return compacted({
    blocks: delta.blocks,
    words,
    address,
    sign,
    strata: Uint32Array.from(strata),
    starts: Uint32Array.from([...starts, total]),
  });
}

/** Words of blocks that nothing points at, allowed beside as many that something does. */
const SLACK = 2 * BLOCK_WORDS;

/** The same observations in fresh blocks when more than half of the words have been taken back. */
function compacted(observations: SortedObservations): SortedObservations {
  const held = observations.blocks.reduce((sum, block) => sum + block.byteLength / 2, 0);
  if (held <= 2 * observations.words + SLACK) return observations;
  const views = observations.blocks.map((block) => new Uint16Array(block));
  const blocks: SharedArrayBuffer[] = [];
  const address = new Uint32Array(new SharedArrayBuffer(4 * observations.address.length));
  let target: Uint16Array = new Uint16Array(0);
  let at = 0;
  for (let i = 0; i < address.length; i++) {
    const where = observations.address[i]!;
    const words = views[where >>> BLOCK_BITS]!;
    const from = where & (BLOCK_WORDS - 1);
    const length = recordLength(words, from);
    if (at + length > target.length) {
      blocks.push(new SharedArrayBuffer(2 * Math.max(length, BLOCK_WORDS)));
      target = new Uint16Array(blocks[blocks.length - 1]!);
      at = 0;
    }
    target.set(words.subarray(from, from + length), at);
    address[i] = (blocks.length - 1) * BLOCK_WORDS + at;
    at += length;
  }
  return { ...observations, blocks, address };
}

function shared<T extends Uint32Array | Int8Array>(
  kind: { new (buffer: SharedArrayBuffer): T; BYTES_PER_ELEMENT: number },
  values: readonly number[],
): T {
  const to = new kind(new SharedArrayBuffer(values.length * kind.BYTES_PER_ELEMENT));
  to.set(values);
  return to;
}
