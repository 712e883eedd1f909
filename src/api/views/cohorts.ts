import type { CohortGrid } from '../../contracts/index.ts';
import type { Handler } from '../call.ts';
import { aboutSubject, baseOf, provenanceOf } from './shared.ts';

/** Monthly cohorts of the subject, oldest first. Size is the cohort's people: the numerator of age 0. */
export const cohorts: Handler<'cohorts'> = async ({ reader, query }) => {
  const base = await baseOf(reader, query);
  const subject = await reader.subject(query.category_id);
  const result = await reader.evaluate({ ...base, ...aboutSubject(subject), metric: 'cohort_retention' });
  const rows = new Map<string, CohortGrid['cohorts'][number]>();
  for (const cell of result.cells) {
    if (cell.cohort === undefined || cell.age === undefined) continue;
    const row = rows.get(cell.cohort) ?? { cohort: cell.cohort, size: null, cells: [] };
    row.size ??= cell.denominator ?? null;
    row.cells.push({ age: cell.age, value: cell.value, people: cell.numerator ?? null, status: cell.status });
    rows.set(cell.cohort, row);
  }
  const grid = [...rows.values()].sort((a, b) => (a.cohort < b.cohort ? -1 : 1));
  for (const row of grid) row.cells.sort((a, b) => a.age - b.age);
  return { ...provenanceOf(result), metric: result.metric, version: result.version, cohorts: grid };
};
