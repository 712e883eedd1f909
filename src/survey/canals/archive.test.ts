import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CanalOpportunity, FlowEdge, SurveyHeader } from '../../contracts/index.ts';
import { openWarehouse } from '../../warehouse/index.ts';
import { openArchive } from './archive.ts';

const header = (id: string, level: number, second: number): SurveyHeader => ({
  survey_id: id,
  as_of: '2026-01-31',
  known_at: 7,
  level,
  lookback_days: 365,
  horizon_days: 90,
  control_mode: 'every_order',
  index: { from: '2025-01-01', to: '2025-10-31' },
  new_in_window: false,
  people_count: 5,
  order_count: 9,
  pairs_tested: 2,
  pairs_shown: 1,
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  simulated: true,
  computed_at: `2026-02-01T00:00:0${second}.000Z`,
});
const edge = (from: string, to: string, excess: number, evidence: FlowEdge['evidence']): FlowEdge => ({
  from_category_id: from,
  to_category_id: to,
  from_label: '甲',
  to_label: { en: 'B' },
  entry_count: 100,
  observed_count: 50,
  expected_count: 50 - excess,
  lift: 1.5,
  lift_low: null,
  lift_high: null,
  q: 0.01,
  excess_count: excess,
  excess_low: null,
  excess_high: null,
  rate: 0.5,
  median_days: 3,
  reverse_lift: null,
  common_lift: 1,
  net_flow: 1,
  source_spend_delta_minor: null,
  dropped_rate: 0,
  control_people_count: 9,
  affinity_lift: null,
  evidence,
  reason: '',
});

it('gives back surveys to the letter, the newest first, and finds none that a crash cut short', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'grandcanal-archive-'));
  const warehouse = await openWarehouse({ dir: folder });
  try {
    const archive = openArchive(warehouse);
    expect(await archive.latest()).toBeNull();
    const edges = [
      edge('a', 'b', 10, 'shown'),
      edge('b', 'a', 30, 'shown'),
      edge('a', 'c', 20, 'no_evidence'),
    ];
    const canals = [
      { canal_id: 'cnl_1', edge: edges[1]! },
      { canal_id: 'cnl_2', edge: edges[0]! },
    ] as CanalOpportunity[];
    await archive.save(header('sur_1', 0, 1), edges, canals);
    await archive.save(header('sur_2', 0, 3), [], []);
    await archive.save(header('sur_3', 2, 2), [], []);
    expect((await archive.latest())?.survey_id).toBe('sur_2');
    expect((await archive.latest(2))?.survey_id).toBe('sur_3');
    expect(await archive.latest(1)).toBeNull();
    expect(await archive.header('sur_1')).toEqual(header('sur_1', 0, 1));
    expect(await archive.edges('sur_1')).toEqual([edges[1], edges[2], edges[0]]);
    expect(await archive.edges('sur_1', { evidence: 'shown', top: 1, skip: 1 })).toEqual([edges[0]]);
    expect(await archive.edges('sur_1', { from: 'a', to: 'c' })).toEqual([edges[2]]);
    expect(await archive.canals('sur_1')).toEqual(canals);
    expect(await archive.canals('sur_1', { canal: 'cnl_2' })).toEqual([canals[1]]);
    await warehouse.exec("INSERT INTO flow_edges (survey_id, body) VALUES ('sur_half', '{}')");
    expect(await archive.header('sur_half')).toBeNull();
  } finally {
    await warehouse.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
