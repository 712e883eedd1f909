/** 128 random bits in hexadecimal. crypto.randomUUID exists on https and localhost only; this exists everywhere. */
export function uniqueId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join(
    '',
  );
}
