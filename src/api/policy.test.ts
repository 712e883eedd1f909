import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf } from '../base/index.ts';
import type { DecisionExplanation, FactInput, PublishedParameters, Rule } from '../contracts/index.ts';
import { termNames } from '../serve/index.ts';
import { addUser, openWorld, SOURCE, type World } from './testing.ts';

/** Two leaves of eight items, a merchant each, 30 people who buy tea. */
const DAY = 86_400_000;
const ago = (days: number) => new Date(Math.floor(Date.now() / DAY) * DAY - days * DAY).toISOString();
const LEAVES = ['tea', 'toys'] as const;
const GROCER = idOf('merchant', SOURCE, 'm-tea');
const TOYSHOP = idOf('merchant', SOURCE, 'm-toys');

function facts(): FactInput[] {
  const all: FactInput[] = [
    {
      fact: 'category_tree',
      source_id: 'tree',
      categories: LEAVES.map((leaf) => ({ source_id: leaf, name: { en: leaf, 'zh-CN': `${leaf}类` } })),
    },
  ];
  for (const leaf of LEAVES) {
    all.push(
      { fact: 'merchant', source_id: `m-${leaf}`, name: leaf, valid_from: ago(400) },
      { fact: 'shop', source_id: `s-${leaf}`, merchant: `m-${leaf}`, name: leaf, valid_from: ago(400) },
    );
    for (let i = 0; i < 8; i++) {
      const id = `${leaf}-${i}`;
      all.push(
        { fact: 'item', source_id: id, name: id, category: leaf, valid_from: ago(300) },
        { fact: 'variant', source_id: id, item: id },
        {
          fact: 'offer',
          source_id: `o-${id}`,
          shop: `s-${leaf}`,
          variant: id,
          price_minor: 1000 + 100 * i,
          currency: 'CNY',
          valid_from: ago(300),
        },
      );
    }
  }
  for (let p = 0; p < 30; p++) {
    all.push({ fact: 'account', source_id: `a${p}` });
    for (let n = 0; n < 3; n++) {
      const item = `${LEAVES[p % 3 === 0 ? n % 2 : 0]}-${(p + n) % 8}`;
      const at = ago(20 + 15 * n);
      all.push({
        fact: 'order_line',
        source_id: `l${p}-${n}`,
        order: `o${p}-${n}`,
        account: `a${p}`,
        shop: `s-${item.split('-')[0]}`,
        item,
        variant: item,
        offer: `o-${item}`,
        quantity: 1,
        gross_minor: 1000,
        paid_minor: 1000,
        currency: 'CNY',
        ordered_at: at,
        confirmed_at: at,
        paid_at: at,
      });
    }
  }
  return all;
}

let world: World;
let merchant: World['ask'];
let decision: string;

beforeAll(async () => {
  world = await openWorld();
  expect((await world.send(facts())).rejected).toBe(0);
  await world.engine.snapshots.build('tester');
  await addUser(world, { email: 'm@x.test', role: 'merchant', merchant_id: GROCER });
  merchant = world.as(await world.cookieOf('m@x.test'));
  decision = await decided();
}, 900_000);
afterAll(() => world?.close());

const slates = async (account: string | null = null) =>
  (await world.ask('POST', '/v1/slates', { source: SOURCE, account, scenarios: [{ scenario: 'home_feed' }] }))
    .json;
const decided = async () => (await slates('a1')).data[0].decision_id as string;
const shown = async () =>
  (await slates()).data[0].slots.map(({ merchant_id }: { merchant_id: string }) => merchant_id) as string[];
const rule = (rule_id: string, when: string, action: object = { kind: 'filter' }): Partial<Rule> =>
  ({ rule_id, text: { en: rule_id, 'zh-CN': rule_id }, when, action }) as Partial<Rule>;
const propose = (body: object) => world.ask('POST', '/v1/policy/changes', body);

