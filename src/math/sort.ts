/**
 * Stable counting sort of small integer keys.
 * @param keys values in [0, buckets)
 * @returns `order`: positions of the input, sorted by key, ties in input order; `starts`: shape (buckets + 1,), where each
 * key's run begins in `order`. Cost: O(n + buckets), two arrays.
 */
export function countingSort(
  keys: ArrayLike<number>,
  buckets: number,
): { order: Uint32Array; starts: Uint32Array } {
  const starts = new Uint32Array(buckets + 1);
  for (let i = 0; i < keys.length; i++) starts[keys[i]! + 1]!++;
  for (let b = 0; b < buckets; b++) starts[b + 1]! += starts[b]!;
  const next = starts.slice(0, buckets);
  const order = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) order[next[keys[i]!]!++] = i;
  return { order, starts };
}

/**
 * Positions of the k largest values, largest first; ties go to the earlier position.
 * @param values no NaN @returns at most k positions. Cost: O(n log k), a heap of k.
 */
export function topK(values: ArrayLike<number>, k: number): Uint32Array {
  const size = Math.max(0, Math.min(Math.floor(k), values.length));
  const heap = new Uint32Array(size);
  // The root is the worst kept: the smallest value, and of equals the latest.
  const worse = (a: number, b: number) => values[a]! < values[b]! || (values[a] === values[b] && a > b);
  const sink = (from: number, length: number) => {
    let at = from;
    for (;;) {
      let least = at;
      for (let child = 2 * at + 1; child <= 2 * at + 2 && child < length; child++) {
        if (worse(heap[child]!, heap[least]!)) least = child;
      }
      if (least === at) return;
      const held = heap[at]!;
      heap[at] = heap[least]!;
      heap[least] = held;
      at = least;
    }
  };
  for (let i = 0; i < size; i++) heap[i] = i;
  for (let i = (size >> 1) - 1; i >= 0; i--) sink(i, size);
  for (let i = size; i < values.length && size > 0; i++) {
    if (worse(heap[0]!, i)) {
      heap[0] = i;
      sink(0, size);
    }
  }
  for (let end = size - 1; end > 0; end--) {
    const held = heap[0]!;
    heap[0] = heap[end]!;
    heap[end] = held;
    sink(0, end);
  }
  return heap;
}
