import { expect, test } from 'vitest';
import { NEED_FEATURES } from '../../../src/models/need/values.ts';
import { TERMS } from '../../../src/models/next-category/features.ts';
import { FEATURES } from '../../../src/models/response/features.ts';
import { servingEn } from './serving-en.ts';
import { servingZh } from './serving-zh.ts';

test.each([
  ['en', servingEn.effect],
  ['zh-CN', servingZh.effect],
])('every term that a model may have is said in words: %s', (_language, words) => {
  const names = [...FEATURES, ...Object.values(NEED_FEATURES).flat(), ...Object.keys(TERMS)];
  for (const name of [...names, 'intercept']) expect(Object.keys(words), name).toContain(name);
});
