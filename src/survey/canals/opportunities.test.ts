import { describe, expect, it } from 'vitest';
import type { FlowEdge } from '../../contracts/index.ts';
import { opportunitiesOf } from './opportunities.ts';
import { emptyReach } from './reach.ts';

const edge = (over: Partial<FlowEdge>): FlowEdge => ({
  from_category_id: 'cat_a',
  to_category_id: 'cat_b',
  from_label: { en: 'Baby', 'zh-CN': '母婴' },
  to_label: { en: 'Cleaning', 'zh-CN': '清洁' },
  entry_count: 1200,
  observed_count: 240,
  expected_count: 120,
  lift: 2,
  lift_low: 1.5,
  lift_high: 2.6,
  q: 0.001,
  excess_count: 120,
  excess_low: 60,
  excess_high: 192,
  rate: 0.2,
  median_days: 20,
  reverse_lift: 1,
  common_lift: 1,
  net_flow: 10,
  source_spend_delta_minor: -5,
  dropped_rate: 0,
  control_people_count: 5000,
  affinity_lift: 1,
  evidence: 'shown',
  reason: '',
  ...over,
});
const input = (edges: FlowEdge[]) => {
  const reach = emptyReach(2);
  reach.holders.set([1000, 400]);
  reach.both.set([1000, 100, 100, 400]);
  reach.firsts.set([10, 50]);
  reach.firstSpend.set([100_000, 250_000]);
  return {
    edges,
    reach,
    indexOf: new Map([
      ['cat_a', 0],
      ['cat_b', 1],
    ]),
    indexDays: 360,
    horizonDays: 90,
    level: 0,
    monthsObserved: new Array(12).fill(1),
  };
};

describe('opportunities', () => {
  it('turns a flow with evidence into people, expected first buyers and value', () => {
    const [canal] = opportunitiesOf(input([edge({})]));
    // 1,200 entries in 360 days are 300 in a horizon of 90; the excess of one in ten gives 30, worth 5,000 each.
    expect(canal).toMatchObject({
      expected_first_buyers: 30,
      expected_low: 15,
      expected_high: 48,
      value_minor: 150_000,
      source_spend_risk: 'watch',
    });
    expect(canal!.crowd.people_count).toBe(900);
    expect((canal!.reason as { en: string }).en).toContain(
      'Of 1,200 people who entered Baby, 240 first bought Cleaning within 90 days; 120 would be usual',
    );
    expect((canal!.reason as { 'zh-CN': string })['zh-CN']).toContain('母婴');
  });

  it('makes no canal of what has no evidence, flows the wrong way, or is unknown', () => {
    const edges = [
      edge({ evidence: 'no_evidence' }),
      edge({ evidence: 'insufficient', excess_count: null }),
      edge({ excess_count: -4 }),
      edge({ to_category_id: 'cat_gone' }),
    ];
    expect(opportunitiesOf(input(edges))).toEqual([]);
  });

  it('ranks by value, ids stay the same from survey to survey', () => {
    const back = edge({ from_category_id: 'cat_b', to_category_id: 'cat_a', source_spend_delta_minor: null });
    const [first, second] = opportunitiesOf(input([edge({}), back]));
    expect([first!.value_minor, second!.value_minor]).toEqual([300_000, 150_000]);
    expect(first!.source_spend_risk).toBe('unknown');
    expect(opportunitiesOf(input([back]))[0]!.canal_id).toBe(first!.canal_id);
  });
});