describe('policy', () => {
  it('[P1] an emergency rule holds from the next request; a rollback takes it back', async () => {
    expect(await shown()).toContain(TOYSHOP);
    const made = await propose({
      kind: 'emergency',
      reason: 'recall of toys',
      upsert: { rules: [rule('recall', `merchant.id == "${TOYSHOP}"`)] },
    });
    expect([made.status, made.json.status, made.json.version]).toEqual([201, 'live', 2]);
    const after = await shown();
    expect(after).not.toContain(TOYSHOP);
    expect(after.length).toBeGreaterThan(0);
    const back = await world.ask('POST', '/v1/policies/1/rollback', { reason: 'mended' });
    expect(back.json).toMatchObject({ version: 3, equals_version: 1 });
    expect(await shown()).toContain(TOYSHOP);
    const audit = (await world.ask('GET', '/v1/audit')).json.data.map(
      ({ action }: { action: string }) => action,
    );
    expect(audit).toContain('policy.propose');
  });

  it('[P2] what cannot be compiled is refused with pointer and code, and serving goes on', async () => {
    const bad = await propose({ upsert: { rules: [rule('bad', 'offer.prise > 1')] } });
    expect([bad.status, bad.json.code, bad.json.errors[0]]).toEqual([
      422,
      'policy_invalid',
      expect.objectContaining({ pointer: '/rules/0/when', code: 'unknown_name' }),
    ]);
    const soon = await propose({
      upsert: { rules: [rule('soon', 'true')] },
      effective_at: new Date().toISOString(),
    });
    expect(soon.json.code).toBe('notice_too_short');
    expect((await shown()).length).toBeGreaterThan(0);
    for (const body of [
      { upsert: { scenarios: [{}] } },
      { upsert: { rules: [rule('X y', 'true')] } },
      'x',
      [],
    ]) {
      const answer = await propose(body as object);
      expect([answer.json.code, answer.status < 500]).toEqual([expect.any(String), true]);
    }
  });

  it('[P3] a dry run says what changes and what is odd, and stores nothing', async () => {
    const run = await world.ask('POST', '/v1/policy/dry-run', {
      requests: 10,
      upsert: {
        rules: [
          rule('all', 'offer.price_minor > 0', { kind: 'boost', add_minor: 1 }),
          rule('none', 'offer.price_minor > 999999'),
          rule('hide', `merchant.id == "${TOYSHOP}"`),
        ],
      },
    });
    expect(run.status).toBe(200);
    expect(run.json.requests).toBeGreaterThan(0);
    expect(run.json.changed_slates).toBeGreaterThan(0);
    expect(
      run.json.offers.some(
        (o: { before_count: number; after_count: number }) => o.after_count < o.before_count,
      ),
    ).toBe(true);
    expect(run.json.rules).toContainEqual(
      expect.objectContaining({ rule_id: 'all', matching_count: 16, offer_count: 16 }),
    );
    const kinds = run.json.conflicts.map((c: { kind: string; rule_ids: string[] }) => [
      c.kind,
      c.rule_ids[0],
    ]);
    expect(kinds).toEqual(
      expect.arrayContaining([
        ['matches_everything', 'all'],
        ['matches_nothing', 'none'],
      ]),
    );
    expect((await world.ask('GET', '/v1/policy')).json.policy.rules).toEqual([]);
    const check = await world.ask('POST', '/v1/rules/check', { when: 'offer.price_minor >= 1700' });
    expect(check.json).toMatchObject({ valid: true, offer_count: 16, matching_count: 2, reads: ['offer'] });
    const wrong = await world.ask('POST', '/v1/rules/check', { when: 'offer.title.matches("(a+)+")' });
    expect(wrong.json).toMatchObject({ valid: false, fault: { code: 'not_allowed' } });
  });

  it('[P4] a canal is opened from an opportunity only, and an unknown one is refused', async () => {
    expect((await world.ask('POST', '/v1/canals/cnl_none/open', {})).status).toBe(404);
    expect((await world.ask('POST', '/v1/canals/cnl_none/close')).json.code).toBe('not_found');
    expect((await world.ask('GET', '/v1/open-canals')).json).toEqual({ data: [] });
  });
});

