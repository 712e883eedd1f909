import { expect, test } from 'vitest';
import type { CategoryPage, MerchantDetail, MerchantPage, Overview } from '../../src/contracts/index.ts';
import { PATIENCE, type Stage } from './harness.ts';

/** Who reads: strangers, merchants, industry operators, Chinese, the keyboard. Called inside the console's suite, which has the one server. */
export function readerScreens(cx: Stage): void {
  test(
    'a stranger is led to the sign-in, and from there to the page asked for',
    async () => {
      const v = await cx.visit('');
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
      await v.page.getByLabel('Password').fill(cx.instance().password);
      await v.page.getByRole('button', { name: 'Sign in' }).click();
      await v.page.waitForURL((url) => url.pathname + url.search === '/registry?open=arpu');
      await v.settled();
      // The browser itself notes the two refusals it was given; nothing else.
      expect(v.faults.filter((f) => !f.includes('401'))).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'a merchant sees its own numbers exactly, others’ rounded or withheld, and nobody else’s page',
    async () => {
      const v = await cx.visit('brand');
      const me = await v.get<{ merchant_id: string }>('/v1/me');
      const own = await cx.operator().get<MerchantDetail>(`/v1/merchants/${me.merchant_id}`);
      await v.go('/');
      expect(await v.value('[data-metric=aac]')).toBe(own.merchant.aac);
      expect(await v.page.getByRole('link', { name: 'Merchants' }).count()).toBe(0);
      const others = await v.page
        .locator('[aria-labelledby=market] td:nth-child(3) data')
        .evaluateAll((cells) => cells.map((c) => Number((c as HTMLDataElement).value)));
      for (const n of others) expect(n % 10).toBe(0);
      await v.shot('merchant-today');
      await cx.sound(v);
      await v.go('/categories');
      await v.page.getByText(/rounded to 10/).waitFor();
      await v.shot('merchant-categories');
      await cx.sound(v);
      const { data } = await cx.operator().get<MerchantPage>('/v1/merchants');
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
      const v = await cx.visit('industry');
      const want = await v.get<Overview>('/v1/overview');
      await v.go('/');
      expect(await v.value('[data-metric=aac]')).toBe(want.headlines[0]?.value);
      await v.shot('industry-overview');
      await cx.sound(v);
    },
    PATIENCE,
  );

  test(
    'Chinese reads as well as English, in the dark too',
    async () => {
      const v = await cx.visit('operator', { dark: true });
      await v.go('/overview');
      await v.page.getByRole('button', { name: '中文' }).click();
      await v.page.getByRole('heading', { name: '总览' }).waitFor();
      await v.page.getByText('年活跃消费者').first().waitFor();
      expect(await v.page.locator('[data-part=gross] data').textContent()).toMatch(/万|亿/);
      expect(await v.page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
      await v.settled();
      await v.shot('overview-zh-dark');
      await cx.sound(v);
      await v.go('/cohorts');
      await v.shot('cohorts-zh-dark');
      await cx.sound(v);
      await v.page.getByRole('button', { name: '浅色' }).click();
      await v.go('/categories');
      await v.shot('categories-zh');
      await cx.sound(v);
    },
    PATIENCE,
  );

  test(
    'the keyboard finds a category, opens help, and goes',
    async () => {
      const v = await cx.visit('operator');
      const { data } = await cx.operator().get<CategoryPage>('/v1/categories?level=1');
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
}
