import type { Names, Texts } from '../snapshot/types.ts';

/** A thing by its id and names, as they are told. */
export interface Naming {
  readonly id: string;
  readonly source_id: string;
  readonly en: string;
  readonly zh: string;
}

/**
 * Names of a table with later ones over them. New things are numbered after the table's, in the order in which they were told of: a number
 * never changes. What was named once is never forgotten, so that names given out before go on being right: each has its own column of places.
 */
export class NamesOver<Named extends Naming> {
  readonly base: Names;
  readonly #named: Named[] = [];
  readonly #numberOf = new Map<string, number>();
  /** By number, one above the place of its name in what was named; 0: the table's own. */
  #place: Uint32Array;
  #length: number;
  #given: Names;
  #changed = false;

  constructor(base: Names) {
    this.base = base;
    this.#length = base.id.length;
    this.#place = new Uint32Array(0);
    const { id, sourceId, en, zh } = base;
    this.#given = { id, sourceId, en, zh, find: (one) => base.find(one) };
  }

  /** How many there are now. */
  get length(): number {
    return this.#length;
  }

  /** Number of an id; −1: unknown. */
  find(id: string): number {
    return this.#numberOf.get(id) ?? this.base.find(id);
  }

  /** The same, a new one where it is unknown: known by its id alone, until it is named. */
  number(id: string): number {
    const known = this.find(id);
    if (known >= 0) return known;
    this.#numberOf.set(id, this.#length);
    this.#length++;
    this.put(this.#length - 1, { id, source_id: '', en: '', zh: '' } as Named);
    return this.#length - 1;
  }

  idOf(at: number): string {
    return this.at(at)?.id ?? this.base.id.at(at);
  }

  /** How something is named now; undefined: as in the table. */
  at(at: number): Named | undefined {
    return this.#named[(this.#place[at] ?? 0) - 1];
  }

  /** Names a thing; undefined: as in the table again. */
  put(at: number, named: Named | undefined): void {
    if (at >= this.#place.length) {
      const place = new Uint32Array(this.#length + (this.#length >> 4) + 64);
      place.set(this.#place);
      this.#place = place;
    }
    this.#place[at] = named ? this.#named.push(named) : 0;
    this.#changed = true;
  }

  /** The names as they are now; the same object while nothing changes. Cost: one copy of four bytes a thing. */
  names(): Names {
    if (this.#changed) this.#given = this.#give();
    this.#changed = false;
    return this.#given;
  }

  #give(): Names {
    const { base } = this;
    const length = this.#length;
    const named = this.#named;
    const numberOf = this.#numberOf;
    const place = this.#place.slice(0, length);
    const texts = (own: Texts, of: (one: Named) => string): Texts => ({
      length,
      at(index) {
        const its = place[index] ?? 0;
        return its > 0 ? of(named[its - 1]!) : own.at(index);
      },
    });
    return {
      id: texts(base.id, ({ id }) => id),
      sourceId: texts(base.sourceId, ({ source_id }) => source_id),
      // A missing language takes the other, as in a snapshot.
      en: texts(base.en, ({ en, zh, source_id }) => en || zh || source_id),
      zh: texts(base.zh, ({ en, zh, source_id }) => zh || en || source_id),
      find(id) {
        const number = numberOf.get(id);
        if (number === undefined) return base.find(id);
        return number < length ? number : -1;
      },
    };
  }

  /** What things are called, as one reads them later: right for as long as the answer lives. */
  reader(): (at: number) => Named | undefined {
    const place = this.#place.slice(0, this.#length);
    const named = this.#named;
    return (at) => named[(place[at] ?? 0) - 1];
  }
}

/** A column as long as the table is now; what is new is 0. Always a copy. */
export function grown<T extends Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array>(
  column: T,
  length: number,
): T {
  const copy = new (column.constructor as new (n: number) => T)(length);
  copy.set(column);
  return copy;
}
