import { addDays, type LocalDate, localDate, startOfDay } from '../../base/index.ts';
import { run, type Warehouse } from '../../warehouse/index.ts';
import { journeyBuild } from './sql/journey-build.sql.gen.ts';
import { journeyPrints } from './sql/journey-prints.sql.gen.ts';

/** Facts that one INSERT reads: bounds its memory. Dates: the engine writes so many partitions at once. */
const FACTS_A_CHUNK = 2_000_000;
const DAYS_A_CHUNK = 60;

/** Raised when the same facts would give other visits. */
const VERSION = 1;

/**
 * Brings the visits of a window up to what is known now. Business dates do not depend on each other, so only those whose events, orders or
 * decisions changed are built again. A crash on the way leaves dates without a mark: they are built again.
 * @returns dates that were built. Cost: a count of the window's facts; then O(facts of changed dates · log).
 */
export async function refreshVisits(
  warehouse: Warehouse,
  window: { from: LocalDate; to: LocalDate; timezone: string; gapMs: number },
): Promise<LocalDate[]> {
  const { from, to, timezone, gapMs } = window;
  const instant = (date: LocalDate) => new Date(startOfDay(date, timezone)).toISOString().slice(0, -1);
  const changed = await run(warehouse, journeyPrints, {
    tz: timezone,
    from,
    to,
    since: instant(from),
    until: instant(addDays(to, 1)),
    basis: `${VERSION} ${timezone} ${gapMs}`,
  });
  for (const chunk of chunksOf(changed)) {
    for (const { date } of chunk) {
      for (const table of ['journey_days', 'journey_visits'])
        await warehouse.exec(`ALTER TABLE ${table} DROP PARTITION '${localDate(date)}'`);
    }
    const filled = chunk.filter(({ fact_count }) => fact_count > 0);
    if (filled.length === 0) continue;
    await warehouse.exec(journeyBuild.text, {
      tz: timezone,
      since: instant(localDate(filled[0]!.date)),
      until: instant(addDays(localDate(filled.at(-1)!.date), 1)),
      gap_ms: gapMs,
    });
    const marks = filled.map((_, i) => `({d${i}:Date}, {p${i}:String})`).join(', ');
    await warehouse.exec(
      `INSERT INTO journey_days (day, print) VALUES ${marks}`,
      Object.fromEntries(
        filled.flatMap(({ date, print_now }, i) => [
          [`d${i}`, date],
          [`p${i}`, print_now],
        ]),
      ),
    );
  }
  return changed.map(({ date }) => localDate(date));
}

/** Neighbouring dates together, as long as their facts are few enough. */
function chunksOf<Row extends { date: string; fact_count: number }>(rows: readonly Row[]): Row[][] {
  const chunks: Row[][] = [];
  let facts = 0;
  for (const row of rows) {
    const chunk = chunks.at(-1);
    const next = chunk && addDays(localDate(chunk.at(-1)!.date), 1) === row.date;
    if (chunk && next && chunk.length < DAYS_A_CHUNK && facts + row.fact_count <= FACTS_A_CHUNK) {
      chunk.push(row);
      facts += row.fact_count;
    } else {
      chunks.push([row]);
      facts = row.fact_count;
    }
  }
  return chunks;
}
