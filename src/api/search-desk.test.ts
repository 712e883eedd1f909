import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FactInput, OwnSearch, SearchExplanation, SearchQuality } from '../contracts/index.ts';
import { addUser, openWorld, SOURCE, type World } from './testing.ts';

/** Two shops sell tea in three kinds; the second also sells a kettle whose title says nothing of tea. */
const DAY = 86_400_000;
const ago = (days: number) => new Date(Math.floor(Date.now() / DAY) * DAY - days * DAY).toISOString();
const ITEMS = [
  ['one', 'green tea', 1000],
  ['one', 'black tea', 1200],
  ['two', 'oolong tea', 1500],
  ['two', 'steel kettle', 9000],
] as const;

function facts(): FactInput[] {
  const all: FactInput[] = [
    {
      fact: 'category_tree',
      source_id: 'tree',
      categories: [{ source_id: 'kitchen', name: { en: 'Kitchen', 'zh-CN': '厨房' } }],
    },
  ];
  for (const m of ['one', 'two'])
    all.push(
      { fact: 'merchant', source_id: m, name: m, valid_from: ago(400) },
      { fact: 'shop', source_id: `shop-${m}`, merchant: m, name: `shop ${m}`, valid_from: ago(400) },
    );
  for (const [m, name, price_minor] of ITEMS) {
    const id = name.replace(' ', '-');
    all.push(
      { fact: 'item', source_id: id, name, category: 'kitchen', valid_from: ago(300) },
      { fact: 'variant', source_id: id, item: id },
      {
        fact: 'offer',
        source_id: id,
        shop: `shop-${m}`,
        variant: id,
        price_minor,
        currency: 'CNY',
        valid_from: ago(300),
      },
    );
  }
  return all;
}

let world: World;
let ids: Record<string, string>;
let merchant: World['ask'];
let own: string;
beforeAll(async () => {
  world = await openWorld();
  await world.send(facts());
  await world.engine.snapshots.build('test');
  const { offers, merchants } = world.engine.serving.past().snapshot;
  ids = Object.fromEntries(ITEMS.map((_, o) => [offers.sourceId.at(o), offers.id.at(o)] as [string, string]));
  own = [0, 1].map((m) => merchants.id.at(m)).find((_, m) => merchants.sourceId.at(m) === 'two')!;
  await addUser(world, { email: 'two@example.com', role: 'merchant', merchant_id: own });
  merchant = world.as(await world.cookieOf('two@example.com'));
}, 120_000);
afterAll(() => world?.close());

const explained = async (body: object) => {
  const answer = await world.ask('POST', '/v1/search/explanation', { source: SOURCE, ...body });
  expect(answer.status, answer.text).toBe(200);
  return SearchExplanation.parse(answer.json);
};

