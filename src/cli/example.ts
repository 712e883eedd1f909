import { frameOf, optionsOf, type WorldHistory } from '../../sim/world/index.ts';
import { GcError } from '../base/index.ts';
import { worldThread } from './world-thread.ts';

interface Ahead {
  readonly path: string;
  readonly first: string;
  readonly history: WorldHistory;
}
let ahead: Ahead | null = null;

/**
 * The simulated marketplace that `path` names, up to the day before `now`, as an importer: only commands bring it along,
 * the engine knows no world. It is made in a thread of its own, while the facts before are taken in.
 * @throws config_invalid
 */
export async function openExample(now: number, path: string): Promise<WorldHistory> {
  const options = optionsOf(path);
  if (!options) {
    const detail = `The world ${path} was made by another version of the simulator, and never finished. Make it anew with --reset.`;
    throw new GcError('config_invalid', detail);
  }
  const begun = ahead;
  ahead = null;
  if (begun?.path === path && begun.first === frameOf({ ...options, now }).first) return begun.history;
  await begun?.history.close();
  return worldThread({ ...options, now });
}

/** Begins to make a world that is going to be opened: while the engine opens, there is time. */
export function beginExample(path: string): void {
  const options = optionsOf(path);
  if (!options) return;
  const now = Date.now();
  ahead = { path, first: frameOf({ ...options, now }).first, history: worldThread({ ...options, now }) };
}

/** Ends what was begun and never opened. */
export async function endExample(): Promise<void> {
  const begun = ahead;
  ahead = null;
  await begun?.history.close();
}
