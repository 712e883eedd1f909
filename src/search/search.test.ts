import { describe, expect, test } from 'vitest';
import { GcError } from '../base/index.ts';
import {
  attributeColumn,
  buildIndex,
  buildSuggester,
  compileSynonyms,
  countFacets,
  encodeIndex,
  explainMatch,
  type FacetColumn,
  match,
  openIndex,
  ranked,
  scratchFor,
  suggest,
  understand,
} from './index.ts';
import { distanceOf } from './spelling.ts';
import { docOf, SHELF } from './testing.ts';
import { normalise } from './text.ts';
import { wordsOf } from './words.ts';

const index = buildIndex(SHELF);
const scratch = scratchFor(index.docs);
const synonyms = compileSynonyms([
  ['earphones', 'headphones', '耳机'],
  ['sneakers', 'running shoes'],
]);
/** English names of what a query finds, the best first. */
function found(text: string): string[] {
  const matches = match(index, understand(index, text, synonyms), scratch);
  return [...ranked(matches, 10).docs].map((d) => SHELF[d]!.names[0]!);
}

describe('[T] how text is read', () => {
  test.each([
    ['ＡＢＣ　耳機', 'abc 耳机', 'full width, traditional script'],
    ['a\u0000b\u200bc\u202ed', 'a b c d', 'control and invisible characters'],
    ['  x \n\t y ', 'x y', 'white space'],
  ])('[T1] %j is read as %j: %s', (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });

  test.each([
    ['0.5 L', ['#500ml']],
    ['500毫升', ['#500ml']],
    ['2公斤', ['#2000g']],
    ['1kg', ['#1000g']],
    ['10 inch', ['#25.4cm']],
    ['12英寸 pan', ['#30.48cm', 'pan']],
    ['3 lamps', ['3', 'lamp']],
    ['5 men', ['5', 'men']],
  ])('[T2] %s has the words %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  test('[T3] English plurals are their singular; words of grammar are left out', () => {
    expect(wordsOf('The dresses and batteries of glass')).toEqual(['dresse', 'battery', 'glass']);
    expect(wordsOf('dress')).toEqual(['dress']);
  });
});

describe('[Q] what is found', () => {
  test.each([
    ['headphones', 'Wired headphones', 'English'],
    ['耳机', 'Wired headphones', 'Chinese'],
    ['耳機', 'Wired headphones', 'traditional script'],
    ['藍牙耳機', 'Wireless Bluetooth headphones', 'traditional, two words'],
    ['bluetoth headphnes', 'Wireless Bluetooth headphones', 'two spelling mistakes'],
    ['hedphones', 'Wired headphones', 'a letter left out'],
    ['shouji', 'Smartphone 128 GB', 'pinyin'],
    ['shou ji', 'Smartphone 128 GB', 'pinyin with a space'],
    ['erji', 'Wired headphones', 'pinyin'],
    ['茶湖', 'Teapot', 'a character that sounds alike'],
    ['head phones', 'Wired headphones', 'written apart'],
    ['earphones', 'Wired headphones', 'synonym'],
    ['sneakers', 'Running shoes', 'a synonym of two words'],
    ['olive oil 0.5l', 'Olive oil 500 ml', 'a measure in another unit'],
    ['橄榄油 1000ml', 'Olive oil 1 L', 'a measure in another unit'],
    ['sonar wireless', 'Wireless Bluetooth headphones', 'brand and name'],
    ['shoes red', 'Running shoes', 'an attribute'],
    ['phonecase', 'Phone case', 'written together'],
  ])('[Q1] %s finds %s: %s', (text, first) => {
    expect(found(text)).toContain(first);
  });

  test('[Q2] those with all words come first, those near them after; a word that none has is said', () => {
    expect(found('wireless headphones')).toEqual(['Wireless Bluetooth headphones', 'Wired headphones']);
    expect(match(index, understand(index, 'wireless headphones'), scratch)).toMatchObject({
      words: 2,
      whole: 1,
    });
    const query = understand(index, 'wireless teapot olive oil', synonyms);
    const matches = match(index, query, scratch);
    expect(matches.whole).toBe(2);
    expect(matches.dropped).toEqual(['wireless', 'teapot']);
  });

  test('[Q3] what nothing is like is unknown, and finds nothing', () => {
    const query = understand(index, 'zzqxv');
    expect(query).toMatchObject({ unknown: ['zzqxv'], wanted: [], corrected: null });
    expect(match(index, query, scratch).docs.length).toBe(0);
  });

  test('[Q4] a mended spelling is told', () => {
    expect(understand(index, 'wirless headphones').corrected).toBe('wireless headphone');
    expect(understand(index, 'wireless headphones').corrected).toBeNull();
  });

  test('[Q5] only what is allowed is answered, and the words that must match follow from that', () => {
    const query = understand(index, 'headphones');
    const only = match(index, query, scratch, (doc) => doc === 0);
    expect([...only.docs]).toEqual([0]);
    expect([...match(index, query, scratch, () => false).docs]).toEqual([]);
  });

  test.each([
    '',
    '   ',
    '"; DROP TABLE items; --',
    '(((((',
    '\\',
    '.*',
    '[a-',
    '\u0000',
    '💥'.repeat(300),
    'a'.repeat(100_000),
    '耳'.repeat(5000),
    '\ud800',
  ])('[Q6] %#: any text is answered', (text) => {
    const matches = match(index, understand(index, text, synonyms), scratch);
    expect(matches.docs.length).toBeLessThanOrEqual(10);
  });
});

