import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type FactInput, Settings } from '../../contracts/index.ts';
import { openBench } from '../../ingest/test-support.ts';
import { exportFacts } from './facts-export.ts';
import { readFacts } from './facts-read.ts';

const NOW = Date.UTC(2026, 5, 1, 4);
const at = (day: number) => new Date(NOW - day * 86_400_000).toISOString();
/** A line of an order of its own, told apart by its quantity; 1,000 paid. */
const line = (quantity: number, more: object = {}): FactInput =>
  ({
    fact: 'order_line',
    source_id: `l${quantity}`,
    order: `o${quantity}`,
    account: 'buyer',
    item: 'tea',
    quantity,
    gross_minor: 1_000,
    paid_minor: 1_000,
    currency: 'CNY',
    ordered_at: at(9),
    paid_at: at(9),
    ...more,
  }) as FactInput;
const money = (fact: string, id: string, more: object): FactInput =>
  ({ fact, source_id: id, currency: 'CNY', ...more }) as FactInput;
const verdict = (id: string, subject: string, subject_id: string, state: string, day = 3): FactInput =>
  ({ fact: 'risk_verdict', source_id: id, subject, subject_id, state, at: at(day) }) as FactInput;

it('[J9] lines are what became of them: payments, refunds, exchanges, cancellations, verdicts', async () => {
  const bench = await openBench({ settings: () => Settings.parse({}), clock: { now: () => NOW } });
  try {
    const facts: FactInput[] = [
      { fact: 'category_tree', source_id: 'tree', categories: [{ source_id: 'food', name: 'Food' }] },
      { fact: 'item', source_id: 'tea', name: 'Tea', category: 'food' },
      { fact: 'account', source_id: 'buyer' },
      { fact: 'account', source_id: 'own', kind: 'internal' },
      { fact: 'account', source_id: 'ring' },
      line(1, { ordered_at: at(0), paid_at: at(0) }),
      // Paid by two payments, the later one in full; and one that lacks a bit.
      line(2, { paid_at: undefined }),
      money('payment', 'p1', { order: 'o2', paid_at: at(8), amount_minor: 400 }),
      money('payment', 'p2', { order: 'o2', paid_at: at(7), amount_minor: 600 }),
      line(3, { paid_at: undefined }),
      money('payment', 'p3', { order: 'o3', paid_at: at(8), amount_minor: 999 }),
      // Exchanged for something dearer, then given back in part; refunded whole; refunded whole of what an exchange left.
      line(4),
      money('exchange', 'x4', { line: 'l4', exchanged_at: at(6), delta_minor: 200 }),
      money('refund', 'r4', { line: 'l4', refunded_at: at(5), amount_minor: 150 }),
      line(5),
      money('refund', 'r5', { line: 'l5', refunded_at: at(5), amount_minor: 700 }),
      money('refund', 's5', { line: 'l5', refunded_at: at(4), amount_minor: 300 }),
      line(6),
      money('exchange', 'x6', { line: 'l6', exchanged_at: at(6), delta_minor: -400 }),
      money('refund', 'r6', { line: 'l6', refunded_at: at(5), amount_minor: 600 }),
      line(7),
      { fact: 'cancellation', source_id: 'c7', order: 'o7', cancelled_at: at(8) },
      line(8),
      { fact: 'cancellation', source_id: 'c8', order: 'o8', line: 'l8', cancelled_at: at(8) },
      line(9),
      verdict('v9', 'order', 'o9', 'suspect'),
      line(10),
      verdict('v10', 'line', 'l10', 'confirmed'),
      line(11),
      verdict('v11', 'line', 'l11', 'confirmed'),
      verdict('w11', 'line', 'l11', 'overturned', 2),
      line(12, { account: 'ring' }),
      verdict('v12', 'account', 'ring', 'suspect'),
      line(13, { account: 'own' }),
      line(14, { type: 'membership' }),
      line(15, { channel: 'offline' }),
      line(16, { account: null }),
    ];
    const receipt = await bench.ingest.submit({ source: 'shop', rows: facts });
    expect(receipt.rejected).toBe(0);
    await bench.ingest.flush();
    const dir = join(bench.dir, 'out');
    mkdirSync(dir);
    const { lines } = readFacts(
      await exportFacts({
        warehouse: bench.warehouse,
        knownAt: bench.ingest.position().committed_seq,
        timezone: 'UTC',
        channels: [],
        now: NOW,
        dir,
      }),
    );
    const today = Math.floor(NOW / 86_400_000);
    const got = [...lines.quantity.keys()].map((i) => ({
      line: lines.quantity[i]!,
      ago: today - lines.day[i]!,
      net: lines.amount_minor[i]!,
      flags: lines.flags[i]!,
      guest: lines.person[i] === -1,
    }));
    const [healthy, refunded, unclean] = [1, 2, 4];
    const of = (n: number, net: number, flags: number, ago = 9, guest = false) => ({
      line: n,
      ago,
      net,
      flags,
      guest,
    });
    expect(got.sort((a, b) => a.line - b.line)).toEqual([
      of(1, 1_000, healthy, 0),
      of(2, 1_000, healthy, 7),
      of(4, 1_050, healthy),
      of(5, 0, refunded),
      of(6, 0, refunded),
      of(9, 1_000, healthy + unclean),
      of(10, 1_000, unclean),
      of(11, 1_000, healthy),
      of(12, 1_000, healthy + unclean),
      of(16, 1_000, healthy, 9, true),
    ]);
    expect(lines.item.every((item) => item === 0) && lines.category.every((c) => c === 0)).toBe(true);
  } finally {
    await bench.close();
  }
});

it('[J10] a payment that comes days after everything else is in the span: what it pays is a line of its day', async () => {
  const bench = await openBench({ settings: () => Settings.parse({}), clock: { now: () => NOW } });
  try {
    const receipt = await bench.ingest.submit({
      source: 'shop',
      rows: [
        { fact: 'account', source_id: 'buyer' },
        line(1, { paid_at: undefined }),
        money('payment', 'p1', { order: 'o1', paid_at: at(2), amount_minor: 1_000 }),
      ],
    });
    expect(receipt.rejected).toBe(0);
    await bench.ingest.flush();
    const dir = join(bench.dir, 'out');
    mkdirSync(dir);
    const exported = await exportFacts({
      warehouse: bench.warehouse,
      knownAt: bench.ingest.position().committed_seq,
      timezone: 'UTC',
      channels: [],
      now: NOW,
      dir,
    });
    const today = Math.floor(NOW / 86_400_000);
    expect([exported.day, ...readFacts(exported).lines.day]).toEqual([today - 1, today - 2]);
  } finally {
    await bench.close();
  }
});
