import { en as codes } from './codes.ts';
import { dataEn } from './data-en.ts';
import { frameEn } from './frame-en.ts';
import { instanceEn } from './instance-en.ts';
import { marketEn as market } from './market-en.ts';
import { modelsEn as models } from './models-en.ts';
import { poolEn } from './pool-en.ts';
import { searchingEn as searching } from './searching-en.ts';
import { servingEn as serving } from './serving-en.ts';
import type { Shape } from './shape.ts';
import { surveyEn as survey } from './survey-en.ts';

/** An area's words stand in `<area>-en.ts` and `<area>-zh.ts`, under keys of its own; they meet here. */
export const en = {
  codes,
  ...frameEn,
  ...poolEn,
  ...dataEn,
  ...instanceEn,
  survey,
  models,
  market,
  searching,
  serving,
};

export type Messages = Shape<typeof en>;
