import type { Texts } from './types.ts';

/** Text as one run of UTF-8: text i is bytes[start[i] … start[i + 1]). */
export interface PackedTexts {
  readonly start: Uint32Array;
  readonly bytes: Uint8Array;
}

/** Packs texts. Cost: O(bytes), one copy. */
export function packTexts(texts: readonly string[]): PackedTexts {
  const start = new Uint32Array(texts.length + 1);
  let total = 0;
  for (let i = 0; i < texts.length; i++) {
    total += Buffer.byteLength(texts[i]!, 'utf8');
    start[i + 1] = total;
  }
  const bytes = Buffer.alloc(total);
  for (let i = 0; i < texts.length; i++) bytes.write(texts[i]!, start[i]!, 'utf8');
  return { start, bytes };
}

/** Texts of a table that are kept decoded: all of a short one, else the latest asked for of those that share a slot. A power of two. */
const KEPT = 65_536;

/** Reads packed texts, each decoded when it is asked for. An index out of range is ''. */
export function textsOf({ start, bytes }: PackedTexts): Texts {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Math.max(0, start.length - 1);
  const kept: (string | undefined)[] = [];
  const which = new Int32Array(Math.min(KEPT, length)).fill(-1);
  return {
    length,
    at(index) {
      if (!(index >= 0 && index < length)) return '';
      const slot = index & (KEPT - 1);
      if (which[slot] === index) return kept[slot]!;
      const text = buffer.toString('utf8', start[index]!, start[index + 1]!);
      which[slot] = index;
      kept[slot] = text;
      return text;
    },
  };
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h ^ (h >>> 15)) >>> 0;
}

/** An open-addressing table at most half full: slot → row + 1, 0 = free. The first of equal texts is the one found. */
export function indexTexts(texts: readonly string[]): Uint32Array {
  const slots = new Uint32Array(tableSize(texts.length));
  const mask = slots.length - 1;
  for (let i = 0; i < texts.length; i++) {
    let at = hashOf(texts[i]!) & mask;
    while (slots[at] !== 0 && texts[slots[at]! - 1] !== texts[i]) at = (at + 1) & mask;
    if (slots[at] === 0) slots[at] = i + 1;
  }
  return slots;
}

/** Row of a text, or −1. Cost: O(1), a text decoded per probe. */
export function findText(slots: Uint32Array, texts: Texts, text: string): number {
  const mask = slots.length - 1;
  if (mask < 0) return -1;
  for (let at = hashOf(text) & mask; slots[at] !== 0; at = (at + 1) & mask) {
    const row = slots[at]! - 1;
    if (texts.at(row) === text) return row;
  }
  return -1;
}

/** The power of two that leaves a table of n entries at most half full. */
export function tableSize(n: number): number {
  let size = 2;
  while (size < 2 * n) size *= 2;
  return size;
}
