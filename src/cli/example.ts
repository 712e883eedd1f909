import { optionsOf, worldHistory } from '../../sim/world/index.ts';
import { GcError } from '../base/index.ts';

/**
 * The simulated marketplace that `path` names, up to the day before `now`, as an importer: only commands bring it along,
 * the engine knows no world.
 */
export async function openExample(now: number, path: string) {
  const options = optionsOf(path);
  if (!options) throw new GcError('config_invalid', `${path} was made by another version of the simulator.`);
  return worldHistory({ ...options, now });
}
