import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { idOf, instantOfWallClock, UNCATEGORISED } from '../../base/index.ts';
import { Settings } from '../../contracts/index.ts';
import type { Survey } from './face.ts';
import type { RawFacts } from './reference-lines.ts';
import { createSurvey } from './survey.ts';
import { clearFacts, emptyFacts, loadFacts, scratchWarehouse } from './testing.ts';

const TZ = 'Asia/Shanghai';
const id = (kind: Parameters<typeof idOf>[0], n: string) => idOf(kind, 'edge', n);
const at = (text: string, tz = TZ) => new Date(instantOfWallClock(text, tz)).toISOString();
const EPOCH = '1970-01-01T00:00:00.000Z';
const EARLY = '2001-01-01T00:00:00.000Z';

let scratch: Awaited<ReturnType<typeof scratchWarehouse>>;
let raw: RawFacts;
let survey: Survey;
let settings: Settings;
let lines = 0;

beforeAll(async () => {
  scratch = await scratchWarehouse();
});
afterAll(() => scratch.end());
beforeEach(async () => {
  await clearFacts(scratch.warehouse);
  settings = Settings.parse({ timezone: TZ });
  survey = createSurvey({ warehouses: [scratch.warehouse], settings: () => settings });
  raw = emptyFacts();
  for (let n = 1; n <= 9; n++)
    raw.commits.push({ seq_from: n, seq_to: n, committed_at: '2030-01-01T00:00:00.000Z' });
  for (const top of ['A', 'B']) {
    raw.categories.push({
      tree_id: 't',
      category_id: id('category', top),
      parent_id: '',
      path: [id('category', top)],
      valid_from: EPOCH,
      revision: 0,
      seq: 1,
    });
    raw.items.push({
      item_id: id('item', top),
      category_id: id('category', top),
      brand_id: '',
      valid_from: EPOCH,
      revision: 0,
      seq: 1,
    });
  }
  raw.shops.push({
    shop_id: id('shop', 's'),
    merchant_id: id('merchant', 'm'),
    valid_from: EPOCH,
    revision: 0,
    seq: 1,
  });
});

type Line = RawFacts['order_lines'][number];
/** A paid goods line of 10.00 for account `who` in category A, unless said otherwise. */
function buy(who: string, day: string, more: Partial<Line> & { item?: string } = {}): Line {
  const { item = 'A', ...rest } = more;
  const when = day.includes(' ') ? at(day) : at(`${day} 12:00`);
  const line: Line = {
    line_id: id('line', String(++lines)),
    order_id: id('order', String(lines)),
    account_id: who && id('account', who),
    shop_id: id('shop', 's'),
    item_id: item && id('item', item),
    type: 'goods',
    quantity: 1,
    gross_minor: 1200,
    paid_minor: 1000,
    platform_subsidy_minor: 0,
    ordered_at: when,
    confirmed_at: when,
    paid_at: when,
    channel: 'online',
    revision: 0,
    seq: 1,
    ...rest,
  };
  raw.order_lines.push(line);
  return line;
}
const refund = (l: Line, amount_minor: number, seq = 1, day = '2024-05-01') =>
  raw.refunds.push({
    refund_id: id('refund', `${l.line_id}${raw.refunds.length}`),
    line_id: l.line_id,
    refunded_at: at(`${day} 12:00`),
    amount_minor,
    revision: 0,
    seq,
  });
const cancel = (l: Line, whole: boolean) =>
  raw.cancellations.push({
    cancellation_id: id('cancellation', l.line_id),
    order_id: l.order_id,
    line_id: whole ? '' : l.line_id,
    cancelled_at: l.ordered_at,
    revision: 0,
    seq: 1,
  });
const verdict = (subject: string, subject_id: string, state: string, seq: number) =>
  raw.risk_verdicts.push({
    verdict_id: id('verdict', `${subject_id}${seq}`),
    subject,
    subject_id,
    state,
    at: at(`2024-06-0${seq} 12:00`),
    revision: 0,
    seq,
  });
const load = () => loadFacts(scratch, raw);
type Query = Partial<Parameters<Survey['evaluate']>[0]>;
const cellsOf = async (metric: string, query: Query = {}) =>
  (await survey.evaluate({ metric, as_of: '2024-06-30', ...query })).cells;
const value = async (metric: string, query: Query = {}, part?: string) =>
  (await cellsOf(metric, query)).find((c) => c.part === part)?.value;
