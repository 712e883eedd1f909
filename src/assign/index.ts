export { type Arm, armOf, armsOf, inHoldout, takesPart } from './assign.ts';
export { bucketOf } from './bucket.ts';
