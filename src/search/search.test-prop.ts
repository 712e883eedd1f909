import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildIndex, explainMatch, match, ranked, scratchFor, understand, withDocs } from './index.ts';
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

const changes = fc.dictionary(fc.nat(15).map(String), doc, { maxKeys: 6 }).map(
  (byPlace) =>
    new Map(
      Object.entries(byPlace)
        .map(([place, content]): [number, typeof content] => [Number(place), content])
        .sort(([a], [b]) => a - b),
    ),
);

test('[P3] documents put over an index answer as counting every document does, by the statistics of the index', () => {
  fc.assert(
    fc.property(fc.array(doc, { maxLength: 12 }), changes, phrase, (docs, changed, text) => {
      const index = buildIndex(docs);
      const size = Math.max(docs.length, ...[...changed.keys()].map((place) => place + 1));
      const now = Array.from({ length: size }, (_, d) => changed.get(d) ?? docs[d] ?? docOf(''));
      const patched = withDocs(index, changed, size);
      const query = understand(patched, text);
      const matches = match(patched, query, scratchFor(size));
      const slow = matchSlowly(now, patched, query, docs);
      const order = now.map((_, d) => d).filter((d) => !Number.isNaN(slow[d]!));
      order.sort((a, b) => slow[b]! - slow[a]! || a - b);
      const best = ranked(matches, size);
      expect([...best.docs]).toEqual(order);
      best.docs.forEach((d, rank) => {
        expect(best.relevance[rank]).toBe(slow[d]);
        const parts = explainMatch(patched, query, d, matches.words);
        expect(parts.reduce((sum, { amount }) => sum + amount, 0)).toBe(slow[d]);
      });
    }),
    { numRuns: 200 },
  );
});

test('[P4] what is understood over an index is what it would be in one of all documents, with nothing taken away', () => {
  fc.assert(
    fc.property(
      fc.array(doc, { maxLength: 6 }),
      fc.array(doc, { maxLength: 6 }),
      phrase,
      (docs, more, text) => {
        const all = buildIndex([...docs, ...more]);
        const added = new Map(more.map((content, n) => [docs.length + n, content]));
        const patched = withDocs(buildIndex(docs), added, docs.length + more.length);
        const asked = understand(patched, text);
        const whole = understand(all, text);
        expect(asked.unknown).toEqual(whole.unknown);
        expect(asked.wanted.map(({ word }) => word)).toEqual(whole.wanted.map(({ word }) => word));
        const found = (index: typeof all, query: typeof whole) =>
          [...match(index, query, scratchFor(docs.length + more.length)).docs].sort((a, b) => a - b);
        if (asked.wanted.length === 1) expect(found(patched, asked)).toEqual(found(all, whole));
      },
    ),
    { numRuns: 200 },
  );
});

test('[P5] with documents enough to leave out those with some of the words, the answer is the same', () => {
  const many = fc.array(doc, { minLength: 40, maxLength: 90 });
  const common = fc.array(fc.constantFrom('red', 'tea', 'pot', 'runing', '手机'), {
    minLength: 2,
    maxLength: 3,
  });
  fc.assert(
    fc.property(many, common, fc.integer({ min: 1, max: 3 }), (docs, words, nth) => {
      // Many that have every word, so that there are enough of them.
      const all = [...docs, ...docs.map((one) => docOf([...one.names, words.join(' ')]))];
      const index = buildIndex(all);
      const query = understand(index, words.join(' '));
      const allowed = (d: number) => d % nth === 0;
      const matches = match(index, query, scratchFor(all.length), allowed);
      const slow = matchSlowly(all, index, query);
      const amount = new Map(Array.from(matches.docs, (d, i) => [d, matches.relevance[i]!]));
      const order = [...matches.docs].sort((a, b) => amount.get(b)! - amount.get(a)! || a - b);
      const best = ranked(matches, 10);
      expect([...best.docs]).toEqual(order.slice(0, 10));
      for (const d of matches.docs) expect(allowed(d)).toBe(true);
      if (nth > 1) return;
      expect([...matches.docs].sort((a, b) => a - b)).toEqual(
        all.map((_, d) => d).filter((d) => !Number.isNaN(slow[d]!)),
      );
      best.docs.forEach((d, rank) => {
        expect(best.relevance[rank]).toBe(slow[d]);
      });
    }),
    { numRuns: 60 },
  );
});

test('[P6] of those with some of the words, the nearest follow, so many as are asked for; what could not be among them is not read', () => {
  const many = fc.array(doc, { minLength: 10, maxLength: 40 });
  fc.assert(
    fc.property(many, changes, phrase, fc.nat(6), (docs, changed, text, nearby) => {
      const size = Math.max(docs.length, ...[...changed.keys()].map((place) => place + 1));
      const now = Array.from({ length: size }, (_, d) => changed.get(d) ?? docs[d] ?? docOf(''));
      const patched = withDocs(buildIndex(docs), changed, size);
      const query = understand(patched, text);
      const scratch = scratchFor(size);
      const matches = match(patched, query, scratch, null, nearby);
      const slow = matchSlowly(now, patched, query, docs, nearby);
      const order = now.map((_, d) => d).filter((d) => !Number.isNaN(slow[d]!));
      order.sort((a, b) => slow[b]! - slow[a]! || a - b);
      const best = ranked(matches, size);
      expect([...best.docs]).toEqual(order);
      expect([...best.relevance]).toEqual(order.map((d) => slow[d]));
      const whole = new Set(matches.docs.slice(0, matches.whole));
      for (const d of order)
        expect(explainMatch(patched, query, d).length === matches.words).toBe(whole.has(d));
      expect(match(patched, query, scratch, null, nearby)).toEqual(matches);
    }),
    { numRuns: 200 },
  );
});
