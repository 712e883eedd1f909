export { AccessControl, type Credentials } from './access.ts';
export {
  hashOf,
  type IdempotencyStore,
  type Kept,
  LedgerIdempotency,
  MemoryIdempotency,
} from './idempotency.ts';
export { type DataFilter, dataFilterOf, LOCAL, mayCall, meOf, type Principal } from './principal.ts';
export { REPLAY_WINDOW_MS, signatureOf } from './signature.ts';
