import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleMarketplace } from '../../../sim/example/index.ts';
import { idOf } from '../../base/index.ts';
import { Defence, Incubations, Settings, Trends, WhiteSpace } from '../../contracts/index.ts';
import { type Bench, openBench } from '../../ingest/test-support.ts';
import { flowOf, flowTable, indexMonths, readLines, surveyFlows } from '../flows/index.ts';
import { createSurvey, createSurveyor, type Surveyor } from '../index.ts';

/** A small example marketplace on real engines: what the surveyor says is held against the kernels and against SQL. */
const NOW = Date.UTC(2026, 5, 1, 4);
const settings = Settings.parse({ currency: 'CNY', timezone: 'Asia/Shanghai', simulated: true });
let bench: Bench;
let surveyor: Surveyor;
let survey: ReturnType<typeof createSurvey>;

beforeAll(async () => {
  bench = await openBench({ settings: () => settings, clock: { now: () => NOW } });
  const world = exampleMarketplace({ now: NOW, people: 2_500, lines: 40_000 });
  for await (const { document, facts } of world.chunks())
    await bench.ingest.submit({ source: world.source, document, backfilled: true, rows: facts });
  await bench.ingest.flush();
  const clock = { now: () => NOW };
  survey = createSurvey({
    warehouses: [bench.warehouse],
    settings: () => settings,
    ledger: bench.ledger,
    clock,
  });
  surveyor = createSurveyor({
    survey,
    warehouses: [bench.warehouse],
    ledger: bench.ledger,
    settings: () => settings,
    clock,
  });
}, 300_000);
afterAll(() => bench.close());

