import { readFileSync } from 'node:fs';
import { GcError } from '../../base/index.ts';
import type {
  Absence,
  ConditionCheck,
  DecisionExplanation,
  DryRun,
  OpenCanal,
  OwnChanges,
  PlacementView,
  PolicyChange,
  PolicyDifference,
  PolicyVersion,
  PolicyVersionView,
  PublishedParameters,
} from '../../contracts/index.ts';
import { tableOf, textOf } from '../print.ts';
import type { Context } from './context.ts';

const columns = (cx: Context, ...keys: string[]) => keys.map((key) => cx.t(`col.${key}`));
const percent = (rate: number | null) => (rate === null ? '–' : `${(100 * rate).toFixed(1)} %`);
const at = encodeURIComponent;

/** Places that merchants pay for; they are changed by `policy propose`. */
export async function listPlacements(cx: Context): Promise<void> {
  const page = await (await cx.client()).get<{ data: PlacementView[]; currency: string }>('/v1/placements');
  cx.answer(page, () =>
    page.data.length === 0
      ? cx.t('nothing')
      : tableOf(
          columns(cx, 'id', 'merchant', 'from', 'until', 'served', 'impressions', 'clicks', 'due'),
          page.data.map((p) => [
            p.placement_id,
            cx.lang === 'zh-CN' ? p.merchant.zh : p.merchant.en,
            p.from,
            p.until,
            p.served_count,
            p.impression_count,
            p.click_count,
            `${(p.due_minor / 100).toFixed(2)} ${page.currency}`,
          ]),
        ),
  );
}

/** Policies that were live, the latest first. */
export async function listPolicies(cx: Context): Promise<void> {
  const page = await (await cx.client()).get<{ data: PolicyVersion[] }>('/v1/policies');
  cx.answer(page, () =>
    tableOf(
      columns(cx, 'version', 'kind', 'effective', 'by', 'reason', 'hash'),
      page.data.map((p) => [p.version, p.kind, p.effective_at, p.author, p.reason, p.hash.slice(0, 12)]),
    ),
  );
}

/** One policy whole; the live one where no version is named. */
export async function showPolicy(cx: Context, version: string | undefined): Promise<void> {
  const client = await cx.client();
  const view = await client.get<PolicyVersionView>(
    version === undefined ? '/v1/policy' : `/v1/policies/${at(version)}`,
  );
  cx.answer(view, () => JSON.stringify(view, null, 2));
}

export async function listChanges(cx: Context): Promise<void> {
  const page = await (await cx.client()).get<{ data: PolicyChange[] }>('/v1/policy/changes');
  cx.answer(page, () =>
    page.data.length === 0
      ? cx.t('nothing')
      : tableOf(
          columns(cx, 'id', 'status', 'kind', 'effective', 'by', 'reason'),
          page.data.map((c) => [c.change_id, c.status, c.kind, c.effective_at, c.author, c.reason]),
        ),
  );
}

/** Records a change from a JSON file of `upsert`, `remove`, `holdout`. */
export async function propose(
  cx: Context,
  file: string,
  options: { kind?: string; reason?: string; at?: string },
): Promise<void> {
  const change = await (await cx.client()).send<PolicyChange>('POST', '/v1/policy/changes', {
    ...draftIn(file),
    kind: options.kind,
    reason: options.reason,
    effective_at: options.at,
  });
  cx.answer(change, () =>
    [cx.t('policy.change', { ...change }), differencesText(change.differences), oddities(change.conflicts)]
      .filter(Boolean)
      .join('\n'),
  );
}

export async function withdraw(cx: Context, id: string): Promise<void> {
  const change = await (await cx.client()).send<PolicyChange>(
    'POST',
    `/v1/policy/changes/${at(id)}/withdraw`,
  );
  cx.answer(change, () => cx.t('policy.change', { ...change }));
}

export async function rollback(cx: Context, version: string, options: { reason: string }): Promise<void> {
  const view = await (await cx.client()).send<PolicyVersionView>(
    'POST',
    `/v1/policies/${at(version)}/rollback`,
    options,
  );
  cx.answer(view, () => [cx.t('policy.live', { ...view }), differencesText(view.differences)].join('\n'));
}

/** A draft on recent requests: what would change. */
export async function dryRun(
  cx: Context,
  file: string,
  options: { requests?: string; scenario?: string },
): Promise<void> {
  const run = await (await cx.client()).send<DryRun>('POST', '/v1/policy/dry-run', {
    ...draftIn(file),
    requests: options.requests === undefined ? undefined : Number(options.requests),
    scenario: options.scenario,
  });
  cx.answer(run, () =>
    [
      cx.t('policy.dry', { ...run }),
      tableOf(
        columns(cx, 'id', 'matching', 'of', 'fired'),
        run.rules.map((r) => [r.rule_id, r.matching_count, r.offer_count, r.fired_count]),
      ),
      tableOf(
        columns(cx, 'offer', 'name', 'before', 'after'),
        run.offers
          .slice(0, 20)
          .map((o) => [o.offer_id, o.title[cx.lang === 'en' ? 'en' : 'zh'], o.before_count, o.after_count]),
      ),
      oddities(run.conflicts),
    ]
      .filter(Boolean)
      .join('\n'),
  );
}

