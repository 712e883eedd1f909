import { rngOf } from '../../base/index.ts';
import { type IndexedHistory, indexHistory } from './history.ts';

/** A named reading of a history at a split: any feature or prediction. */
export type Reader = (h: IndexedHistory, split: number) => Float64Array;

/** The history without anything on or after `split`. */
export function withoutFuture(h: IndexedHistory, split: number): IndexedHistory {
  const keep = [...h.day.keys()].filter((i) => h.day[i]! < split);
  return indexHistory({
    ...h,
    person: Int32Array.from(keep, (i) => h.person[i]!),
    day: Int32Array.from(keep, (i) => h.day[i]!),
    category: Int32Array.from(keep, (i) => h.category[i]!),
    amount: Float64Array.from(keep, (i) => h.amount[i]!),
    ...(h.position && { position: Float32Array.from(keep, (i) => h.position![i]!) }),
    views: h.views.map((view) => {
      const rows = [...view.day.keys()].filter((i) => view.day[i]! < split);
      return {
        name: view.name,
        size: view.size,
        ...(view.category && { category: view.category }),
        person: Int32Array.from(rows, (i) => view.person[i]!),
        day: Int32Array.from(rows, (i) => view.day[i]!),
        token: Int32Array.from(rows, (i) => view.token[i]!),
      };
    }),
  });
}

/** The history with categories and tokens on or after `split` exchanged at random. */
export function scrambledFuture(h: IndexedHistory, split: number, seed: number): IndexedHistory {
  const rng = rngOf(seed).derive('scramble');
  const shuffle = (values: Int32Array, day: Int32Array) => {
    const out = values.slice();
    const at = [...day.keys()].filter((i) => day[i]! >= split);
    for (let k = at.length - 1; k > 0; k--) {
      const j = rng.below(k + 1);
      [out[at[k]!], out[at[j]!]] = [out[at[j]!]!, out[at[k]!]!];
    }
    return out;
  };
  return indexHistory({
    ...h,
    category: shuffle(h.category, h.day),
    views: h.views.map((view) => ({ ...view, token: shuffle(view.token, view.day) })),
  });
}

/**
 * Names the readers whose values change when what lies on or after `split` is deleted or scrambled.
 * An empty answer is what "no leakage" means here. Cost: three readings each.
 */
export function findLeaks(
  readers: Record<string, Reader>,
  h: IndexedHistory,
  split: number,
  seed = 1,
): string[] {
  const worlds = [withoutFuture(h, split), scrambledFuture(h, split, seed)];
  return Object.entries(readers)
    .filter(([, read]) => {
      const truth = read(h, split);
      return worlds.some((world) => {
        const other = read(world, split);
        return other.length !== truth.length || truth.some((x, i) => !Object.is(x, other[i]!));
      });
    })
    .map(([name]) => name);
}
