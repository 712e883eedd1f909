export { type FIELD, fieldOf } from './count.ts';
export { chunksOf, type FlowLines, packLines } from './lines.ts';
export {
  type FlowInput,
  type FlowParams,
  flowParams,
  indexMonths,
} from './params.ts';
export { type ReadOptions, readLines, unpackLines } from './read.ts';
export {
  FLOW_STATUS,
  type Flow,
  type FlowCounts,
  type FlowGates,
  type FlowStatus,
  type FlowTable,
  flowOf,
  flowTable,
  shownFlows,
} from './result.ts';
export { type FlowState, type LineSource, type SurveyOptions, surveyFlows } from './survey-flows.ts';
export { type ChangedLines, updateFlows } from './update.ts';
