import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const COOKIE = 'shop_session';
const LASTS_S = 30 * 86_400;

/** Who visits: a shopper's account, or nobody known; `visit` names the browser. */
export interface Visitor {
  readonly visit: string;
  readonly account: string | null;
}

/** Signed cookies: what the browser holds is believed only with our signature. */
export class Sessions {
  readonly #secret: Buffer;

  /** @param dir where the secret is kept, so that who is signed in stays so over a restart */
  constructor(dir: string) {
    const path = join(dir, 'session.key');
    mkdirSync(dir, { recursive: true });
    if (!existsSync(path)) writeFileSync(path, randomBytes(32), { mode: 0o600 });
    this.#secret = readFileSync(path);
  }

  /** The visitor of a cookie header; a new one where it holds none, or a forged one. */
  read(header: string | undefined): { visitor: Visitor; fresh: boolean } {
    for (const part of (header ?? '').split(/;\s*/)) {
      if (!part.startsWith(`${COOKIE}=`)) continue;
      const [payload = '', signature = ''] = part.slice(COOKIE.length + 1).split('.');
      if (!this.#holds(payload, signature)) continue;
      const visitor = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Visitor;
      return { visitor, fresh: false };
    }
    return { visitor: { visit: randomBytes(12).toString('hex'), account: null }, fresh: true };
  }

  /** The Set-Cookie header that makes a browser this visitor. */
  write(visitor: Visitor): string {
    const payload = Buffer.from(JSON.stringify(visitor)).toString('base64url');
    return `${COOKIE}=${payload}.${this.#sign(payload)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${LASTS_S}`;
  }

  #sign(payload: string): string {
    return createHmac('sha256', this.#secret).update(payload).digest('base64url');
  }

  #holds(payload: string, signature: string): boolean {
    const expected = Buffer.from(this.#sign(payload));
    const given = Buffer.from(signature);
    return expected.length === given.length && timingSafeEqual(expected, given);
  }
}
