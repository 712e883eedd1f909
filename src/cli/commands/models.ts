import type { ModelCard, ModelExplanation } from '../../contracts/index.ts';
import { tableOf, textOf } from '../print.ts';
import type { Context } from './context.ts';
import { numeric } from './survey.ts';

const fixed = (value: number | null | undefined, digits: number) =>
  value === null || value === undefined ? null : Number(value.toFixed(digits));

/** Trained models, the newest first. */
export async function listModels(cx: Context): Promise<void> {
  const client = await cx.client();
  const { data } = await client.get<{ data: ModelCard[] }>('/v1/models');
  cx.answer(data, () => (data.length > 0 ? cardsTable(cx, data) : cx.t('nothing')));
}

/** Trains on what is known now. */
export async function trainModel(cx: Context, options: { asOf?: string; horizon?: string }): Promise<void> {
  const client = await cx.client();
  const card = await client.send<ModelCard>('POST', '/v1/models', {
    as_of: options.asOf,
    horizon_days: numeric(options.horizon),
  });
  cx.answer(card, () => describe(cx, card));
}

/** One model's card. */
export async function showModel(cx: Context, id: string): Promise<void> {
  const client = await cx.client();
  const card = await client.get<ModelCard>(`/v1/models/${encodeURIComponent(id)}`);
  cx.answer(card, () => describe(cx, card));
}

/** Why an account's probability for a category is what it is. */
export async function explainModel(
  cx: Context,
  id: string,
  account: string,
  category: string,
): Promise<void> {
  const client = await cx.client();
  const why = await client.get<ModelExplanation>(`/v1/models/${encodeURIComponent(id)}/explain`, {
    account_id: account,
    category_id: category,
  });
  cx.answer(why, () =>
    [
      cx.t('model.probability', {
        label: textOf(why.label, cx.lang),
        horizon: why.horizon_days,
        percent: (100 * why.probability).toFixed(2),
        as_of: why.as_of,
      }),
      tableOf(
        [cx.t('col.part'), cx.t('col.log_odds'), cx.t('col.detail')],
        [
          ['intercept', fixed(why.intercept, 4), null],
          ...why.terms.map((term) => [term.name, fixed(term.log_odds, 4), term.means]),
          [cx.t('model.sum'), fixed(why.log_odds, 4), null],
        ],
      ),
    ].join('\n'),
  );
}

function cardsTable(cx: Context, cards: readonly ModelCard[]): string {
  const head = ['id', 'kind', 'status', 'asOf', 'ndcg', 'baseline', 'slope', 'leakage'];
  return tableOf(
    head.map((key) => cx.t(`col.${key}`)),
    cards.map((card) => [
      card.model_id,
      `${card.kind} ${card.version}`,
      card.status,
      card.as_of,
      fixed(card.quality?.ndcg_at_10, 4),
      fixed(card.quality?.baseline.ndcg_at_10, 4),
      fixed(card.quality?.calibration.slope, 3),
      card.leakage === null ? null : card.leakage.passed ? 'ok' : 'LEAKS',
    ]),
  );
}

function describe(cx: Context, card: ModelCard): string {
  const lines = [cardsTable(cx, [card])];
  if (card.simulated) lines.push(cx.t('simulatedTag'));
  if (card.reason) lines.push(`${card.reason.code}: ${card.reason.detail}`);
  if (card.quality) {
    const { from, to, judged_count, calibration } = card.quality;
    lines.push(
      cx.t('model.heldOut', { from, to, people: judged_count }),
      tableOf(
        [cx.t('col.count'), cx.t('col.predicted'), cx.t('col.observed')],
        calibration.deciles.map((d) => [d.rows, fixed(d.predicted, 5), fixed(d.observed, 5)]),
      ),
    );
  }
  lines.push(textOf(card.limits, cx.lang));
  return lines.join('\n');
}
