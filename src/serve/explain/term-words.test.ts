import { describe, expect, it } from 'vitest';
import { NEED_FEATURES, NEED_PARTS, TERMS } from '../../models/index.ts';
import { wordsOfTerm } from './term-words.ts';

function named(term: string): void {
  const { en, zh } = wordsOfTerm(term);
  expect(en, term).not.toContain('the model’s term');
  expect(zh, term).toMatch(/[\u4e00-\u9fff]/u);
}

describe('words of terms', () => {
  it('name every term that the next-category model may have, in both languages', () => {
    for (const name of Object.keys(TERMS)) named(`first_purchase.${name}`);
  });

  it('name every term that need may have, in both languages', () => {
    for (const part of NEED_PARTS)
      for (const name of ['intercept', ...NEED_FEATURES[part]]) named(`need.${name}`);
  });
});
