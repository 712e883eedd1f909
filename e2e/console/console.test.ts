import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type {
  CategoryDetail,
  CategoryPage,
  CohortGrid,
  InstanceStatus,
  MerchantDetail,
  MerchantPage,
  MetricDefinition,
  MetricResult,
  Overview,
  Receipt,
} from '../../src/contracts/index.ts';
import { csvRows, type Instance, openBrowser, skipReason, startInstance, Visit } from './harness.ts';
import { surveyScreens } from './survey-screens.ts';

const PATIENCE = 600_000;
if (skipReason) console.log(`console tests are skipped: ${skipReason}`);

describe.skipIf(skipReason !== null)('console in a browser', () => {
  let instance: Instance;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let operator: Visit;
  const open: Visit[] = [];
  const visit = async (who: string, options?: { locale?: string; dark?: boolean }) => {
    const v = await Visit.open(browser.browser, instance.address, options);
    open.push(v);
    return who ? v.signIn(`${who}@example.com`, instance.password) : v;
  };

  beforeAll(async () => {
    instance = await startInstance();
    browser = await openBrowser();
    operator = await Visit.open(browser.browser, instance.address);
    await operator.signIn('operator@example.com', instance.password);
    // What merchants see of the marketplace are published month ends.
    const { last_date } = await operator.get<InstanceStatus>('/v1/status');
    const month = new Date(`${last_date!.slice(0, 7)}-01T00:00:00Z`);
    month.setUTCDate(0);
    await operator.post('/v1/publications', {
      as_of: month.toISOString().slice(0, 10),
      metrics: ['aac', 'penetration', 'merchant_share'],
    });
  }, PATIENCE);

  afterAll(async () => {
    await operator?.close();
    await browser?.close();
    await instance?.stop();
  }, PATIENCE);

  afterEach(async () => {
    for (const v of open.splice(0)) await v.close();
  });

  /** No console errors, no serious accessibility faults. */
  const sound = async (v: Visit) => {
    expect(await v.axe()).toEqual([]);
    expect(v.faults).toEqual([]);
  };

  test(
    'a stranger is led to the sign-in, and from there to the page asked for',
    async () => {
      const v = await visit('');
      await v.page.goto('/registry?open=arpu');
      await v.page.getByLabel('Email').fill('operator@example.com');
      await v.page.getByLabel('Password').fill('not the password');
      await v.page.getByRole('button', { name: 'Sign in' }).click();
      await v.page
        .getByRole('alert')
        .getByText('Wrong email or password')
        .or(v.page.getByRole('alert').locator('strong'))
        .first()
        .waitFor();
      await v.shot('sign-in-refused');
      expect(await v.axe()).toEqual([]);
      await v.page.getByLabel('Password').fill(instance.password);
      await v.page.getByRole('button', { name: 'Sign in' }).click();
      await v.settled();
      expect(new URL(v.page.url()).pathname + new URL(v.page.url()).search).toBe('/registry?open=arpu');
      // The browser itself notes the two refusals it was given; nothing else.
      expect(v.faults.filter((f) => !f.includes('401'))).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'overview shows the API’s numbers, says they are simulated, and explains the AAC gap',
    async () => {
      const want = await operator.get<Overview>('/v1/overview');
      const gap = await operator.get<MetricResult>('/v1/metrics/aac_gap');
      const v = await visit('operator');
      await v.go('/overview');
      await v.page.getByText('Simulated data.').waitFor();
      for (const metric of ['aac', 'breadth', 'cross_category_rate', 'repurchase_rate', 'arpu'])
        expect([metric, await v.value(`[data-metric=${metric}]`)]).toEqual([
          metric,
          want.headlines.find((h) => h.metric === metric)?.value,
        ]);
      for (const step of want.waterfall.filter((w) => w.value !== 0))
        expect([step.part, await v.value(`[data-part=${step.part}]`)]).toEqual([step.part, step.value]);
      for (const cell of gap.cells.filter((c) => c.part && c.value))
        expect(Math.abs(await v.value(`[aria-labelledby=gap] [data-part=${cell.part}]`))).toBe(
          Math.abs(cell.value!),
        );
      await v.shot('overview');
      await sound(v);
    },
    PATIENCE,
  );

  test(
    'the view is in the address, and the back button undoes it',
    async () => {
      const v = await visit('operator');
      await v.go('/overview');
      const now = await v.value('[data-metric=aac]');
      const { first_date } = await operator.get<InstanceStatus>('/v1/status');
      const asOf = `${Number(first_date!.slice(0, 4)) + 1}-12-31`;
      const want = await operator.get<Overview>(`/v1/overview?as_of=${asOf}&variant=conservative`);
      await v.go(`/overview?as_of=${asOf}&variant=conservative`);
      expect(await v.value('[data-metric=aac]')).toBe(want.headlines[0]?.value);
      await v.page.getByRole('link', { name: 'Metric registry' }).click();
      await v.page.getByRole('heading', { name: 'Metric registry' }).waitFor();
      expect(v.page.url()).toContain(`as_of=${asOf}`);
      await v.page.goBack();
      await v.page.goBack();
      await v.settled();
      expect(await v.value('[data-metric=aac]')).toBe(now);
      expect(v.faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'categories: every number is the API’s; sorting is kept in the address; CSV is the same list',
    async () => {
      const want = await operator.get<CategoryPage>('/v1/categories?limit=1000');
      const v = await visit('operator');
      await v.go('/categories?level=1&sort=aac&dir=descend');
      const tops = want.data.filter((c) => c.level === 1).sort((a, b) => (b.aac ?? -1) - (a.aac ?? -1));
      expect(await columnValues(v, 2)).toEqual(tops.map((c) => c.aac));
      expect(await columnValues(v, 3)).toEqual(tops.map((c) => c.penetration));
      await v.page.getByRole('columnheader', { name: /AAC/ }).click();
      await v.page.waitForURL(/dir=ascend/);
      expect(await columnValues(v, 2)).toEqual(tops.map((c) => c.aac).reverse());
      const href = await v.page.getByRole('link', { name: 'CSV' }).getAttribute('href');
      const file = csvRows(await (await v.context.request.get(href!)).text());
      const at = file[0]!.length > 0 ? file.slice(1) : [];
      expect(at.length).toBe(tops.length);
      const numbers = new Set(file.flat());
      for (const c of tops) {
        expect(numbers.has(String(c.aac))).toBe(true);
        expect(numbers.has(String(c.penetration))).toBe(true);
      }
      await v.go('/categories');
      await v.shot('categories');
      await sound(v);
    },
    PATIENCE,
  );

  test(
    'a category: its numbers, curves, new people and merchants',
    async () => {
      const { data } = await operator.get<CategoryPage>('/v1/categories?level=1');
      const id = data[0]!.category_id;
      const want = await operator.get<CategoryDetail>(`/v1/categories/${id}`);
      const v = await visit('operator');
      await v.go(`/categories/${id}`);
      expect(await v.value('[data-metric=aac]')).toBe(want.category.aac);
      expect(await v.value('[data-metric=penetration]')).toBe(want.category.penetration);
      await v.page.locator('.chart-box svg').first().waitFor();
      await v.shot('category');
      // The table behind the chart holds the same points.
      const figure = v.page.getByRole('region', { name: 'AAC over time' }).first();
      await figure.getByText('Table', { exact: true }).click();
      expect(await figure.locator('tbody tr').count()).toBe(want.trend.length);
      await sound(v);
    },
    PATIENCE,
  );

  test(
    'merchants and one merchant, with the causes of its change',
    async () => {
      const want = await operator.get<MerchantPage>('/v1/merchants?limit=1000');
      const v = await visit('operator');
      await v.go('/merchants?sort=gmv&dir=descend');
      const byGmv = want.data.map((m) => m.gmv_minor).sort((a, b) => (b ?? -1) - (a ?? -1));
      expect(await columnValues(v, 6)).toEqual(byGmv.slice(0, 50));
      await v.shot('merchants');
      await sound(v);
      const id = want.data[0]!.merchant_id;
      const grow = await operator.get<MetricResult>(`/v1/metrics/grow?grain=merchant&merchant_id=${id}`);
      await v.go(`/merchants/${id}`);
      expect(await v.value('[data-metric=aac]')).toBe(want.data[0]!.aac);
      for (const part of ['G', 'R', 'O', 'W', 'X'])
        expect(await v.value(`[data-part=${part}]`)).toBe(grow.cells.find((c) => c.part === part)?.value);
      await v.shot('merchant');
      await sound(v);
    },
    PATIENCE,
  );

  test(
    'cohorts: immature months are hatched and say so',
    async () => {
      const want = await operator.get<CohortGrid>('/v1/cohorts');
      const v = await visit('operator');
      await v.go('/cohorts');
      const immature = want.cohorts
        .flatMap((c) => c.cells)
        .filter((c) => c.age > 0 && c.status === 'immature' && c.value !== null);
      expect(await v.page.locator('.heat td.immature').count()).toBe(immature.length);
      const mature = want.cohorts.flatMap((c) => c.cells).filter((c) => c.age > 0 && c.status === 'ok');
      const shown = await v.page
        .locator('.heat td[class^=shade-]')
        .evaluateAll((cells) => cells.map((c) => Number((c as HTMLElement).dataset.value)));
      expect(shown.sort()).toEqual(mature.map((c) => c.value).sort());
      await v.shot('cohorts');
      await sound(v);
    },
    PATIENCE,
  );

  test(
    'the registry shows every metric of the API with its formula',
    async () => {
      const want = (await operator.get<{ data: MetricDefinition[] }>('/v1/metrics')).data;
      const v = await visit('operator');
      await v.go('/registry');
      expect(await v.page.locator('.master-list li').count()).toBe(want.length);
      await v.page.getByRole('button', { name: /Cross-category rate/ }).click();
      await v.page.getByText(want.find((m) => m.id === 'cross_category_rate')!.formula).waitFor();
      await v.shot('registry');
      await sound(v);
    },
    PATIENCE,
  );

  test(
    'a rejected row is read, mended, replayed, and becomes a fact',
    async () => {
      const line = {
        fact: 'order_line',
        source_id: `e2e-${Date.now()}`,
        order: 'e2e-order',
        account: 'e2e-account',
        quantity: 1,
        gross_minor: 1200,
        paid_minor: -1200,
        currency: 'CNY',
        ordered_at: '2026-10-01T10:00:00+08:00',
        paid_at: '2026-10-01T10:00:00+08:00',
      };
      const receipt = await operator.post<Receipt>('/v1/facts', { source: 'pos', facts: [line] });
      expect(receipt.rejected).toBe(1);
      const v = await visit('operator');
      await v.go(`/rejected?source=pos&open=${receipt.rejections[0]!.rejected_id}`);
      const editor = v.page.getByLabel('The row, as JSON');
      await editor.waitFor();
      await v.shot('rejected-row');
      await sound(v);
      await editor.fill('{ "fact": ');
      expect(await v.page.getByRole('button', { name: /Replay/ }).isDisabled()).toBe(true);
      await editor.fill(JSON.stringify({ ...line, paid_minor: 1200 }, null, 2));
      await v.page.getByRole('button', { name: 'Replay mended row' }).click();
      await v.page.getByText('Accepted: the row is now a fact.').waitFor();
      await v.page.keyboard.press('Escape');
      const left = await operator.get<{ data: unknown[] }>('/v1/rejected?source=pos&status=open');
      expect(left.data).toEqual([]);
      expect(v.faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'imports: the example’s is listed; a path that is not there is refused in words',
    async () => {
      const v = await visit('operator');
      await v.go('/imports');
      await v.page.getByRole('link', { name: 'Example marketplace' }).first().waitFor();
      await v.shot('imports');
      await sound(v);
      await v.page.getByRole('link', { name: 'Example marketplace' }).first().click();
      await v.page.getByText(/Every row ended somewhere/).waitFor();
      await v.shot('import');
      await v.page.goBack();
      await v.page.getByRole('button', { name: 'Start an import' }).click();
      await v.page.getByLabel('Path on the server').fill('/nowhere/orders.csv');
      await v.page.getByRole('button', { name: 'Start dry run' }).click();
      await v.page.getByRole('alert').last().waitFor();
      await v.shot('import-refused');
    },
    PATIENCE,
  );

  test(
    'keys, people, settings and audit',
    async () => {
      const v = await visit('operator');
      await v.go('/keys');
      await v.page.getByRole('button', { name: 'Make a key' }).click();
      await v.page.getByLabel('Name').fill('Reports');
      await v.page.getByRole('dialog').getByRole('button', { name: 'Make a key' }).click();
      await v.page.getByText('shown this once').waitFor();
      await v.page.keyboard.press('Escape');
      await v.page.getByRole('cell', { name: 'Reports' }).waitFor();
      await v.shot('keys');
      for (const path of ['people', 'settings', 'audit']) {
        await v.go(`/${path}`);
        await v.shot(path);
        await sound(v);
      }
      await v.page.getByText('import.start').first().waitFor();
    },
    PATIENCE,
  );

  test(
    'a merchant sees its own numbers exactly, others’ rounded or withheld, and nobody else’s page',
    async () => {
      const v = await visit('brand');
      const me = await v.get<{ merchant_id: string }>('/v1/me');
      const own = await operator.get<MerchantDetail>(`/v1/merchants/${me.merchant_id}`);
      await v.go('/');
      expect(await v.value('[data-metric=aac]')).toBe(own.merchant.aac);
      expect(await v.page.getByRole('link', { name: 'Merchants' }).count()).toBe(0);
      const others = await v.page
        .locator('[aria-labelledby=market] td:nth-child(3) data')
        .evaluateAll((cells) => cells.map((c) => Number((c as HTMLDataElement).value)));
      for (const n of others) expect(n % 10).toBe(0);
      await v.shot('merchant-today');
      await sound(v);
      await v.go('/categories');
      await v.page.getByText(/rounded to 10/).waitFor();
      await v.shot('merchant-categories');
      await sound(v);
      const { data } = await operator.get<MerchantPage>('/v1/merchants');
      const other = data.find((m) => m.merchant_id !== me.merchant_id)!;
      await v.page.goto(`/merchants/${other.merchant_id}`);
      await v.page.getByRole('alert').getByText('not yours').first().waitFor();
      expect(await v.page.locator('[data-metric]').count()).toBe(0);
      await v.shot('merchant-refused');
    },
    PATIENCE,
  );

  test(
    'an industry operator sees its own industry',
    async () => {
      const v = await visit('industry');
      const want = await v.get<Overview>('/v1/overview');
      await v.go('/');
      expect(await v.value('[data-metric=aac]')).toBe(want.headlines[0]?.value);
      await v.shot('industry-overview');
      await sound(v);
    },
    PATIENCE,
  );

  test(
    'Chinese reads as well as English, in the dark too',
    async () => {
      const v = await visit('operator', { dark: true });
      await v.go('/overview');
      await v.page.getByRole('button', { name: '中文' }).click();
      await v.page.getByRole('heading', { name: '总览' }).waitFor();
      await v.page.getByText('年活跃消费者').first().waitFor();
      expect(await v.page.locator('[data-part=gross] data').textContent()).toMatch(/万|亿/);
      expect(await v.page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
      await v.settled();
      await v.shot('overview-zh-dark');
      await sound(v);
      await v.go('/cohorts');
      await v.shot('cohorts-zh-dark');
      await sound(v);
      await v.page.getByRole('button', { name: '浅色' }).click();
      await v.go('/categories');
      await v.shot('categories-zh');
      await sound(v);
    },
    PATIENCE,
  );

  test(
    'the keyboard finds a category, opens help, and goes',
    async () => {
      const v = await visit('operator');
      const { data } = await operator.get<CategoryPage>('/v1/categories?level=1');
      const name = data[0]!.name as { en: string };
      await v.go('/registry');
      await v.page.keyboard.press('/');
      await v.page.getByRole('combobox', { name: 'Search' }).fill(name.en);
      await v.page.getByRole('option', { name: name.en }).first().waitFor();
      await v.shot('search');
      await v.page.keyboard.press('Enter');
      await v.page.getByRole('heading', { level: 1, name: name.en }).waitFor();
      await v.page.keyboard.press('?');
      await v.page.getByText('Keys and words').first().waitFor();
      await v.shot('help');
      await v.page.keyboard.press('Escape');
      await v.page.keyboard.press('g');
      await v.page.keyboard.press('o');
      await v.page.getByRole('heading', { name: 'Overview' }).waitFor();
      expect(v.faults).toEqual([]);
    },
    PATIENCE,
  );

  surveyScreens({ operator: () => operator, visit, sound, patience: PATIENCE });
});

/** Exact values of a table's column, top to bottom; a cell without a number is null. */
async function columnValues(v: Visit, nth: number): Promise<(number | null)[]> {
  await v.settled();
  return v.page.locator(`tbody tr.ant-table-row > td:nth-child(${nth})`).evaluateAll((cells) =>
    cells.map((cell) => {
      const data = cell.querySelector('data');
      return data ? Number(data.value) : null;
    }),
  );
}
