import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FactInput, PlacementView, SearchExplanation } from '../contracts/index.ts';
import { type Client, connect } from './client.ts';
import { programOf } from './program.ts';
import { failureOf } from './run.ts';
import { type Lang, translator } from './words.ts';

/** The search desk from the command line, on a shop of three teas and a kettle whose title says nothing of tea. */
const DAY = 86_400_000;
const ago = (days: number) => new Date(Math.floor(Date.now() / DAY) * DAY - days * DAY).toISOString();
const dir = mkdtempSync(join(tmpdir(), 'grandcanal-desk-'));
const facts: FactInput[] = [
  {
    fact: 'category_tree',
    source_id: 'tree',
    categories: [{ source_id: 'kitchen', name: { en: 'Kitchen', 'zh-CN': '厨房' } }],
  },
  { fact: 'merchant', source_id: 'm', name: 'Leaf and Cup', valid_from: ago(400) },
  { fact: 'shop', source_id: 's', merchant: 'm', name: 'Leaf and Cup', valid_from: ago(400) },
  ...['green tea', 'black tea', 'oolong tea', 'steel kettle'].flatMap((name): FactInput[] => {
    const id = name.replace(' ', '-');
    return [
      { fact: 'item', source_id: id, name, category: 'kitchen', valid_from: ago(300) },
      { fact: 'variant', source_id: id, item: id },
      {
        fact: 'offer',
        source_id: id,
        shop: 's',
        variant: id,
        price_minor: 1000,
        currency: 'CNY',
        valid_from: ago(300),
      },
    ];
  }),
];

let client: Client;
beforeAll(async () => {
  client = await connect({ dataDir: join(dir, 'data'), env: {} });
  await client.send('POST', '/v1/facts', { source: 'teashop', facts });
  await client.send('POST', '/v1/snapshots', {});
}, 300_000);
afterAll(async () => {
  await client?.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A command as it is typed. */
async function run(args: string[], { lang = 'en' as Lang, json = false } = {}) {
  const t = translator(lang);
  const ended = { code: 0, failure: '', out: '' };
  const program = programOf(t, () => ({
    t,
    lang,
    json,
    dataDir: dir,
    env: {},
    client: async () => client,
    out: (text) => {
      ended.out += `${text}\n`;
    },
    answer: (value, words) => {
      ended.out += `${json ? JSON.stringify(value) : words()}\n`;
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
const explained = async (args: string[]) =>
  JSON.parse((await run(['query', ...args], { json: true })).out) as SearchExplanation;

describe('[C4] the search desk', () => {
  test('query: a page word by word, and why an offer is not on it', async () => {
    const { explanation } = await explained(['tea']);
    expect(explanation.slots.map(({ title }) => title.en).sort()).toEqual([
      'black tea',
      'green tea',
      'oolong tea',
    ]);
    const kettle = (await explained(['kettle'])).explanation.slots[0]!;
    const absent = await run(['query', 'tea', '--offer', kettle.offer_id]);
    expect(absent).toMatchObject({ code: 0, failure: '' });
    expect(absent.out).toContain('tea: exact (name)');
    expect(absent.out).toContain('steel kettle: Too few of the words searched for are in it.');
    expect(absent.out).toContain('Add “tea” to the title');
    expect((await run(['query', 'tea', '--offer', kettle.offer_id], { lang: 'zh-CN' })).out).toContain(
      '标题加入“tea”',
    );
  });

  test('synonyms: added, listed, in force, removed', async () => {
    expect((await run(['synonyms'])).out.trim()).toBe(translator('en')('nothing'));
    expect((await run(['synonyms', 'add', 'brew', 'tea', '茶'])).code).toBe(0);
    expect((await run(['synonyms'])).out.trim()).toBe('brew · tea · 茶');
    expect((await explained(['brew'])).whole).toBe(3);
    expect((await run(['synonyms', 'remove', 'brew'])).code).toBe(0);
    expect((await explained(['brew'])).query.unknown).toEqual(['brew']);
  });

  test('judge and search-quality: a judgement of a source’s id is measured', async () => {
    const best = (await explained(['tea'])).explanation.slots[0]!;
    const judged = await run(['judge', 'tea', best.title.en.replace(' ', '-'), '3', '--source', 'teashop']);
    expect([judged.code, judged.out.trim()]).toEqual([0, '1']);
    const measured = await run(['search-quality', '--measure']);
    expect(measured.code).toBe(0);
    expect(measured.out).toContain('1.0000');
  });

  test('placements: proposed from a file, listed with what is due', async () => {
    expect((await run(['placements'])).out.trim()).toBe(translator('en')('nothing'));
    const { offer_id, merchant_id } = (await explained(['oolong'])).explanation.slots[0]!;
    const placement = {
      placement_id: 'oolong',
      merchant_id,
      offer_ids: [offer_id],
      scenarios: ['search'],
      from: '2020-01-01',
      until: '2099-12-31',
      price: { kind: 'fixed', amount_minor: 12_345 },
    };
    const file = join(dir, 'placement.json');
    writeFileSync(file, JSON.stringify({ upsert: { placements: [placement] } }));
    expect((await run(['policy', 'propose', file])).code).toBe(0);
    expect((await run(['placements'])).out).toMatch(/oolong +Leaf and Cup .*123\.45 CNY/);
    const { data } = JSON.parse((await run(['placements'], { json: true })).out) as { data: PlacementView[] };
    expect(data).toMatchObject([{ ...placement, running: true, slots: 1, served_count: 0 }]);
    expect((await explained(['tea'])).explanation.slots[0]).toMatchObject({
      title: { en: 'oolong tea' },
      why: 'paid',
    });
  });

  test('wrong arguments: the words typed end with 2 and a code, what is not there with 1', async () => {
    for (const [args, code, failure] of [
      [['query'], 2, 'usage'],
      [['query', '   '], 2, 'validation_failed'],
      [['query', 'tea', '--nope'], 2, 'usage'],
      [['query', 'tea', '--offer', 'ofr_nowhere'], 1, 'reference_unknown'],
      [['synonyms', 'add', 'alone'], 2, 'validation_failed'],
      [['synonyms', 'remove'], 2, 'usage'],
      [['synonyms', 'swap', 'a', 'b'], 2, 'usage'],
      [['search-quality', '--measured'], 2, 'usage'],
      [['judge', 'tea', 'green-tea'], 2, 'usage'],
      [['judge', 'tea', 'green-tea', '4', '--source', 'teashop'], 2, 'validation_failed'],
      [['judge', 'tea', 'green-tea', 'good', '--source', 'teashop'], 2, 'validation_failed'],
      [['judge', 'tea', 'green-tea', '3', '--source', 'No Such Name'], 2, 'validation_failed'],
      [['judge', 'tea', 'green-tea', '3', '--source', 'elsewhere'], 1, 'reference_unknown'],
      [['placements', '--nope'], 2, 'usage'],
    ] as const) {
      const ended = await run([...args]);
      expect([args, ended.code, ended.failure]).toEqual([args, code, failure]);
      if (failure === 'reference_unknown' && args[0] === 'judge') expect(ended.out).toContain('elsewhere');
    }
  });
});
