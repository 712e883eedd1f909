import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FIELD, fieldOf } from './count.ts';
import { chunksOf, type FlowLines, packLines, sliceLines } from './lines.ts';
import { type FlowParams, flowParams } from './params.ts';
import { referenceFlow } from './reference.ts';
import { flowOf, flowTable } from './result.ts';
import { type FlowState, surveyFlows } from './survey-flows.ts';
import { updateFlows } from './update.ts';

/** Even over [0, 1): fc.double favours numbers next to 0. */
const fraction = fc.nat(999).map((x) => x / 1000);

/** Small worlds on purpose: few days and few categories, so that ties, same orders, empty arms and full strata all occur. */
const world = fc
  .record({
    categories: fc.integer({ min: 1, max: 5 }),
    days: fc.constantFrom(1, 8, 30, 60),
    rows: fc.array(
      fc.record({
        person: fc.nat(20),
        at: fraction,
        category: fc.nat(4),
        order: fc.nat(3),
        amount: fc.nat(5000),
        segment: fc.constantFrom(0, 0, 0, 1),
      }),
      { maxLength: 240, size: 'max' },
    ),
    controls: fc.constantFrom('every_order' as const, 'monthly' as const),
    lookbackDays: fc.constantFrom(null, 7, 30),
    horizonDays: fc.constantFrom(3, 20),
    ticksPerDay: fc.constantFrom(1, 1, 24),
    top: fc.boolean(),
    edges: fc.constantFrom(
      {},
      { orderEdges: [0], breadthEdges: [0] },
      { orderEdges: [0, 2, 4, 8], breadthEdges: [0] },
    ),
    cuts: fc.array(fraction, { minLength: 1, maxLength: 4, size: 'max' }),
    young: fc.nat(12),
  })
  .map((w) => {
    const span = w.days * w.ticksPerDay;
    const lines = packLines(
      w.rows.map((r) => {
        const time = Math.floor(r.at * span);
        return {
          ...r,
          time,
          // The number of a parent order belongs to one instant.
          order: r.order + 4 * time,
          category: r.category % w.categories,
          observable: r.person !== w.young || time > span / 2,
        };
      }),
    );
    const params = flowParams({
      categories: w.categories,
      ticksPerDay: w.ticksPerDay,
      lookbackDays: w.lookbackDays,
      horizonDays: w.horizonDays,
      controls: w.controls,
      segments: 2,
      months: [...new Set(w.cuts.map((cut) => Math.floor(cut * (span + 1))))].sort((a, b) => a - b),
      ...(w.top ? { top: Uint16Array.from({ length: w.categories }, (_, i) => i >> 1) } : {}),
      ...w.edges,
    });
    return { lines, params };
  });

function expectEqual(state: FlowState, lines: FlowLines, params: FlowParams): void {
  const table = flowTable(state);
  const c = params.categories;
  for (let a = 0; a < c; a++) {
    for (let b = 0; b < c; b++) {
      if (a === b) continue;
      const plain = referenceFlow(lines, params, a, b);
      const flow = flowOf(table, a, b);
      const field = (name: keyof typeof FIELD) => fieldOf(state.sums, a * c + b, name);
      for (const name of ['entries', 'dropped', 'observed', 'spendFlow', 'spendStay'] as const) {
        expect([name, field(name)]).toEqual([name, plain[name]]);
      }
      const close = (x: number, y: number) =>
        expect(Math.abs(x - y)).toBeLessThan(1e-4 * Math.max(1, Math.abs(y)));
      close(flow.expected, plain.expected);
      close(field('spendWeight'), plain.spendWeight);
      expect(Math.abs(field('spendDifference') - plain.spendDifference)).toBeLessThan(0.1);
      expect(flow.lift === null).toBe(plain.lift === null);
      if (flow.lift && plain.lift) {
        close(Math.log(flow.lift.ratio), Math.log(plain.lift.ratio));
        close(Math.log(flow.lift.high), Math.log(plain.lift.high));
      }
      expect(flow.p === null).toBe(plain.p === null);
      if (flow.p !== null) close(flow.p, plain.p!);
      // The histogram also knows flows of strata without controls, as does the reference.
      expect(flow.medianDays).toBe(plain.medianDays);
      expect(flow.controlPeople).toBe(plain.controlPeople);
      expect(flow.sameOrder.orders).toBe(plain.together);
      expect(state.totals.orders).toBe(plain.orders);
      expect(JSON.stringify(flow)).not.toMatch(/NaN|Infinity/);
    }
  }
}

