import type {
  PolicyChange,
  PolicyVersionView,
  SearchExplanation,
  SearchQuality,
  SearchRun,
} from '../../contracts/index.ts';
import { tableOf } from '../print.ts';
import type { Context } from './context.ts';

const columns = (cx: Context, ...keys: string[]) => keys.map((key) => cx.t(`col.${key}`));
const said = (cx: Context, text: { en: string; zh: string }) => (cx.lang === 'zh-CN' ? text.zh : text.en);
const score = (value: number | null) => (value === null ? '–' : value.toFixed(4));

/** A page of results, why it is so, and why an offer is not on it. */
export async function explainQuery(
  cx: Context,
  query: string,
  options: { account?: string; offer?: string },
): Promise<void> {
  const { account = null, offer = null } = options;
  const page = await (await cx.client()).send<SearchExplanation>('POST', '/v1/search/explanation', {
    query,
    account,
    offer,
  });
  cx.answer(page, () =>
    [
      tableOf(
        columns(cx, 'slot', 'offer', 'title', 'score', 'why'),
        page.explanation.slots.map(({ slot, offer_id, title, score: sum, terms }) => [
          slot + 1,
          offer_id,
          said(cx, title),
          sum.toFixed(1),
          terms
            .flatMap(({ words }) =>
              words.map(({ word, how, fields }) => `${word}: ${how} (${fields.join(', ')})`),
            )
            .join('; '),
        ]),
      ),
      ...(page.absence
        ? [
            `${said(cx, page.absence.title)}: ${said(cx, page.absence.text)}`,
            ...page.absence.changes.map((change) => `  ${said(cx, change.text)} → ${change.slot + 1}`),
          ]
        : []),
    ].join('\n'),
  );
}

export async function listSynonyms(cx: Context): Promise<void> {
  const { policy } = await (await cx.client()).get<PolicyVersionView>('/v1/policy');
  const groups = policy.synonyms ?? [];
  cx.answer({ data: groups }, () =>
    groups.length === 0 ? cx.t('nothing') : groups.map((group) => group.join(' · ')).join('\n'),
  );
}

/** A group goes by its first word: adding it again replaces it. */
export const addSynonyms = (cx: Context, words: string[]) => change(cx, { upsert: { synonyms: [words] } });
export const removeSynonyms = (cx: Context, word: string) => change(cx, { remove: { synonyms: [word] } });

async function change(cx: Context, patch: object): Promise<void> {
  const made = await (await cx.client()).send<PolicyChange>('POST', '/v1/policy/changes', patch);
  cx.answer(made, () => cx.t('policy.change', { ...made }));
}

export async function searchQuality(cx: Context, options: { measure?: boolean }): Promise<void> {
  const client = await cx.client();
  if (options.measure) await client.send<SearchRun>('POST', '/v1/search/quality/runs');
  const quality = await client.get<SearchQuality>('/v1/search/quality');
  cx.answer(quality, () =>
    [
      tableOf(
        columns(cx, 'at', 'version', 'ndcg'),
        quality.runs.map(({ at, policy_version, ndcg }) => [at, policy_version, score(ndcg)]),
      ),
      ...quality.in_vain.map(({ query, asked_count, found }) => `${query}  × ${asked_count} → ${found}`),
    ].join('\n'),
  );
}

export async function judge(
  cx: Context,
  query: string,
  item: string,
  grade: string,
  source: string,
): Promise<void> {
  const body = { source, judgements: [{ query, item, grade: Number(grade) }] };
  const receipt = await (await cx.client()).send<{ recorded: number }>('POST', '/v1/search/judgements', body);
  cx.answer(receipt, () => String(receipt.recorded));
}
