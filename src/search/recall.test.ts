import { expect, test } from 'vitest';
import { buildIndex, match, ranked, scratchFor, understand } from './index.ts';
import { docOf } from './testing.ts';

/** One thing each, as a shop names it in both languages. */
const NAMES = [
  ['Headphones', '耳机'],
  ['Lipstick', '口红'],
  ['Perfume', '香水'],
  ['Strollers', '婴儿推车'],
  ['Detergent', '洗衣液'],
  ['Blenders', '破壁机'],
  ['Bicycles', '自行车'],
  ['Swimwear', '泳装'],
  ['Backpacks', '书包'],
  ['Dresses', '连衣裙'],
  ['Sneakers', '休闲鞋'],
  ['Chargers', '充电器'],
] as const;
const index = buildIndex(NAMES.map(([en, zh]) => docOf([en, zh])));
const scratch = scratchFor(index.docs);
const first = (text: string) => {
  const [doc] = ranked(match(index, understand(index, text), scratch), 1).docs;
  return doc === undefined ? null : NAMES[doc]![0];
};

test.each([
  ['hedphones', 'Headphones', 'a letter left out'],
  ['headphonnes', 'Headphones', 'a letter put in'],
  ['haedphones', 'Headphones', 'two letters swapped'],
  ['lipstikc', 'Lipstick', 'two letters swapped'],
  ['lipstock', 'Lipstick', 'a letter exchanged'],
  ['parfume', 'Perfume', 'a letter exchanged'],
  ['stroler', 'Strollers', 'a letter left out, singular'],
  ['detergant', 'Detergent', 'a letter exchanged'],
  ['blendrs', 'Blenders', 'a letter left out'],
  ['bicyle', 'Bicycles', 'a letter left out, singular'],
  ['swimmwear', 'Swimwear', 'a letter put in'],
  ['bakcpack', 'Backpacks', 'two letters swapped, singular'],
  ['snekers', 'Sneakers', 'a letter left out'],
  ['chargres', 'Chargers', 'two letters swapped'],
])('[R1] spelling: %s finds %s (%s)', (typed, name) => {
  expect(first(typed)).toBe(name);
});

test.each([
  ['erji', 'Headphones'],
  ['er ji', 'Headphones'],
  ['kouhong', 'Lipstick'],
  ['xiangshui', 'Perfume'],
  ['xiang shui', 'Perfume'],
  ['xiyiye', 'Detergent'],
  ['zixingche', 'Bicycles'],
  ['yongzhuang', 'Swimwear'],
  ['shubao', 'Backpacks'],
  ['lianyiqun', 'Dresses'],
  ['chongdianqi', 'Chargers'],
])('[R2] pinyin: %s finds %s', (typed, name) => {
  expect(first(typed)).toBe(name);
});

test.each([
  ['耳機', 'Headphones'],
  ['口紅', 'Lipstick'],
  ['嬰兒推車', 'Strollers'],
  ['破壁機', 'Blenders'],
  ['自行車', 'Bicycles'],
  ['泳裝', 'Swimwear'],
  ['書包', 'Backpacks'],
  ['連衣裙', 'Dresses'],
  ['休閒鞋', 'Sneakers'],
  ['充電器', 'Chargers'],
])('[R3] traditional script: %s finds %s', (typed, name) => {
  expect(first(typed)).toBe(name);
});
