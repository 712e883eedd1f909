import { createHash } from 'node:crypto';
import {
  addDays,
  businessDate,
  type Clock,
  GcError,
  ID_PREFIX,
  type LocalDate,
  localDate,
  startOfDay,
} from '../../base/index.ts';
import type {
  CanalOpportunity,
  CreateCrowdBody,
  CrowdDefinition,
  CrowdView,
  Defence,
  Incubations,
  LocalText,
  RunSurveyBody,
  Settings,
  SurveyHeader,
  Trends,
  WhiteSpace,
} from '../../contracts/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import { run as query, type Warehouse } from '../../warehouse/index.ts';
import { flowTable } from '../flows/index.ts';
import type { Catalogue, Survey } from '../metrics/face.ts';
import type { Resolved } from '../resolve/face.ts';
import { openArchive, type SurveyArchive } from './archive.ts';
import {
  buyersAtMonthEnds,
  defenceOfBuyers,
  defenceOfMerchants,
  type Names,
  trendBoard,
  whiteSpaceBoards,
} from './boards.ts';
import { SurveyCounter } from './count-survey.ts';
import { Crowds, countCrowd } from './crowds.ts';
import { edgesOf } from './edges.ts';
import { incubate } from './incubator.ts';
import { opportunitiesOf } from './opportunities.ts';
import { positionsOf } from './positions.ts';
import { asOfOr, categoriesAt, topOf } from './source.ts';
import { denseNumbers } from './sql/dense-numbers.sql.gen.ts';
import { causeView, defenceItems, monthEndsTo, trendAlerts, whiteSpaceCells } from './views.ts';
import { DAY, monthsObserved, monthsOfTicks, observable } from './window.ts';

export interface SurveyorOptions {
  readonly survey: Survey;
  readonly warehouses: readonly [Warehouse, ...Warehouse[]];
  readonly ledger: Ledger;
  readonly settings: () => Settings;
  readonly clock: Clock;
  /** Ends a running survey, and refuses those that wait. */
  readonly signal?: AbortSignal;
}

export interface BoardQuery {
  readonly as_of?: string | undefined;
  readonly level?: number | undefined;
}

/** What the marketplace could do next: flows, canals, crowds, and the boards beside them. */
export interface Surveyor extends Omit<SurveyArchive, 'save'> {
  /**
   * Surveys all flows of a level, archives them and returns the header. One survey runs at a time; the same question about
   * the same facts gives the survey there is.
   * @throws validation_failed where the level does not exist; dimension_absent without categories
   */
  run(body: RunSurveyBody): Promise<SurveyHeader>;
  /** @throws not_found */
  canal(canalId: string, surveyId?: string): Promise<{ survey: SurveyHeader; canal: CanalOpportunity }>;
  saveCrowd(body: CreateCrowdBody, actor: string): Promise<CrowdView>;
  crowd(crowdId: string): Promise<CrowdView>;
  listCrowds(): Promise<CrowdDefinition[]>;
  whiteSpace(query: BoardQuery): Promise<WhiteSpace>;
  trends(query: BoardQuery): Promise<Trends>;
  incubations(
    query: BoardQuery & {
      category_id?: string | undefined;
      target_aac?: number | undefined;
      target_date?: string | undefined;
    },
  ): Promise<Incubations>;
  defence(query: BoardQuery): Promise<Defence>;
}

