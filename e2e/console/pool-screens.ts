import { expect, test } from 'vitest';
import type {
  CategoryDetail,
  CategoryPage,
  CohortGrid,
  InstanceStatus,
  MerchantPage,
  MetricDefinition,
  MetricResult,
  Overview,
} from '../../src/contracts/index.ts';
import { columnValues, csvRows, PATIENCE, type Stage } from './harness.ts';

/** What counts the pool: overview, categories, merchants, cohorts, the registry. Called inside the console's suite, which has the one server. */
export function poolScreens(cx: Stage): void {
  test(
    'overview shows the API’s numbers, says they are simulated, and explains the AAC gap',
    async () => {
      const want = await cx.operator().get<Overview>('/v1/overview');
      const gap = await cx.operator().get<MetricResult>('/v1/metrics/aac_gap');
      const v = await cx.visit('operator');
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
      await cx.sound(v);
    },
    PATIENCE,
  );

  test(
    'the view is in the address, and the back button undoes it',
    async () => {
      const v = await cx.visit('operator');
      await v.go('/overview');
      const now = await v.value('[data-metric=aac]');
      const { first_date } = await cx.operator().get<InstanceStatus>('/v1/status');
      const asOf = `${Number(first_date!.slice(0, 4)) + 1}-12-31`;
      const want = await cx.operator().get<Overview>(`/v1/overview?as_of=${asOf}&variant=conservative`);
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
      const want = await cx.operator().get<CategoryPage>('/v1/categories?limit=1000');
      const v = await cx.visit('operator');
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
      await cx.sound(v);
    },
    PATIENCE,
  );

  test(
    'a category: its numbers, curves, new people and merchants',
    async () => {
      const { data } = await cx.operator().get<CategoryPage>('/v1/categories?level=1');
      const id = data[0]!.category_id;
      const want = await cx.operator().get<CategoryDetail>(`/v1/categories/${id}`);
      const v = await cx.visit('operator');
      await v.go(`/categories/${id}`);
      expect(await v.value('[data-metric=aac]')).toBe(want.category.aac);
      expect(await v.value('[data-metric=penetration]')).toBe(want.category.penetration);
      await v.page.locator('.plot svg').first().waitFor();
      await v.shot('category');
      // The table behind the chart holds the same points.
      const figure = v.page.getByRole('region', { name: 'AAC over time' }).first();
      await figure.getByText('Table', { exact: true }).click();
      expect(await figure.locator('tbody tr').count()).toBe(want.trend.length);
      await cx.sound(v);
    },
    PATIENCE,
  );

  test(
    'merchants and one merchant, with the causes of its change',
    async () => {
      const want = await cx.operator().get<MerchantPage>('/v1/merchants?limit=1000');
      const v = await cx.visit('operator');
      await v.go('/merchants?sort=gmv&dir=descend');
      const byGmv = want.data.map((m) => m.gmv_minor).sort((a, b) => (b ?? -1) - (a ?? -1));
      expect(await columnValues(v, 6)).toEqual(byGmv.slice(0, 50));
      await v.shot('merchants');
      await cx.sound(v);
      const id = want.data[0]!.merchant_id;
      const grow = await cx.operator().get<MetricResult>(`/v1/metrics/grow?grain=merchant&merchant_id=${id}`);
      await v.go(`/merchants/${id}`);
      expect(await v.value('[data-metric=aac]')).toBe(want.data[0]!.aac);
      for (const part of ['G', 'R', 'O', 'W', 'X'])
        expect(await v.value(`[data-part=${part}]`)).toBe(grow.cells.find((c) => c.part === part)?.value);
      await v.shot('merchant');
      await cx.sound(v);
    },
    PATIENCE,
  );

  test(
    'cohorts: immature months are hatched and say so',
    async () => {
      const want = await cx.operator().get<CohortGrid>('/v1/cohorts');
      const v = await cx.visit('operator');
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
      await cx.sound(v);
    },
    PATIENCE,
  );

  test(
    'the registry shows every metric of the API with its formula',
    async () => {
      const want = (await cx.operator().get<{ data: MetricDefinition[] }>('/v1/metrics')).data;
      const v = await cx.visit('operator');
      await v.go('/registry');
      expect(await v.page.locator('.master-list li').count()).toBe(want.length);
      await v.page.getByRole('button', { name: /Cross-category rate/ }).click();
      await v.page.getByText(want.find((m) => m.id === 'cross_category_rate')!.formula).waitFor();
      await v.shot('registry');
      await cx.sound(v);
    },
    PATIENCE,
  );
}