function identical(x: FlowState, y: FlowState): void {
  expect(x.sums).toEqual(y.sums);
  expect(x.totals).toEqual(y.totals);
}

describe('flows of random worlds', () => {
  it('[F1] the fast kernel equals the reference', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ lines, params }) => {
        expectEqual(await surveyFlows([lines], params, { workers: 0 }), lines, params);
      }),
      { numRuns: 200 },
    );
  });

  it('[F2] ranges and shards change nothing, to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        world,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 2, max: 3 }),
        async (w, size, k) => {
          const one = await surveyFlows([w.lines], w.params, { workers: 0 });
          identical(await surveyFlows(chunksOf(w.lines, size), w.params, { workers: 0 }), one);
          const shards = Array.from({ length: k }, (_, s) => only(w.lines, (person) => person % k === s));
          identical(await surveyFlows(shards, w.params, { workers: 0 }), one);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('[F12] late facts, after the index period, change outcomes and spend alone: still to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.integer({ min: 2, max: 5 }), fraction, async (w, every, cut) => {
        const last = w.params.months[w.params.months.length - 1] ?? 0;
        const span = w.lines.time.reduce((most, t) => Math.max(most, t), last);
        const late = last + cut * (span - last);
        const c = w.params.categories;
        const seen = (i: number) => w.lines.time[i]! < late || i % every > 0;
        const before: FlowLines[] = [];
        const after: FlowLines[] = [];
        for (let i = 0; i < w.lines.person.length; i++) {
          const line = sliceLines(w.lines, i, i + 1);
          if (seen(i)) before.push(line);
          after.push(seen(i) ? line : { ...line, category: line.category.map((x) => (x + 1) % c) });
        }
        const [x, y] = [join(...before), join(...after)];
        const state = await surveyFlows([x], w.params, { workers: 0, keep: true });
        const updated = await updateFlows(state, [{ before: x, after: y }], { workers: 0 });
        identical(updated, await surveyFlows([y], w.params, { workers: 0 }));
      }),
      { numRuns: 200 },
    );
  });

  it('[F3] a day taken in equals a rebuild, to the bit, lines lost and gained', async () => {
    await fc.assert(
      fc.asyncProperty(world, world, fc.nat(6), fc.nat(40), async (w, other, changed, later) => {
        const c = w.params.categories;
        const before = w.lines;
        // Some people's lines are replaced wholesale; of others nothing changes.
        const replaced = only(other.lines, (person) => person <= changed);
        const after = join(
          only(before, (person) => person > changed),
          {
            ...replaced,
            category: replaced.category.map((x) => x % c),
          },
        );
        const last = w.params.months.length - 1;
        const months = w.params.months.map((m, i) => (i === last ? m + later : m));
        const state = await surveyFlows([before], w.params, { workers: 0, keep: true });
        const people = (person: number) => person <= changed || later > 0;
        const updated = await updateFlows(
          state,
          [{ before: only(before, people), after: only(after, people) }],
          { months, workers: 0 },
        );
        identical(updated, await surveyFlows([after], { ...w.params, months }, { workers: 0 }));
        // And the next day on top: here it takes everything back.
        const again = await updateFlows(updated, [{ before: after, after: before }], { workers: 0 });
        identical(again, await surveyFlows([before], { ...w.params, months }, { workers: 0 }));
      }),
      { numRuns: 200 },
    );
  });
});

function only(lines: FlowLines, keep: (person: number) => boolean): FlowLines {
  const parts: FlowLines[] = [];
  for (let i = 0; i < lines.person.length; i++)
    if (keep(lines.person[i]!)) parts.push(sliceLines(lines, i, i + 1));
  return join(sliceLines(lines, 0, 0), ...parts);
}

/** Concatenates and sorts. */
function join(...parts: FlowLines[]): FlowLines {
  return packLines(
    parts.flatMap((part) =>
      [...part.person].map((person, i) => ({
        person,
        time: part.time[i]!,
        category: part.category[i]!,
        order: part.order[i]!,
        amount: part.amount![i]!,
        segment: part.segment![i]!,
        observable: part.observable![i] === 1,
      })),
    ),
  );
}
