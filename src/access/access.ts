import { timingSafeEqual } from 'node:crypto';
import { type Clock, systemClock } from '../base/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { Keys } from './keys.ts';
import { People } from './people.ts';
import { LOCAL, type Principal } from './principal.ts';
import { instanceSecret } from './secrets.ts';
import { SignatureCheck } from './signature.ts';

/** What a request shows of who sends it. */
export interface Credentials {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
  /** Address of the peer: the local token only works from the same machine. */
  readonly remoteAddress: string;
}

/** A signed key's request still has to prove its body. */
export interface Authenticated {
  readonly principal: Principal;
  readonly signingSecret: string | null;
}

export interface AccessOptions {
  /** Token of the LOCK file; acts as operator from loopback. */
  readonly localToken?: string;
  /** Set Secure on cookies (where the instance is reached by https). */
  readonly secureCookies?: boolean;
  readonly clock?: Clock;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Who asks, and who may be asked for: people with sessions, API keys, the local token. */
export class AccessControl {
  readonly keys: Keys;
  readonly people: People;
  readonly #signatures: SignatureCheck;
  readonly #localToken: Buffer | null;

  private constructor(ledger: Ledger, secret: string, options: AccessOptions) {
    const clock = options.clock ?? systemClock;
    this.keys = new Keys(ledger, secret, clock);
    this.people = new People(ledger, secret, options.secureCookies ?? false);
    this.#signatures = new SignatureCheck(clock);
    this.#localToken = options.localToken ? Buffer.from(options.localToken) : null;
  }

  static async open(ledger: Ledger, options: AccessOptions = {}): Promise<AccessControl> {
    return new AccessControl(ledger, await instanceSecret(ledger), options);
  }

  /** The principal behind a request, or null. A bearer wins over a cookie: a wrong one is not rescued by a session. */
  async authenticate(given: Credentials): Promise<Authenticated | null> {
    const bearer = /^Bearer\s+(\S+)$/i.exec(given.authorization ?? '')?.[1];
    if (bearer?.startsWith('gck_')) return this.keys.principalOf(bearer);
    let principal: Principal | null = null;
    if (bearer !== undefined) principal = this.#isLocal(bearer, given.remoteAddress) ? LOCAL : null;
    else if (!given.authorization && given.cookie?.includes('grandcanal.'))
      principal = await this.people.principalOfCookie(given.cookie);
    return principal && { principal, signingSecret: null };
  }

  /** Checks what a signed key's request says of its body. @throws signature_invalid */
  verifySignature(
    secret: string,
    timestamp: string | undefined,
    signature: string | undefined,
    body: Uint8Array,
  ) {
    this.#signatures.verify(secret, timestamp, signature, body);
  }

  #isLocal(bearer: string, remoteAddress: string): boolean {
    const token = Buffer.from(bearer);
    return (
      this.#localToken !== null &&
      token.length === this.#localToken.length &&
      timingSafeEqual(token, this.#localToken) &&
      LOOPBACK.has(remoteAddress)
    );
  }
}
