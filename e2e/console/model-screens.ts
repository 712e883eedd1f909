import { expect, test } from 'vitest';
import type { AccountLabels, CategoryPage, ModelCard, ModelExplanation } from '../../src/contracts/index.ts';
import { PATIENCE, type Stage } from './harness.ts';

/** The model's card and one score explained. Called inside the console's suite, which has the one server. */
export function modelScreens(cx: Stage): void {
  test(
    'a model is trained; its card says what the API says, and a score is explained term by term',
    async () => {
      const v = await cx.visit('operator');
      await v.go('/models');
      await v.shot('models-none');
      await v.page.getByRole('button', { name: 'Train now' }).click();
      const link = v.page.locator('.ant-table-row a').first();
      await link.waitFor({ timeout: PATIENCE });
      await v.settled();
      await v.shot('models');
      await cx.sound(v);
      const { data } = await cx.operator().get<{ data: ModelCard[] }>('/v1/models');
      const card = data[0]!;
      await link.click();
      await v.page.getByRole('heading', { name: 'What it rests on' }).waitFor();
      await v.settled();
      expect(new URL(v.page.url()).pathname).toBe(`/models/${card.model_id}`);
      await v.page.getByText(card.limits && typeof card.limits === 'object' ? card.limits.en! : '').waitFor();
      if (card.quality) {
        expect(await v.value('[data-metric=recall]')).toBe(card.quality.recall_at_10);
        expect(await v.value('[data-metric=slope]')).toBe(card.quality.calibration.slope);
        await v.page.getByText('Table', { exact: true }).click();
        const observed = await v.page
          .locator('.figure tbody td:nth-child(4) data')
          .evaluateAll((cells) => cells.map((c) => Number((c as HTMLDataElement).value)));
        expect(observed).toEqual(card.quality.calibration.deciles.map((d) => d.observed));
      }
      await v.shot('model');
      await cx.sound(v);
      if (card.status !== 'fitted') return;
      const { account, why } = await someScore(cx, card.model_id);
      await v.go(`/models/${card.model_id}?account=${account}&source=example&category=${why.category_id}`);
      for (const term of why.terms)
        expect([term.name, await v.value(`[data-part=${term.name}]`)]).toEqual([term.name, term.log_odds]);
      expect(await v.value('[data-part=sum]')).toBe(why.log_odds);
      await v.shot('model-explained');
      await cx.sound(v);
    },
    PATIENCE,
  );
}

/** A score that there is: customers of the example marketplace in turn, a category each has not bought. */
async function someScore(cx: Stage, model: string): Promise<{ account: string; why: ModelExplanation }> {
  const api = cx.operator();
  const leaves = (await api.get<CategoryPage>('/v1/categories?limit=1000')).data.filter((c) => c.is_leaf);
  for (let p = 1; p <= 40; p++) {
    const account = `u${String(p).padStart(6, '0')}`;
    const { account_id } = await api.get<AccountLabels>(`/v1/accounts/${account}/labels?source=example`);
    const category = leaves[p % leaves.length]!.category_id;
    const path = `/v1/models/${model}/explain?account_id=${account_id}&category_id=${category}`;
    const answer = await api.context.request.get(path, { timeout: 120_000 });
    if (answer.ok()) return { account, why: (await answer.json()) as ModelExplanation };
  }
  throw new Error('none of forty people has a score');
}