const inCategory = async (metric: string, category: string, query: Query = {}, part?: string) =>
  (await cellsOf(metric, { grain: 'category', ...query })).find(
    (c) => c.category_id === id('category', category) && c.part === part,
  )?.value;

describe('edge-case table', { timeout: 300_000 }, () => {
  it('full refund: the line is not healthy, the person leaves the AAC without another line', async () => {
    refund(buy('u', '2024-04-01'), 400);
    refund(raw.order_lines[0]!, 600);
    refund(buy('v', '2024-04-01'), 1000);
    buy('v', '2024-04-02', { item: 'B' });
    await load();
    expect(await value('aac')).toBe(1);
    expect(await value('aac_public')).toBe(2);
    expect(await value('aac_gap', {}, 'refunded')).toBe(1);
    expect(await value('gmv_healthy')).toBe(1000);
  });

  it('partial refund and exchange: the person stays, the amount nets', async () => {
    refund(buy('u', '2024-04-01'), 300);
    const line = buy('v', '2024-04-01');
    raw.exchanges.push({
      exchange_id: id('exchange', '1'),
      line_id: line.line_id,
      exchanged_at: at('2024-04-09 12:00'),
      delta_minor: -200,
      revision: 0,
      seq: 1,
    });
    await load();
    expect(await value('aac')).toBe(2);
    expect(await value('gmv_healthy')).toBe(700 + 800);
    expect(await value('arpu')).toBe(750);
  });

  it('cancel and instant refund: public and gross only, never new to category', async () => {
    cancel(buy('u', '2024-06-20'), true);
    cancel(buy('v', '2024-06-20'), false);
    buy('w', '2022-01-01', { item: 'B' });
    await load();
    expect(await value('aac')).toBe(0);
    expect(await value('aac_public')).toBe(2);
    expect(await value('gmv_gross')).toBe(2400);
    expect(await value('gmv_waterfall', {}, 'cancelled')).toBe(-2000);
    expect(await inCategory('ntc', 'A')).toBeUndefined();
  });

  it('presale: a deposit is not a purchase, the day of the balance is the day of purchase', async () => {
    const line = buy('u', '2024-05-20', { paid_at: null });
    const pay = (n: number, day: string, amount_minor: number, seq: number) =>
      raw.payments.push({
        payment_id: id('payment', String(n)),
        order_id: line.order_id,
        paid_at: at(`${day} 12:00`),
        amount_minor,
        revision: 0,
        seq,
      });
    pay(1, '2024-05-20', 300, 1);
    pay(2, '2024-06-18', 700, 2);
    buy('d', '2024-05-20', { type: 'deposit' });
    await load();
    expect(await value('aac', { known_at: 1 })).toBe(0);
    expect(await value('aac')).toBe(1);
    expect(await value('aac', { as_of: '2024-06-17' })).toBe(0);
    expect(await value('aac', { as_of: '2024-06-18' })).toBe(1);
  });

  it('0-yuan trial and gift with purchase: not a purchase', async () => {
    buy('u', '2024-06-01', { type: 'trial', paid_minor: 0 });
    buy('v', '2024-06-01', { type: 'gift', paid_minor: 0 });
    buy('w', '2024-06-01', { paid_minor: 0 });
    await load();
    expect(await value('aac')).toBe(0);
    expect(await value('aac_gap', {}, 'zero')).toBe(1);
  });

  it('bot and confirmed fake: gone everywhere; overturned: back; suspect: the band', async () => {
    buy('u', '2024-06-01');
    verdict('account', id('account', 'u'), 'confirmed', 2);
    verdict('account', id('account', 'u'), 'overturned', 3);
    const line = buy('s', '2024-06-01');
    verdict('line', line.line_id, 'suspect', 2);
    buy('b', '2024-06-01');
    raw.accounts.push({
      account_id: id('account', 'b'),
      kind: 'bot',
      created_at: EARLY,
      member: 0,
      revision: 0,
      seq: 1,
    });
    await load();
    expect(await value('aac', { known_at: 1 })).toBe(2);
    expect(await value('aac', { known_at: 2 })).toBe(1);
    const [cell] = await cellsOf('aac');
    expect([cell?.value, cell?.conservative]).toEqual([2, 1]);
    expect(await value('aac_public')).toBe(2);
  });

  it('account merge: one person under resolved identity, two under account', async () => {
    buy('u', '2024-06-01');
    buy('v', '2024-06-02');
    for (const a of ['u', 'v'])
      raw.account_persons.push({
        id: a,
        account_id: id('account', a),
        person_id: id('person', 'p'),
        valid_from: at('2024-06-05 12:00'),
        revision: 0,
        seq: 2,
      });
    await load();
    expect(await value('aac')).toBe(2);
    expect(await value('aac', { identity_mode: 'resolved' })).toBe(1);
    expect(await value('aac', { identity_mode: 'resolved', known_at: 1 })).toBe(2);
    expect(await value('repurchase_rate', { identity_mode: 'resolved' })).toBe(1);
  });

  it('category move: as sold by default, re-expressed on demand, and nobody is new by a migration', async () => {
    buy('u', '2023-08-01');
    buy('u', '2024-06-20');
    raw.items.push({
      item_id: id('item', 'A'),
      category_id: id('category', 'B'),
      brand_id: '',
      valid_from: at('2024-01-01 12:00'),
      revision: 1,
      seq: 2,
    });
    buy('old', '2021-01-01');
    await load();
    expect(await inCategory('aac', 'A')).toBe(1);
    expect(await inCategory('aac', 'A', { tree: 'current' })).toBeUndefined();
    expect(await inCategory('aac', 'B', { tree: 'current' })).toBe(1);
    expect(await inCategory('ntc', 'B', { tree: 'current' })).toBe(0);
    expect(await inCategory('ntc', 'B')).toBe(0);
    expect(await inCategory('ntc', 'A')).toBeUndefined();
  });

  it('category renamed or moved in the tree without its items changing: its AAC is unchanged (I5)', async () => {
    buy('u', '2024-06-01');
    await load();
    const before = await inCategory('aac', 'A');
    const moved = { tree_id: 't2', valid_from: at('2024-06-15 12:00'), revision: 0, seq: 10 };
    raw = {
      ...emptyFacts(),
      commits: [{ seq_from: 10, seq_to: 10, committed_at: '2030-01-01T00:00:00.000Z' }],
      categories: [
        { ...moved, category_id: id('category', 'B'), parent_id: '', path: [id('category', 'B')] },
        {
          ...moved,
          category_id: id('category', 'A'),
          parent_id: id('category', 'B'),
          path: [id('category', 'B'), id('category', 'A')],
        },
      ],
    };
    await load();
    expect(await inCategory('aac', 'A')).toBe(before);
    expect(await inCategory('aac', 'B')).toBe(1);
    expect(await inCategory('aac', 'B', { known_at: 2 })).toBeUndefined();
  });

  it('shop sold to another merchant: as sold', async () => {
    buy('u', '2024-03-01');
    buy('v', '2024-06-01');
    buy('w', '2024-06-01');
    raw.shops.push({
      shop_id: id('shop', 's'),
      merchant_id: id('merchant', 'n'),
      valid_from: at('2024-05-01 00:00'),
      revision: 1,
      seq: 1,
    });
    await load();
    const cells = await cellsOf('aac', { grain: 'merchant' });
    const of = (m: string) => cells.find((c) => c.merchant_id === id('merchant', m))?.value;
    expect([of('m'), of('n')]).toEqual([1, 2]);
  });

  it.each([
    ['2024-03-10', '23 h'],
    ['2024-11-03', '25 h'],
  ])('DST in America/New_York: %s has %s, and both its edges are on it', async (day) => {
    settings = Settings.parse({ timezone: 'America/New_York' });
    const edge = (t: string) => ({
      ordered_at: at(`${day} ${t}`, settings.timezone),
      confirmed_at: null,
      paid_at: at(`${day} ${t}`, settings.timezone),
    });
    buy('u', day, edge('00:00:00'));
    buy('v', day, edge('23:59:59'));
    await load();
    expect(await value('aac', { as_of: day, lookback_days: 1 })).toBe(2);
    const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
    expect(await value('aac', { as_of: next, lookback_days: 1 })).toBe(0);
  });

  it('window of 365 days: T − 364 counts, T − 365 does not, leap year or not', async () => {
    buy('in', '2023-03-02');
    buy('out', '2023-03-01');
    buy('edge', '2023-03-01 23:59:59');
    await load();
    // 2024 has 29 February: 365 days before 2024-02-29 is 2023-03-01.
    expect(await value('aac', { as_of: '2024-02-29' })).toBe(1);
    expect(await value('aac', { as_of: '2024-02-28' })).toBe(3);
  });

  it('late events: a past point of knowledge still reads as it did', async () => {
    refund(buy('u', '2024-06-01'), 1000, 2);
    await load();
    expect(await value('aac', { known_at: 1 })).toBe(1);
    expect(await value('aac')).toBe(0);
    await expect(survey.evaluate({ metric: 'aac', as_of: '2024-06-30', known_at: 10 })).rejects.toMatchObject(
      {
        code: 'known_at_unknown',
      },
    );
  });

  it('offline orders: out of scope by default, in when the channel is named', async () => {
    buy('u', '2024-06-01', { channel: 'offline' });
    await load();
    expect(await value('aac')).toBe(0);
    settings = Settings.parse({ timezone: TZ, scope_channels: ['offline'] });
    expect(await value('aac')).toBe(1);
  });

  it('guests: in GMV, not in AAC; ratios say what they cover', async () => {
    buy('', '2024-06-01');
    buy('u', '2024-06-01');
    await load();
    expect(await value('aac')).toBe(1);
    expect(await value('gmv_healthy')).toBe(2000);
    const arpu = await survey.evaluate({ metric: 'arpu', as_of: '2024-06-30' });
    expect([arpu.cells[0]?.value, arpu.coverage_rate]).toEqual([1000, 0.5]);
  });

  it('unknown item: in I1 under the reserved category, not in breadth nor new to category', async () => {
    buy('u', '2024-06-01', { item: '' });
    buy('v', '2024-06-01');
    await load();
    const cells = await cellsOf('aac', { grain: 'category' });
    expect(cells.find((c) => c.category_id === UNCATEGORISED)?.value).toBe(1);
    expect(await value('breadth')).toBe(0.5);
    expect((await cellsOf('ntc', { grain: 'category' })).some((c) => c.category_id === UNCATEGORISED)).toBe(
      false,
    );
  });

  it('a dimension that the data lack, an empty marketplace, an unknown metric: coded, never NaN', async () => {
    await load();
    expect(await cellsOf('aac')).toMatchObject([{ value: 0, status: 'ok' }]);
    expect(await cellsOf('arpu')).toMatchObject([{ value: null, status: 'insufficient' }]);
    raw = emptyFacts();
    raw.commits.push({ seq_from: 10, seq_to: 10, committed_at: '2030-01-01T00:00:00.000Z' });
    buy('u', '2024-06-01', { shop_id: '', item: '', seq: 10 });
    await load();
    expect(await cellsOf('aac', { grain: 'merchant' })).toMatchObject([
      { value: null, status: 'dimension_absent' },
    ]);
    expect(await cellsOf('breadth')).toMatchObject([{ value: null, status: 'dimension_absent' }]);
    await expect(survey.evaluate({ metric: 'nope', as_of: '2024-06-30' })).rejects.toMatchObject({
      code: 'metric_unknown',
    });
    await expect(survey.evaluate({ metric: 'ntc', as_of: '2024-06-30' })).rejects.toMatchObject({
      code: 'validation_failed',
    });
  });

  it('new to category: never, lapsed, unknown by a young account, and in-window only where data are short', async () => {
    const account = (who: string, created_at: string) =>
      raw.accounts.push({
        account_id: id('account', who),
        kind: 'consumer',
        created_at,
        member: 0,
        revision: 0,
        seq: 1,
      });
    buy('first', '2020-01-01', { item: 'B' });
    account('never', EARLY);
    buy('never', '2024-06-20');
    account('young', at('2024-05-01 12:00'));
    buy('young', '2024-06-20');
    buy('lapsed', '2023-06-20'); // 366 days before
    buy('lapsed', '2024-06-20');
    buy('held', '2023-06-21'); // 365 days before: within [t − 365 d, t)
    buy('held', '2024-06-20');
    await load();
    expect(await inCategory('ntc', 'A')).toBe(2);
    expect(await inCategory('ntc', 'A', {}, 'never')).toBe(1);
    expect(await inCategory('ntc', 'A', {}, 'lapsed')).toBe(1);
    expect(await inCategory('ntc', 'A', {}, 'unknown')).toBe(1);
    const short = await cellsOf('ntc', { grain: 'category', as_of: '2020-06-30' });
    expect(short.every((c) => c.status === 'new_in_window')).toBe(true);
  });
});
