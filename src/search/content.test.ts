import { describe, expect, it } from 'vitest';
import { contentOf } from './index.ts';

describe('what a title says that the pack holds', () => {
  it.each([
    ['Olive oil 500 g', 'g', 500],
    ['Olive oil 0.5kg', 'g', 500],
    ['Sparkling water 2 L', 'ml', 2000],
    ['Cola 6 x 330 ml', 'ml', 1980],
    ['可乐 330ml*24瓶', 'ml', 7920],
    ['可乐 ３３０ｍｌ×６', 'ml', 1980],
    ['大米5公斤', 'g', 5000],
    ['洗衣液2升', 'ml', 2000],
    ['面膜10片', 'piece', 10],
    ['Oil 500 ml, bottle of 500 ml', 'ml', 500],
    ['Socks 3 pcs', 'piece', 3],
  ])('%s', (title, unit, quantity) => {
    expect(contentOf(title)).toEqual({ unit, quantity });
  });

  it.each([
    '',
    'Olive oil',
    'iPhone 15',
    'Table 120 cm',
    'Set: shampoo 400 ml and soap 100 g',
    'Zero 0 ml',
    '\u0000'.repeat(5000),
    '9'.repeat(5000),
  ])('nothing is guessed of %j', (title) => {
    expect(contentOf(title)).toBeNull();
  });
});
