import { afterEach, expect, it } from 'vitest';
import { type FactInput, Settings } from '../../contracts/index.ts';
import { type Bench, openBench } from '../../ingest/test-support.ts';
import { createModels, createSurvey, createSurveyor } from '../index.ts';

/** Marketplaces that nothing can be said of: every answer is coded, without NaN, and there is no canal. */
const DAY = 86_400_000;
const LAST = Date.UTC(2026, 4, 31, 4);
const settings = Settings.parse({ currency: 'CNY', timezone: 'Asia/Shanghai', k_anonymity: 10 });
let bench: Bench;
afterEach(() => bench.close());

interface Shape {
  readonly people: number;
  readonly categories: number;
  readonly days: number;
  readonly lines: number;
}

it.each<[name: string, shape: Shape, code: string]>([
  ['a single category', { people: 150, categories: 1, days: 700, lines: 8 }, 'one_category'],
  ['a history of one day', { people: 150, categories: 4, days: 1, lines: 2 }, 'too_short'],
  ['fewer people than the minimum', { people: 20, categories: 4, days: 700, lines: 12 }, 'too_few_people'],
])(
  '[B1] %s',
  async (_, shape, code) => {
    bench = await openBench({ settings: () => settings, clock: { now: () => LAST + DAY } });
    await bench.ingest.submit({ source: 'bad', document: 'all', backfilled: true, rows: factsOf(shape) });
    await bench.ingest.flush();
    const parts = { settings: () => settings, ledger: bench.ledger, clock: { now: () => LAST + DAY } };
    const survey = createSurvey({ ...parts, warehouses: [bench.warehouse] });
    const surveyor = createSurveyor({ ...parts, survey, warehouses: [bench.warehouse] });

    const header = await surveyor.run({});
    expect(header.pairs_shown).toBe(0);
    expect(header.order_count).toBeGreaterThanOrEqual(0);
    const edges = await surveyor.edges(header.survey_id, { top: 1000 });
    for (const edge of edges) {
      expect(edge.evidence).not.toBe('shown');
      expect(edge.reason).not.toBe('');
    }
    const canals = await surveyor.canals(header.survey_id);
    expect(canals).toEqual([]);
    const boards = [
      await surveyor.whiteSpace({}),
      await surveyor.trends({}),
      await surveyor.incubations({}),
      await surveyor.defence({}),
    ];
    const card = await createModels({ ...parts, survey }).train({}, 'tester');
    expect([card.status, card.reason?.code, card.artefact_bytes]).toEqual(['uninformative', code, 0]);
    expect(card.quality).toBeNull();
    expect(finite([header, edges, canals, boards, card])).toBe(true);
  },
  300_000,
);

it('[B2] a category split or merged inside the window makes nobody new: as if the tree had always been so', async () => {
  const splitting: Move[] = [
    { parents: { c0: null, c1: null, c2: null }, homes: { i0: 'c0', i1: 'c0', i2: 'c1', i3: 'c2' } },
    {
      parents: { c0: null, c0a: 'c0', c0b: 'c0', c1: null, c2: null },
      homes: { i0: 'c0a', i1: 'c0b', i2: 'c1', i3: 'c2' },
    },
  ];
  const merging: Move[] = [
    splitting[1]!,
    { parents: { c0: null, c1: null, c2: null }, homes: { i0: 'c0', i1: 'c0', i2: 'c1', i3: 'c2' } },
  ];
  for (const moves of [splitting, merging]) {
    const moved = await edgesOf(movedFacts(moves));
    const always = await edgesOf(movedFacts(moves.slice(-1)));
    expect(moved.length).toBeGreaterThanOrEqual(6);
    expect(moved).toEqual(always);
    expect(moved.filter(({ evidence }) => evidence === 'shown')).toEqual([]);
    expect(moved.some(({ entry_count }) => entry_count >= 100)).toBe(true);
  }
}, 600_000);

