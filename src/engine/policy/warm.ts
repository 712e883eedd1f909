import { setImmediate } from 'node:timers/promises';
import type { CompiledPolicy, Snapshot } from '../../serve/index.ts';

/** Evaluates rules that read offers only, between requests, so that the first one after a change finds them evaluated. */
export async function warmRules(
  policy: CompiledPolicy,
  snapshot: Snapshot | null,
  signal: AbortSignal,
): Promise<void> {
  if (!snapshot) return;
  for (const _ of policy.prepare(snapshot)) {
    if (signal.aborted) return;
    await setImmediate();
  }
}
