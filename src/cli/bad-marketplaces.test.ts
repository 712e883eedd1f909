import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type {
  CanalPage,
  Defence,
  FactInput,
  FlowPage,
  Incubations,
  SurveyHeader,
  Trends,
  WhiteSpace,
} from '../contracts/index.ts';
import { type Client, connect } from './client.ts';
import { programOf } from './program.ts';
import { failureOf } from './run.ts';
import { type Lang, translator } from './words.ts';

/**
 * Marketplaces that nothing can be said of, through the commands and the routes behind them: every answer is coded, in words of
 * both languages, and there is no canal.
 */
const DAY = 86_400_000;
const LAST = Date.UTC(2026, 4, 31, 4);
const dir = mkdtempSync(join(tmpdir(), 'grandcanal-bad-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Shape {
  readonly people: number;
  readonly days: number;
  readonly orders: number;
  /** Everything at once, rather than an item an order. */
  readonly together?: boolean;
  /** Days at random, rather than evenly. */
  readonly random?: boolean;
  /** Categories with their items; each tree but the first holds from day 600. */
  readonly trees: readonly Readonly<Record<string, readonly number[]>>[];
}

const FOUR = { c0: [0], c1: [1], c2: [2], c3: [3] };
const SPLIT = { c0a: [0], c0b: [1], c1: [2], c2: [3] };
const WHOLE = { c0: [0, 1], c1: [2], c2: [3] };

const SHAPES: readonly [string, Shape][] = [
  ['fewer people than the minimum', { people: 20, days: 700, orders: 12, trees: [FOUR] }],
  ['a single category', { people: 150, days: 700, orders: 8, trees: [{ c0: [0, 1] }] }],
  ['a history of one day', { people: 150, days: 1, orders: 2, trees: [FOUR] }],
  ['a history shorter than the horizon', { people: 300, days: 60, orders: 4, random: true, trees: [FOUR] }],
  [
    'nobody eligible: all buy everything at once',
    { people: 150, days: 700, orders: 12, together: true, trees: [FOUR] },
  ],
  ['a category split', { people: 900, days: 730, orders: 5, random: true, trees: [WHOLE, SPLIT] }],
  ['categories merged', { people: 900, days: 730, orders: 5, random: true, trees: [SPLIT, WHOLE] }],
];

function factsOf({ people, days, orders, together, random, trees }: Shape): FactInput[] {
  const from = LAST - (days - 1) * DAY;
  const facts: FactInput[] = [];
  const items = [...new Set(Object.values(trees[0]!).flat())];
  for (const [revision, tree] of trees.entries()) {
    const valid_from = new Date(from - DAY + revision * 600 * DAY).toISOString();
    const categories = Object.keys(tree).map((source_id) => ({ source_id, parent: null, name: source_id }));
    facts.push({ fact: 'category_tree', source_id: 'tree', valid_from, categories, revision });
    for (const [category, its] of Object.entries(tree))
      for (const i of its)
        facts.push({ fact: 'item', source_id: `i${i}`, name: `Item ${i}`, category, valid_from });
  }
  let seed = 7;
  const draw = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  for (let person = 0; person < people; person++)
    for (let n = 0; n < orders; n++) {
      const day = random ? draw() * days : (n * days) / orders + (person % 12) / 24;
      const at = new Date(from + day * DAY).toISOString();
      const one = random ? Math.floor(draw() * items.length) : (person + n) % items.length;
      for (const i of together ? items : [items[one]!])
        facts.push({
          fact: 'order_line',
          source_id: `${person}-${n}-${i}`,
          order: `${person}-${n}`,
          account: `a${person}`,
          shop: 's',
          item: `i${i}`,
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

/** A command as it is typed, on a client that stays open. */
async function run(client: Client, args: string[], lang: Lang = 'en') {
  const t = translator(lang);
  const ended = { code: 0, failure: '', out: '' };
  const program = programOf(t, () => ({
    t,
    lang,
    json: false,
    dataDir: dir,
    env: {},
    client: async () => client,
    out: (text) => {
      ended.out += `${text}\n`;
    },
    answer: (_, words) => {
      ended.out += `${words()}\n`;
    },
    exit: (code) => {
      ended.code = code;
    },
  }));
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    const failure = failureOf(error, t);
    Object.assign(ended, { code: failure.exit, failure: failure.code, out: failure.lines.join('\n') });
  }
  return ended;
}

/** Nothing that stands for a number or a word that is not there. */
const HOLE = /\b(NaN|undefined|null|Infinity)\b|\[object/;
const BOARDS = ['/v1/white-space', '/v1/incubations', '/v1/trends', '/v1/defence'];

describe('[B3] marketplaces that nothing can be said of', () => {
  test('no facts at all: refused with a code, or told that no survey was run', async () => {
    const client = await connect({ dataDir: join(dir, 'nothing'), env: {} });
    try {
      const survey = await run(client, ['survey']);
      expect([survey.code, survey.failure]).toEqual([1, 'dimension_absent']);
      for (const lang of ['en', 'zh-CN'] as const) {
        const t = translator(lang);
        for (const command of ['flows', 'canals'])
          expect((await run(client, [command], lang)).out.trim()).toBe(t('survey.none'));
      }
      for (const path of BOARDS)
        await expect(client.get(path)).rejects.toMatchObject({
          problem: { status: 422, code: 'dimension_absent' },
        });
    } finally {
      await client.close();
    }
  }, 300_000);

  test.each(SHAPES)(
    '%s',
    async (name, shape) => {
      const client = await connect({ dataDir: join(dir, name.replaceAll(/\W+/g, '-')), env: {} });
      try {
        const file = join(dir, `${name}.jsonl`.replaceAll(/[^\w.]+/g, '-'));
        writeFileSync(
          file,
          factsOf(shape)
            .map((fact) => JSON.stringify(fact))
            .join('\n'),
        );
        expect((await run(client, ['import', 'generic', file])).code).toBe(0);
        await faces(client);
      } finally {
        await client.close();
      }
    },
    300_000,
  );
});

async function faces(client: Client) {
  const survey = await run(client, ['survey']);
  expect([survey.code, survey.out]).toEqual([0, expect.stringContaining('Survey ')]);
  for (const lang of ['en', 'zh-CN'] as const) {
    const flows = await run(client, ['flows', '--limit', '1000'], lang);
    const canals = await run(client, ['canals'], lang);
    expect([flows.code, canals.code]).toEqual([0, 0]);
    expect(flows.out + canals.out).not.toMatch(HOLE);
    expect(canals.out).toContain(translator(lang)('survey.noCanal'));
  }

  const flows = await client.get<FlowPage>('/v1/flows', { limit: 1000 });
  const header = flows.survey as SurveyHeader;
  expect(header.pairs_shown).toBe(0);
  expect([header.people_count, header.order_count, header.pairs_tested].every(Number.isFinite)).toBe(true);
  for (const edge of flows.data) {
    expect(edge.evidence).not.toBe('shown');
    expect(edge.reason).toMatch(/^[a-z_]+$/);
    // No evidence is something measured; too few people are not.
    if (edge.evidence === 'no_evidence') expect([edge.lift, edge.q]).not.toContain(null);
  }
  expect((await client.get<CanalPage>('/v1/canals')).data).toEqual([]);
  const refused = await run(client, ['canals', 'canal_none']);
  expect([refused.code, refused.failure]).toEqual([1, 'not_found']);

  const white = await client.get<WhiteSpace>('/v1/white-space');
  expect(white.data.length).toBeGreaterThan(0);
  for (const { status, people_count, observed_rate, expected_rate, gap_rate, gap_people } of white.data)
    expect([people_count, observed_rate, expected_rate, gap_rate, gap_people].map((x) => x === null)).toEqual(
      new Array(5).fill(status !== 'ok'),
    );

  const trends = await client.get<Trends>('/v1/trends');
  expect(trends.data.length).toBeGreaterThan(0);
  for (const { alert, status, ratio } of trends.data) {
    expect(alert).toBe(false);
    if (status === 'insufficient') expect(ratio).toBe(1);
  }

  const incubations = await client.get<Incubations>('/v1/incubations', { target_aac: 1_000_000 });
  expect(incubations.data.length).toBeGreaterThan(0);
  for (const { track, reason, forecast } of incubations.data) {
    expect(['insufficient', 'behind']).toContain(track);
    expect(Object.values(reason).every((text) => Boolean(text))).toBe(true);
    expect(forecast.length > 0).toBe(track === 'behind');
  }

  const defence = await client.get<Defence>('/v1/defence');
  const { buyers } = defence;
  const unknown = buyers.status === 'insufficient';
  expect(
    [buyers.expected_to_leave, buyers.high_risk_count, buyers.baseline_rate].map((x) => x === null),
  ).toEqual(new Array(3).fill(unknown));
  for (const item of defence.data) {
    expect(item.at_risk_rate === null).toBe(item.status !== 'ok');
    expect(Object.values(item.cause_text).every((text) => Boolean(text))).toBe(true);
    if (item.kind === 'buyers') expect(item.status).toBe(buyers.status);
  }
  for (const cause of defence.causes) {
    expect(cause.named).toBe(false);
    expect(cause.ratio === null).toBe(cause.status === 'insufficient');
  }

  for (const [n, path] of ['/v1/flows', '/v1/canals', ...BOARDS].entries())
    expect(await client.text(path, { format: 'csv', lang: n % 2 ? 'en' : 'zh-CN' })).not.toMatch(HOLE);
}
