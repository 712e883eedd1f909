import { zh as codes } from './codes.ts';
import { dataZh } from './data-zh.ts';
import type { Messages } from './en.ts';
import { frameZh } from './frame-zh.ts';
import { instanceZh } from './instance-zh.ts';
import { marketZh as market } from './market-zh.ts';
import { modelsZh as models } from './models-zh.ts';
import { poolZh } from './pool-zh.ts';
import { searchingZh as searching } from './searching-zh.ts';
import { servingZh as serving } from './serving-zh.ts';
import { surveyZh as survey } from './survey-zh.ts';

export const zhCN: Messages = {
  codes,
  ...frameZh,
  ...poolZh,
  ...dataZh,
  ...instanceZh,
  survey,
  models,
  market,
  searching,
  serving,
};
