export { explainOwnSearch, explainSearch } from './explained.ts';
export { judgeSearch, measureSearch, searchQuality } from './quality.ts';
