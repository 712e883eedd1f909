import type { Policy, ScenarioConfig } from '../../../src/contracts/index.ts';
import { defaultPolicy } from '../../../src/engine/policy/defaults.ts';
import { fitNextCategory, indexHistory, storeNextCategory } from '../../../src/models/index.ts';
import { liveValues, requestOf } from '../../../src/serve/decide/testing.ts';
import {
  compilePolicy,
  decide,
  openPast,
  type Past,
  type Snapshot,
  type SnapshotRows,
  snapshotFrom,
} from '../../../src/serve/index.ts';
import type { Numbers, Window } from './protocol.ts';

const DAY_MS = 86_400_000;

/** The snapshot that the engine would serve by: the same builder on the same facts, with the next-category model trained on leaves as of the day. */
export function snapshotOf(rows: SnapshotRows): Snapshot {
  const model = trained(rows);
  return snapshotFrom({
    ...rows,
    // Fitted from the impressions, as the engine does, where there are enough.
    models: { ...(model && { nextCategory: model.stored }) },
    ...(model && { modelCategories: model.categories }),
  });
}

/** Levels of the tree that the model tells apart: deeper leaves (kinds of package) count as what they are part of, as training on them takes minutes. */
const DEPTH = 2;

export function trained(rows: SnapshotRows): { stored: unknown; categories: string[] } | null {
  const parents = new Map(rows.categories.map(({ id, parent }) => [id, parent]));
  const pathOf = (id: string) => {
    const path = [id];
    for (let up = parents.get(id); up; up = parents.get(up)) path.unshift(up);
    return path;
  };
  const inner = new Set(parents.values());
  const told = (id: string) => pathOf(id)[DEPTH - 1] ?? id;
  const categories = [
    ...new Set(
      rows.categories
        .map(({ id }) => id)
        .filter((id) => !inner.has(id))
        .map(told),
    ),
  ];
  const number = new Map(categories.map((id, i) => [id, i]));
  const topOf = (id: string) => pathOf(id)[0]!;
  const tops = [...new Set(categories.map(topOf))];
  const person = new Map(rows.people.map(({ accounts }, p) => [accounts[0]!, p]));
  const leaf = new Map(
    rows.items.map(({ id, category }) => [id, (category ? number.get(told(category)) : undefined) ?? -1]),
  );
  const category = new Map(rows.offers.map(({ id, item }) => [id, leaf.get(item) ?? -1]));
  const lines = rows.lines.filter(
    (line) => line.account !== null && !line.refunded && !line.fake && (category.get(line.offer) ?? -1) >= 0,
  );
  const history = indexHistory({
    persons: rows.people.length,
    categories: categories.length,
    department: Int32Array.from(categories, (id) => tops.indexOf(topOf(id))),
    person: Int32Array.from(lines, ({ account }) => person.get(account!)!),
    day: Int32Array.from(lines, ({ day }) => day),
    category: Int32Array.from(lines, ({ offer }) => category.get(offer)!),
    amount: Float64Array.from(lines, ({ amount_minor }) => amount_minor),
  });
  const fit = fitNextCategory(history, rows.day);
  return fit.status === 'fitted' ? { stored: storeNextCategory(fit.artefact), categories } : null;
}

/** The home feed of a fresh instance, with what an ablation changes. Lots and coins as served. */
export function policyOf(change: (scenario: ScenarioConfig) => ScenarioConfig = (s) => s) {
  const { scenarios, ...rest } = defaultPolicy();
  const policy: Policy = {
    version: 1,
    hash: 'bench',
    effective_at: '2000-01-01T00:00:00Z',
    ...rest,
    scenarios: scenarios.map((one) => (one.scenario === 'home_feed' ? change(one) : one)),
  };
  return compilePolicy(policy);
}

/** What `decide` answers on the morning of the split for each judged person: items, the first slot first. `ranked` sees what was ranked for each. */
export function served(
  snapshot: Snapshot,
  rows: SnapshotRows,
  numbers: Numbers,
  window: Window,
  k: number,
  policy = policyOf(),
  ranked?: (j: number, past: Past) => void,
): number[][] {
  const past = openPast(snapshot);
  return Array.from(window.judged, (p, j) => {
    const { slots } = decide({
      past,
      policy,
      live: liveValues(),
      request: requestOf({ account_id: rows.people[p]!.accounts[0]!, k }),
      clock: window.split * DAY_MS + 0.5 * DAY_MS,
      seed: j,
      decision_id: `dec_${j}`,
      build: 'bench',
    });
    ranked?.(j, past);
    return slots.map(({ offer_id }) => numbers.itemOf.get(offer_id)!);
  });
}
