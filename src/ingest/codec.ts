/** Small encodings of the hot path: times, content hashes, index entries. */

/**
 * An ISO instant as the warehouse reads it: `YYYY-MM-DD hh:mm:ss.mmm`, UTC. Texts of one form compare as times do.
 * @returns null when the instant is not one that the warehouse can hold (years 1900–2299)
 */
export function timeText(iso: string): string | null {
  const year = iso.slice(0, 4);
  if (year < '1900' || year > '2299') return null;
  // Slicing is ten times cheaper than Date, and nearly every source sends one of these two forms.
  if (iso.length === 20 && iso[19] === 'Z') return `${iso.slice(0, 10)} ${iso.slice(11, 19)}.000`;
  if (iso.length === 24 && iso[23] === 'Z') return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? null : timeOfMs(ms);
}

/** `YYYY-MM-DD hh:mm:ss.mmm` of an instant in ms. */
export function timeOfMs(ms: number): string {
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
}

/** What the index knows of a fact: its highest revision, that revision's content, and what its kind needs. */
export interface Entry {
  revision: number;
  /** Two 32-bit halves of the content hash. */
  h1: number;
  h2: number;
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

/** 64-bit content hash in two halves (cyrb53's mixing, both halves kept). It only tells revisions of one id apart. */
export function contentHash(text: string): { h1: number; h2: number } {
  let h1 = 0xdeadbeef;
  let h2 = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    h1 = Math.imul(h1 ^ c, 2654435761);
    h2 = Math.imul(h2 ^ c, 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return { h1: h1 >>> 0, h2: h2 >>> 0 };
}

const HEAD = 21;

export function encodeEntry(entry: Entry): Buffer {
  const extra = entry.link.length === 0 ? 0 : Buffer.byteLength(entry.link);
  const out = Buffer.allocUnsafe(HEAD + extra);
  out.writeUInt32LE(entry.revision, 0);
  out.writeUInt32LE(entry.h1, 4);
  out.writeUInt32LE(entry.h2, 8);
  out[12] = entry.flags;
  out.writeDoubleLE(entry.paid, 13);
  if (extra > 0) out.write(entry.link, HEAD);
  return out;
}

export function decodeEntry(data: Buffer): Entry {
  return {
    revision: data.readUInt32LE(0),
    h1: data.readUInt32LE(4),
    h2: data.readUInt32LE(8),
    flags: data[12]!,
    paid: data.readDoubleLE(13),
    link: data.length > HEAD ? data.toString('utf8', HEAD) : '',
  };
}
