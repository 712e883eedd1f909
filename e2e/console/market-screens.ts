import { expect, test } from 'vitest';
import type { JourneyGraph, PriceBoard, PricedOfferPage } from '../../src/contracts/index.ts';
import { PATIENCE, type Stage } from './harness.ts';

/** Behaviour and price. Called inside the console's suite, which has the one server. */
export function marketScreens(cx: Stage): void {
  test(
    'the journey graph is the API’s: a surface chosen tells what leads on from it, the table has every share',
    async () => {
      const v = await cx.visit('operator');
      const answers: JourneyGraph[] = [];
      v.page.on('response', async (response) => {
        if (new URL(response.url()).pathname === '/v1/journey')
          answers.push((await response.json()) as JourneyGraph);
      });
      await v.go('/journey');
      await v.page.locator('.journey-node').first().waitFor();
      const graph = answers.at(-1)!;
      expect(graph.status).toBe('ok');
      expect(await v.value('[data-metric=visits]')).toBe(graph.visit_count);
      expect(await v.page.locator('.journey-node').count()).toBe(graph.nodes.length + 1);
      await v.shot('journey');
      await cx.sound(v);

      const shares = async () =>
        v.page
          .locator('.journey-next td:nth-child(2) data')
          .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLDataElement).value)));
      const from = (surface: string) =>
        graph.edges
          .filter((edge) => edge.from === surface)
          .map(({ rate }) => rate)
          .sort((a, b) => b - a);
      expect(await shares()).toEqual(from('start'));
      await v.page.locator('[data-surface=home]').click();
      await v.page.waitForURL((url) => url.searchParams.get('open') === 'home');
      expect(await shares()).toEqual(from('home'));
      expect((await shares()).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      await v.page.goBack();
      await v.page.waitForURL((url) => !url.searchParams.has('open'));

      await v.page.getByText('Table', { exact: true }).click();
      expect(await v.page.locator('.figure-table tbody tr').count()).toBe(
        new Set(graph.edges.map((edge) => edge.from)).size,
      );
      await v.shot('journey-table');
      await cx.sound(v);

      await v.page.goto('/journey?who=signed_in&days=90');
      await v.page.locator('[data-metric=visits]').waitFor();
      await v.settled();
      expect(await v.value('[data-metric=visits]')).toBe(answers.at(-1)!.visit_count);
    },
    PATIENCE,
  );

  test(
    'price power: the operator’s distribution is the API’s; a merchant sees its own offers alone',
    async () => {
      const board = await cx.operator().get<PriceBoard>('/v1/price-power');
      const v = await cx.visit('operator');
      await v.go('/price-power');
      await v.page.locator('.band-columns').waitFor();
      expect(
        await v.page
          .locator('.band-columns data')
          .evaluateAll((bars) => bars.map((bar) => Number((bar as HTMLDataElement).value))),
      ).toEqual(board.bands);
      await v.page.locator('.stars').first().waitFor();
      await v.shot('price-power');
      await cx.sound(v);
      await v.page.getByText('Merchant', { exact: true }).click();
      await v.page.waitForURL((url) => url.searchParams.get('dim') === 'merchant');
      await v.settled();
      await v.shot('price-power-merchants');

      const brand = await cx.visit('brand', { locale: 'zh-CN' });
      const me = await brand.get<{ merchant_id: string }>('/v1/me');
      const own = await brand.get<PricedOfferPage>('/v1/price-power/offers?limit=1000');
      expect(own.data.length).toBeGreaterThan(0);
      expect(new Set(own.data.map(({ merchant_id }) => merchant_id))).toEqual(new Set([me.merchant_id]));
      expect(own.data.every(({ competitor_count }) => competitor_count === null)).toBe(true);
      await brand.go('/price-power');
      await brand.page.getByRole('heading', { name: '价格力' }).waitFor();
      await brand.page.locator('.stars').first().waitFor();
      await brand.shot('merchant-price-power-zh');
      await cx.sound(brand);
      await brand.go('/journey');
      await brand.page.getByRole('heading', { name: '消费动线' }).waitFor();
      await brand.shot('merchant-journey-zh');
      await cx.sound(brand);
    },
    PATIENCE,
  );
}
