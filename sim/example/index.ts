import { addDays, rngOf, startOfDay } from '../../src/base/index.ts';
import type { FactInput } from '../../src/contracts/index.ts';
import { behaviour } from './behaviour.ts';
import { type Catalogue, catalogueOf } from './catalogue.ts';
import { tell } from './mishaps.ts';
import { type Person, personFacts, personsOf } from './persons.ts';
import { FLOWS, fees, type PlantedFlow, purchases, type Told } from './purchases.ts';
import { brushingRing, notConsumers, type RingOrder } from './ring.ts';
import { CURRENCY, type ExampleOptions, type Frame, frameOf, iso, SOURCE, ZONE } from './world.ts';

export type { PlantedFlow } from './purchases.ts';
export type { RingOrder } from './ring.ts';
export type { ExampleOptions } from './world.ts';

const CHUNK = 10_000;

/** What is true of the world, whatever the product finds. Never loaded with the facts. */
export interface ExampleTruth {
  readonly first: string;
  readonly last: string;
  readonly flows: readonly PlantedFlow[];
  /** By account of the person: price position 0 to 1, orders expected over the history, tastes by leaf. */
  readonly persons: readonly {
    accounts: readonly string[];
    position: number;
    activity: number;
    tastes: Readonly<Record<string, number>>;
  }[];
  readonly items: readonly { item: string; category: string; merchant: string; position: number }[];
  readonly ring: { merchants: readonly string[]; orders: readonly RingOrder[] };
  /** Facts of each kind that differ from one another; repeats apart. */
  readonly facts: Readonly<Record<string, number>>;
  readonly repeats: number;
}

/**
 * The example marketplace: simulated, always labelled so. It speaks to the product as any source does, through
 * facts; its shape is that of an importer.
 */
export interface Example {
  readonly kind: 'example';
  readonly source: string;
  readonly suggested: {
    readonly timezone: string;
    readonly currency: string;
    readonly name: { en: string; 'zh-CN': string };
    readonly simulated: true;
  };
  readonly dimensions: { account: true; category: true; merchant: true; brand: true };
  readonly rowsTotal: number;
  chunks(): AsyncGenerator<
    { stage: string; rows: number; document: string; facts: FactInput[] },
    void,
    undefined
  >;
  checks(): never[];
  truth(): ExampleTruth;
  close(): Promise<void>;
}

/**
 * Generates the example marketplace in memory, up to yesterday. Deterministic: the same seed and day give the
 * same facts, byte for byte.
 */
export function exampleMarketplace(options: ExampleOptions): Example {
  const frame = frameOf(options);
  const catalogue = catalogueOf(frame);
  const persons = personsOf(frame, catalogue.leaves);
  const ring = brushingRing(frame, catalogue);
  const others = notConsumers(frame, catalogue);
  const people = [...personFacts(frame, persons), ...ring.accounts, ...others.accounts];
  const history = historyOf(frame, catalogue, persons, [...ring.told, ...others.told]);
  const events = sorted([...behaviour(frame, catalogue, persons)]);
  const stages: [stage: string, facts: readonly FactInput[]][] = [
    ['catalogue', catalogue.facts],
    ['accounts', people],
    ['lines', history],
    ['events', events],
  ];
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
    rowsTotal: stages.reduce((sum, [, facts]) => sum + facts.length, 0),
    async *chunks() {
      for (const [stage, facts] of stages) {
        for (let at = 0; at < facts.length; at += CHUNK) {
          const part = facts.slice(at, at + CHUNK);
          yield { stage, rows: part.length, document: stage, facts: part };
        }
      }
    },
    checks: () => [],
    truth: () =>
      truthOf(
        frame,
        catalogue,
        persons,
        ring,
        stages.flatMap(([, facts]) => facts),
      ),
    close: async () => {},
  };
}

/** Everything about orders, and what changed in the catalogue meanwhile, as it came to be known. */
function historyOf(
  frame: Frame,
  catalogue: Catalogue,
  persons: readonly Person[],
  others: readonly Told[],
): FactInput[] {
  const told: Told[] = [...others, ...changes(frame, catalogue)];
  const root = rngOf(frame.seed).derive('mishaps');
  for (const bought of purchases(frame, catalogue, persons)) told.push(...tell(frame, root, bought));
  for (const bought of fees(frame, persons)) told.push(...tell(frame, root, bought));
  return sorted(told);
}

/** Items that move to another category, and a shop that is handed over: history that is dated, not rewritten. */
function changes(frame: Frame, catalogue: Catalogue): Told[] {
  const moved = startOfDay(addDays(frame.first, Math.floor(frame.days * 0.6)), ZONE);
  const told: Told[] = [];
  for (const fact of catalogue.facts) {
    if (fact.fact === 'item' && fact.category === 'sportswear' && fact.source_id.endsWith('3')) {
      told.push({ at: moved, fact: { ...fact, category: 't-shirts', valid_from: iso(moved) } });
    }
  }
  const [from, to] = catalogue.merchants.filter((merchant) => merchant.tier === 'standard');
  const shop = catalogue.facts.find((fact) => fact.fact === 'shop' && fact.merchant === from?.id);
  if (shop?.fact === 'shop' && to) {
    told.push({ at: moved, fact: { ...shop, merchant: to.id, valid_from: iso(moved) } });
  }
  return told;
}

const sorted = (told: Told[]): FactInput[] => told.sort((a, b) => a.at - b.at).map(({ fact }) => fact);

function truthOf(
  frame: Frame,
  catalogue: Catalogue,
  persons: readonly Person[],
  ring: { merchants: readonly string[]; ring: readonly RingOrder[] },
  facts: readonly FactInput[],
): ExampleTruth {
  const counts: Record<string, number> = {};
  const seen = new Set<string>();
  let repeats = 0;
  for (const fact of facts) {
    const dated = 'valid_from' in fact ? fact.valid_from : '';
    const key = `${fact.fact} ${fact.source_id} ${fact.revision ?? 0} ${dated}`;
    if (seen.has(key)) {
      repeats++;
      continue;
    }
    seen.add(key);
    counts[fact.fact] = (counts[fact.fact] ?? 0) + 1;
  }
  return {
    first: frame.first,
    last: frame.last,
    flows: FLOWS,
    persons: persons.map(({ accounts, position, activity, tastes }) => ({
      accounts,
      position,
      activity,
      tastes: Object.fromEntries(catalogue.leaves.map((leaf, i) => [leaf.id, tastes[i]!])),
    })),
    items: catalogue.items.map(({ id, leaf, merchant, position }) => ({
      item: id,
      category: leaf.id,
      merchant: merchant.id,
      position,
    })),
    ring: { merchants: ring.merchants, orders: ring.ring },
    facts: counts,
    repeats,
  };
}
