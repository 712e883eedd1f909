import type { Names, Texts } from '../snapshot/types.ts';

/** A thing by its id and names, as they are told. */
export interface Naming {
  readonly id: string;
  readonly source_id: string;
  readonly en: string;
  readonly zh: string;
}

/** Names with some put in place of their own, and more after them. Cost: O(changes). */
export function namesWith(
  base: Names,
  added: readonly Naming[],
  renamed: ReadonlyMap<number, Naming>,
): Names {
  if (added.length === 0 && renamed.size === 0) return base;
  const from = base.id.length;
  const numberOf = new Map(added.map(({ id }, n) => [id, from + n]));
  const texts = (own: Texts, of: (one: Naming) => string): Texts => ({
    length: from + added.length,
    at(index) {
      if (index >= from) return index < from + added.length ? of(added[index - from]!) : '';
      const changed = renamed.get(index);
      return changed ? of(changed) : own.at(index);
    },
  });
  return {
    id: texts(base.id, ({ id }) => id),
    sourceId: texts(base.sourceId, ({ source_id }) => source_id),
    // A missing language takes the other, as in a snapshot.
    en: texts(base.en, ({ en, zh, source_id }) => en || zh || source_id),
    zh: texts(base.zh, ({ en, zh, source_id }) => zh || en || source_id),
    find: (id) => numberOf.get(id) ?? base.find(id),
  };
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
