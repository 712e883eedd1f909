import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  hashOf,
  type IdempotencyStore,
  LedgerIdempotency,
  MemoryIdempotency,
  type Principal,
} from '../access/index.ts';
import { GcError } from '../base/index.ts';
import type { RouteSpec } from '../contracts/index.ts';
import type { Engine } from '../engine/index.ts';
import { rawBodyOf } from './body.ts';

interface Open {
  readonly store: IdempotencyStore;
  readonly principal: string;
  readonly key: string;
  readonly secret: boolean;
}

/** Answers of these statuses may differ next time, so the key is free again. */
const RETRYABLE = (status: number) => status >= 500 || status === 429 || status === 408 || status === 409;

/**
 * Idempotency-Key on mutating POSTs: the first answer is given again for the same request, 409 while it is being
 * worked on, 422 for another request under the same key. Bulk facts are idempotent by identity and keep only
 * a short record in memory; everything else is kept in the ledger for a day.
 */
export class Idempotent {
  readonly #ledger: IdempotencyStore;
  readonly #memory = new MemoryIdempotency();
  readonly #open = new WeakMap<FastifyRequest, Open>();

  constructor(engine: Engine) {
    this.#ledger = new LedgerIdempotency(engine.ledger);
  }

  /** Keeps the answer before the client can see it, so that a retry can never run twice. */
  install(app: FastifyInstance): void {
    app.addHook('onSend', (request, reply, payload, done) => {
      const open = this.#open.get(request);
      if (!open) return done(null, payload);
      this.#open.delete(request);
      this.#keep(open, reply.statusCode, payload).then(
        () => done(null, payload),
        (error) => done(error),
      );
    });
  }

  async #keep({ store, principal, key, secret }: Open, status: number, payload: unknown): Promise<void> {
    if (RETRYABLE(status) || (payload !== null && payload !== undefined && typeof payload !== 'string'))
      return store.forget(principal, key);
    const body = secret ? null : ((payload as string | null | undefined) ?? '');
    return store.finish(principal, key, { status, body });
  }

  /** @returns true when an earlier answer was sent instead @throws idempotency_in_flight, idempotency_mismatch, conflict */
  async begin(
    spec: RouteSpec,
    principal: Principal,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<boolean> {
    const key = request.headers['idempotency-key'];
    if (key === undefined) return false;
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
      throw new GcError('validation_failed', 'Idempotency-Key must be 1 to 255 visible ASCII characters.', {
        causes: [{ pointer: '/headers/idempotency-key', code: 'invalid', detail: 'is not a key' }],
      });
    }
    const store = spec.facts ? this.#memory : this.#ledger;
    const kept = await store.begin(
      principal.id,
      key,
      hashOf(request.method, request.url, rawBodyOf(request)),
    );
    if (!kept) {
      this.#open.set(request, { store, principal: principal.id, key, secret: spec.secret === true });
      return false;
    }
    if (kept.body === null) {
      throw new GcError(
        'conflict',
        'This request was carried out; its answer held a secret that is shown only once.',
      );
    }
    const type = kept.status >= 400 ? 'application/problem+json' : 'application/json; charset=utf-8';
    reply
      .header('idempotency-replayed', 'true')
      .code(kept.status)
      .serializer((text: unknown) => text as string);
    if (kept.body !== '') reply.type(type);
    await reply.send(kept.body === '' ? undefined : kept.body);
    return true;
  }
}
