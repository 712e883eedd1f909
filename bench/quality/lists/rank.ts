/** Scores of one person by item: sparse, emptied in the number of items touched. */
export class Scores {
  readonly value: Float64Array;
  readonly touched: number[] = [];
  readonly #in: Uint8Array;

  constructor(items: number) {
    this.value = new Float64Array(items);
    this.#in = new Uint8Array(items);
  }

  clear(): void {
    for (const item of this.touched) {
      this.value[item] = 0;
      this.#in[item] = 0;
    }
    this.touched.length = 0;
  }

  add(item: number, amount: number): void {
    if (this.#in[item] === 0) {
      this.#in[item] = 1;
      this.touched.push(item);
    }
    this.value[item]! += amount;
  }
}

/** Which items a list may hold: any; only new ones; those bought before and, where they are too few, new ones by popularity after them. */
export type Form = 'all' | 'novel' | 'repeat';

/**
 * The k best by score, then by `popular` up to k. Ties: the lower item.
 * @param popular items, the most popular first
 */
export function listOf(
  scores: Scores,
  held: ReadonlySet<number>,
  form: Form,
  popular: ArrayLike<number>,
  k: number,
): number[] {
  const { value } = scores;
  const list: number[] = [];
  const before = (a: number, b: number) => value[a]! > value[b]! || (value[a] === value[b] && a < b);
  for (const item of scores.touched) {
    if (!(value[item]! > 0) || (form !== 'all' && held.has(item) !== (form === 'repeat'))) continue;
    if (list.length === k && !before(item, list[k - 1]!)) continue;
    let at = list.length < k ? list.length : k - 1;
    for (; at > 0 && before(item, list[at - 1]!); at--) list[at] = list[at - 1]!;
    list[at] = item;
  }
  const inList = new Set(list);
  for (let n = 0; n < popular.length && list.length < k; n++) {
    const item = popular[n]!;
    if (inList.has(item) || (form !== 'all' && held.has(item))) continue;
    list.push(item);
  }
  return list;
}
