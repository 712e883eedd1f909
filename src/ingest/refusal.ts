import type { ErrorCode } from '../base/index.ts';

/** Why a row is rejected. Thrown and returned as a plain value: a million bad rows must not pay for stack traces. */
export class Refusal {
  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    readonly pointer: string = '',
  ) {}
}
