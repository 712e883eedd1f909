import { setImmediate } from 'node:timers/promises';
import {
  FACTOR_GROUPS,
  type FactorGroup,
  GATES,
  type PublishedParameters,
  type Rule,
} from '../../contracts/index.ts';
import { GATE_TEXT, nameOf, type Past, shares, termNames, watched, wordsOfTerm } from '../../serve/index.ts';
import type { Replayable } from './dry-run.ts';
import type { Policies } from './policies.ts';

/** Recent decisions that importance is measured on, and how long a measure is good for. */
const SAMPLE = 50;
const FRESH_MS = 600_000;
const HISTORY = 20;

const GROUP_TEXT: Record<FactorGroup, { en: string; zh: string }> = {
  demand: { en: 'How well the offer sells and keeps', zh: '商品的销售与品质表现' },
  price: { en: 'Its price, against the person’s habit and its like', zh: '价格与用户习惯及同类的比较' },
  fit: { en: 'What the person bought and looks at', zh: '用户的购买与浏览' },
  first_purchase: { en: 'A first purchase in a new category', zh: '新类目的首次购买' },
  relevance: { en: 'Words typed and order chosen', zh: '搜索词与所选排序' },
  rules: { en: 'Published rules', zh: '公示规则' },
};

const PLACEMENTS_TEXT = {
  en: 'A merchant may pay for places on the first page. They are labelled and few, pass every gate, and in a search match what was typed. Payment adds nothing to a score: what is not paid for keeps its order.',
  zh: '商家可付费在列表第一页获得少量展示位置，均有明确标注，须通过全部校验，且在搜索中与搜索词匹配。付费不增加任何得分，自然结果的顺序不变。',
};

interface Measure {
  readonly key: string;
  readonly at: number;
  readonly decisions: number;
  readonly slots: number;
  readonly byTerm: ReadonlyMap<string, number>;
}

/** Publishes the main parameters; the measure of importance is taken at most every ten minutes, whoever asks. */
export class Parameters {
  readonly #policies: Policies;
  readonly #serving: Replayable;
  readonly #now: () => number;
  readonly #noticeDays: () => number;
  #measure: Promise<Measure> | null = null;
  #measured: Measure | null = null;

  constructor(policies: Policies, serving: Replayable, now: () => number, noticeDays: () => number) {
    this.#policies = policies;
    this.#serving = serving;
    this.#now = now;
    this.#noticeDays = noticeDays;
  }

