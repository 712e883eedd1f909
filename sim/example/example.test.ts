import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { Fact, type FactInput } from '../../src/contracts/index.ts';
import { type Example, exampleMarketplace } from './index.ts';

const NOW = Date.parse('2026-03-10T04:00:00Z');
const small = (seed: number) => exampleMarketplace({ seed, now: NOW, people: 800, lines: 12_000 });

async function factsOf(example: Example): Promise<FactInput[]> {
  const all: FactInput[] = [];
  for await (const chunk of example.chunks()) all.push(...chunk.facts);
  return all;
}

const digest = (facts: FactInput[]) => createHash('sha256').update(JSON.stringify(facts)).digest('hex');

describe('the example marketplace', () => {
  let example: Example;
  let facts: FactInput[];
  beforeAll(async () => {
    example = small(7);
    facts = await factsOf(example);
  });

  it('gives the same bytes for the same seed and day, others for another', async () => {
    expect(digest(await factsOf(small(7)))).toBe(digest(facts));
    expect(digest(await factsOf(small(8)))).not.toBe(digest(facts));
  });

  it('gives facts that hold their schema, and says that it is simulated', () => {
    for (const fact of facts) {
      const result = Fact.safeParse(fact);
      if (!result.success) throw new Error(`${JSON.stringify(fact)}: ${result.error.message}`);
    }
    expect(example.suggested.simulated).toBe(true);
    expect(example.rowsTotal).toBe(facts.length);
  });

  it('names nothing before it is told', () => {
    const known = new Map<string, Set<string>>();
    const tell = (kind: string, id: string) =>
      (known.get(kind) ?? known.set(kind, new Set()).get(kind)!).add(id);
    const need = (kind: string, id: string | null | undefined) => {
      if (id !== null && id !== undefined) expect(known.get(kind)?.has(id), `${kind} ${id}`).toBe(true);
    };
    for (const fact of facts) {
      switch (fact.fact) {
        case 'category_tree':
          for (const category of fact.categories) {
            need('category', category.parent);
            tell('category', category.source_id);
          }
          break;
        case 'shop':
          need('merchant', fact.merchant);
          break;
        case 'item':
          need('category', fact.category);
          need('brand', fact.brand);
          break;
        case 'variant':
          need('item', fact.item);
          break;
        case 'offer':
          need('shop', fact.shop);
          need('variant', fact.variant);
          break;
        case 'order_line':
          need('account', fact.account);
          need('shop', fact.shop);
          need('item', fact.item);
          need('offer', fact.offer);
          tell('order', fact.order);
          break;
        case 'refund':
        case 'exchange':
          need('order_line', fact.line);
          break;
        case 'cancellation':
        case 'payment':
          need('order', fact.order);
          break;
      }
      tell(fact.fact, fact.source_id);
    }
  });

  it('never gives back more than was paid, and ends with yesterday', () => {
    const paid = new Map<string, number>();
    const end = '2026-03-09T16:00:00.000Z';
    for (const fact of facts) {
      if (fact.fact === 'order_line') {
        expect(fact.ordered_at < end).toBe(true);
        paid.set(fact.source_id, fact.paid_minor);
      }
      if (fact.fact === 'refund') {
        expect(fact.amount_minor).toBeLessThanOrEqual(paid.get(fact.line)!);
        expect(fact.refunded_at < end).toBe(true);
      }
    }
  });

  it('holds every case that the product must handle', () => {
    const lines = facts.filter((fact) => fact.fact === 'order_line');
    for (const type of ['goods', 'membership', 'top_up', 'deposit', 'gift', 'trial'] as const) {
      expect(
        lines.some((line) => (line.type ?? 'goods') === type),
        type,
      ).toBe(true);
    }
    expect(lines.some((line) => line.account === null)).toBe(true);
    expect(lines.some((line) => line.paid_at === undefined)).toBe(true);
    expect(lines.some((line) => line.revision === 1)).toBe(true);
    expect(lines.some((line) => line.channel === 'offline')).toBe(true);
    for (const kind of [
      'payment',
      'cancellation',
      'refund',
      'exchange',
      'event',
      'account_person',
      'risk_verdict',
    ]) {
      expect(example.truth().facts[kind], kind).toBeGreaterThan(0);
    }
    const verdicts = new Set(example.truth().ring.orders.map((order) => order.verdict));
    expect([...verdicts].sort()).toEqual(['confirmed', 'overturned', 'suspect']);
    expect(example.truth().repeats).toBeGreaterThan(0);
  });

  it('plants its flows: after entering A, people buy B more than they do otherwise', async () => {
    const world = exampleMarketplace({ seed: 3, now: NOW, people: 3000, lines: 60_000 });
    const category = new Map(world.truth().items.map(({ item, category }) => [item, category]));
    const bought = new Map<string, { at: number; leaf: string }[]>();
    for (const fact of await factsOf(world)) {
      if (fact.fact !== 'order_line' || !fact.account || !fact.item || fact.type) continue;
      const mine = bought.get(fact.account) ?? [];
      bought.set(fact.account, mine);
      mine.push({ at: Date.parse(fact.ordered_at), leaf: category.get(fact.item)! });
    }
    // Share of B in the 90 days after a person's first A, against its share in the rest of the same people's lines.
    for (const { from, to, ratio, days } of world.truth().flows) {
      const count = { after: 0, afterB: 0, other: 0, otherB: 0 };
      for (const lines of bought.values()) {
        const entry = lines.find(({ leaf }) => leaf === from)?.at;
        if (entry === undefined) continue;
        for (const { at, leaf } of lines) {
          const inside = at > entry && at <= entry + days * 86_400_000;
          count[inside ? 'after' : 'other']++;
          if (leaf === to) count[inside ? 'afterB' : 'otherB']++;
        }
      }
      const observed = count.afterB / count.after / (count.otherB / count.other);
      expect(observed, `${from} → ${to}`).toBeGreaterThan(1 + (ratio - 1) / 3);
    }
  });
});
