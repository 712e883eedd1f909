import type { DecisionSummary, ReplayReport, SlatesAnswer } from '../../contracts/index.ts';
import { tableOf } from '../print.ts';
import type { Context } from './context.ts';

export interface SlateOptions {
  scenario: string;
  account?: string;
  source?: string;
  item?: string;
  category?: string;
  shop?: string;
  k?: string;
  impersonal?: boolean;
}

/** A slate, as a storefront would get it; it is decided and written down like any other. */
export async function slate(cx: Context, options: SlateOptions): Promise<void> {
  const client = await cx.client();
  const { scenario, account, source, item, category, shop, k, impersonal } = options;
  const answer = await client.send<SlatesAnswer>('POST', '/v1/slates', {
    ...(source === undefined ? {} : { source }),
    ...(account === undefined ? {} : { account }),
    personalised: impersonal !== true,
    locale: cx.lang,
    context: { item: item ?? null, category: category ?? null, shop: shop ?? null },
    scenarios: [{ scenario, ...(k === undefined ? {} : { k: Number.isNaN(Number(k)) ? k : Number(k) }) }],
  });
  cx.answer(answer, () =>
    answer.data
      .map((one) =>
        [
          `${one.decision_id}  ${one.scenario}  ${cx.t(one.personalised ? 'slate.personal' : 'slate.impersonal')}`,
          tableOf(
            ['slot', 'offer', 'title', 'price', 'score', 'candidateSource', 'why'].map((key) =>
              cx.t(`col.${key}`),
            ),
            one.slots.map((slot) => [
              slot.slot,
              slot.offer_source_id,
              cx.lang === 'zh-CN' ? slot.title.zh : slot.title.en,
              slot.price_minor,
              Number(slot.score.toFixed(2)),
              slot.source,
              cx.lang === 'zh-CN' ? slot.reason.zh : slot.reason.en,
            ]),
          ),
        ].join('\n'),
      )
      .join('\n\n'),
  );
}

/** Decisions, the latest first. */
export async function listDecisions(
  cx: Context,
  options: { scenario?: string; account?: string; limit?: string },
): Promise<void> {
  const client = await cx.client();
  const { scenario, account, limit } = options;
  const page = await client.get<{ data: DecisionSummary[] }>('/v1/decisions', {
    ...(scenario === undefined ? {} : { scenario }),
    ...(account === undefined ? {} : { account_id: account }),
    limit: limit ?? '20',
  });
  cx.answer(page, () =>
    page.data.length === 0
      ? cx.t('nothing')
      : tableOf(
          ['decision', 'at', 'surface', 'account', 'version', 'slots', 'canalSlots', 'holdout'].map((key) =>
            cx.t(`col.${key}`),
          ),
          page.data.map((row) => [
            row.decision_id,
            row.at,
            row.scenario,
            row.account_id,
            row.policy_version,
            row.slot_count,
            row.canal_slot_count,
            row.holdout ? cx.t('slate.held') : '',
          ]),
        ),
  );
}

/** Decides again from the record; ends with 1 where it came out otherwise. */
export async function replayDecision(cx: Context, id: string): Promise<void> {
  const client = await cx.client();
  const report = await client.send<ReplayReport>('POST', `/v1/decisions/${encodeURIComponent(id)}/replay`);
  cx.answer(report, () =>
    report.equal
      ? cx.t('slate.equal', { id })
      : [
          cx.t('slate.differs', { id }),
          ...report.differences.map(
            (d) => `${d.pointer}: ${JSON.stringify(d.recorded)} → ${JSON.stringify(d.replayed)}`,
          ),
        ].join('\n'),
  );
  if (!report.equal) cx.exit(1);
}
