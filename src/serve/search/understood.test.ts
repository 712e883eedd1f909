import { expect, test } from 'vitest';
import { buildIndex, compileSynonyms, understand } from '../../search/index.ts';
import { QUERIES_KEPT, Understood } from './understood.ts';

const index = buildIndex(
  ['red tea', 'green coffee'].map((name) => ({
    names: [name],
    brands: [],
    categories: [],
    attributes: [],
    shops: [],
  })),
);

test('[U1] a stream of queries that nobody asked before keeps a bounded number of them, those asked last', () => {
  const understood = new Understood(index);
  const first = understood.of('red tea', undefined);
  for (let n = 0; n < 3 * QUERIES_KEPT; n++) {
    understood.of(`tea ${n}`, undefined);
    // Asked again and again, it stays.
    expect(understood.of('red tea', undefined)).toBe(first);
  }
  expect(understood.size).toBe(QUERIES_KEPT);
});

test('[U2] kept or not, a query means what its words and the synonyms in force say', () => {
  const understood = new Understood(index);
  const synonyms = compileSynonyms([['chai', 'tea']]);
  for (const use of [undefined, synonyms, undefined, synonyms])
    for (const text of ['chai', 'red tea', 'grean', 'chai'])
      expect(understood.of(text, use)).toEqual(understand(index, text, use));
  expect(understood.of('chai', synonyms).wanted).toHaveLength(1);
  expect(understood.of('chai', undefined).unknown).toEqual(['chai']);
});
