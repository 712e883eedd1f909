import { expect, test } from 'vitest';
import type { SearchExplanation } from '../../src/contracts/index.ts';
import { PATIENCE, type Stage } from './harness.ts';

/** Query explorer, search quality, synonyms. Called inside the console's suite, which has the one server. */
export function searchScreens(cx: Stage): void {
  const explained = (query: string, offer: string | null = null) =>
    cx.operator().post<SearchExplanation>('/v1/search/explanation', { query, offer });

  test(
    'a query is explained word by word, and tried with another price and title',
    async () => {
      // Until the first snapshot is built, whoever asks is told to come again.
      const isServed = () =>
        explained('headphones').then(
          () => true,
          () => false,
        );
      await expect.poll(isServed, { timeout: PATIENCE / 2 }).toBe(true);
      const v = await cx.visit('operator');
      await v.go('/query-explorer');
      await v.page.getByText('Type a query').waitFor();
      await v.go('/query-explorer?q=headphones');
      const words = v.page.getByRole('region', { name: 'Word by word' });
      await words.getByRole('row', { name: /headphone/ }).waitFor();
      const { explanation } = await explained('headphones');
      expect(explanation.slots.length).toBeGreaterThan(0);
      await words.getByLabel('New title').fill('Thing without the words');
      await words.getByRole('button', { name: 'Try' }).click();
      const { what_if } = await cx.operator().post<SearchExplanation>('/v1/search/explanation', {
        query: 'headphones',
        what_if: {
          changes: [{ offer_id: explanation.slots[0]!.offer_id, title: { en: 'Thing without the words' } }],
        },
      });
      const to = what_if!.offers[0]!.after.slot;
      const told =
        to === null
          ? 'It would not be on the page.'
          : to === 0
            ? 'It stays at place 1.'
            : `From place 1 to place ${to + 1}.`;
      await words.getByText(told).waitFor();
      await v.shot('query-explorer');
      await cx.sound(v);
    },
    PATIENCE,
  );

  test(
    'any offer’s absence is explained, with the smallest change that would help',
    async () => {
      const { explanation } = await explained('headphones');
      const other = await explained('lipstick');
      const absent = other.explanation.slots.find(
        ({ offer_id }) => !explanation.slots.some((slot) => slot.offer_id === offer_id),
      )!;
      const { absence } = await explained('headphones', absent.offer_id);
      expect(absence).toMatchObject({ why: 'no_match' });
      const v = await cx.visit('operator');
      await v.go('/query-explorer?q=headphones');
      const panel = v.page.getByRole('region', { name: 'Why is an offer not here?' });
      await panel.getByRole('searchbox').fill(absent.offer_id);
      await panel.getByRole('searchbox').press('Enter');
      await panel.getByText('Too few of the words searched for are in it.').waitFor();
      if (absence!.changes.length > 0) await panel.getByText(absence!.changes[0]!.text.en).waitFor();
      await v.shot('query-absence');
      await cx.sound(v);
    },
    PATIENCE,
  );

  test(
    'judgements are recorded and measured',
    async () => {
      const v = await cx.visit('operator');
      await v.go('/query-explorer?q=headphones');
      await v.page.getByRole('button', { name: /3 · exactly/ }).click();
      await v.page.getByText('Recorded.').waitFor();
      await v.go('/search-quality');
      await v.page.getByRole('button', { name: 'Measure now' }).click();
      await v.page.getByText(/Over the judged queries nDCG@10 is 1.000/).waitFor();
      await v.page.getByRole('link', { name: 'headphones' }).first().waitFor();
      await v.shot('search-quality');
      await cx.sound(v);
    },
    PATIENCE,
  );

  test(
    'synonyms are tried, saved and hold from the next query',
    async () => {
      const before = await explained('qqearpieces');
      expect(before.query.unknown).toEqual(['qqearpiece']);
      const v = await cx.visit('operator');
      await v.go('/synonyms');
      await v.page.getByLabel('Words that mean the same').fill('qqearpieces, headphones, 耳机');
      await v.page.getByRole('button', { name: 'Try on recent queries' }).click();
      await v.page.getByText(/recent slates would change/).waitFor();
      await v.page.getByRole('button', { name: 'Save' }).click();
      await v.page.getByRole('cell', { name: /qqearpieces · headphones/ }).waitFor();
      await v.shot('synonyms');
      await cx.sound(v);
      expect((await explained('qqearpieces')).whole).toBeGreaterThan(0);
      await v.page.getByRole('button', { name: 'Remove qqearpieces' }).click();
      await v.page.getByText('No synonyms yet').waitFor();
      expect(v.faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'a merchant sees its own offers for a query, in Chinese as well',
    async () => {
      const v = await cx.visit('brand', { locale: 'zh-CN' });
      await v.go('/query-explorer?q=%E8%80%B3%E6%9C%BA');
      await v.page.getByRole('heading', { name: '我的商品在该搜索词下的位置' }).waitFor();
      await v.shot('query-explorer-merchant-zh');
      await cx.sound(v);
    },
    PATIENCE,
  );
}