describe('[X] why', () => {
  test('[X1] the parts tell word, way and field, and add up to the relevance bit for bit', () => {
    const query = understand(index, 'bluetoth earphones', synonyms);
    const { docs, relevance } = ranked(match(index, query, scratch), 10);
    const parts = explainMatch(index, query, docs[0]!);
    expect(parts.map(({ how, terms }) => [how, ...terms])).toEqual([
      ['spelling', 'bluetooth'],
      ['synonym', 'headphone'],
    ]);
    expect(parts[1]!.fields).toContain('name');
    expect(parts.reduce((sum, { amount }) => sum + amount, 0)).toBe(relevance[0]);
  });

  test('[X2] a document that does not match has no parts', () => {
    expect(explainMatch(index, understand(index, 'teapot'), 0)).toEqual([]);
  });
});

describe('[F] facets', () => {
  test('[F1] a choice narrows the other facets, not its own', () => {
    const black = index.facetValues.indexOf('color=black');
    const white = index.facetValues.indexOf('color=white');
    const parity: FacetColumn = {
      name: 'parity',
      size: 2,
      values: Int32Array.from(SHELF, (_, doc) => doc % 2),
      chosen: null,
    };
    const counts = countFacets([0, 1, 2], [attributeColumn(index, 'color', new Set([black])), parity]);
    expect(counts.get('color')).toEqual([
      { value: black, count: 2 },
      { value: white, count: 1 },
    ]);
    expect(counts.get('parity')).toEqual([{ value: 0, count: 2 }]);
  });
});

describe('[S] suggestions', () => {
  const suggester = buildSuggester([
    { kind: 'query', text: '蓝牙耳机', ref: -1, weight: 9 },
    { kind: 'category', text: 'Headphones', ref: 0, weight: 5 },
    { kind: 'query', text: 'wireless headphones', ref: -1, weight: 7 },
    { kind: 'item', text: 'Headphones', ref: 3, weight: 1 },
  ]);
  test.each([
    ['head', ['wireless headphones', 'Headphones']],
    ['蓝', ['蓝牙耳机']],
    ['藍牙', ['蓝牙耳机']],
    ['lanya', ['蓝牙耳机']],
    ['lan ya', ['蓝牙耳机']],
    ['lyej', ['蓝牙耳机']],
    ['zz', []],
    ['', []],
  ])('[S1] %s suggests %j', (typed, texts) => {
    expect(suggest(suggester, typed, 8).map(({ text }) => text)).toEqual(texts);
  });
});

describe('[B] bytes', () => {
  test('[B1] read back as written, and equal for equal documents', () => {
    const bytes = encodeIndex(index);
    expect(Buffer.from(encodeIndex(buildIndex(SHELF))).equals(Buffer.from(bytes))).toBe(true);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(openIndex(shifted.subarray(3))).toEqual(openIndex(bytes));
    expect(Buffer.from(encodeIndex(openIndex(bytes))).equals(Buffer.from(bytes))).toBe(true);
  });
  test('[B2] cut off or foreign bytes are refused with a code', () => {
    const bytes = encodeIndex(index);
    for (const broken of [bytes.subarray(0, bytes.length - 64), bytes.subarray(0, 3), new Uint8Array(64)])
      expect(() => openIndex(broken)).toThrow(GcError);
  });
  test('[B3] an empty shelf is searched as well', () => {
    const empty = openIndex(encodeIndex(buildIndex([])));
    expect(match(empty, understand(empty, 'tea'), scratchFor(0)).docs.length).toBe(0);
    expect(buildIndex([docOf('')]).docs).toBe(1);
  });
});

test('[D1] distances count what a person does wrong', () => {
  expect(distanceOf('teh', 'the')).toBe(1);
  expect(distanceOf('kitten', 'sitting')).toBe(3);
  expect(distanceOf('', 'abc')).toBe(3);
});
