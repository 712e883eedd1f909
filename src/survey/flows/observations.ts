import { GcError } from '../../base/index.ts';

/**
 * Shared blocks of observations. One record per occasion that is a control, an entry, or both, in 16-bit words:
 *   weight, |H|, |E|, |O|, H…, E…, O…, then per entry its source spend as 3 words
 * H: categories held in [t − look-back, t], ascending; E: categories entered at t; O: categories first bought in (t, t + h] and
 * not in H. Blocks are SharedArrayBuffers, so that counting reads them from any worker without a copy.
 */
export const BLOCK_BITS = 22;
export const BLOCK_WORDS = 2 ** BLOCK_BITS;
/** As many as an address of 32 bits can tell apart: 8 GiB. */
const MAX_BLOCKS = 2 ** (32 - BLOCK_BITS);
const FIRST_WORDS = 2 ** 16;

/** Words of the record at `at`. */
export function recordLength(words: Uint16Array, at: number): number {
  return 4 + words[at + 1]! + 4 * words[at + 2]! + words[at + 3]!;
}

/** Where the records of one worker lie: their address (block · 2²² + word) and stratum, in the order written. */
export interface ObservationIndex {
  readonly blocks: readonly SharedArrayBuffer[];
  /** Words of all records. */
  readonly words: number;
  readonly address: Uint32Array;
  readonly stratum: Uint32Array;
  /** +1 adds an observation, −1 takes it back. */
  readonly sign: Int8Array;
}

/** Grows blocks and their index as records come. */
export class ObservationSink {
  private readonly blocks: SharedArrayBuffer[] = [];
  private address = new Uint32Array(1024);
  private stratum = new Uint32Array(1024);
  private sign = new Int8Array(1024);
  private count = 0;
  private written = 0;
  words: Uint16Array = new Uint16Array(0);
  /** Next free word of the current block. */
  at = 0;

  /** Room for `need` words in one block: write them to `words` from `at`, then call `push`. */
  reserve(need: number): void {
    if (this.at + need <= this.words.length) return;
    const size = this.blocks.length === 0 ? FIRST_WORDS : BLOCK_WORDS;
    const block = new SharedArrayBuffer(2 * Math.max(need, size));
    this.blocks.push(block);
    this.words = new Uint16Array(block);
    this.at = 0;
  }

  /** Ends a record that took `length` words. */
  push(length: number, stratum: number, sign: number): void {
    if (this.count === this.address.length) {
      this.address = grown(this.address, new Uint32Array(2 * this.count));
      this.stratum = grown(this.stratum, new Uint32Array(2 * this.count));
      this.sign = grown(this.sign, new Int8Array(2 * this.count));
    }
    this.address[this.count] = (this.blocks.length - 1) * BLOCK_WORDS + this.at;
    this.stratum[this.count] = stratum;
    this.sign[this.count] = sign;
    this.count++;
    this.written += length;
    this.at += length;
  }

  index(): ObservationIndex {
    return {
      blocks: this.blocks,
      words: this.written,
      address: this.address.slice(0, this.count),
      stratum: this.stratum.slice(0, this.count),
      sign: this.sign.slice(0, this.count),
    };
  }
}

function grown<T extends Uint32Array | Int8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** All observations by stratum: what counting reads. Addresses point into the joint list of blocks. */
export interface SortedObservations {
  readonly blocks: readonly SharedArrayBuffer[];
  /** Words of all records pointed at. */
  readonly words: number;
  readonly address: Uint32Array;
  readonly sign: Int8Array;
  /** Strata that have observations, and where each one's run begins in `address` (length + 1). */
  readonly strata: Uint32Array;
  readonly starts: Uint32Array;
}

/**
 * Joins the observations of several workers or shards and sorts them by stratum (counting sort, stable).
 * Joining before counting is what makes k shards equal one: sums over strata are not additive over people.
 * @param first blocks that the joint list begins with
 */
export function joinObservations(
  parts: readonly ObservationIndex[],
  strata: number,
  first: readonly SharedArrayBuffer[] = [],
): SortedObservations {
  const begin = new Uint32Array(strata + 1);
  let total = 0;
  for (const part of parts) {
    total += part.stratum.length;
    for (let i = 0; i < part.stratum.length; i++) begin[part.stratum[i]! + 1]!++;
  }
  for (let s = 0; s < strata; s++) begin[s + 1]! += begin[s]!;
  const next = begin.slice(0, strata);
  const address = new Uint32Array(new SharedArrayBuffer(4 * total));
  const sign = new Int8Array(new SharedArrayBuffer(total));
  const blocks: SharedArrayBuffer[] = [...first];
  for (const part of parts) {
    const base = blocks.length * BLOCK_WORDS;
    for (let i = 0; i < part.stratum.length; i++) {
      const to = next[part.stratum[i]!]!++;
      address[to] = base + part.address[i]!;
      sign[to] = part.sign[i]!;
    }
    blocks.push(...part.blocks);
  }
  if (blocks.length > MAX_BLOCKS) {
    throw new GcError(
      'overloaded',
      'Flows: more observations than one machine addresses; use monthly controls.',
    );
  }
  const used: number[] = [];
  for (let s = 0; s < strata; s++) if (begin[s + 1]! > begin[s]!) used.push(s);
  const starts = Uint32Array.from([...used.map((s) => begin[s]!), total]);
  const words = parts.reduce((sum, part) => sum + part.words, 0);
  return { blocks, words, address, sign, strata: Uint32Array.from(used), starts };
}
