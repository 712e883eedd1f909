/** Words of 32 bits in a block: one line of the processor's cache, so that a look-up waits for memory once. */
const BLOCK = 16;
/** Keys of the first layer; each layer after it has twice as many. */
const FIRST = 1 << 16;
const BITS_A_KEY = 12;
/** Keys beyond which nothing more is entered, and every key may be there: 100 MiB. */
const MOST = 1 << 26;

/**
 * Which keys may be there: a blocked Bloom filter (Putze, Sanders, Singler 2007) that grows by layers. "No" is certain; a
 * "yes" is wrong about once in a hundred. New facts have new keys, and where ids are not in order, as UUIDs are
 * not, only this saves a look into LMDB for each.
 */
export class KeyFilter {
  readonly #layers: Uint32Array[] = [];
  #room = 0;
  #next = FIRST;
  #keys = 0;

  /** Memory in bytes. */
  get bytes(): number {
    return this.#layers.reduce((sum, layer) => sum + layer.byteLength, 0);
  }

  add(key: string): void {
    if (this.#keys >= MOST) return;
    if (this.#room === 0) this.#grow();
    this.#room--;
    this.#keys++;
    const layer = this.#layers[0]!;
    hash(key);
    const block = blockOf(layer);
    for (let i = 0, bits = low; i < 4; i++, bits = next(bits)) {
      layer[block + (bits >>> 28)]! |= 1 << ((bits >>> 23) & 31);
    }
  }

  mayHave(key: string): boolean {
    if (this.#keys >= MOST) return true;
    hash(key);
    for (const layer of this.#layers) if (isIn(layer)) return true;
    return false;
  }

  #grow(): void {
    const blocks = 2 ** Math.ceil(Math.log2((this.#next * BITS_A_KEY) / (32 * BLOCK)));
    this.#layers.unshift(new Uint32Array(blocks * BLOCK));
    this.#room = this.#next;
    this.#next *= 2;
  }
}

/** Hash of the key at hand: which block, and which bits in it. */
let high = 0;
let low = 0;

/** Two lanes of Murmur3's mixing over the key's characters. */
function hash(key: string): void {
  let a = key.length;
  let b = 0x5bd1e995;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    a = Math.imul(a ^ code, 0xcc9e2d51);
    a ^= a >>> 15;
    b = Math.imul(b ^ code, 0x1b873593);
    b ^= b >>> 13;
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b);
  b = Math.imul(b ^ (b >>> 16), 0xc2b2ae35);
  high = a ^ (a >>> 13);
  low = b ^ (b >>> 13);
}

/** Layers are powers of two. */
const blockOf = (layer: Uint32Array) => (high & (layer.length / BLOCK - 1)) * BLOCK;

const next = (bits: number) => Math.imul(bits, 0x9e3779b1);

function isIn(layer: Uint32Array): boolean {
  const block = blockOf(layer);
  for (let i = 0, bits = low; i < 4; i++, bits = next(bits)) {
    if ((layer[block + (bits >>> 28)]! & (1 << ((bits >>> 23) & 31))) === 0) return false;
  }
  return true;
}
