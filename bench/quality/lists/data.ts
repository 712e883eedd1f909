import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { World, type WorldOptions } from '../../../sim/world/index.ts';
import { openCompleteJourney } from '../../../src/ingest/importers/complete-journey.ts';
import { exampleAccount, type SnapshotRows } from '../../../src/serve/index.ts';
import { Collector } from '../collect.ts';

/** Items of the truth that are kept of each person. */
const LIKELIEST = 150;

const JOURNEY = join(import.meta.dirname, '../../../../shared/data/completejourney');
const ZONE = 'Asia/Shanghai';

/** A marketplace whose future is known: rows as of any day are cut from it. */
export interface Market {
  readonly name: string;
  readonly rows: SnapshotRows;
  /** In a simulated world, by account: items, the likeliest in what is ordered next first, by the world's own truth as of the split. */
  readonly truth?: ReadonlyMap<string, readonly string[]>;
}

/** completejourney through its importer, or null where it is not at hand. Only what was sold is on offer: no list of offers exists. */
export async function journey(): Promise<Market | null> {
  if (!existsSync(join(JOURNEY, 'transactions.parquet'))) return null;
  const importer = await openCompleteJourney(JOURNEY);
  const collector = new Collector(importer.suggested.timezone!);
  for await (const { facts } of importer.chunks())
    for (const fact of facts) if ('fact' in fact) collector.take(fact);
  await importer.close();
  return { name: 'completejourney', rows: collector.rows() };
}

/**
 * A simulated world: its last `future` days are lived under the host shop's own shelf, and only tell what was bought; the catalogue and
 * impressions (`seen` days of them) are those told before.
 */
export function world(options: WorldOptions & { days: number }, future: number, seen: number): Market {
  const world = new World(options);
  const collector = new Collector(ZONE);
  for (const fact of world.catalogue()) collector.take(fact);
  for (const fact of world.settlers()) collector.take(fact);
  const now = options.days - future;
  while (world.nextDay < now)
    for (const { fact } of world.day(world.nextDay >= now - seen)) collector.take(fact);
  const { day: _, lines: __, ...known } = collector.rows();
  const truth = truthOf(world);
  while (world.nextDay < options.days)
    for (const { fact } of world.day(false))
      if (fact.fact !== 'offer' && fact.fact !== 'event') collector.take(fact);
  const { lines, day } = collector.rows();
  return { name: `simulated: ${options.scenario}`, rows: { ...known, lines, day }, truth };
}

function truthOf(world: World): Map<string, readonly string[]> {
  const { person } = world.truth();
  const truth = new Map<string, readonly string[]>();
  for (let p = 0; p < world.frame.people; p++) {
    const { account, chances } = person(p);
    const items = chances()
      .slice(0, LIKELIEST)
      .map(({ item }) => item);
    // Some have a second account.
    for (const one of [account, `${account}-2`]) truth.set(exampleAccount(one), items);
  }
  return truth;
}

/** What was known when a day began. Prices and refunds of lines are those of the whole: sources here do not tell when a price changed. */
export function asOf({ rows }: Market, day: number): SnapshotRows {
  return {
    ...rows,
    day,
    lines: rows.lines.filter((line) => line.day < day),
    events: rows.events!.filter((event) => event.day < day),
    // What was first sold later is not on offer yet.
    offers: rows.offers.map((offer) => (offer.since < day ? offer : { ...offer, active: false })),
  };
}
