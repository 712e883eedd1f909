export { type AudienceEstimate, audienceOf } from './audience/audience.ts';
export { decide } from './decide/decide.ts';
export type { Live, LiveGate } from './decide/live.ts';
export { openingPast, openPast, patchedPast, patchingPast } from './decide/open-past.ts';
export type { Past } from './decide/past.ts';
export {
  type CandidateTrace,
  type DecideInput,
  newWatch,
  type Plan,
  type ScoreTerm,
  type Watch,
} from './decide/types.ts';
export * from './explain/index.ts';
export { Overlay } from './patch/overlay.ts';
export { withPatch } from './patch/patch.ts';
export { priceBoard, pricedOffers } from './price-power/views.ts';
export { nameOf } from './reason/reason.ts';
export { type Difference, differences, liveOf, replay } from './replay/replay.ts';
export * from './rules/index.ts';
export type { Finder, Found } from './search/finder.ts';
export { readyWords } from './search/words-of.ts';
export * from './snapshot/index.ts';
