import { historyOf, World, type WorldOptions } from '../../../sim/world/index.ts';
import type { ImpressionRows } from '../../../src/models/index.ts';
import { type SnapshotRows, snapshotFrom } from '../../../src/serve/index.ts';
import { indexCatalogue } from '../../../src/serve/snapshot/build/catalogue.ts';
import { impressionRows } from '../../../src/serve/snapshot/build/impressions.ts';
import { peopleLines } from '../../../src/serve/snapshot/build/people.ts';
import { factsOf } from '../../../src/serve/snapshot/rows.ts';
import { Collector } from '../collect.ts';

const ZONE = 'Asia/Shanghai';

/** A simulated world's history as the plain rows of a snapshot. */
export function rowsOfWorld(options: WorldOptions): SnapshotRows {
  const collector = new Collector(ZONE);
  for (const { facts } of historyOf(new World(options))) for (const fact of facts) collector.take(fact);
  return collector.rows();
}

/** Impressions of the world as training rows. */
export function impressionsOf(rows: SnapshotRows): ImpressionRows {
  const facts = factsOf(rows);
  const whole = snapshotFrom(rows);
  return impressionRows({
    catalogue: indexCatalogue(facts.catalogue),
    lines: facts.lines,
    events: facts.events,
    own: peopleLines(facts.lines, rows.people.length, rows.day),
    linePosition: whole.people.linePosition,
    offers: whole.offers,
    categories: whole.categories,
    day: rows.day,
  });
}
