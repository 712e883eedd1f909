import { describe, expect, it } from 'vitest';
import { MINUTES, makeWorld, worldMonths } from '../../../sim/worlds/index.ts';
import type { LocalDate } from '../../base/index.ts';
import {
  chunksOf,
  FLOW_STATUS,
  type FlowTable,
  flowOf,
  flowParams,
  flowTable,
  indexMonths,
  packLines,
  shownFlows,
  surveyFlows,
  updateFlows,
} from './index.ts';

const day = 1440;

describe('flows', () => {
  it('[F4] threads give what the calling thread gives, to the bit', async () => {
    const world = makeWorld({ kind: 'bursty', lines: 40_000, people: 2000, categories: 20, seed: 5 });
    const input = { categories: 20, ticksPerDay: MINUTES, segments: 2, months: worldMonths(world.days) };
    const own = await surveyFlows([world.lines], input, { workers: 0, keep: true });
    const threads = await surveyFlows(chunksOf(world.lines, 5000), input, { workers: 2, keep: true });
    expect(threads.sums).toEqual(own.sums);
    expect(threads.totals).toEqual(own.totals);
    expect(threads.observations!.strata).toEqual(own.observations!.strata);
    expect(threads.observations!.starts).toEqual(own.observations!.starts);
  }, 120_000);

  it('[F6] a planted flow is found, in its direction only; a null world shows none', async () => {
    const shape = { kind: 'plain', lines: 300_000, people: 15_000, categories: 25, seed: 11 } as const;
    const survey = async (planted: { from: number; to: number; rateRatio: number }[]) => {
      const world = makeWorld({ ...shape, planted });
      return flowTable(
        await surveyFlows(
          [world.lines],
          { categories: 25, ticksPerDay: MINUTES, segments: 2, months: worldMonths(world.days) },
          { workers: 0 },
        ),
      );
    };
    const found = await survey([{ from: 8, to: 14, rateRatio: 2 }]);
    const best = shownFlows(found)[0]!;
    expect([best.from, best.to]).toEqual([8, 14]);
    // A 90-day risk ratio saturates below the rate ratio.
    expect(best.lift!.ratio).toBeGreaterThan(1.4);
    expect(best.lift!.ratio).toBeLessThan(2);
    expect(best.excess!.low).toBeGreaterThan(0);
    expect(best.medianDays).toBeGreaterThan(10);
    expect(FLOW_STATUS[found.status[14 * 25 + 8]!]).not.toBe('shown');
    expect(shownFlows(await survey([]))).toEqual([]);
  }, 120_000);

  it('[F7] two categories by hand: one stratum, Katz’s interval, same-order affinity apart', async () => {
    // 20 people buy A on day 10; 12 of them B on day 20. 40 people buy only C on day 10; 8 of them B on day 30.
    const rows = [];
    for (let p = 0; p < 60; p++) {
      rows.push({ person: p, time: 10 * day, category: p < 20 ? 0 : 2, order: 1000 + p });
      if (p < 12) rows.push({ person: p, time: 20 * day, category: 1, order: 2000 + p, amount: 5 });
      if (p < 4) rows.push({ person: p, time: 25 * day, category: 0, order: 3000 + p, amount: 300 });
      if (p >= 20 && p < 28) rows.push({ person: p, time: 30 * day, category: 1, order: 2000 + p });
    }
    // Same order with both: eligible for neither direction, counted as affinity.
    rows.push(
      { person: 90, time: 10 * day, category: 0, order: 1 },
      { person: 90, time: 10 * day, category: 1, order: 1 },
    );
    const table = flowTable(
      await surveyFlows(
        [packLines(rows)],
        { categories: 3, ticksPerDay: day, lookbackDays: null, months: [0, 11 * day] },
        { workers: 0 },
      ),
    );
    const flow = flowOf(table, 0, 1);
    expect(flow).toMatchObject({
      eligible: 20,
      observed: 12,
      expected: 4,
      rate: 0.6,
      medianDays: 10,
      netFlow: 12,
    });
    expect(flow.lift!.ratio).toBeCloseTo(3, 6);
    const se = Math.sqrt(1 / 12 - 1 / 20 + 1 / 8 - 1 / 40);
    expect(Math.log(flow.lift!.high / 3)).toBeCloseTo(1.959964 * se, 5);
    expect(flow.status).toBe('few_entries');
    expect(flow.sameOrder.orders).toBe(1);
    expect(flow.sourceSpend.flowed).toBe(100);
    expect(flow.sourceSpend.stayed).toBe(0);
    expect(flow.controlPeople).toBe(40);
  });

  it.each([
    ['no lines', [], 3],
    ['no category', [], 0],
    ['one category', [{ person: 1, time: 400, category: 0, order: 1 }], 1],
    ['a one-day history', [0, 1, 2].map((c) => ({ person: c, time: 5, category: c, order: c })), 3],
    ['nobody in the index period', [{ person: 1, time: 9, category: 0, order: 1 }], 2],
  ])('[F8] bad input is coded, never NaN: %s', async (_, rows, categories) => {
    for (const months of [[], [400], [400, 430]]) {
      const input = { categories, ticksPerDay: 1, months };
      const table = flowTable(await surveyFlows([packLines(rows)], input, { workers: 0 }));
      expect(shownFlows(table)).toEqual([]);
      for (let ab = 0; ab < categories ** 2; ab++) {
        const flow = flowOf(table, Math.floor(ab / categories), ab % categories);
        expect(flow.status).toMatch(/^(self|nobody_eligible|no_controls|few_entries)$/);
        expect(JSON.stringify(flow)).not.toMatch(/NaN|Infinity/);
      }
    }
  });

  it('[F9] parameters and updates that make no sense are refused with a code', async () => {
    expect(() => flowParams({ categories: 5000, months: [] })).toThrow(
      expect.objectContaining({ code: 'validation_failed' }),
    );
    expect(() => flowParams({ categories: 2, months: [5, 5] })).toThrow(
      expect.objectContaining({ code: 'validation_failed' }),
    );
    const bare = await surveyFlows([], { categories: 2, months: [1, 2] }, { workers: 0 });
    await expect(updateFlows(bare, [])).rejects.toMatchObject({ code: 'validation_failed' });
    const kept = await surveyFlows([], { categories: 2, months: [1, 2, 3] }, { workers: 0, keep: true });
    await expect(updateFlows(kept, [], { months: [2, 3], workers: 0 })).rejects.toMatchObject({
      code: 'validation_failed',
    });
    expect((await updateFlows(kept, [], { months: [1, 2, 3, 4], workers: 0 })).sums).toEqual(kept.sums);
  });

  it('[F10] index months are calendar months of the marketplace with whole look-back and horizon', () => {
    const seconds = (text: string) => Date.parse(text) / 1000;
    const months = indexMonths('2024-01-15' as LocalDate, '2025-06-30' as LocalDate, 'America/New_York');
    // 2024 is a leap year: 365 days after 15 January 2024 is 14 January 2025. The horizon of 90 × 24 hours ends with
    // 30 June in summer time, so it starts on 2 April at midnight, summer time.
    expect(months).toEqual(
      [
        '2025-01-14T05:00:00Z',
        '2025-02-01T05:00:00Z',
        '2025-03-01T05:00:00Z',
        '2025-04-01T04:00:00Z',
        '2025-04-02T04:00:00Z',
      ].map(seconds),
    );
    expect(indexMonths('2024-01-15' as LocalDate, '2025-01-31' as LocalDate, 'Asia/Shanghai')).toEqual([]);
  });

  const plainly = { categories: 3, ticksPerDay: 1, months: [400, 430], lookbackDays: 365, horizonDays: 30 };
  const crowd = (people: number, lines: (p: number) => [time: number, category: number][]) =>
    Array.from({ length: people }, (_, p) =>
      lines(p).map(([time, category], i) => ({ person: p, time, category, order: 10 * p + i })),
    ).flat();
  const all = (table: FlowTable) =>
    Array.from({ length: 9 }, (_, ab) => flowOf(table, Math.floor(ab / 3), ab % 3)).filter(
      (flow) => flow.from !== flow.to,
    );

  it('[F13] too few people, whatever they do: coded, and not shown', async () => {
    // 99 people enter A and then all buy B; 500 others never do.
    const rows = crowd(599, (p) =>
      p < 99
        ? [
            [410, 0],
            [412, 1],
          ]
        : [[410, 2]],
    );
    const few = flowTable(await surveyFlows([packLines(rows)], plainly, { workers: 0 }));
    expect(flowOf(few, 0, 1)).toMatchObject({
      status: 'few_entries',
      eligible: 99,
      observed: 99,
      lift: null,
    });
    expect(shownFlows(few)).toEqual([]);
    // Enough entries, but all controls are a handful of people who order every day.
    const busy = crowd(405, (p) =>
      p < 400
        ? [
            [410, 0],
            [p < 200 ? 412 : 440, 1],
          ]
        : Array.from({ length: 60 }, (_, i): [number, number] => [400 + i, i === 50 + (p - 400) ? 1 : 2]),
    );
    const handful = flowTable(
      await surveyFlows(
        [packLines(busy)],
        { ...plainly, orderEdges: [0], breadthEdges: [0] },
        { workers: 0 },
      ),
    );
    expect(flowOf(handful, 0, 1)).toMatchObject({ status: 'few_control_people', controlPeople: 5 });
    expect(shownFlows(handful)).toEqual([]);
  });

  it.each<[string, (p: number) => [number, number][], boolean, string]>([
    [
      'all accounts too young',
      () => [
        [410, 0],
        [415, 1],
        [420, 2],
      ],
      false,
      'nobody_eligible',
    ],
    [
      'all buy everything at once',
      () => [
        [410, 0],
        [410, 1],
        [410, 2],
      ],
      true,
      'nobody_eligible',
    ],
    [
      'all hold everything already',
      () => [
        [300, 0],
        [300, 1],
        [300, 2],
        [410, 0],
        [411, 1],
      ],
      true,
      'nobody_eligible',
    ],
    [
      'nobody is left as a control',
      (p) => [
        [410, p % 3],
        [410, (p + 1) % 3],
      ],
      true,
      'no_controls',
    ],
  ])(
    '[F14] nobody eligible, or nobody to compare with: coded, never NaN: %s',
    async (_, lines, observable, status) => {
      const rows = crowd(300, lines).map((row) => ({ ...row, observable }));
      const table = flowTable(await surveyFlows([packLines(rows)], plainly, { workers: 0 }));
      for (const flow of all(table)) {
        expect(flow.status).toMatch(new RegExp(`^(${status})$`));
        expect(flow).toMatchObject({ eligible: 0, rate: null, lift: null, p: null, q: null, excess: null });
        expect(JSON.stringify(flow)).not.toMatch(/NaN|Infinity/);
      }
      expect(shownFlows(table)).toEqual([]);
    },
  );

  it.each([
    ['split', (t: number, c: number, person: number) => (t >= 500 * day && c === 3 && person % 2 ? 24 : c)],
    ['renamed', (t: number, c: number) => (t >= 500 * day && c === 3 ? 24 : c)],
    ['merged', (t: number, c: number) => (t >= 500 * day && c === 23 ? 3 : c)],
  ])(
    '[F15] a category %s within the window makes no canal',
    async (_, rule) => {
      const world = makeWorld({ kind: 'plain', lines: 150_000, people: 7500, categories: 24, seed: 4 });
      const { time, person } = world.lines;
      const lines = {
        ...world.lines,
        category: world.lines.category.map((c, i) => rule(time[i]!, c, person[i]!)),
      };
      const table = flowTable(
        await surveyFlows(
          [lines],
          { categories: 25, ticksPerDay: MINUTES, segments: 2, months: worldMonths(world.days) },
          { workers: 0 },
        ),
      );
      expect(table.tested).toBeGreaterThan(500);
      expect(shownFlows(table).filter((flow) => flow.lift!.ratio > 1)).toEqual([]);
      for (let ab = 0; ab < 625; ab++) {
        expect(JSON.stringify(flowOf(table, Math.floor(ab / 25), ab % 25))).not.toMatch(/NaN|Infinity/);
      }
    },
    120_000,
  );

  it('[F16] an update that takes back what was not counted is refused with a code', async () => {
    const rows = crowd(5, () => [[410, 0]]);
    const state = await surveyFlows([packLines(rows)], plainly, { workers: 0, keep: true });
    const other = packLines(crowd(5, () => [[411, 1]]));
    await expect(
      updateFlows(state, [{ before: other, after: packLines(rows) }], { workers: 0 }),
    ).rejects.toMatchObject({ code: 'validation_failed' });
  });
});
