/**
 * What a shopper's first load of each page weighs and how soon it is there: Chromium with a slowed processor and network, an empty cache
 * for every load, the demonstration as built. Then the same of the console's first page. Build first.
 *   npx tsx bench/storefront/run.ts [--runs 5] [--cpu 4] [--network fast-4g|slow-4g|none] [--only home,item …] [--no-save]
 * --only measures some pages and saves nothing. GRANDCANAL_E2E_URL and GRANDCANAL_E2E_SHOP name a demonstration that runs already. Figures go to bench/results/storefront.json.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Instance, openBrowser, ROOT, startInstance } from '../../e2e/console/harness.ts';
import { idle, machine, round } from '../machine.ts';
import { type Load, load, NETWORKS, type Shape, VIEWPORTS } from './load.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    cpu: { type: 'string', default: '4' },
    network: { type: 'string', default: 'fast-4g' },
    only: { type: 'string', default: '' },
    'no-save': { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const network = NETWORKS[values.network as keyof typeof NETWORKS];
if (!network) throw new Error(`--network must be one of ${Object.keys(NETWORKS).join(', ')}`);
const shape: Shape = { cpu: Number(values.cpu), network };

const instance = await startInstance();
const { browser, close } = await openBrowser();
try {
  const shop = instance.shop!;
  const { item, store, category, line } = await aPlace(instance);
  const pages: [string, string, Record<string, string>?][] = [
    ['home', '/'],
    ['search', '/search?q=headphones'],
    ['category', `/category/${category}`],
    ['item', `/item/${item}`],
    ['shop', `/store/${store}`],
    ['cart', '/cart', { 'shop.cart': JSON.stringify([line]) }],
  ];
  // What the example makes ready behind its first answers is not a page's cost.
  const settled = await idle();
  const rows: Record<string, unknown>[] = [];
  const only = values.only.split(',').filter(Boolean);
  const measure = async (name: string, url: string, storage: Record<string, string>, cookie = '') => {
    if (only.length > 0 && !only.includes(name)) return;
    for (const [view, viewport] of Object.entries(VIEWPORTS)) {
      const loads: Load[] = [];
      // The first load warms the server, not the browser: every load has a cache of its own.
      for (let n = 0; n <= runs; n++) {
        const one = await load(browser, url, { ...shape, viewport, storage, cookie });
        if (n > 0) loads.push(one);
      }
      rows.push({ page: name, view, ...summary(loads) });
    }
  };
  for (const [name, path, storage] of pages) await measure(name, shop + path, storage ?? {});
  await measure(
    'home, signed in',
    `${shop}/`,
    {},
    await cookieOf(`${shop}/shop/sign-in`, { login: 'lin@example.com', password: instance.password }),
  );
  await measure(
    'console',
    `${instance.address}/`,
    {},
    await cookieOf(
      `${instance.address}/v1/auth/sign-in`,
      { email: 'operator@example.com', password: instance.password },
      instance.address,
    ),
  );
  const report = {
    command: `npx tsx bench/storefront/run.ts ${process.argv.slice(2).join(' ')}`.trim(),
    machine: machine(),
    idle_before: settled,
    configuration: { runs, ...shape, network_name: values.network, viewports: VIEWPORTS },
    budgets: { script_kb: 300, largest_paint_ms: 1500, layout_shift: 0 },
    rows,
  };
  console.log(JSON.stringify({ ...report, rows: undefined }, null, 2));
  for (const row of rows)
    console.log(
      Object.entries(row)
        .map(([key, value]) => `${key} ${value}`)
        .join(', '),
    );
  if (!values['no-save'] && only.length === 0) {
    mkdirSync(join(ROOT, 'bench/results'), { recursive: true });
    writeFileSync(join(ROOT, 'bench/results/storefront.json'), `${JSON.stringify(report, null, 2)}\n`);
  }
} finally {
  await close();
  await instance.stop();
}

/** Medians, and the worst of all loads where that is what counts. */
function summary(loads: readonly Load[]) {
  const middle = (of: (one: Load) => number) => {
    const sorted = loads.map(of).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)]!;
  };
  const worst = (of: (one: Load) => number) => Math.max(...loads.map(of));
  const lcp = (one: Load) => Math.round(one.largest_paint_ms);
  return {
    script_kb: round(worst((one) => one.script_bytes) / 1024, 1),
    total_kb: round(worst((one) => one.total_bytes) / 1024, 1),
    first_byte_ms: Math.round(middle((one) => one.first_byte_ms)),
    page_ms: Math.round(middle((one) => one.page_ms)),
    first_paint_ms: Math.round(middle((one) => one.first_paint_ms)),
    largest_paint_ms: middle(lcp),
    largest_paint_worst_ms: worst(lcp),
    settled_ms: Math.round(middle((one) => one.settled_ms)),
    layout_shift: round(
      middle((one) => one.shift),
      4,
    ),
    layout_shift_worst: round(
      worst((one) => one.shift),
      4,
    ),
    script_ms: Math.round(middle((one) => one.script_ms)),
    task_ms: Math.round(middle((one) => one.task_ms)),
    requests_before: worst((one) => one.requests_before),
    kb_before: round(worst((one) => one.bytes_before) / 1024, 1),
    largest: loads[0]!.largest,
    largest_text: loads[0]!.largest_text,
    moved: [...new Set(loads.flatMap((one) => one.moved))].slice(0, 4).join(' '),
  };
}

/** An item with its shop, category and a line for the cart, from the shop's own search. */
async function aPlace({ shop }: Instance) {
  const ask = () =>
    fetch(`${shop}/v1/search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'headphones', k: 1 }),
    });
  // Until the first snapshot is built, whoever asks is told to come again.
  let answer = await ask();
  for (const until = Date.now() + 300_000; !answer.ok && Date.now() < until; answer = await ask())
    await new Promise((done) => setTimeout(done, 1_000));
  const { results, currency } = (await answer.json()) as {
    currency: string;
    results: {
      item_id: string;
      shop_id: string;
      offer_id: string;
      title: object;
      price_minor: number;
      list_price_minor: number;
    }[];
  };
  const { item_id, shop_id, offer_id, title, price_minor, list_price_minor } = results[0]!;
  const tree = (await (await fetch(`${shop}/v1/shop-tree`)).json()) as {
    data: { category_id: string; parent_id: string | null; item_count: number }[];
  };
  const tops = tree.data.filter(({ parent_id }) => parent_id === null);
  return {
    item: item_id,
    store: shop_id,
    category: tops.sort((a, b) => b.item_count - a.item_count)[0]!.category_id,
    line: {
      item: item_id,
      offer: offer_id,
      title,
      price_minor,
      list_price_minor,
      currency,
      quantity: 1,
      impression_id: '',
    },
  };
}

async function cookieOf(url: string, body: object, origin?: string): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(origin ? { origin } : {}) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`sign-in ${answer.status}: ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}
