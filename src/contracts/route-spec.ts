import type { z } from 'zod';
import type { Role, Scope } from './access.ts';

/** Who may call a route: roles of people, or keys with a scope. `public` needs no credentials at all. */
export interface Access {
  readonly public?: true;
  /** Any valid credentials will do. */
  readonly authenticated?: true;
  readonly roles?: readonly Role[];
  readonly scope?: Scope;
}

export interface RouteSpec {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly status?: 200 | 201 | 202 | 204;
  readonly response: z.ZodType;
  /** Also as `?format=csv` and `?format=xlsx`. */
  readonly csv?: true;
  /** The answer shows a secret once: it is never stored for a repeated Idempotency-Key. */
  readonly secret?: true;
  /** A shopper's page waits for it: answered many times a second, written by hand, no record of Idempotency-Key, no limit a key. */
  readonly serving?: true;
  /** Facts are idempotent by identity: these keep no record of Idempotency-Key. */
  readonly facts?: true;
}
