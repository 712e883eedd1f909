import { exampleMarketplace } from '../../sim/example/index.ts';

/** The example marketplace up to the day before `now`, as an importer: only commands bring it along, the engine knows no world. */
export const openExample = async (now: number) => exampleMarketplace({ now });