describe('surveyor', () => {
  it('archives a survey whose numbers are those of the kernels, and finds it again', async () => {
    const header = await surveyor.run({ level: 1 });
    expect(header).toMatchObject({ level: 1, simulated: true, new_in_window: false, horizon_days: 90 });
    expect((await surveyor.run({ level: 1 })).survey_id).toBe(header.survey_id);
    expect(await surveyor.latest(1)).toEqual(header);

    const catalogue = await survey.catalogue();
    const ids = catalogue.categories
      .filter((c) => c.level === 1)
      .map((c) => c.category_id)
      .sort();
    const resolved = await survey.resolve();
    const rows = await bench.warehouse.query<{ id: string; no: number }>(
      "SELECT id, no FROM survey_ids WHERE kind = 'category'",
    );
    const numbers = new Map(rows.map((row) => [row.id, row.no]));
    const state = await surveyFlows(
      readLines({
        warehouse: bench.warehouse,
        table: resolved.shards[0]!.table,
        people: resolved.shards[0]!.people,
        level: 1,
        categories: ids.map((id) => numbers.get(id)!),
        timezone: settings.timezone,
        lookbackDays: 365,
        scratch: bench.dir,
        rangePeople: 700,
      }),
      {
        categories: ids.length,
        months: indexMonths(resolved.first_day as never, header.as_of as never, settings.timezone),
        top: Uint16Array.from(ids.keys()),
        segments: 2,
      },
      { workers: 0 },
    );
    resolved.release();
    const table = flowTable(state);
    const edges = await surveyor.edges(header.survey_id, { top: 10_000 });
    expect(edges.length).toBeGreaterThan(50);
    for (const edge of edges) {
      const flow = flowOf(table, ids.indexOf(edge.from_category_id), ids.indexOf(edge.to_category_id));
      expect([edge.entry_count, edge.observed_count, edge.lift]).toEqual([
        flow.eligible,
        flow.observed,
        flow.lift?.ratio ?? null,
      ]);
      expect(edge.expected_count).toBeCloseTo(flow.expected, 6);
    }
    expect(header.pairs_shown).toBe(edges.filter((edge) => edge.evidence === 'shown').length);
  });

  it('counts a crowd as a plain query does, and saves it once', async () => {
    const { categories } = await survey.catalogue();
    const [a, b] = categories.filter((c) => c.level === 1);
    const view = await surveyor.saveCrowd(
      { holds_category_id: a!.category_id, lacks_category_id: b!.category_id, as_of: '2026-05-31' },
      'test',
    );
    const again = await surveyor.saveCrowd(
      { holds_category_id: a!.category_id, lacks_category_id: b!.category_id, as_of: '2026-05-31' },
      'other',
    );
    expect(again.crowd).toEqual(view.crowd);
    const leaves = (top: string) => categories.filter((c) => c.path[0] === top).map((c) => c.category_id);
    const holders = async (top: string) => {
      const resolved = await survey.resolve();
      const rows = await bench.warehouse.query<{ person: number }>(
        `SELECT DISTINCT person FROM ${resolved.shards[0]!.table} WHERE healthy AND person != 0 AND day BETWEEN toDate('2026-05-31') - 364 AND '2026-05-31'
         AND category IN (SELECT no FROM survey_ids WHERE kind = 'category' AND id IN {ids:Array(String)})`,
        { ids: leaves(top) },
      );
      resolved.release();
      return new Set(rows.map((row) => row.person));
    };
    const [inA, inB] = [await holders(a!.category_id), await holders(b!.category_id)];
    expect(view.people_count).toBe([...inA].filter((person) => !inB.has(person)).length);
    expect((await surveyor.listCrowds()).map((crowd) => crowd.crowd_id)).toEqual([view.crowd.crowd_id]);
    await expect(surveyor.saveCrowd({}, 'test')).rejects.toMatchObject({ code: 'validation_failed' });
    await expect(surveyor.crowd('crw_none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('answers every board, with coded cells and no NaN', async () => {
    const boards = [
      await surveyor.whiteSpace({ level: 1 }),
      await surveyor.trends({ level: 1 }),
      await surveyor.incubations({ level: 1 }),
      await surveyor.defence({}),
    ];
    for (const [i, schema] of [WhiteSpace, Trends, Incubations, Defence].entries()) schema.parse(boards[i]);
    for (const board of boards) {
      expect(JSON.stringify(board)).not.toContain('NaN');
      expect(board.data.length).toBeGreaterThan(0);
      expect(board.simulated).toBe(true);
    }
    const { data, target_aac } = boards[2] as Awaited<ReturnType<Surveyor['incubations']>>;
    expect(target_aac).toBeGreaterThan(0);
    // One number everywhere: what the incubator draws is the metric at each of its dates, at every level.
    for (const [level, rows] of [
      [1, data],
      [0, (await surveyor.incubations({ as_of: '2026-04-17' })).data],
    ] as const) {
      const dates = rows[0]!.history.map(({ as_of }) => as_of);
      const ask = { metric: 'aac', grain: 'category', tree: 'current' } as const;
      const results = await survey.series(level === 0 ? ask : { ...ask, level }, dates);
      let some = 0;
      for (const { category_id, history } of rows)
        history.forEach(({ aac }, i) => {
          some += aac;
          const cell = results[i]!.cells.find((one) => one.category_id === category_id);
          expect(aac, `${category_id} ${dates[i]}`).toBe(cell?.value ?? 0);
        });
      expect(dates.length).toBeGreaterThan(6);
      expect(some).toBeGreaterThan(0);
    }
  });

  it('says what is wrong with a question it cannot answer', async () => {
    await expect(surveyor.run({ level: 9 })).rejects.toMatchObject({ code: 'validation_failed' });
    await expect(surveyor.run({ as_of: '2026-02-30' })).rejects.toMatchObject({ code: 'time_invalid' });
    await expect(surveyor.canal('cnl_none')).rejects.toMatchObject({ code: 'not_found' });
    // A date before all data: nobody entered anything, and that is an answer.
    const early = await surveyor.run({ level: 1, as_of: '2020-01-01' });
    expect([early.pairs_tested, early.pairs_shown, early.people_count]).toEqual([0, 0, 0]);
  });

  it('has nothing to survey without lines, and says so', async () => {
    const empty = await openBench();
    try {
      const none = createSurvey({ warehouses: [empty.warehouse], settings: () => settings });
      const idle = createSurveyor({
        survey: none,
        warehouses: [empty.warehouse],
        ledger: empty.ledger,
        settings: () => settings,
        clock: { now: () => NOW },
      });
      await expect(idle.run({})).rejects.toMatchObject({ code: 'dimension_absent' });
      expect(await idle.latest()).toBeNull();
    } finally {
      await empty.close();
    }
  });

  it('keeps ids of canals from survey to survey', async () => {
    const header = await surveyor.run({ level: 0 });
    const canals = await surveyor.canals(header.survey_id);
    for (const canal of canals) {
      expect(canal.canal_id).toBe(
        idOf('canal', 'survey', `0|${canal.edge.from_category_id}|${canal.edge.to_category_id}`),
      );
      expect((await surveyor.canal(canal.canal_id)).canal).toEqual(canal);
    }
  });
});
