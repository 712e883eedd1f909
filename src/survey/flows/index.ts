export { type FIELD, fieldOf } from './count.ts';
export { chunksOf, type FlowLines, packLines, sliceLines } from './lines.ts';
export {
  BREADTH_EDGES,
  type FlowInput,
  type FlowParams,
  flowParams,
  indexMonths,
  MAX_CATEGORIES,
  ORDER_EDGES,
  strataOf,
} from './params.ts';
export { type ReadOptions, readLines } from './read.ts';
export {
  FLOW_GATES,
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
