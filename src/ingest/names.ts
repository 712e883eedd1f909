import { hash } from 'node:crypto';
import { ID_PREFIX, type IdKind, pseudonymOf } from '../base/index.ts';

/** Bound of each cache. Names repeat over shops, items and accounts; past the bound the cache starts anew. */
const CACHED = 200_000;

/** Deterministic ids of one source's names, with the names that repeat kept at hand (a hash costs 1 µs, a keyed one 5). */
export class Names {
  readonly #caches = new Map<string, Map<string, string>>();
  readonly #order = { name: '', id: '' };
  readonly #merchantOrder = { name: '', id: '' };

  constructor(
    readonly source: string,
    private readonly key: Uint8Array,
  ) {}

  /** Id of a thing that is named once or a few times in a row: not cached. Equals `idOf`. */
  fresh(kind: IdKind, name: string): string {
    return `${ID_PREFIX[kind]}_${hash('sha256', `${kind}\u0000${this.source}\u0000${name}`, 'hex').slice(0, 24)}`;
  }

  /** Id of an order: its lines come together. */
  order(name: string): string {
    return this.#again(this.#order, 'order', name);
  }

  merchantOrder(name: string): string {
    return this.#again(this.#merchantOrder, 'merchant_order', name);
  }

  /** Id of a thing that many facts name. An absent name gives ''. */
  of(kind: IdKind, name: string | null | undefined): string {
    if (name === null || name === undefined) return '';
    let cache = this.#caches.get(kind);
    if (!cache) {
      cache = new Map();
      this.#caches.set(kind, cache);
    }
    let id = cache.get(name);
    if (id === undefined) {
      id =
        kind === 'account' || kind === 'person'
          ? pseudonymOf(kind, this.key, this.source, name)
          : this.fresh(kind, name);
      if (cache.size >= CACHED) cache.clear();
      cache.set(name, id);
    }
    return id;
  }

  #again(last: { name: string; id: string }, kind: IdKind, name: string): string {
    if (name !== last.name) {
      last.id = this.fresh(kind, name);
      last.name = name;
    }
    return last.id;
  }
}
