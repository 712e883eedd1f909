import { expect, test } from 'vitest';
import { PATIENCE, type Stage, type Visit } from './harness.ts';

/** Titles of the offers on the page, in order. */
const titles = (v: Visit) => v.page.locator('.card-title').allTextContents();

/** What a shopper does in the demonstration's shop, in a real browser, and what an operator sees of it. */
export function shopperWalk(stage: Stage) {
  const shopOf = () => {
    const { shop } = stage.instance();
    if (!shop) throw new Error('the storefront is not built: npm run build');
    return shop;
  };
  const cards = async (v: Visit, path: string) => {
    await v.page.goto(shopOf() + path);
    await v.page.locator('.card:not(.ghost)').first().waitFor();
    await v.page.waitForFunction(() => document.querySelectorAll('[aria-busy="true"]').length === 0);
  };
  const signIn = async (v: Visit) => {
    await v.page.goto(`${shopOf()}/sign-in`);
    await v.page.getByLabel('Name').fill('lin@example.com');
    await v.page.getByLabel('Password').fill(stage.instance().password);
    await v.page.locator('main form button').click();
    await v.page.getByRole('link', { name: 'Orders', exact: true }).waitFor();
  };

  test(
    '[H1] finds, buys, sees it in orders, cancels; the operator sees the decisions',
    async () => {
      const v = await stage.visit('');
      await expect
        .poll(async () => (await stage.operator().get<{ serving: string | null }>('/v1/snapshots')).serving, {
          timeout: 300_000,
          interval: 1_000,
        })
        .not.toBeNull();
      await cards(v, '/');
      await stage.sound(v);
      await v.shot('shop-home');

      await v.page.getByRole('combobox').fill('hedphones');
      await v.page.keyboard.press('Enter');
      await v.page.getByText('Shown for “headphone”.').waitFor();
      await v.page.locator('.results .card').first().waitFor();
      await stage.sound(v);
      await v.shot('shop-search');
      const found = await titles(v);
      expect(found.every((title) => title.includes('Headphones'))).toBe(true);

      await v.page.locator('.results .card').first().click();
      await v.page.getByRole('heading', { level: 1, name: found[0]! }).waitFor();
      const data = JSON.parse((await v.page.locator('script[type="application/ld+json"]').textContent())!);
      expect(data).toMatchObject({ '@type': 'Product', name: found[0] });
      await v.page.getByRole('button', { name: 'Add to cart' }).click();
      await v.page.getByRole('link', { name: 'In the cart' }).click();
      await v.page.getByRole('link', { name: 'Go to checkout' }).click();
      await v.page.getByRole('link', { name: 'Sign in to buy.' }).waitFor();
      await signIn(v);

      await v.page.goto(`${shopOf()}/checkout`);
      await v.page.getByLabel('Card that is declined').check();
      await v.page.getByRole('button', { name: /^Pay/ }).click();
      await v.page.getByText('The test payment was declined.').waitFor();
      v.faults.length = 0;
      await v.page.getByLabel('Card that is approved').check();
      await v.page.getByRole('button', { name: /^Pay/ }).dblclick();
      await v.page.getByRole('link', { name: 'See your orders' }).click();
      await v.page.locator('.order').first().waitFor();
      expect(await v.page.locator('.order').count()).toBe(1);
      expect(await v.page.locator('.order .lines').textContent()).toContain(found[0]);
      await stage.sound(v);
      await v.shot('shop-orders');
      await v.page.getByRole('button', { name: 'Cancel and refund' }).click();
      await v.page.getByText(/Cancelled and refunded/).waitFor();

      const { data: made } = await stage
        .operator()
        .get<{ data: { scenario: string }[] }>('/v1/decisions?limit=100');
      expect(made.map(({ scenario }) => scenario)).toEqual(expect.arrayContaining(['home_feed', 'search']));
    },
    PATIENCE,
  );

  test(
    '[H2] personalisation off holds from the next page on, and is the same as for a visitor; labels can be deleted',
    async () => {
      const visitor = await stage.visit('');
      await cards(visitor, '/');
      const everyone = await titles(visitor);
      const v = await stage.visit('');
      await signIn(v);
      await cards(v, '/');
      const own = await titles(v);
      expect(own).not.toEqual(everyone);

      await v.page.getByRole('link', { name: 'Privacy' }).click();
      const labels = v.page.locator('.labels li');
      await labels.first().waitFor();
      await stage.sound(v);
      await v.shot('shop-privacy');
      await labels.first().getByRole('button').click();
      await labels.first().getByText('Deleted: not used any more').waitFor();
      await v.page.getByLabel('Choose for me from what I did').uncheck();
      await v.page.getByText('Off: you see the same as everyone else.').waitFor();
      await cards(v, '/');
      expect(await titles(v)).toEqual(everyone);
      await v.page.goto(`${shopOf()}/privacy`);
      await v.page.getByLabel('Choose for me from what I did').check();
      await v.page.getByText('Off: you see the same').waitFor({ state: 'detached' });
    },
    PATIENCE,
  );

  test(
    '[H3] strange addresses, an empty and a hostile query, and Chinese on a phone are answered with a page',
    async () => {
      const v = await stage.visit('', { width: 390, locale: 'zh-CN' });
      await v.page.goto(`${shopOf()}/item/itm_000000000000000000000000`);
      await v.page.getByText('该商品已下架').waitFor();
      await v.page.goto(`${shopOf()}/nowhere`);
      await v.page.getByText('这个地址没有内容').waitFor();
      v.faults.length = 0;
      await cards(v, `/search?q=${encodeURIComponent(`${'"; DROP <script>'.repeat(20)}\u0000(((`)}`);
      await cards(v, '/search?q=&sort=price_up&from=abc&page=999999');
      await cards(v, `/search?q=${encodeURIComponent('耳機')}`);
      expect((await titles(v)).every((title) => title.includes('耳机'))).toBe(true);
      await stage.sound(v);
      await v.shot('shop-search-zh-phone');
    },
    PATIENCE,
  );
}
