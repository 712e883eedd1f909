import { randomUUID } from 'node:crypto';
import type { LocalDate } from '../../base/index.ts';
import { run as query, type Warehouse } from '../../warehouse/index.ts';
import type { Resolved } from '../resolve/face.ts';
import { resolveChanged } from '../sql/resolve-changed.sql.gen.ts';
import { changedPeople } from './sql/changed-people.sql.gen.ts';
import { surveyMoved } from './sql/survey-moved.sql.gen.ts';

/** From which survey to which: points of knowledge, dates, and the windows that move with the date. */
export interface Step {
  readonly k1: number;
  readonly k2: number;
  readonly was: LocalDate;
  readonly as_of: LocalDate;
  readonly lookback_days: number;
  readonly horizon_days: number;
}

/**
 * Person numbers, ascending, by shard, of all whose lines or windows may differ between two surveys; null when anybody's may
 * (another tree, an erasure). Cost: two columns of the lines, and the facts in between.
 */
export async function changedBetween(resolved: Resolved, step: Step): Promise<number[][] | null> {
  const result: number[][] = [];
  for (const { warehouse, table } of resolved.shards) {
    const people = await changedIn(warehouse, table, step);
    if (!people) return null;
    result.push(people);
  }
  return result;
}

async function changedIn(warehouse: Warehouse, table: string, step: Step): Promise<number[] | null> {
  const { k1, k2, was, as_of, horizon_days: horizon, lookback_days: lookback } = step;
  const [row] = await query(warehouse, surveyMoved, { k1, k2 });
  if ((row?.moved ?? 1) > 0) return null;
  const changed = `making_survey_${randomUUID().replaceAll('-', '')}`;
  try {
    await warehouse.exec(resolveChanged.text, { changed, k1, k2, identity_mode: 'account' });
    const rows = await query(warehouse, changedPeople, { changed, table, was, as_of, horizon, lookback });
    return rows.map(({ person }) => person);
  } finally {
    await warehouse.exec(`DROP TABLE IF EXISTS ${changed}`);
  }
}