describe('[D] the search desk', () => {
  test('[D1] a page is explained word by word, and nothing of it is logged', async () => {
    const { query, whole, explanation } = await explained({ query: 'tea' });
    expect(query).toMatchObject({ words: ['tea'], dropped: [], unknown: [] });
    expect(whole).toBe(3);
    expect(explanation.slots.map(({ title }) => title.en).sort()).toEqual([
      'black tea',
      'green tea',
      'oolong tea',
    ]);
    for (const { terms } of explanation.slots)
      expect(terms.find(({ name }) => name === 'relevance')!.words).toMatchObject([
        { word: 'tea', how: 'exact', fields: ['name'] },
      ]);
    expect((await world.ask('GET', '/v1/decisions')).json.data).toEqual([]);
  });

  test('[D2] any offer: why it is not there, and the title that would bring it', async () => {
    const { absence } = await explained({ query: 'tea', offer: ids['steel-kettle'] });
    expect(absence).toMatchObject({ why: 'no_match', words: [{ word: 'tea', how: 'none' }] });
    const [change] = absence!.changes;
    expect(change).toMatchObject({ lever: 'title', title: { en: 'steel kettle tea' } });
    const { what_if } = await explained({
      query: 'tea',
      what_if: { changes: [{ offer_id: ids['steel-kettle'], title: change!.title }] },
    });
    expect(what_if!.offers[0]!.after.slot).toBe(change!.slot);
  });

  test('[D3] a merchant sees its own offers alone, and is refused those of others', async () => {
    const answer = await merchant('POST', '/v1/search/own-offers', {
      query: 'tea',
      offer: ids['steel-kettle'],
    });
    expect(answer.status, answer.text).toBe(200);
    const { explanation, offer } = OwnSearch.parse(answer.json);
    expect(explanation.offers.map(({ title }) => title.en)).toEqual(['oolong tea']);
    expect(offer).toMatchObject({ slot: null, words: [{ how: 'none' }] });
    expect(answer.text).not.toContain(ids['green-tea']);
    const foreign = await merchant('POST', '/v1/search/own-offers', {
      query: 'tea',
      offer: ids['green-tea'],
    });
    expect(foreign).toMatchObject({ status: 403, json: { code: 'query_forbidden' } });
    const other = await merchant('POST', '/v1/search/own-offers', { query: 'tea', merchant_id: 'mer_other' });
    expect(other.status).toBe(403);
    expect((await merchant('POST', '/v1/search/explanation', { query: 'tea' })).status).toBe(403);
    expect((await merchant('GET', '/v1/search/quality')).status).toBe(403);
  });

  test('[D4] judgements are kept, the latest holds, and runs stand beside policy and snapshot', async () => {
    const judge = (item: string, grade: number) =>
      world.ask('POST', '/v1/search/judgements', {
        source: SOURCE,
        judgements: [{ query: 'Tea', item, grade }],
      });
    expect((await judge('nowhere', 3)).json).toMatchObject({ code: 'reference_unknown' });
    expect((await judge('green-tea', 0)).json).toEqual({ recorded: 1 });
    const first = await world.ask('POST', '/v1/search/quality/runs');
    expect(first.json).toMatchObject({ query_count: 0, ndcg: null });
    await judge('green-tea', 3);
    await judge('steel-kettle', 2);
    const { json: run } = await world.ask('POST', '/v1/search/quality/runs');
    expect(run).toMatchObject({ query_count: 1, policy_version: 1 });
    // The kettle is not found: 7 / log2(place + 1) of 7 + 3 / log2(3).
    const { explanation } = await explained({ query: 'tea' });
    const place = explanation.slots.findIndex(({ title }) => title.en === 'green tea');
    expect(run.ndcg).toBeCloseTo(7 / Math.log2(place + 2) / (7 + 3 / Math.log2(3)), 12);
    const { json } = await world.ask('GET', '/v1/search/quality');
    const quality = SearchQuality.parse(json);
    expect(quality.runs.map(({ ndcg }) => ndcg)).toEqual([run.ndcg, null]);
    expect(quality.judged).toEqual([{ query: 'tea', judgement_count: 2, ndcg: run.ndcg }]);
    await expect(world.engine.ledger.query('DELETE FROM search_judgements')).rejects.toThrow();
  });

  test('[D5] what is searched in vain is told until something has it', async () => {
    const ask = (query: string) => world.ask('POST', '/v1/search', { source: SOURCE, query });
    await ask('brew');
    await ask('brew');
    await ask('tea');
    await world.engine.serving.decisions.load();
    const before = SearchQuality.parse((await world.ask('GET', '/v1/search/quality')).json);
    expect(before).toMatchObject({
      query_count: 2,
      asked_count: 3,
      in_vain: [{ query: 'brew', asked_count: 2, found: 0, unknown: ['brew'] }],
    });
    const change = (patch: object) => world.ask('POST', '/v1/policy/changes', patch);
    expect((await change({ upsert: { synonyms: [['brew', 'tea']] } })).json).toMatchObject({
      status: 'live',
    });
    const after = SearchQuality.parse((await world.ask('GET', '/v1/search/quality')).json);
    expect(after.in_vain).toEqual([]);
    expect((await explained({ query: 'brew' })).whole).toBe(3);
    expect((await change({ remove: { synonyms: ['nothing'] } })).json).toMatchObject({
      code: 'validation_failed',
    });
    expect((await change({ remove: { synonyms: ['brew'] } })).json).toMatchObject({
      kind: 'operation',
      status: 'live',
    });
    expect((await explained({ query: 'brew' })).total).toBe(0);
  });
});
