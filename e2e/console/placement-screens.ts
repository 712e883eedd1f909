import { expect, test } from 'vitest';
import type { SearchExplanation } from '../../src/contracts/index.ts';
import { PATIENCE, type Stage } from './harness.ts';

/** A paid place from the operator's form to the shopper's page, and away again. */
export function placementScreens(cx: Stage): void {
  test(
    'a placement is added, labelled in the shop in both languages, and ended; a merchant sees its own',
    async () => {
      const explained = () =>
        cx.operator().post<SearchExplanation>('/v1/search/explanation', { query: 'headphones', k: 24 });
      const served = () =>
        explained().then(
          () => true,
          () => false,
        );
      await expect.poll(served, { timeout: PATIENCE / 2 }).toBe(true);
      const { offer_id, merchant_id } = (await explained()).explanation.slots[8]!;
      const v = await cx.visit('operator');
      await v.go('/placements');
      await v.page.getByText('No paid placements').waitFor();
      await v.page.getByRole('button', { name: 'Add a placement' }).click();
      await v.page.getByLabel('Id (small letters').fill('autumn');
      await v.page.getByLabel('Merchant who pays').fill(merchant_id);
      await v.page.getByLabel('Offers (ofr_').fill(offer_id);
      await v.page.getByRole('button', { name: 'Try on recent queries' }).click();
      await v.page.getByText(/recent slates would change/).waitFor();
      await v.shot('placement-editor');
      await v.page.getByRole('button', { name: 'Save' }).click();
      await v.page.getByRole('cell', { name: /^autumn/ }).waitFor();
      await v.shot('placements');
      await cx.sound(v);
      const { shop } = cx.instance();
      for (const [locale, width, label] of [
        ['en-US', 1280, 'Sponsored'],
        ['zh-CN', 390, '广告'],
      ] as const) {
        const shopper = await cx.visit('', { locale, width });
        await shopper.page.goto(`${shop}/search?q=headphones`);
        const first = shopper.page.locator('.results .card:not(.ghost)').first();
        await first.locator('.badge', { hasText: label }).waitFor();
        expect(await first.textContent()).toContain(locale === 'zh-CN' ? '付费展示' : 'pays for this place');
        await shopper.shot(`shop-sponsored-${locale}`);
        await cx.sound(shopper);
      }
      const merchant = await cx.visit('brand', { locale: 'zh-CN' });
      await merchant.go('/placements');
      await merchant.page.getByRole('heading', { name: '付费展示', exact: true }).waitFor();
      expect(await merchant.page.getByRole('button', { name: '新增付费展示' }).count()).toBe(0);
      await merchant.shot('placements-merchant-zh');
      await cx.sound(merchant);
      await v.page.getByRole('button', { name: 'End autumn' }).click();
      await v.page.getByText('No paid placements').waitFor();
      expect((await explained()).explanation.slots.every(({ why }) => why !== 'paid')).toBe(true);
    },
    PATIENCE,
  );
}