export function createSurveyor(options: SurveyorOptions): Surveyor {
  const { survey, warehouses, settings, clock } = options;
  const archive = openArchive(warehouses[0]);
  const crowds = new Crowds(options.ledger);
  const counter = new SurveyCounter(options.signal);
  /** Surveys run one after another: each takes all cores anyway. */
  let queue: Promise<unknown> = Promise.resolve();

  /** Runs `work` on the resolved lines known now (or at K), and lets them go afterwards. */
  const withLines = async <T>(
    knownAt: number | undefined,
    work: (resolved: Resolved, catalogue: Catalogue) => Promise<T>,
  ) => {
    const resolved = await survey.resolve(knownAt === undefined ? {} : { known_at: knownAt });
    try {
      return await work(resolved, await survey.catalogue(resolved.known_at));
    } finally {
      resolved.release();
    }
  };

  const surveyOnce = (body: RunSurveyBody): Promise<SurveyHeader> =>
    withLines(body.known_at, async (resolved, catalogue) => {
      options.signal?.throwIfAborted();
      const { timezone, currency, simulated, scope_channels, maturity_days } = settings();
      const { level = 0, lookback_days = 365, horizon_days = 90, control_mode = 'every_order' } = body;
      const as_of = asOfOr(body.as_of, resolved);
      const categories = categoriesAt(catalogue, level);
      const window = observable(resolved, as_of, timezone, lookback_days, horizon_days);
      const identity = {
        as_of,
        known_at: resolved.known_at,
        level,
        lookback_days,
        horizon_days,
        control_mode,
      };
      const survey_id = `${ID_PREFIX.survey}_${createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 24)}`;
      const before = await archive.header(survey_id);
      if (before) return before;

      const end = startOfDay(addDays(as_of, 1), timezone) / 1000;
      const monthOf = monthsOfTicks(timezone);
      const firstDay = localDate(resolved.first_day ?? as_of);
      const firstsFrom =
        startOfDay(firstDay, timezone) / 1000 + (window.newInWindow ? 0 : lookback_days * DAY);
      const flowLookback = window.newInWindow ? null : lookback_days;
      const { state, reach } = await counter.count(
        resolved,
        {
          categories,
          level,
          timezone,
          as_of,
          lookback_days,
          horizon_days,
          flowLookback,
          flows: {
            categories: categories.length,
            months: window.months,
            lookbackDays: flowLookback,
            horizonDays: horizon_days,
            controls: control_mode === 'every_order' ? 'every_order' : 'monthly',
            top: topOf(catalogue, categories),
            segments: 2,
          },
          reach: {
            categories: categories.length,
            end,
            lookback: lookback_days * DAY,
            horizon: horizon_days * DAY,
            firstsFrom,
            monthOf,
          },
          basis: JSON.stringify([scope_channels, maturity_days, firstDay]),
        },
        Object.keys(body).length === 0,
        options.signal,
      );
      const table = flowTable(state);
      const edges = [...edgesOf(table, categories)];
      const [from, to] = [window.months[0] ?? end, window.months.at(-1) ?? end];
      const canals = opportunitiesOf({
        edges,
        indexOf: new Map(categories.map((c, i) => [c.category_id, i])),
        reach,
        indexDays: (to - from) / DAY,
        horizonDays: horizon_days,
        level,
        monthsObserved: monthsObserved(firstsFrom, end, monthOf),
        samePosition: await positionsOf(resolved, catalogue, categories, { level, as_of, lookback_days }),
      });
      const header: SurveyHeader = {
        survey_id,
        ...identity,
        index: {
          from: businessDate(from * 1000, timezone),
          to: businessDate(Math.max(from, to - 1) * 1000, timezone),
        },
        new_in_window: window.newInWindow,
        people_count: reach.people,
        order_count: state.totals.orders,
        pairs_tested: table.tested,
        pairs_shown: edges.filter((edge) => edge.evidence === 'shown').length,
        currency,
        timezone,
        simulated,
        computed_at: new Date(clock.now()).toISOString(),
      };
      await archive.save(header, edges, canals);
      return header;
    });

  const numbersOf = async (resolved: Resolved, kind: 'category' | 'merchant') => {
    const shards = await Promise.all(
      resolved.shards.map(({ warehouse }) => query(warehouse, denseNumbers, { kind })),
    );
    const ids = shards.map((rows) => new Map(rows.map((row) => [row.no, row.id])));
    const numbers = shards.map((rows) => new Map(rows.map((row) => [row.id, row.no])));
    const names: Names = (shard, dense) => ids[shard]!.get(dense) ?? '';
    return { names, numbers };
  };

  const board = <T>(
    { as_of, level = 0 }: BoardQuery,
    work: (cx: {
      resolved: Resolved;
      catalogue: Catalogue;
      as_of: LocalDate;
      level: number;
      label: (id: string) => LocalText;
    }) => Promise<T>,
  ) =>
    withLines(undefined, async (resolved, catalogue) => {
      const labels = new Map<string, LocalText>([
        ...catalogue.categories.map((c) => [c.category_id, c.name] as const),
        ...catalogue.merchants.map((m) => [m.merchant_id, m.name] as const),
      ]);
      const date = asOfOr(as_of, resolved);
      const head = { as_of: date, known_at: resolved.known_at, level, simulated: settings().simulated };
      return {
        ...head,
        ...(await work({ resolved, catalogue, as_of: date, level, label: (id) => labels.get(id) ?? id })),
      };
    });

  const viewCrowd = (crowd: CrowdDefinition): Promise<CrowdView> =>
    withLines(undefined, async (resolved) => {
      const { numbers } = await numbersOf(resolved, 'category');
      const people = await countCrowd(resolved, numbers, crowd);
      const small = people < settings().k_anonymity;
      return {
        crowd,
        people_count: small ? null : people,
        status: small ? 'suppressed' : 'ok',
        known_at: resolved.known_at,
      };
    });

  const canal: Surveyor['canal'] = async (canalId, surveyId) => {
    const header = surveyId ? await archive.header(surveyId) : null;
    for (const candidate of header ? [header] : await archive.headers(20)) {
      const [found] = await archive.canals(candidate.survey_id, { canal: canalId, top: 1 });
      if (found) return { survey: candidate, canal: found };
    }
    throw new GcError('not_found', `No survey shows a canal ${canalId}.`);
  };

  return {
    latest: archive.latest,
    header: archive.header,
    headers: archive.headers,
    edges: archive.edges,
    canals: archive.canals,
    canal,
    run(body) {
      const next = queue.then(() => {
        options.signal?.throwIfAborted();
        return surveyOnce(body);
      });
      queue = next.catch(() => undefined);
      return next;
    },
    async saveCrowd(body, actor) {
      const { canal_id, name, ...own } = body;
      const now = new Date(clock.now()).toISOString();
      if (canal_id) {
        const found = await canal(canal_id);
        const { edge, crowd } = found.canal;
        const definition = {
          name: name ?? crowd.label,
          holds_category_id: edge.from_category_id,
          lacks_category_id: edge.to_category_id,
          as_of: found.survey.as_of,
          lookback_days: found.survey.lookback_days,
        };
        return viewCrowd(await crowds.save(definition, now, actor));
      }
      if (!own.holds_category_id && !own.lacks_category_id && !own.breadth)
        throw new GcError(
          'validation_failed',
          'A crowd needs a canal_id, holds_category_id, lacks_category_id or breadth.',
        );
      const as_of =
        own.as_of ?? (await withLines(undefined, async (resolved) => asOfOr(undefined, resolved)));
      const definition = { ...own, name: name ?? 'Crowd', as_of, lookback_days: own.lookback_days ?? 365 };
      return viewCrowd(await crowds.save(definition, now, actor));
    },
    crowd: async (crowdId) => viewCrowd(await crowds.get(crowdId)),
    listCrowds: () => crowds.list(),
    whiteSpace: (asked) =>
      board(asked, async ({ resolved, as_of, level, label }) => {
        const { names } = await numbersOf(resolved, 'category');
        const boards = await whiteSpaceBoards(resolved, names, {
          as_of,
          lookback: 365,
          level,
          k: settings().k_anonymity,
        });
        const data = boards.flatMap((b) => whiteSpaceCells(b, label));
        return { dimensions: boards.map((b) => b.dimension), data };
      }),
    trends: (asked) =>
      board(asked, async ({ resolved, as_of, level, label }) => {
        const { names } = await numbersOf(resolved, 'category');
        const found = await trendBoard(resolved, names, { as_of, level });
        return { month: found.month, data: trendAlerts(found, label) };
      }),
    incubations: ({ category_id, target_aac, target_date, ...asked }) =>
      board(asked, async ({ resolved, catalogue, as_of, level, label }) => {
        const dates = monthEndsTo(as_of, resolved.first_day, 37);
        const known_at = resolved.known_at;
        const platform = await survey.evaluate({ metric: 'aac', as_of, known_at });
        const target = target_aac ?? roundUp(0.1 * (platform.cells[0]?.value ?? 0));
        const date = localDate(target_date ?? addDays(as_of, 1096));
        const wanted = new Set(categoriesAt(catalogue, level).map((c) => c.category_id));
        if (category_id && !wanted.has(category_id))
          throw new GcError('not_found', `There is no category ${category_id} at level ${level}.`);
        const chosen = [...wanted].filter((id) => !category_id || id === category_id);
        const { names } = await numbersOf(resolved, 'category');
        const buyers = await buyersAtMonthEnds(resolved, names, { as_of, level, lookback: 365 });
        const data = chosen.map((id) =>
          incubate({
            category_id: id,
            label: label(id),
            history: dates.map((d) => ({ as_of: d, aac: buyers(d, id) })),
            target_aac: target,
            target_date: date,
          }),
        );
        const last = (x: (typeof data)[number]) => x.history.at(-1)?.aac ?? 0;
        return { target_aac: target, target_date: date, data: data.sort((x, y) => last(y) - last(x)) };
      }),
    defence: (asked) =>
      board(asked, async ({ resolved, as_of, label }) => {
        const { names } = await numbersOf(resolved, 'merchant');
        const span = { as_of, lookback: 365, horizon: 90 };
        const buyers = await defenceOfBuyers(resolved, span);
        const sellers = await defenceOfMerchants(resolved, names, span);
        const carriers = (driver: string) =>
          sellers.merchants.filter((m) => m.drivers[driver as keyof typeof m.drivers]).length;
        return {
          measured_at: buyers.measured_at,
          horizon_days: 90,
          buyers: {
            people_count: buyers.buyers.people,
            expected_to_leave: buyers.buyers.expected_to_leave,
            high_risk_count: buyers.buyers.high_risk,
            baseline_rate: buyers.buyers.baseline_rate,
            status: buyers.buyers.baseline_rate === null ? 'insufficient' : 'ok',
          },
          causes: [
            ...buyers.causes.map((cause) => causeView('buyers', cause, cause.people_now)),
            ...sellers.causes.map((cause) => causeView('merchant', cause, carriers(cause.driver))),
          ],
          data: defenceItems(buyers, sellers.merchants, sellers.causes, sellers.baseline_rate, label),
        };
      }),
  };
}

/** Up to one significant digit: 31,400 becomes 40,000. At least 1. */
function roundUp(value: number): number {
  if (!(value > 1)) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / unit) * unit;
}
