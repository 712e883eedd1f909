import { idOf } from '../../base/index.ts';
import type { CanalOpportunity, FlowEdge, LocalText } from '../../contracts/index.ts';
import type { ReachSums } from './reach.ts';
import { seasonMonths } from './reach.ts';

export interface OpportunityInput {
  readonly edges: readonly FlowEdge[];
  /** Dense number of a category id. */
  readonly indexOf: ReadonlyMap<string, number>;
  readonly reach: ReachSums;
  /** Days in the index period that the edges' entries came from, and the horizon in days. */
  readonly indexDays: number;
  readonly horizonDays: number;
  readonly level: number;
  /** How often each calendar month (0–11) lies wholly in the observed period: shape (12,). */
  readonly monthsObserved: ArrayLike<number>;
  /** Share of the crowd of a pair, as far as positioned in A, whose price position B has offers at; null where positions are unknown. */
  readonly samePosition?: (a: number, b: number) => number | null;
}

/**
 * Flows with evidence as canals that could be opened, the most valuable first.
 *
 * Expected first buyers are of the people who will enter A in the coming horizon, at the rate of entry of the index
 * period: entries a horizon × (O − E)/n_A. The excess was measured on people who had just entered A, so it is not
 * spread over everybody who ever held A. It is an association until a holdout says otherwise.
 */
export function opportunitiesOf(input: OpportunityInput): CanalOpportunity[] {
  const { edges, indexOf, reach, indexDays, horizonDays, level } = input;
  const result: CanalOpportunity[] = [];
  for (const edge of edges) {
    if (edge.evidence !== 'shown' || edge.excess_count === null || edge.excess_count <= 0) continue;
    const a = indexOf.get(edge.from_category_id);
    const b = indexOf.get(edge.to_category_id);
    if (a === undefined || b === undefined || indexDays <= 0) continue;
    const entries = (edge.entry_count * horizonDays) / indexDays;
    const scale = entries / edge.entry_count;
    const firsts = reach.firsts[b]!;
    const worth = firsts > 0 ? reach.firstSpend[b]! / firsts : 0;
    const expected = edge.excess_count * scale;
    const pair = `${level}|${edge.from_category_id}|${edge.to_category_id}`;
    result.push({
      canal_id: idOf('canal', 'survey', pair),
      edge,
      crowd: {
        crowd_id: idOf('crowd', 'survey', pair),
        label: crowdLabel(edge),
        people_count: reach.holders[a]! - reach.both[a * reach.categories + b]!,
      },
      same_position_rate: input.samePosition?.(a, b) ?? null,
      expected_first_buyers: expected,
      expected_low: (edge.excess_low ?? 0) * scale,
      expected_high: (edge.excess_high ?? edge.excess_count) * scale,
      value_minor: Math.round(expected * worth),
      source_spend_risk: riskOf(edge.source_spend_delta_minor),
      season_months: seasonMonths(reach.firstsByMonth.subarray(b * 12, b * 12 + 12), input.monthsObserved),
      reason: reasonOf(edge, horizonDays),
    });
  }
  return result.sort((x, y) => y.value_minor - x.value_minor || (x.canal_id < y.canal_id ? -1 : 1));
}

function riskOf(delta: number | null): CanalOpportunity['source_spend_risk'] {
  return delta === null ? 'unknown' : delta < 0 ? 'watch' : 'none';
}

const text = (label: LocalText, lang: 'en' | 'zh-CN'): string =>
  typeof label === 'string' ? label : (label[lang] ?? label.en ?? label['zh-CN'] ?? '');

function crowdLabel(edge: FlowEdge): LocalText {
  return {
    en: `Buy ${text(edge.from_label, 'en')}, not yet ${text(edge.to_label, 'en')}`,
    'zh-CN': `买过${text(edge.from_label, 'zh-CN')}，未买过${text(edge.to_label, 'zh-CN')}`,
  };
}

function reasonOf(edge: FlowEdge, horizonDays: number): LocalText {
  const en = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
  const zh = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 0 });
  const { observed_count: o, expected_count: e, entry_count: n, lift } = edge;
  return {
    en:
      `Of ${en.format(n)} people who entered ${text(edge.from_label, 'en')}, ${en.format(o)} first bought ${text(edge.to_label, 'en')} ` +
      `within ${horizonDays} days; ${en.format(e)} would be usual for people as active (${lift?.toFixed(2)}×). ` +
      'An association: only a holdout shows what a canal adds.',
    'zh-CN':
      `${zh.format(n)} 位新进入${text(edge.from_label, 'zh-CN')}的买家中，${zh.format(o)} 位在 ${horizonDays} 天内首次购买${text(edge.to_label, 'zh-CN')}；` +
      `活跃度相同的人群通常为 ${zh.format(e)} 位（${lift?.toFixed(2)} 倍）。这是相关性，增量须由随机留出实验证明。`,
  };
}
