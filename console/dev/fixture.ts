/**
 * A stand-in for the API with invented numbers, to look at screens without a warehouse: `npx tsx console/dev/fixture.ts`.
 * Not shipped and not tested against: the browser tests drive the real server.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { rngOf } from '../../src/base/index.ts';
import { REGISTRY } from '../../src/survey/metrics/registry.ts';

const DIST = join(import.meta.dirname, '../../dist/console');
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };
const AS_OF = '2026-10-31';
const rng = rngOf('fixture');
const months = Array.from({ length: 13 }, (_, i) =>
  new Date(Date.UTC(2025, 10 + i, 0)).toISOString().slice(0, 10),
);
const provenance = {
  as_of: AS_OF,
  known_at: 184_223,
  state: 'provisional',
  simulated: true,
  timezone: 'Asia/Shanghai',
  currency: 'CNY',
  computed_at: new Date(Date.now() - 40_000).toISOString(),
  revision: null,
};
const trend = (end: number, growth = 0.02) =>
  months.map((as_of, i) => ({
    as_of,
    value: end * (1 - growth * (12 - i)) * (1 + 0.01 * rng.normal()),
    status: 'ok',
  }));
const people = (end: number) => trend(end).map((p) => ({ ...p, value: Math.round(p.value) }));

const TOPS = [
  'Fresh food|生鲜',
  'Beauty|美妆',
  'Mother & baby|母婴',
  'Home|家居',
  'Sports|运动',
  'Pets|宠物',
  'Digital|数码',
  'Books|图书',
];
const categories = TOPS.flatMap((pair, i) => {
  const [en = '', zh = ''] = pair.split('|');
  const aac = Math.round(9000 / (1 + i * 0.7));
  const row = (id: string, parent: string | null, level: number, suffix: string, n: number) => ({
    category_id: id,
    parent_id: parent,
    name: { en: en + suffix, 'zh-CN': zh + suffix },
    level,
    is_leaf: level === 2,
    industry: 'fmcg',
    aac: n < 100 ? null : n,
    penetration: n < 100 ? null : n / 12_400,
    status: n < 100 ? 'suppressed' : 'ok',
    previous_aac: n < 100 ? null : Math.round(n * (1 - 0.05 * rng.normal())),
    change_rate: n < 100 ? null : 0.04 * rng.normal(),
  });
  const id = `cat_${i}`;
  return [
    row(id, null, 1, '', aac),
    ...[1, 2, 3].map((k) => row(`${id}_${k}`, id, 2, ` ${k}`, Math.round(aac / (k + 1.2) ** 2 - 200))),
  ];
});
const merchants = Array.from({ length: 64 }, (_, i) => ({
  merchant_id: `mer_${i}`,
  name: { en: `Merchant ${i + 1}`, 'zh-CN': `商家 ${i + 1}` },
  tier: ['brand', 'standard', 'small'][i % 3],
  industry: ['fmcg', 'home'][i % 2],
  region: 'east',
  aac: Math.round(4000 / (1 + i)),
  aac_share: 4000 / (1 + i) / 12_400,
  gmv_minor: Math.round(9e8 / (1 + i)),
  gmv_share: 0.2 / (1 + i),
  status: 'ok',
}));
const cell = (value: number | null, rest: object = {}) => ({ value, status: 'ok', ...rest });
const CELLS: Record<string, (q: URLSearchParams) => object[]> = {
  aac: (q) =>
    q.get('grain') === 'category'
      ? categories.map((c) => cell(c.aac, { category_id: c.category_id }))
      : [cell(12_431)],
  aac_public: () => [cell(13_020)],
  aac_gap: () => [
    cell(589),
    ...Object.entries({ cancelled: 301, refunded: 144, unpaid: 92, fake: 31, mixed: 27, paid_later: -6 }).map(
      ([part, v]) => cell(v, { part }),
    ),
  ],
  grow: (q) =>
    Object.entries({ before: 7.1e8, G: 1.2e8, R: -3.3e7, O: 2.1e7, W: 5.6e7, X: -1.9e7, after: 8.55e8 }).map(
      ([part, v]) => cell(v, { part, merchant_id: q.get('merchant_id') }),
    ),
  ntc: (q) => {
    const total = { category_id: q.get('category_id') };
    return [
      cell(310, total),
      cell(180 + Math.round(40 * rng.next()), { ...total, part: 'never' }),
      cell(110 + Math.round(30 * rng.next()), { ...total, part: 'lapsed' }),
      cell(40, { ...total, part: 'unknown' }),
    ];
  },
  retained_ntc: () =>
    categories
      .filter((c) => c.level === 1)
      .map((c) => cell(0.2 + 0.2 * rng.next(), { category_id: c.category_id, denominator: 400 })),
  healthy_ratio: () => merchants.map((m) => cell(0.7 + 0.2 * rng.next(), { merchant_id: m.merchant_id })),
  ntb: () => merchants.map((m) => cell(Math.round(m.aac / 3), { merchant_id: m.merchant_id })),
  repurchase_rate: () => merchants.map((m) => cell(0.4 * rng.next(), { merchant_id: m.merchant_id })),
};
const metric = (id: string, q: URLSearchParams, as_of = AS_OF) => {
  const d = REGISTRY.find((m) => m.id === id);
  return {
    ...provenance,
    as_of,
    metric: id,
    code: d?.code,
    version: 1,
    unit: d?.unit,
    coverage_rate: 1,
    cells: CELLS[id]?.(q) ?? [],
  };
};
const headline = (id: string, value: number) => {
  const d = REGISTRY.find((m) => m.id === id);
  const t = d?.unit === 'people' ? people(value) : trend(value);
  t[12] = { as_of: AS_OF, value, status: 'ok' };
  return {
    metric: id,
    code: d?.code,
    version: 1,
    name: d?.name,
    unit: d?.unit,
    value,
    conservative: d?.unit === 'people' ? value - 23 : null,
    status: 'ok',
    coverage_rate: 0.97,
    previous: t[11],
    trend: t,
  };
};
let role = 'operator';
const me = () => ({
  kind: 'person',
  id: 'usr_1',
  name: role === 'merchant' ? 'Lin Wei' : 'Operator',
  email: `${role}@example.com`,
  role,
  merchant_id: role === 'merchant' ? 'mer_3' : null,
  industries: [],
  scopes: [],
});
const job = {
  import_id: 'imp_1',
  kind: 'generic',
  source: 'pos',
  path: '/data/pos.csv',
  dry_run: false,
  state: 'done',
  stage: 'done',
  rows_total: 1000,
  received: 1000,
  accepted: 950,
  duplicate: 38,
  rejected: 12,
  rejected_by_code: { amount_negative: 9, future_dated: 3 },
  error: null,
  started_at: '2026-11-20T08:00:00Z',
  ended_at: '2026-11-20T08:00:31Z',
};
const rejected = Array.from({ length: 12 }, (_, i) => ({
  rejected_id: `rej_${i}`,
  source: 'pos',
  document: 'pos.csv',
  index: i * 37,
  fact: 'order_line',
  code: i % 4 ? 'amount_negative' : 'future_dated',
  detail: 'paid_minor must be 0 or more, got -1200.',
  pointer: '/paid_minor',
  row: { fact: 'order_line', source_id: `l${i}`, paid_minor: -1200, currency: 'CNY' },
  rejected_at: '2026-11-20T08:00:10Z',
  status: 'open',
}));
const page = (data: unknown[]) => ({ ...provenance, data, next_cursor: null });

function answer(path: string, q: URLSearchParams): unknown {
  const [, , head, id, tail] = path.split('/');
  switch (head) {
    case 'me':
      return me();
    case 'auth':
      return me();
    case 'status':
      return {
        version: '0.1.0',
        name: { en: 'Example marketplace', 'zh-CN': '示例商城' },
        simulated: true,
        timezone: 'Asia/Shanghai',
        currency: 'CNY',
        known_at: 184_223,
        first_date: '2024-06-01',
        last_date: AS_OF,
        default_as_of: AS_OF,
        last_fact_at: new Date(Date.now() - 300_000).toISOString(),
        dimensions: {},
        published: ['2026-09-30'],
      };
    case 'overview':
      return {
        ...provenance,
        subject: { kind: 'platform', id: '', name: null },
        headlines: [
          headline('aac', 12_431),
          headline('breadth', 3.42),
          headline('cross_category_rate', 0.71),
          headline('repurchase_rate', 0.583),
          headline('arpu', 184_230),
          headline('ntb', 410),
          headline('gmv_healthy', 8.1e8),
          headline('healthy_ratio', 0.83),
        ],
        waterfall: Object.entries({
          gross: 2.9e9,
          discounts: -2.1e8,
          unpaid: -1.3e8,
          cancelled: -9.2e7,
          exchanged: 0,
          refunded: -1.4e8,
          fake: -3.8e7,
          timing: 0,
          healthy: 2.29e9,
          late_refunds: -8e6,
        }).map(([part, value]) => ({ part, value, status: 'ok' })),
        waterfall_unit: 'minor',
      };
    case 'metrics':
      if (!id) return { data: REGISTRY };
      if (tail === 'series') return { metric: id, results: months.slice(1).map((d) => metric(id, q, d)) };
      return metric(id, q);
    case 'categories': {
      if (!id) return page(categories.filter((c) => !q.get('level') || c.level === Number(q.get('level'))));
      const category = categories.find((c) => c.category_id === id) ?? categories[0]!;
      return {
        ...provenance,
        category,
        path: [{ category_id: id, name: category.name }],
        children: categories.filter((c) => c.parent_id === id),
        trend: people(category.aac ?? 0),
        penetration_trend: trend(category.penetration ?? 0),
        metrics: ['ntc', 'repurchase_rate', 'arpu'].map((m) => metric(m, q)),
        merchants: merchants.slice(0, 10).map((m) => ({ ...m, share: m.aac_share })),
      };
    }
    case 'merchants': {
      if (!id) return page(merchants);
      const merchant = merchants.find((m) => m.merchant_id === id) ?? merchants[0]!;
      return {
        ...provenance,
        merchant,
        shops: [{ shop_id: 's', name: 'Flagship', channel: 'online' }],
        categories: categories.slice(0, 8).map((c) => ({ ...c, share: 0.1 })),
        trend: people(merchant.aac),
      };
    }
    case 'cohorts':
      return {
        ...provenance,
        metric: 'cohort_retention',
        version: 1,
        cohorts: months.map((m, i) => ({
          cohort: m.slice(0, 7),
          size: 900,
          cells: Array.from({ length: 13 - i }, (_, age) => ({
            age,
            value: age ? 0.4 / age ** 0.5 : 1,
            people: 100,
            status: age === 12 - i ? 'immature' : 'ok',
          })),
        })),
      };
    case 'imports':
      return id ? job : page([job, { ...job, import_id: 'imp_2', state: 'running', received: 420 }]);
    case 'rejected':
      return tail
        ? { received: 1, accepted: 1, duplicate: 0, rejected: 0, rejections: [], known_at: 1 }
        : page(rejected);
    case 'settings':
      return {
        version: 3,
        settings: {
          name: { en: 'Example', 'zh-CN': '示例' },
          timezone: 'Asia/Shanghai',
          currency: 'CNY',
          maturity_days: 45,
          k_anonymity: 100,
          materiality_rate: 0.001,
          scope_channels: [],
          clock_skew_ms: 300_000,
          simulated: true,
        },
      };
    default:
      return page([]);
  }
}

const json = (res: ServerResponse, body: unknown) => {
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify(body));
};

createServer(async (req, res) => {
  const url = new URL(req.url ?? '/', 'http://x');
  if (url.searchParams.has('role')) role = url.searchParams.get('role') ?? 'operator';
  if (url.pathname.startsWith('/v1/')) return json(res, answer(url.pathname, url.searchParams));
  const file = extname(url.pathname) ? url.pathname : '/index.html';
  try {
    const body = await readFile(join(DIST, file));
    res.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    res.end(body);
  } catch {
    res.statusCode = 404;
    res.end();
  }
}).listen(Number(process.env.PORT ?? 4199), () => console.log('fixture on http://127.0.0.1:4199'));
