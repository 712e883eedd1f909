/**
 * Spelling by deletions: two words are near when they can be made alike by leaving letters out; only those are then compared
 * letter by letter. Source: Garbe, SymSpell (2012).
 */

/** How many mistakes a word may have: none in short ones, where everything is near everything. */
export function mistakesIn(word: string): 0 | 1 | 2 {
  return word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
}

/** Hashes of a word with up to its number of mistakes left out, itself included. */
export function deletionsOf(word: string): Set<number> {
  const hashes = new Set<number>();
  let texts = new Set([word]);
  hashes.add(hashOf(word));
  for (let left = mistakesIn(word); left > 0; left--) {
    const shorter = new Set<string>();
    for (const text of texts)
      for (let i = 0; i < text.length; i++) shorter.add(text.slice(0, i) + text.slice(i + 1));
    for (const text of shorter) hashes.add(hashOf(text));
    texts = shorter;
  }
  return hashes;
}

/** FNV-1a over UTF-16 units, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * Mistakes between two words: letters put in, left out, exchanged or swapped with a neighbour (optimal string alignment).
 * Cost: O(|a| × |b|).
 */
export function distanceOf(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
