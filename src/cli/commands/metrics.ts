import type { MetricCell, MetricDefinition, MetricResult, Publication } from '../../contracts/index.ts';
import { tableOf, textOf } from '../print.ts';
import type { Context } from './context.ts';

export interface MetricOptions {
  asOf?: string;
  knownAt?: string;
  grain?: string;
  level?: string;
  category?: string;
  merchant?: string;
  variant?: string;
  lookback?: string;
  horizon?: string;
  period?: string;
  csv?: boolean;
}

/** The registry, or one metric evaluated. */
export async function metrics(cx: Context, id: string | undefined, options: MetricOptions): Promise<void> {
  const client = await cx.client();
  const { data } = await client.get<{ data: MetricDefinition[] }>('/v1/metrics');
  if (id === undefined) {
    const head = ['metric', 'code', 'name', 'unit', 'grains'].map((key) => cx.t(`col.${key}`));
    cx.answer({ data }, () =>
      tableOf(
        head,
        data.map((m) => [m.id, m.code, textOf(m.name, cx.lang), m.unit, m.grains.join(' ')]),
      ),
    );
    return;
  }
  const path = `/v1/metrics/${encodeURIComponent(id)}`;
  const query = {
    as_of: options.asOf,
    known_at: options.knownAt,
    grain: options.grain,
    level: options.level,
    category_id: options.category,
    merchant_id: options.merchant,
    variant: options.variant,
    lookback_days: options.lookback,
    horizon_days: options.horizon,
    period_days: options.period,
  };
  if (options.csv) {
    process.stdout.write(await client.text(path, { ...query, format: 'csv', lang: cx.lang }));
    return;
  }
  const result = await client.get<MetricResult>(path, query);
  cx.answer(result, () => {
    const name = textOf(data.find((m) => m.id === id)?.name, cx.lang);
    const simulated = result.simulated ? cx.t('simulatedTag') : '';
    const head = cx.t('metricHead', { ...result, name, simulated }).trimEnd();
    return `${head}\n${cellsOf(cx, result)}`;
  });
}

function cellsOf(cx: Context, result: MetricResult): string {
  if (result.cells.length === 0) return cx.t('nothing');
  const idOf = (c: MetricCell) =>
    [c.merchant_id, c.shop_id, c.brand_id, c.category_id, c.cohort, c.age]
      .filter((x) => x !== undefined)
      .join(' ');
  return tableOf(
    ['id', 'part', 'label', 'value', 'conservative', 'status'].map((key) => cx.t(`col.${key}`)),
    result.cells.map((c) => [
      idOf(c),
      c.part ?? '',
      textOf(c.label, cx.lang),
      c.value,
      c.conservative ?? null,
      c.status,
    ]),
  );
}

export async function publish(
  cx: Context,
  asOf: string,
  options: { metric?: string[]; force?: boolean },
): Promise<void> {
  const client = await cx.client();
  const { data } = await client.send<{ data: Publication[] }>('POST', '/v1/publications', {
    as_of: asOf,
    force: options.force ?? false,
    ...(options.metric ? { metrics: options.metric } : {}),
  });
  cx.answer({ data }, () => cx.t('published', { count: data.length }));
}
