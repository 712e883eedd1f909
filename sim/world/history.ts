import type { FactInput } from '../../src/contracts/index.ts';
import { CURRENCY, frameOf, SOURCE, type WorldOptions, ZONE } from './options.ts';
import { World } from './world.ts';

/** Facts of a chunk: few enough to die young. */
const CHUNK = 2_000;

export interface Chunk {
  readonly stage: string;
  readonly rows: number;
  readonly document: string;
  readonly facts: FactInput[];
}

/** The history of a world in the shape of an importer, in chunks: nothing but the chunk at hand is in memory. */
export interface WorldHistory {
  readonly kind: 'example';
  readonly source: string;
  readonly suggested: {
    readonly timezone: string;
    readonly currency: string;
    readonly name: { en: string; 'zh-CN': string };
    readonly simulated: true;
  };
  readonly dimensions: { account: true; category: true; merchant: true; brand: true };
  readonly rowsTotal: null;
  chunks(): AsyncGenerator<Chunk, void, undefined>;
  checks(): never[];
  close(): Promise<void>;
}

/**
 * @param chunks where the facts come from, if not from this thread
 * @throws config_invalid for a world that cannot be
 */
export function worldHistory(
  options: WorldOptions,
  chunks: () => AsyncGenerator<Chunk, void, undefined> = async function* () {
    yield* historyOf(new World(options));
  },
): WorldHistory {
  frameOf(options);
  return {
    kind: 'example',
    source: SOURCE,
    suggested: {
      timezone: ZONE,
      currency: CURRENCY,
      name: { en: 'Example marketplace (simulated)', 'zh-CN': '示例商城（模拟数据）' },
      simulated: true,
    },
    dimensions: { account: true, category: true, merchant: true, brand: true },
    rowsTotal: null,
    chunks,
    checks: () => [],
    close: async () => {},
  };
}

/** All facts of a new world's history, stage by stage, in chunks of 2,000. */
export function* historyOf(world: World): Generator<Chunk, void, undefined> {
  yield* chunked('catalogue', world.catalogue());
  yield* chunked('accounts', world.settlers());
  yield* chunked('history', past(world));
}

function* past(world: World): Generator<FactInput> {
  while (world.nextDay < world.frame.days) for (const { fact } of world.day()) yield fact;
}

function* chunked(stage: string, source: Iterable<FactInput>): Generator<Chunk> {
  let facts: FactInput[] = [];
  for (const fact of source) {
    if (facts.push(fact) < CHUNK) continue;
    yield { stage, rows: facts.length, document: stage, facts };
    facts = [];
  }
  if (facts.length > 0) yield { stage, rows: facts.length, document: stage, facts };
}
