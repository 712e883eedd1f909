import { expect, test } from 'vitest';
import type {
  CanalPage,
  Defence,
  FlowPage,
  Incubations,
  Trends,
  WhiteSpace,
} from '../../src/contracts/index.ts';
import { PATIENCE, type Stage, type Visit } from './harness.ts';

/** The survey's screens. Called inside the console's suite, which has the one server. */
export function surveyScreens(cx: Stage): void {
  const { visit, sound } = cx;

  test(
    'the canal map opens first and says what was tested; a click or a key opens a flow’s evidence',
    async () => {
      const flows = await cx.operator().get<FlowPage>('/v1/flows?evidence=shown&limit=200');
      const survey = flows.survey!;
      const v = await visit('operator');
      await v.go('/');
      await v.page.getByRole('heading', { name: 'Canal map' }).waitFor();
      await v.page
        .getByText(`The other ${(survey.pairs_tested - survey.pairs_shown).toLocaleString('en')}`)
        .waitFor();
      const lead = flows.data.find((e) => (e.excess_count ?? 0) > 0);
      await (lead
        ? v.page.locator('.answer').getByText(english(lead.from_label)).first()
        : v.page.getByText('No pair of categories stands out beyond chance').first()
      ).waitFor();
      await v.shot('canal-map');
      await sound(v);

      await v.page.getByRole('switch').click();
      await v.page.waitForURL((url) => url.searchParams.has('unproven'));
      const flow = v.page.locator('.sankey .flow').last();
      await flow.waitFor();
      await v.settled();
      await v.shot('canal-map-unproven');
      await sound(v);
      const pair = (await flow.getAttribute('data-pair'))!;
      const { data } = await cx
        .operator()
        .get<FlowPage>(`/v1/flows?from=${pair.split('~')[0]}&to=${pair.split('~')[1]}`);
      const edge = data[0]!;
      await v.page.locator('.sankey .flow[tabindex="0"]').focus();
      await v.page.keyboard.press('ArrowDown');
      expect(await v.page.evaluate(() => document.activeElement?.getAttribute('data-pair'))).toBe(
        await v.page.locator('.sankey .flow').nth(1).getAttribute('data-pair'),
      );
      await v.page.locator('.readout').waitFor();
      await flow.focus();
      await v.page.keyboard.press('Enter');
      await v.page.getByText('Usual for people as active', { exact: true }).waitFor();
      expect(new URL(v.page.url()).searchParams.get('open')).toBe(pair);
      expect(await v.value('.versus div:nth-child(1)')).toBe(edge.observed_count);
      expect(await v.value('.versus div:nth-child(2)')).toBe(edge.expected_count);
      await v.page.getByText('Association, until an experiment says otherwise.').last().waitFor();
      await v.settled();
      await v.shot('evidence');
      await sound(v);
      await v.page.keyboard.press('Escape');
      await v.page.waitForURL((url) => !url.searchParams.has('open'));
      await flow.click();
      await v.page.waitForURL((url) => url.searchParams.get('open') === pair);
      await v.page.goBack();
      await v.page.waitForURL((url) => !url.searchParams.has('open'));

      await v.page.getByText('Table', { exact: true }).click();
      const lifts = await numbers(v, '.flows tbody td:nth-child(4) data');
      expect(lifts).toEqual(flows.data.map((e) => e.lift));
      await v.page.getByRole('button', { name: 'Show the pairs' }).click();
      await v.page
        .getByText(/^Fewer than/)
        .first()
        .waitFor();
      await v.shot('canal-map-table');
      await sound(v);
    },
    PATIENCE,
  );

  test(
    'opportunities are the API’s, and a crowd is saved from one',
    async () => {
      const want = await cx.operator().get<CanalPage>('/v1/canals?limit=1000');
      const v = await visit('operator');
      await v.go('/opportunities');
      expect(await numbers(v, 'tbody td:nth-child(2) data')).toEqual(
        want.data.slice(0, 50).map((c) => c.crowd.people_count),
      );
      expect(await numbers(v, 'tbody td:nth-child(3) data')).toEqual(
        want.data.slice(0, 50).map((c) => c.expected_first_buyers),
      );
      await v.shot('opportunities');
      await sound(v);
      if (want.data.length > 0) {
        await v.page.getByRole('button', { name: 'Save crowd' }).first().click();
        await v.page
          .getByText(/^Saved/)
          .first()
          .waitFor();
      }
      await v.go('/crowds');
      const { data } = await cx.operator().get<{ data: unknown[] }>('/v1/crowds');
      expect(await v.page.locator('tbody tr.ant-table-row').count()).toBe(Math.min(20, data.length));
      await v.shot('crowds');
      await sound(v);
    },
    PATIENCE,
  );

  test(
    'white space, incubator, trends and defence show the API’s numbers',
    async () => {
      const api = cx.operator();
      const white = await api.get<WhiteSpace>('/v1/white-space?level=1');
      const v = await visit('operator');
      await v.go('/white-space');
      const cells = white.data.filter((c) => c.dimension === white.dimensions[0] && c.gap_rate !== null);
      const gaps = await v.page
        .locator('.white td[data-value]')
        .evaluateAll((tds) => tds.map((td) => Number((td as HTMLElement).dataset.value)));
      expect(gaps.sort()).toEqual(cells.map((c) => c.gap_rate).sort());
      await v.shot('white-space');
      await sound(v);

      const way = await api.get<Incubations>('/v1/incubations?level=1');
      await v.go('/incubator');
      expect((await numbers(v, 'tbody td:nth-child(2) data')).sort()).toEqual(
        way.data.map((c) => c.history.at(-1)!.aac).sort(),
      );
      await v.page.locator('.plot svg path').first().waitFor();
      await v.shot('incubator');
      await sound(v);

      const trends = await api.get<Trends>('/v1/trends');
      await v.go('/trends');
      expect(await numbers(v, 'tbody td:nth-child(3) data')).toEqual(
        trends.data.slice(0, 50).map((r) => r.observed_count),
      );
      await v.shot('trends');
      await sound(v);

      const defence = await api.get<Defence>('/v1/defence');
      await v.go('/defence');
      expect(await v.value('[data-metric=active]')).toBe(defence.buyers.people_count);
      expect(await v.page.locator('.causes tbody tr').count()).toBe(defence.causes.length);
      await v.shot('defence');
      await sound(v);
    },
    PATIENCE,
  );
}

const english = (text: unknown): string =>
  typeof text === 'string' ? text : ((text as { en?: string }).en ?? '');

async function numbers(v: Visit, selector: string): Promise<number[]> {
  return v.page
    .locator(selector)
    .evaluateAll((cells) => cells.map((c) => Number((c as HTMLDataElement).value)));
}