/** Rules that are live. */
export async function listRules(cx: Context): Promise<void> {
  const { policy } = await (await cx.client()).get<PolicyVersionView>('/v1/policy');
  cx.answer(policy.rules, () =>
    policy.rules.length === 0
      ? cx.t('nothing')
      : tableOf(
          columns(cx, 'id', 'kind', 'priority', 'state', 'name', 'condition'),
          policy.rules.map((r) => [
            r.rule_id,
            r.action.kind,
            r.priority,
            r.enabled ? 'on' : 'off',
            textOf(r.text, cx.lang),
            r.when,
          ]),
        ),
  );
}

export async function checkRule(cx: Context, when: string): Promise<void> {
  const check = await (await cx.client()).send<ConditionCheck>('POST', '/v1/rules/check', { when });
  cx.answer(check, () =>
    check.fault
      ? `${when}\n${' '.repeat(check.fault.start)}^\n${check.fault.code}: ${check.fault.detail}`
      : cx.t('policy.matches', { ...check }),
  );
  if (!check.valid) cx.exit(1);
}

export async function listExperiments(cx: Context): Promise<void> {
  const { policy } = await (await cx.client()).get<PolicyVersionView>('/v1/policy');
  cx.answer({ data: policy.experiments, holdout: policy.holdout }, () =>
    [
      cx.t('policy.holdout', { percent: percent(policy.holdout.rate) }),
      tableOf(
        columns(cx, 'id', 'state', 'unit', 'traffic', 'name'),
        policy.experiments.map((e) => [
          e.experiment_id,
          e.status,
          e.unit,
          percent(e.traffic_rate),
          e.hypothesis,
        ]),
      ),
    ].join('\n'),
  );
}

export async function parameters(cx: Context): Promise<void> {
  const p = await (await cx.client()).get<PublishedParameters>('/v1/parameters');
  const lang = cx.lang === 'en' ? 'en' : 'zh';
  cx.answer(p, () =>
    [
      cx.t('policy.parameters', { ...p }),
      p.method[lang],
      tableOf(
        columns(cx, 'name', 'share'),
        p.groups.map((g) => [g.text[lang], percent(g.importance_rate)]),
      ),
      tableOf(
        columns(cx, 'id', 'name', 'share'),
        p.terms.map((t) => [t.term, t.text[lang], percent(t.importance_rate)]),
      ),
    ].join('\n'),
  );
}

export async function openCanal(
  cx: Context,
  id: string,
  options: { slots?: string; scenario?: string[] },
): Promise<void> {
  const canal = await (await cx.client()).send<OpenCanal>('POST', `/v1/canals/${at(id)}/open`, {
    ...(options.slots === undefined ? {} : { slots: Number(options.slots) }),
    ...(options.scenario === undefined ? {} : { scenarios: options.scenario }),
  });
  cx.answer(canal, () => cx.t('policy.opened', { ...canal }));
}

export async function closeCanal(cx: Context, id: string): Promise<void> {
  const canal = await (await cx.client()).send<OpenCanal>('POST', `/v1/canals/${at(id)}/close`);
  cx.answer(canal, () => cx.t('policy.closed', { ...canal }));
}

/** Why a slate is as it is, or why an offer is not in it. */
export async function explain(
  cx: Context,
  decision: string,
  offer: string | undefined,
  { merchant }: { readonly merchant?: string } = {},
): Promise<void> {
  const client = await cx.client();
  const lang = cx.lang === 'en' ? 'en' : 'zh';
  if (offer !== undefined && merchant !== undefined) {
    const own = await client.get<OwnChanges>(`/v1/decisions/${at(decision)}/own-offers/${at(offer)}`, {
      merchant_id: merchant,
    });
    cx.answer(own, () =>
      [...new Set([own.text, ...own.changes.map(({ text }) => text)].map((text) => text[lang]))].join('\n'),
    );
    return;
  }
  if (offer !== undefined) {
    const absent = await client.get<Absence>(`/v1/decisions/${at(decision)}/absence`, { offer });
    cx.answer(absent, () =>
      [absent.text[lang], ...absent.changes.map(({ text, slot }) => `→ ${slot}: ${text[lang]}`)].join('\n'),
    );
    return;
  }
  const told = await client.get<DecisionExplanation>(`/v1/decisions/${at(decision)}/explanation`);
  cx.answer(told, () =>
    tableOf(
      columns(cx, 'slot', 'offer', 'name', 'source', 'why', 'score', 'threshold'),
      told.slots.map((s) => [
        s.slot,
        s.offer_id,
        s.title[lang],
        s.source,
        s.rule_id ?? s.why,
        s.score.toFixed(2),
        s.threshold?.toFixed(2),
      ]),
    ),
  );
}

/** @throws file_unreadable */
function draftIn(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new GcError(
      'file_unreadable',
      `${file} must be a JSON file of upsert, remove or holdout: ${(cause as Error).message}`,
      { cause },
    );
  }
}

const differencesText = (differences: readonly PolicyDifference[]) =>
  differences
    .flatMap(({ what, id, fields }) =>
      fields.map(
        ({ pointer, before, after }) =>
          `  ${what} ${id}${pointer}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
      ),
    )
    .join('\n');

const oddities = (conflicts: PolicyChange['conflicts']) =>
  conflicts.map(({ kind, detail }) => `! ${kind}: ${detail}`).join('\n');
