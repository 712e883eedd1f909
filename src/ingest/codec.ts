/** Small encodings of the hot path: times, content hashes, index entries. */

const DAY = 86_400_000;
/** Times that the warehouse can hold: the years 1900 to 2299. */
const FIRST = Date.UTC(1900, 0, 1);
const LAST = Date.UTC(2300, 0, 1) - 1;

/**
 * An ISO instant in ms since epoch.
 * @returns null when the instant is not one that the warehouse can hold (years 1900–2299)
 */
export function timeOf(iso: string): number | null {
  // The times of a line are mostly one.
  if (iso !== lastIso) {
    lastMs = parse(iso);
    lastIso = iso;
  }
  return lastMs;
}

let lastIso = '';
let lastMs: number | null = null;

function parse(iso: string): number | null {
  const ms = isPlain(iso) ? plainMs(iso) : Date.parse(iso);
  return ms >= FIRST && ms <= LAST ? ms : null;
}

/** `YYYY-MM-DDThh:mm:ssZ`, with or without milliseconds: nearly every source sends one of the two. */
const isPlain = (iso: string) =>
  (iso.length === 20 && iso.charCodeAt(19) === 90) || (iso.length === 24 && iso.charCodeAt(23) === 90);

/** Days of a date and its clock, by arithmetic: ten times cheaper than Date. The text is known to be valid. */
function plainMs(iso: string): number {
  const month = digits(iso, 5);
  // A year that begins in March ends with the day that not every year has.
  const year = 100 * digits(iso, 0) + digits(iso, 2) - (month < 3 ? 1 : 0);
  const inYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + digits(iso, 8) - 1;
  const days =
    365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + inYear - 719_468;
  const seconds = 3600 * digits(iso, 11) + 60 * digits(iso, 14) + digits(iso, 17);
  const ms = iso.length === 24 ? 10 * digits(iso, 20) + (iso.charCodeAt(22) - 48) : 0;
  return days * DAY + seconds * 1000 + ms;
}

const digits = (text: string, at: number) => 10 * (text.charCodeAt(at) - 48) + (text.charCodeAt(at + 1) - 48);

/** `YYYY-MM-DD hh:mm:ss.mmm` of an instant in ms. */
export function timeText(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
}

/**
 * 53 bits of a row's content, as a safe integer. It only tells revisions of one id apart, so it need not withstand
 * attack: two lanes of Murmur3's mixing over 32-bit words.
 * @param seed hash of the rows before it, where a fact has several
 */
export function contentHash(view: DataView, from: number, to: number, seed = 0): number {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) ^ 0x5bd1e995;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const word = view.getInt32(at, true);
    a ^= Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
    a = Math.imul(rotate(a, 13), 5) + 0xe6546b64;
    b ^= Math.imul(rotate(Math.imul(word, 0x239b961b), 17), 0xab0e9789);
    b = Math.imul(rotate(b, 19), 5) + 0x561ccd1b;
  }
  let last = to - from;
  for (; at < to; at++) last = Math.imul(last, 257) ^ view.getUint8(at);
  a = mix(a ^ last);
  b = mix(b ^ last ^ a);
  a = mix(a ^ b);
  return (b >>> 11) * 2 ** 32 + (a >>> 0);
}

const rotate = (x: number, by: number) => (x << by) | (x >>> (32 - by));

function mix(x: number): number {
  let y = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  y = Math.imul(y ^ (y >>> 13), 0xc2b2ae35);
  return y ^ (y >>> 16);
}

/** What the index knows of a fact: its highest revision, that revision's content, and what its kind needs. */
export interface Entry {
  revision: number;
  content: number;
  flags: number;
  /** order_line: what was paid, in reporting minor units. */
  paid: number;
  /** order_line: pseudonym of the buyer, or ''. refund, exchange: source id of the line. */
  link: string;
}

export const FLAG = {
  /** The fact itself has arrived; without it the entry only says that refunds wait for the line. */
  known: 1,
  /** Refunds or exchanges exist for this line: see its ledger of givebacks. */
  givebacks: 2,
  /** A refund or exchange that was voided because it exceeded its line. */
  voided: 4,
} as const;

/** Bytes of an entry: revision u32, flags u8, content f64, paid f64, link as UTF-8. @returns where it ends */
export function writeEntry(entry: Entry, out: Buffer, at: number): number {
  out.writeUInt32LE(entry.revision, at);
  out[at + 4] = entry.flags;
  out.writeDoubleLE(entry.content, at + 5);
  out.writeDoubleLE(entry.paid, at + 13);
  return writeText(entry.link, out, at + 21);
}

/** At most as many bytes as `writeEntry` writes. */
export const entrySize = (entry: Entry) => 21 + 3 * entry.link.length;

export function readEntry(data: Buffer, from: number, to: number): Entry {
  return {
    revision: data.readUInt32LE(from),
    flags: data[from + 4]!,
    content: data.readDoubleLE(from + 5),
    paid: data.readDoubleLE(from + 13),
    link: data.toString('utf8', from + 21, to),
  };
}

/** Writes UTF-8; a short text of one byte a character, as most are, without leaving JavaScript. @returns where it ends */
export function writeText(text: string, out: Buffer, from: number): number {
  const { length } = text;
  if (length < 128) {
    let at = from;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) return from + out.write(text, from);
      out[at++] = code;
    }
    return at;
  }
  return from + out.write(text, from);
}
