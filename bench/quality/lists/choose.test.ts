import { expect, it } from 'vitest';
import { chosenOf, TIMES } from './choose.ts';

const tried = (name: string, novel: number, found: number[]) => ({
  name,
  all: found.reduce((a, b) => a + b, 0) / found.length,
  novel,
  found: Float64Array.from(found),
});
/** So many of 1,000 people found. */
const of = (hits: number) => Array.from({ length: 1_000 }, (_, i) => (i < hits ? 1 : 0));
const repeatOnly = tried('repeat-only', 0.01, of(100));

it('of those with enough new items, the most in all; within one standard error of it, the most new', () => {
  const best = tried('best', 0.01 * TIMES, of(200));
  // 30 people fewer: a difference of 0.03 ± 0.0054.
  const behind = tried('behind', 0.09, of(170));
  const near = tried('near', 0.05, of(200).fill(1, 200, 203).fill(0, 0, 4));
  const few = tried('few', 0.03, of(300));
  expect(chosenOf([best, behind, near, few], repeatOnly).name).toBe('near');
  expect(chosenOf([best, behind, few], repeatOnly).name).toBe('best');
});

it('where none has enough, the most new items without less in all than the best repeat-only list; else the most in all', () => {
  const most = tried('most', 0.02, of(120));
  const more = tried('more new', 0.03, of(101));
  const less = tried('less in all', 0.04, of(99));
  expect(chosenOf([most, more, less], repeatOnly).name).toBe('more new');
  expect(chosenOf([less], repeatOnly).name).toBe('less in all');
});
