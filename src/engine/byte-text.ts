import type { SlotReason } from '../contracts/index.ts';

/**
 * UTF-8 as text of a character a byte: it is put together as quickly as text of one language, and what stands in many answers is encoded
 * once. `Buffer.from(text, 'latin1')` are the bytes.
 */
export type ByteText = string;

/** Text as UTF-8, a character a byte. */
export function byteText(text: string): ByteText {
  for (let i = 0; i < text.length; i++)
    if (text.charCodeAt(i) > 0x7f) return Buffer.from(text).toString('latin1');
  return text;
}

const reasons = new WeakMap<SlotReason, ByteText>();

/** A reason as JSON: serving gives one object to all slots of one reason. */
export function reasonJson(reason: SlotReason): ByteText {
  let json = reasons.get(reason);
  if (json === undefined) {
    json = byteText(JSON.stringify(reason));
    reasons.set(reason, json);
  }
  return json;
}

/** A number as `JSON.stringify` writes it. */
export const numberJson = (n: number | null) => (n !== null && Number.isFinite(n) ? String(n) : 'null');