describe('explanations', () => {
  it('[P5] the explanation is the decision made again: terms sum to the logged scores', async () => {
    const answer = await world.ask('GET', `/v1/decisions/${decision}/explanation`);
    const told = answer.json as DecisionExplanation;
    const logged = (await world.ask('GET', `/v1/decisions/${decision}`)).json;
    expect(told.equal).toBe(true);
    expect(told.slots.map(({ score }) => score)).toEqual(
      logged.slots.map(({ score }: { score: number }) => score),
    );
    for (const { terms, score } of told.slots)
      expect(terms.reduce((sum, { amount_minor }) => sum + amount_minor, 0)).toBe(score);
  });

  it('[P6] absence, what-if, and codes for what is not there', async () => {
    const offer = idOf('offer', SOURCE, 'o-tea-1');
    const absent = await world.ask('GET', `/v1/decisions/${decision}/absence?offer=${offer}`);
    expect([absent.status, absent.json.offer_id]).toEqual([200, offer]);
    const same = await world.ask('POST', `/v1/decisions/${decision}/what-if`, {});
    expect(same.json.after.map((s: { offer_id: string }) => s.offer_id)).toEqual(
      same.json.before.map((s: { offer_id: string }) => s.offer_id),
    );
    for (const [url, code] of [
      ['/v1/decisions/dec_none/explanation', 'not_found'],
      [`/v1/decisions/${decision}/absence?offer=ofr_none`, 'reference_unknown'],
      [`/v1/decisions/${decision}/absence`, 'validation_failed'],
    ])
      expect((await world.ask('GET', url!)).json.code).toBe(code);
  });

  it('[P7] a merchant reads of its own offers, and nobody else’s', async () => {
    const own = await merchant('GET', `/v1/decisions/${decision}/own-offers`);
    expect(own.status).toBe(200);
    expect(own.json.offers.length).toBeGreaterThan(0);
    expect(own.text).not.toContain(TOYSHOP);
    for (let i = 0; i < 8; i++) expect(own.text).not.toContain(idOf('offer', SOURCE, `o-toys-${i}`));
    expect(
      (await merchant('GET', `/v1/decisions/${decision}/own-offers?merchant_id=${TOYSHOP}`)).json.code,
    ).toBe('query_forbidden');
    for (const url of ['explanation', 'reasons', `absence?offer=x`])
      expect((await merchant('GET', `/v1/decisions/${decision}/${url}`)).status).toBe(403);
    expect((await merchant('POST', `/v1/decisions/${decision}/what-if`, {})).status).toBe(403);
  });

  it('[P7b] and what would have shown an own offer that was not; of another’s nothing, as if it were not there', async () => {
    const { json } = await merchant('GET', '/v1/standing');
    const missed = json.offers.find(({ missed_in }: { missed_in: string | null }) => missed_in !== null);
    expect(missed).toBeDefined();
    const path = (offer: string) => `/v1/decisions/${missed.missed_in}/own-offers/${offer}`;
    const own = await merchant('GET', path(missed.offer_id));
    expect(own.json).toMatchObject({ offer_id: missed.offer_id });
    expect(own.json.text.en).not.toBe('');
    expect(own.json.text.zh).not.toBe('');
    const all = (await world.ask('GET', `/v1/decisions/${missed.missed_in}/explanation`)).json;
    const other = all.slots.find(({ merchant_id }: { merchant_id: string }) => merchant_id !== GROCER);
    for (const offer of [other.offer_id, 'ofr_none'])
      expect((await merchant('GET', path(offer))).json.code).toBe('reference_unknown');
    expect((await merchant('GET', `${path(missed.offer_id)}?merchant_id=${other.merchant_id}`)).status).toBe(
      403,
    );
  });

  it('[P8] a consumer reads a sentence a slot', async () => {
    const told = (await world.ask('GET', `/v1/decisions/${decision}/reasons`)).json;
    expect(told.slots.length).toBeGreaterThan(0);
    for (const { text } of told.slots) expect([text.en, text.zh].every((one) => one.length > 0)).toBe(true);
  });

  it('[P9] the published parameters are the live ones: every term, none besides, shares sum to one', async () => {
    await propose({
      kind: 'correction',
      reason: 'test',
      upsert: { rules: [rule('lift', 'true', { kind: 'boost', add_minor: 5 })] },
    });
    await slates('a2');
    const told = (await world.as({})('GET', '/v1/parameters')).json as PublishedParameters;
    const live = (await world.ask('GET', '/v1/policy')).json;
    expect(told.config_hash).toBe(live.hash);
    const named = termNames(world.engine.serving.past(), live.policy.rules);
    expect(told.terms.map(({ term }) => term).sort()).toEqual([...named].sort());
    // Every term of a live score is published.
    const { data } = await slates('a2');
    const { json } = await world.ask('GET', `/v1/decisions/${data[0].decision_id}/explanation`);
    const scored = (json as DecisionExplanation).slots.flatMap(({ terms }) =>
      terms.flatMap(({ name, rule_id, log_odds }) =>
        name === 'purchase' || name === 'need'
          ? // An intercept is the same for all.
            log_odds.filter((one) => one.name !== 'intercept').map((one) => `${name}.${one.name}`)
          : [name === 'rule' ? `rule:${rule_id}` : name],
      ),
    );
    for (const term of scored) expect(named).toContain(term);
    const sum = told.groups.reduce((all, { importance_rate }) => all + importance_rate!, 0);
    expect(sum).toBeCloseTo(1, 9);
    expect(told.rules.map(({ rule_id }) => rule_id)).toEqual(['lift']);
    expect(JSON.stringify(told)).not.toContain('"author"');
  });
});