/** A tree, and where each item is in it. */
interface Move {
  readonly parents: Record<string, string | null>;
  readonly homes: Record<string, string>;
}

async function edgesOf(facts: FactInput[]) {
  bench = await openBench({ settings: () => settings, clock: { now: () => LAST + DAY } });
  try {
    const receipt = await bench.ingest.submit({
      source: 'moved',
      document: 'all',
      backfilled: true,
      rows: facts,
    });
    expect(receipt.rejected).toBe(0);
    await bench.ingest.flush();
    const parts = { settings: () => settings, ledger: bench.ledger, clock: { now: () => LAST + DAY } };
    const survey = createSurvey({ ...parts, warehouses: [bench.warehouse] });
    const surveyor = createSurveyor({ ...parts, survey, warehouses: [bench.warehouse] });
    const header = await surveyor.run({});
    return await surveyor.edges(header.survey_id, { top: 1000 });
  } finally {
    await bench.close();
  }
}

/** 900 people buy items at random, one order at a time, over two years; each tree but the first comes a while into the last. */
function movedFacts(moves: readonly Move[]): FactInput[] {
  const days = 730;
  const from = LAST - (days - 1) * DAY;
  const facts: FactInput[] = [];
  for (const [n, { parents, homes }] of moves.entries()) {
    const valid_from = new Date(from - DAY + n * 600 * DAY).toISOString();
    const categories = Object.entries(parents).map(([source_id, parent]) => ({
      source_id,
      parent,
      name: source_id,
    }));
    facts.push({ fact: 'category_tree', source_id: 'tree', valid_from, categories, revision: n });
    for (const [source_id, category] of Object.entries(homes))
      facts.push({ fact: 'item', source_id, name: source_id, category, valid_from });
  }
  const items = Object.keys(moves[0]!.homes);
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  for (let person = 0; person < 900; person++)
    for (let line = 0; line < 5; line++) {
      const at = new Date(from + random() * days * DAY).toISOString();
      const name = `${person}-${line}`;
      facts.push({
        fact: 'order_line',
        source_id: name,
        order: name,
        account: `a${person}`,
        shop: 's',
        item: items[Math.floor(random() * items.length)]!,
        quantity: 1,
        gross_minor: 1000,
        paid_minor: 1000,
        currency: 'CNY',
        ordered_at: at,
        confirmed_at: at,
        paid_at: at,
      });
    }
  return facts;
}

/** No number is NaN or infinite, at any depth. */
function finite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(finite);
}

/** People buy category after category, evenly over the days. */
function factsOf({ people, categories, days, lines }: Shape): FactInput[] {
  const from = LAST - (days - 1) * DAY;
  const name = (n: number) => ({ en: `Category ${n}`, 'zh-CN': `类目 ${n}` });
  const facts: FactInput[] = [
    {
      fact: 'category_tree',
      source_id: 'tree',
      categories: Array.from({ length: categories }, (_, n) => ({
        source_id: `c${n}`,
        parent: null,
        name: name(n),
      })),
    },
  ];
  for (let n = 0; n < categories; n++)
    facts.push({
      fact: 'item',
      source_id: `i${n}`,
      name: name(n),
      category: `c${n}`,
      valid_from: new Date(from - DAY).toISOString(),
    });
  for (let person = 0; person < people; person++)
    for (let line = 0; line < lines; line++) {
      const at = new Date(from + ((line * days) / lines) * DAY + (person % 12) * 3_600_000);
      facts.push({
        fact: 'order_line',
        source_id: `${person}-${line}`,
        order: `${person}-${line}`,
        account: `a${person}`,
        shop: 's',
        item: `i${(person + line) % categories}`,
        quantity: 1,
        gross_minor: 1000,
        paid_minor: 1000,
        currency: 'CNY',
        ordered_at: at.toISOString(),
        confirmed_at: at.toISOString(),
        paid_at: at.toISOString(),
      });
    }
  return facts;
}
