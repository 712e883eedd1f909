import { GcError, ID_PREFIX } from '../../base/index.ts';
import type { WrittenAccounts } from './schema.ts';
import { tableSize } from './texts.ts';

/** Accounts by pseudonym: 96 bits each, as three words, found by open addressing on the first. */
export interface PackedAccounts {
  /** Three words an account. */
  readonly words: Uint32Array;
  readonly person: Uint32Array;
  /** Slot → account + 1; 0 = free. */
  readonly slots: Uint32Array;
}

const PREFIX = `${ID_PREFIX.account}_`;
const LENGTH = PREFIX.length + 24;
const scratch = new Uint32Array(3);

/** Packs accounts. @throws schema_mismatch where an id is no account's pseudonym (`acc_` and 24 hex digits) or stands twice */
export function packAccounts({ id, person }: WrittenAccounts): PackedAccounts {
  const words = new Uint32Array(3 * id.length);
  for (let i = 0; i < id.length; i++) words.set(readAccount(id[i]!), 3 * i);
  return indexAccounts(words, Uint32Array.from(person));
}

/** The three words of an account's pseudonym. @throws schema_mismatch */
export function readAccount(id: string): Uint32Array {
  const out = new Uint32Array(3);
  if (!readWords(id, out))
    throw new GcError('schema_mismatch', `An account must be ${PREFIX} and 24 hex digits, not ${id}.`);
  return out;
}

/** The same from words: for readers that never make text of them. */
export function indexAccounts(words: Uint32Array, person: Uint32Array): PackedAccounts {
  const slots = new Uint32Array(tableSize(person.length));
  const mask = slots.length - 1;
  for (let i = 0; i < person.length; i++) {
    let at = slotOf(words[3 * i]!, mask);
    while (slots[at] !== 0) {
      const row = slots[at]! - 1;
      if (
        words[3 * row] === words[3 * i] &&
        words[3 * row + 1] === words[3 * i + 1] &&
        words[3 * row + 2] === words[3 * i + 2]
      )
        throw new GcError('schema_mismatch', `The account ${accountId(words, i)} stands twice.`);
      at = (at + 1) & mask;
    }
    slots[at] = i + 1;
  }
  return { words, person, slots };
}

/** Person of an account, or −1. No allocation. */
export function findAccount({ words, person, slots }: PackedAccounts, id: string): number {
  if (!readWords(id, scratch)) return -1;
  const [a, b, c] = scratch as unknown as [number, number, number];
  const mask = slots.length - 1;
  for (let at = slotOf(a, mask); slots[at] !== 0; at = (at + 1) & mask) {
    const row = slots[at]! - 1;
    if (words[3 * row] === a && words[3 * row + 1] === b && words[3 * row + 2] === c) return person[row]!;
  }
  return -1;
}

/** Pseudonym of account i. */
export function accountId(words: Uint32Array, i: number): string {
  let text = PREFIX;
  for (let w = 0; w < 3; w++) text += words[3 * i + w]!.toString(16).padStart(8, '0');
  return text;
}

const slotOf = (word: number, mask: number) => (Math.imul(word, 0x9e3779b1) >>> 7) & mask;

/** The three words of a pseudonym; false where it is none. */
function readWords(id: string, out: Uint32Array): boolean {
  if (id.length !== LENGTH || !id.startsWith(PREFIX)) return false;
  for (let w = 0; w < 3; w++) {
    let word = 0;
    for (let k = PREFIX.length + 8 * w, end = k + 8; k < end; k++) {
      const c = id.charCodeAt(k);
      const digit = c >= 48 && c <= 57 ? c - 48 : c >= 97 && c <= 102 ? c - 87 : -1;
      if (digit < 0) return false;
      word = word * 16 + digit;
    }
    out[w] = word;
  }
  return true;
}
