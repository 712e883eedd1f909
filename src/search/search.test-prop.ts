import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildIndex, explainMatch, match, ranked, scratchFor, understand } from './index.ts';
import { matchSlowly } from './reference.ts';
import { docOf } from './testing.ts';

const WORDS = [
  'red',
  'tea',
  'pot',
  'teapot',
  'shoes',
  'runing',
  'running',
  '耳机',
  '手机',
  '无线',
  '500ml',
  '0.5l',
  'case',
];
const phrase = fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }).map((words) => words.join(' '));
const doc = fc
  .record({ name: phrase, brand: phrase, category: phrase, color: fc.constantFrom('red', '红', 'tea') })
  .map(({ name, brand, category, color }) =>
    docOf(name, { brands: [brand], categories: [category], attributes: [`color=${color}`] }),
  );

test('[P1] the index answers as counting every document does, and explains it bit for bit', () => {
  fc.assert(
    fc.property(fc.array(doc, { minLength: 1, maxLength: 12 }), phrase, (docs, text) => {
      const index = buildIndex(docs);
      const query = understand(index, text);
      const matches = match(index, query, scratchFor(docs.length));
      const { docs: found, relevance } = ranked(matches, docs.length);
      const slow = matchSlowly(docs, index, query);
      expect([...matches.docs].sort((a, b) => a - b)).toEqual(
        docs.map((_, d) => d).filter((d) => !Number.isNaN(slow[d]!)),
      );
      found.forEach((d, rank) => {
        expect(relevance[rank]).toBe(slow[d]);
        expect(
          explainMatch(index, query, d, matches.words).reduce((sum, { amount }) => sum + amount, 0),
        ).toBe(relevance[rank]);
        if (rank > 0) expect(relevance[rank - 1]! >= relevance[rank]!).toBe(true);
      });
    }),
    { numRuns: 200 },
  );
});

test('[P2] scratch is left clean: the same query again gives the same', () => {
  fc.assert(
    fc.property(fc.array(doc, { minLength: 1, maxLength: 12 }), phrase, phrase, (docs, text, other) => {
      const index = buildIndex(docs);
      const scratch = scratchFor(docs.length);
      const ask = (words: string) => ranked(match(index, understand(index, words), scratch), 5);
      const first = ask(text);
      ask(other);
      expect(ask(text)).toEqual(first);
    }),
    { numRuns: 100 },
  );
});
