import { addDays, daysBetween, GcError, type LocalDate, localDate, startOfDay } from '../../base/index.ts';
import {
  JOURNEY_DAYS_MOST,
  type JourneyGraph,
  type JourneyQuery,
  type Settings,
  VISIT_GAP_MINUTES,
} from '../../contracts/index.ts';
import { run, type Warehouse } from '../../warehouse/index.ts';
import { graphOf, type JourneyRow } from './graph.ts';
import { journeyRead } from './sql/journey-read.sql.gen.ts';
import { refreshVisits } from './visits.ts';

const DEFAULT_DAYS = 28;
const ANSWERS_KEPT = 100;
const FRESH_MS = 600_000;

export interface JourneyOptions {
  /** Shards by account. */
  readonly warehouses: readonly [Warehouse, ...Warehouse[]];
  readonly settings: () => Pick<Settings, 'timezone' | 'k_anonymity' | 'simulated'>;
  /** A category and those below it. @throws not_found */
  readonly below: (categoryId: string) => Promise<readonly string[]>;
}

export interface Journeys {
  /**
   * The journey graph of a window, at what is known now. The first answer of a window builds its visits; later ones build the dates
   * that changed.
   * @param query.categories instead of one category: any of these @throws validation_failed, not_found
   */
  graph(query: JourneyQuery & { readonly categories?: readonly string[] }): Promise<JourneyGraph>;
}

/** How people move between surfaces (R36). */
export function createJourneys(options: JourneyOptions): Journeys {
  const { warehouses, settings } = options;
  /** Answers on the visits there are; who a person is may change beside them, so they do not last. */
  const answers = new Map<string, { rows: readonly JourneyRow[]; at: number }>();
  const clock = () => performance.now();
  /** Dates are dropped and built again: nobody reads meanwhile. */
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work, work);
    queue = turn.catch(() => undefined);
    return turn;
  };

  return {
    async graph(query) {
      const { timezone, k_anonymity: k, simulated } = settings();
      const { from, to } = await windowOf(query, timezone);
      const categories =
        query.categories ?? (query.category_id === undefined ? [] : await options.below(query.category_id));
      const rows = await inTurn(async () => {
        const window = { from, to, timezone, gapMs: VISIT_GAP_MINUTES * 60_000 };
        for (const warehouse of warehouses)
          if ((await refreshVisits(warehouse, window)).length > 0) answers.clear();
        const asked = {
          from,
          to,
          who: query.who ?? '',
          member: query.member ?? '',
          region: query.region ?? '',
          buyer: query.buyer ?? '',
          bought_before: new Date(startOfDay(from, timezone)).toISOString().slice(0, -1),
          merchant: query.merchant_id ?? '',
          categories,
        };
        const key = JSON.stringify(asked);
        const known = answers.get(key);
        if (known && clock() - known.at < FRESH_MS) return known.rows;
        const read = [];
        for (const warehouse of warehouses) read.push(await run(warehouse, journeyRead, asked));
        const rows = read.length === 1 ? read[0]! : added(read.flat());
        if (answers.size >= ANSWERS_KEPT) answers.clear();
        answers.set(key, { rows, at: clock() });
        return rows;
      });
      return {
        from,
        to,
        timezone,
        gap_minutes: VISIT_GAP_MINUTES,
        k,
        rounded: false,
        simulated,
        ...graphOf(rows, k),
      };
    },
  };

  async function windowOf(
    query: JourneyQuery,
    timezone: string,
  ): Promise<{ from: LocalDate; to: LocalDate }> {
    const to = localDate(query.to ?? (await lastDate(timezone)));
    const from = localDate(query.from ?? addDays(to, 1 - DEFAULT_DAYS));
    const days = daysBetween(from, to) + 1;
    if (days < 1 || days > JOURNEY_DAYS_MOST)
      throw new GcError(
        'validation_failed',
        `A window must hold 1 to ${JOURNEY_DAYS_MOST} dates, got ${days}: ${from} to ${to}.`,
        {
          causes: [
            { pointer: '/querystring/from', code: 'invalid', detail: 'must be a date at or before to' },
          ],
        },
      );
    return { from, to };
  }

  /** Last business date with an event; 1970 while there is none. */
  async function lastDate(timezone: string): Promise<string> {
    const dates = await Promise.all(
      warehouses.map((warehouse) =>
        warehouse.query<{ last: string }>(
          'SELECT toString(toDate(max(at), {tz:String})) AS last FROM events',
          {
            tz: timezone,
          },
        ),
      ),
    );
    return dates
      .map(([row]) => row!.last)
      .sort()
      .at(-1)!;
  }
}

function added(rows: readonly JourneyRow[]): JourneyRow[] {
  const sums = new Map<string, { kind: string; a: number; b: number; n: number; people: number }>();
  for (const row of rows) {
    const key = `${row.kind} ${row.a} ${row.b}`;
    const sum = sums.get(key);
    if (sum) {
      sum.n += row.n;
      sum.people += row.people;
    } else sums.set(key, { ...row });
  }
  return [...sums.values()];
}
