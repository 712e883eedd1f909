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
