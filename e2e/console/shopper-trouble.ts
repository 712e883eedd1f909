import { expect, test } from 'vitest';
import type { SearchAnswer } from '../../src/contracts/index.ts';
import { PATIENCE, type Stage } from './harness.ts';

/** What a shopper, an old link or a bad connection brings upon the shop: each is answered with a page that says what is so. */
export function shopperTrouble(stage: Stage) {
  test(
    '[H4] enormous and impossible searches, what is sold out, an old link, two tabs, back, and offline',
    async () => {
      const { shop } = stage.instance();
      const v = await stage.visit('');
      const { page } = v;
      const open = async (path: string, text: string | RegExp) => {
        await page.goto(shop! + path);
        await page.getByText(text).first().waitFor();
      };

      const ask = (body: object) =>
        v.context.request
          .post(`${shop}/v1/search`, { data: body })
          .then((r) => r.json() as Promise<SearchAnswer>);
      await expect
        .poll(
          () =>
            ask({ query: 'headphones' }).then(
              ({ total }) => total,
              () => 0,
            ),
          { timeout: PATIENCE / 2 },
        )
        .toBeGreaterThan(0);

      // An address has room for some thousands of characters; the shop reads the first of them.
      await open(`/search?q=${'headphones+'.repeat(600)}`, /headphone/);
      await page.locator('.results .card:not(.ghost)').first().waitFor();
      await open('/search?q=headphones&from=900000&to=1', 'Nothing here fits.');
      await open('/search?from=900000&to=1', 'Nothing here fits.');
      await v.shot('shop-nothing-fits');
      await open('/search?q=headphones&brand=brd_nowhere&attr=colour%3Dnowhere', 'Nothing here fits.');
      await open('/search?q=headphones&category=cat_nowhere', 'There is nothing at this address');
      await open('/category/cat_nowhere', 'There is nothing at this address');
      await open('/store/shp_nowhere', 'There is no such shop');
      v.faults.length = 0;

      // Sold out between the search and the click.
      const { results } = await ask({ query: 'headphones' });
      const [sold, other] = results;
      const offers = [...new Set(results.filter((r) => r.item_id === sold!.item_id).map((r) => r.offer_id))];
      const item = await v.context.request.get(`${shop}/v1/items/${sold!.item_id}`).then((r) => r.json());
      const all = [...new Set([...offers, ...item.offers.map((o: { offer_id: string }) => o.offer_id)])];
      const available = (yes: boolean) =>
        stage
          .operator()
          .post('/v1/availability', { offers: all.map((offer) => ({ offer, available: yes })) });
      await available(false);
      try {
        await page.goto(`${shop}/item/${sold!.item_id}`);
        expect(await page.getByRole('button', { name: 'Not available right now' }).isDisabled()).toBe(true);
        expect((await ask({ query: 'headphones' })).results.map((r) => r.item_id)).not.toContain(
          sold!.item_id,
        );
      } finally {
        await available(true);
      }

      // The cart of one tab is the cart of the other.
      await page.goto(`${shop}/item/${other!.item_id}`);
      await page.getByRole('button', { name: 'Add to cart' }).click();
      const second = await v.context.newPage();
      await second.goto(`${shop}/cart`);
      await second.locator('.lines li').first().waitFor();
      await second.locator('.lines li').first().getByRole('button').click();
      await page.locator('.top .count').waitFor({ state: 'detached' });
      await second.close();

      // Back: the list as it was, filters and all.
      await page.goto(`${shop}/search?q=headphones&sort=price_up`);
      const cards = page.locator('.results .card:not(.ghost)');
      await cards.first().waitFor();
      const before = await page.locator('.card-title').allTextContents();
      await cards.first().click();
      await page.getByRole('button', { name: 'Add to cart' }).waitFor();
      await page.goBack();
      await cards.first().waitFor();
      expect(await page.getByLabel('Order by').inputValue()).toBe('price_up');
      expect(await page.locator('.card-title').allTextContents()).toEqual(before);
      expect(v.faults).toEqual([]);

      // Offline: said so, every page still opens, and goes on by itself or by a button.
      await v.context.setOffline(true);
      await page.getByText('You are offline').first().waitFor();
      await page.getByRole('link', { name: 'Cart', exact: false }).first().click();
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await v.shot('shop-offline');
      await page.getByRole('combobox').fill('lamp');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Try again' }).waitFor();
      await v.shot('shop-offline-search');
      await v.context.setOffline(false);
      await page.getByText('You are offline').waitFor({ state: 'detached' });
      await page.locator('.results .card:not(.ghost)').first().waitFor();
    },
    PATIENCE,
  );
}
