import { describe, expect, it } from 'vitest';
import { TERMS } from '../../models/index.ts';
import { wordsOfTerm } from './term-words.ts';

describe('words of terms', () => {
  it('name every term that the next-category model may have, in both languages', () => {
    for (const name of Object.keys(TERMS)) {
      const { en, zh } = wordsOfTerm(`first_purchase.${name}`);
      expect(en, name).not.toContain('the model’s term');
      expect(zh, name).toMatch(/[\u4e00-\u9fff]/u);
    }
  });
});
