import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Clock, GcError } from '../base/index.ts';

/** How far a signed request's timestamp may lie from our clock, and how long its signature is remembered. */
export const REPLAY_WINDOW_MS = 300_000;

/** `Gc-Signature` of a request: hex HMAC-SHA256 of `timestamp.body` under the key's signing secret. */
export function signatureOf(signingSecret: string, timestamp: string, body: Uint8Array | string): string {
  return `v1=${createHmac('sha256', signingSecret).update(`${timestamp}.`).update(body).digest('hex')}`;
}

/**
 * Checks signatures of signed keys: right, recent, and not seen before within the window.
 * Remembered per process: with several replicas a replay could pass once on each, and facts are idempotent.
 */
export class SignatureCheck {
  #seen = new Map<string, number>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws signature_invalid */
  verify(
    signingSecret: string,
    timestamp: string | undefined,
    given: string | undefined,
    body: Uint8Array,
  ): void {
    if (!timestamp || !given) {
      throw new GcError(
        'signature_invalid',
        'This key signs its requests: Gc-Timestamp and Gc-Signature are missing.',
      );
    }
    const now = this.#clock.now();
    const at = /^\d{10}$/.test(timestamp) ? Number(timestamp) * 1000 : Number.NaN;
    if (!(Math.abs(now - at) <= REPLAY_WINDOW_MS)) {
      throw new GcError(
        'signature_invalid',
        'Gc-Timestamp must be Unix seconds within five minutes of our clock.',
      );
    }
    const expected = Buffer.from(signatureOf(signingSecret, timestamp, body));
    const actual = Buffer.from(given);
    if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) {
      throw new GcError('signature_invalid', 'Gc-Signature does not match `timestamp.body`.');
    }
    for (const [signature, until] of this.#seen) {
      if (until > now) break;
      this.#seen.delete(signature);
    }
    if (this.#seen.has(given))
      throw new GcError('signature_invalid', 'This signed request was already received.');
    this.#seen.set(given, now + 2 * REPLAY_WINDOW_MS);
  }
}