  async published(): Promise<PublishedParameters> {
    const { policy } = this.#policies.current();
    const [view, changes, history] = await Promise.all([
      this.#policies.view(),
      this.#policies.changes(100),
      this.#policies.list(HISTORY),
    ]);
    const past = pastOr(this.#serving);
    const measure = await this.#measureOf(policy.hash, past);
    const total = [...measure.byTerm.values()].reduce((sum, amount) => sum + amount, 0);
    const rateOf = (amount: number) => (total > 0 ? amount / total : null);
    const terms = new Set([...(past ? termNames(past, policy.rules) : []), ...measure.byTerm.keys()]);
    const amountOf = (group: FactorGroup) =>
      [...measure.byTerm].reduce((sum, [term, a]) => (wordsOfTerm(term).group === group ? sum + a : sum), 0);
    return {
      version: policy.version,
      config_hash: policy.hash,
      effective_at: policy.effective_at,
      announced_at: view.announced_at,
      notice_days: this.#noticeDays(),
      snapshot_hash: past?.snapshot.manifest.hash ?? null,
      method: {
        en: `Share of the absolute amounts that each term added to or took from the scores of the ${measure.slots} offers shown in the last ${measure.decisions === 1 ? 'decision' : `${measure.decisions} decisions`}; a probability’s amount is shared out by its log-odds.`,
        zh: `取最近 ${measure.decisions} 次决策中展示的 ${measure.slots} 个商品，统计各项对得分增减的绝对金额占比；概率项按对数几率分摊。`,
        decisions: measure.decisions,
        slots: measure.slots,
        measured_at: new Date(measure.at).toISOString(),
      },
      groups: FACTOR_GROUPS.map((group) => ({
        group,
        text: GROUP_TEXT[group],
        importance_rate: rateOf(amountOf(group)),
      })).sort(byImportance),
      terms: [...terms]
        .map((term) => {
          const { group, en, zh } = wordsOfTerm(term);
          return { term, group, text: { en, zh }, importance_rate: rateOf(measure.byTerm.get(term) ?? 0) };
        })
        .sort(byImportance),
      gates: GATES.map((gate) => ({ gate, text: GATE_TEXT[gate] })),
      rules: policy.rules
        .filter(({ enabled }) => enabled)
        .map((rule) => ({
          rule_id: rule.rule_id,
          text: rule.text,
          effect: effectOf(rule),
          scenarios: rule.scenarios,
          from: rule.from,
          until: rule.until,
        })),
      scenarios: policy.scenarios,
      placements: (policy.placements ?? [])
        .filter(({ enabled }) => enabled)
        .map(({ placement_id, merchant_id, scenarios, from, until, slots }) => ({
          placement_id,
          merchant_id,
          merchant: past
            ? nameOf(past.snapshot.merchants, past.snapshot.merchants.find(merchant_id))
            : { en: merchant_id, zh: merchant_id },
          scenarios,
          from,
          until,
          slots,
        })),
      placements_text: PLACEMENTS_TEXT,
      open_canal_count: policy.canals.length,
      experiment_count: policy.experiments.filter(({ status }) => status === 'running').length,
      holdout_rate: policy.holdout.rate,
      differences: published(view.differences),
      coming: changes
        .filter(({ status }) => status === 'pending')
        .map(({ change_id, created_at, effective_at, differences }) => ({
          change_id,
          announced_at: created_at,
          effective_at,
          differences: published(differences),
        })),
      history: history.map(({ author: _author, ...row }) => row),
    };
  }

  async #measureOf(policyHash: string, past: Past | null): Promise<Measure> {
    const key = `${policyHash} ${past?.snapshot.manifest.hash}`;
    const known = this.#measured;
    if (known && known.key === key && this.#now() - known.at < FRESH_MS && known.decisions > 0) return known;
    // Whoever asks while it is measured waits for the same measure.
    this.#measure ??= this.#take(key).finally(() => {
      this.#measure = null;
    });
    this.#measured = await this.#measure;
    return this.#measured;
  }

  async #take(key: string): Promise<Measure> {
    const byTerm = new Map<string, number>();
    let decisions = 0;
    let slots = 0;
    for (const { decision_id } of await this.#serving.decisions.list({ limit: SAMPLE })) {
      await setImmediate();
      const recorded = await this.#serving.recorded(decision_id).catch(() => null);
      if (!recorded) continue;
      const { decision, watch } = watched({ ...recorded, policy: this.#policies.current() });
      decisions++;
      const { offers } = recorded.past.snapshot;
      const shown = new Set(decision.slots.map(({ offer_id }) => offers.find(offer_id)));
      for (const candidate of watch.candidates) {
        if (!shown.has(candidate.offer)) continue;
        slots++;
        for (const { term, amount_minor } of shares(candidate.terms()))
          byTerm.set(term, (byTerm.get(term) ?? 0) + Math.abs(amount_minor));
      }
    }
    return { key, at: this.#now(), decisions, slots, byTerm };
  }
}

const byImportance = (a: { importance_rate: number | null }, b: { importance_rate: number | null }) =>
  (b.importance_rate ?? 0) - (a.importance_rate ?? 0);

/** Experiments are not told apart in public: who knows the arms can spoil the proof. */
const published = <T extends { what: string }>(differences: readonly T[]): T[] =>
  differences.filter(({ what }) => what === 'rule' || what === 'scenario');

function effectOf({ action }: Rule): string {
  switch (action.kind) {
    case 'filter':
      return 'not shown';
    case 'boost':
      return `+${action.add_minor} minor units, +${action.share} of its own value`;
    case 'bury':
      return `−${action.take_minor} minor units, −${action.share} of its own value`;
    case 'pin':
      return `slot ${action.slot}`;
    case 'quota':
      return `at least ${action.min}, at most ${action.max ?? 'any'} in a page`;
  }
}

/** What serves now, or null while there is none. */
export function pastOr(serving: Pick<Replayable, 'past'>): Past | null {
  try {
    return serving.past();
  } catch {
    return null;
  }
}
