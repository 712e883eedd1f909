import { expect, test } from 'vitest';
import type {
  CanalPage,
  Defence,
  FlowPage,
  Incubations,
  SurveyHeader,
  Trends,
  WhiteSpace,
} from '../../src/contracts/index.ts';
import type { Visit } from './harness.ts';

/** What the survey's screens must show; called inside the console's suite, which has the one server. */
export function surveyScreens(cx: {
  operator: () => Visit;
  visit: (who: string, options?: { locale?: string; dark?: boolean }) => Promise<Visit>;
  sound: (v: Visit) => Promise<void>;
  patience: number;
}): void {
  const { visit, sound, patience } = cx;
  const shown = () => cx.operator().get<FlowPage>('/v1/flows?evidence=shown&limit=200');

  test(
    'the canal map opens first, names the strongest flow, and a click opens its evidence',
    async () => {
      // The server surveys by itself after new facts; asked for here so that the test does not wait for its clock.
      const survey = await cx.operator().post<SurveyHeader>('/v1/surveys', { level: 0 });
      const v = await visit('operator');
      await v.go('/');
      await v.page.getByRole('heading', { name: 'Canal map' }).waitFor();
      await v.page
        .getByText(`The other ${(survey.pairs_tested - survey.pairs_shown).toLocaleString('en')}`)
        .waitFor();
      const flows = await shown();
      const lead = flows.data.find((e) => (e.excess_count ?? 0) > 0);
      if (!lead) {
        await v.page.getByText('No pair of categories stands out beyond chance').first().waitFor();
        await sound(v);
        return;
      }
      await v.page.locator('.answer').getByText(english(lead.from_label)).first().waitFor();
      await v.page.locator('.chart-box svg path').first().waitFor();
      await v.shot('canal-map');
      await sound(v);
      const at = await streamPoint(v);
      await v.page.mouse.click(at.x, at.y);
      await v.page.getByText('Usual for people as active', { exact: true }).waitFor();
      const pair = new URL(v.page.url()).searchParams.get('open')!;
      const edge = flows.data.find((e) => `${e.from_category_id}~${e.to_category_id}` === pair)!;
      expect(await v.value('.versus div:nth-child(1)')).toBe(edge.observed_count);
      expect(await v.value('.versus div:nth-child(2)')).toBe(edge.expected_count);
      expect(await v.value('.versus div:nth-child(3)')).toBe(edge.excess_count);
      await v.page.getByText('Association, until an experiment says otherwise.').last().waitFor();
      await v.shot('evidence');
      await sound(v);
      await v.page.keyboard.press('Escape');
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
    patience,
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
    patience,
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
      await v.page.locator('.chart-box svg path').first().waitFor();
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
    patience,
  );

  test(
    'the canal map reads in Chinese, in the dark',
    async () => {
      const v = await visit('operator', { dark: true });
      await v.go('/');
      await v.page.getByRole('button', { name: '中文' }).click();
      await v.page.getByRole('heading', { name: '水渠图' }).waitFor();
      await v.settled();
      await v.shot('canal-map-zh-dark');
      await sound(v);
      for (const path of ['opportunities', 'white-space', 'defence']) {
        await v.go(`/${path}`);
        await v.shot(`${path}-zh-dark`);
        await sound(v);
      }
    },
    patience,
  );
}

const english = (text: unknown): string =>
  typeof text === 'string' ? text : ((text as { en?: string }).en ?? '');

async function numbers(v: Visit, selector: string): Promise<number[]> {
  return v.page
    .locator(selector)
    .evaluateAll((cells) => cells.map((c) => Number((c as HTMLDataElement).value)));
}

/** A point inside the widest stream, where a reader would click: the middle of its band at half its length. */
async function streamPoint(v: Visit): Promise<{ x: number; y: number }> {
  return v.page.locator('.chart-box svg').evaluate((svg) => {
    const paths = [...svg.querySelectorAll('path')].map((path) => ({ path, box: path.getBBox() }));
    const widest = paths.filter(({ box }) => box.width > 200).sort((a, b) => b.box.height - a.box.height)[0];
    if (!widest) throw new Error('no stream is drawn');
    const { path, box } = widest;
    const matrix = path.getScreenCTM()!;
    const x = box.x + box.width / 2;
    const inside: number[] = [];
    for (let y = box.y; y <= box.y + box.height; y += 1)
      if (path.isPointInFill(new DOMPoint(x, y))) inside.push(y);
    const point = new DOMPoint(x, inside[Math.floor(inside.length / 2)]).matrixTransform(matrix);
    return { x: point.x, y: point.y };
  });
}
