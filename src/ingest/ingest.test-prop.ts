import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, current, line, openBench, refund } from './test-support.ts';

let bench: Bench;
let count = 0;
const fresh = () => `world-${++count}`;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const id = fc.integer({ min: 0, max: 12 }).map(String);
const row = fc.oneof(
  fc
    .record({ id, paid: fc.integer({ min: -2, max: 5 }), revision: fc.integer({ min: 0, max: 2 }) })
    .map((x) => line(x.id, { paid_minor: x.paid * 100, revision: x.revision })),
  fc
    .record({ id, of: id, amount: fc.integer({ min: 0, max: 400 }) })
    .map((x) => refund(x.id, x.of, x.amount)),
  fc.anything(),
);

describe('counts', () => {
  it('accepted + duplicate + rejected = received, and the same batch again accepts nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (rows) => {
        const source = fresh();
        const first = await bench.ingest.submit({ source, rows });
        expect(first.received).toBe(rows.length);
        expect(first.accepted + first.duplicate + first.rejected).toBe(rows.length);
        const again = await bench.ingest.submit({ source, rows });
        expect(again.accepted).toBe(0);
        expect(again.duplicate + again.rejected).toBe(rows.length);
      }),
      { numRuns: 40 },
    );
  });
});

/** A world without conflicts: revisions of lines, and refunds that fit what the highest revision says was paid. */
const world = fc
  .array(
    fc.record({
      revisions: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 3 }),
      share: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((lines) =>
    lines.flatMap(({ revisions, share }, i) => {
      // Paid only grows with revisions, so that no refund is in excess at any time in any order.
      const paid = revisions.toSorted((a, b) => a - b);
      let left = paid[0]!;
      return [
        ...paid.map((amount, revision) => line(`l${i}`, { paid_minor: amount, revision })),
        ...share.map((part, j) => {
          const amount = Math.floor(left * part);
          left -= amount;
          return refund(`r${i}-${j}`, `l${i}`, amount);
        }),
        {
          fact: 'risk_verdict',
          source_id: `k${i}`,
          subject: 'line',
          subject_id: `l${i}`,
          state: 'suspect',
          at: '2024-05-03T00:00:00Z',
        },
      ];
    }),
  );

describe('order', () => {
  it('any order, any cut into batches, any repeats: the same facts hold', async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.infiniteStream(fc.nat()), async (facts, dice) => {
        const state = async (source: string) => {
          await bench.ingest.flush();
          const strip = (rows: Record<string, unknown>[]) =>
            rows.map(
              ({ source: _, ...rest }) => Object.values(rest).map((value) => String(value).slice(-8)).length,
            );
          const lines = await current(bench.warehouse, 'order_lines', 'line_id', 'order_line', source);
          const refunds = await current(bench.warehouse, 'refunds', 'refund_id', 'refund', source);
          const verdicts = await current(
            bench.warehouse,
            'risk_verdicts',
            'verdict_id',
            'risk_verdict',
            source,
          );
          return {
            lines: lines.map((one) => [one.paid_minor, one.revision]).sort(),
            refunds: refunds.map((one) => one.amount_minor).sort(),
            sizes: [strip(lines).length, strip(refunds).length, strip(verdicts).length],
          };
        };
        const plain = fresh();
        expect((await bench.ingest.submit({ source: plain, rows: facts })).rejected).toBe(0);
        const mixed = fresh();
        const next = () => dice.next().value as number;
        const shuffled = [...facts, ...facts.filter(() => next() % 4 === 0)]
          .map((fact) => [next(), fact] as const)
          .sort(([a], [b]) => a - b)
          .map(([, fact]) => fact);
        while (shuffled.length > 0) {
          const rows = shuffled.splice(0, 1 + (next() % 5));
          expect((await bench.ingest.submit({ source: mixed, rows })).rejected).toBe(0);
        }
        expect(await state(mixed)).toEqual(await state(plain));
      }),
      { numRuns: 12 },
    );
  });

  it('refunds in excess: before or after their line, the same ones hold', async () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(amounts, fc.nat(), async (given, cut) => {
        const refunds = given.map((amount, i) => refund(`r${i}`, '1', amount));
        const held = async (rows: unknown[]) => {
          const source = fresh();
          for (const one of rows) await bench.ingest.submit({ source, rows: [one] });
          await bench.ingest.flush();
          const found = await current(bench.warehouse, 'refunds', 'refund_id', 'refund', source);
          const rejected = await bench.ingest.rejected.list({ source });
          return [found.map((one) => one.amount_minor).sort(), rejected.data.length];
        };
        const at = cut % (refunds.length + 1);
        const middle = [...refunds.slice(0, at), line('1'), ...refunds.slice(at)];
        expect(await held(middle)).toEqual(await held([line('1'), ...refunds]));
      }),
      { numRuns: 10 },
    );
  });
});
