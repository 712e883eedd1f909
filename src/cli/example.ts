import { exampleMarketplace } from '../../sim/example/index.ts';

/** The example marketplace up to yesterday, as an importer: only commands bring it along, the engine knows no world. */
export const openExample = async () => exampleMarketplace({ now: Date.now() });
