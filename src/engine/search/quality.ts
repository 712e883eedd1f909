import { setImmediate } from 'node:timers/promises';
import { GcError } from '../../base/index.ts';
import { type JudgeBody, SearchBody, type SearchQuality, type SearchRun } from '../../contracts/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import { run, type Warehouse } from '../../warehouse/index.ts';
import { itemOf } from '../serving/normalise.ts';
import type { Rehearsing } from './explained.ts';
import { ndcgOf } from './ndcg.ts';
import { askedQueries } from './sql/asked-queries.sql.gen.ts';
import { searchClicks } from './sql/search-clicks.sql.gen.ts';

const DAY_MS = 86_400_000;
const QUERIES = 500;
const IN_VAIN = 100;
const JUDGED = 200;
const RUNS = 50;

/** What search quality reads and writes. */
export interface Desk {
  readonly serving: Rehearsing & { past(): { readonly snapshot: Parameters<typeof itemOf>[0] } };
  readonly ledger: Ledger;
  readonly warehouse: Warehouse;
}

/** Records judgements; earlier ones stay, the latest holds. @throws snapshot_absent; reference_unknown for an item that is not there */
export async function judgeSearch(
  { serving, ledger }: Desk,
  body: JudgeBody,
  author: string,
): Promise<{ recorded: number }> {
  const { snapshot } = serving.past();
  const at = new Date().toISOString();
  const rows = body.judgements.map(({ query, item, grade }, n) => {
    const id = itemOf(snapshot, body.source, item);
    if (id === '') {
      const detail = `item ${JSON.stringify(item)} of source ${body.source} is not in the snapshot.`;
      throw new GcError('reference_unknown', detail, {
        causes: [{ pointer: `/judgements/${n}/item`, code: 'reference_unknown', detail }],
      });
    }
    return { query: query.toLowerCase(), item_id: id, grade, author, judged_at: at };
  });
  await ledger.transaction(async (tx) => {
    for (const { query, item_id, grade } of rows)
      await tx.query(
        'INSERT INTO search_judgements (query, item_id, grade, author, judged_at) VALUES ($1, $2, $3, $4, $5)',
        [query, item_id, grade, author, at],
      );
  });
  return { recorded: rows.length };
}

/** Asks every judged query now, of nobody in particular, and keeps the mean nDCG@10 beside policy and snapshot. @throws snapshot_absent */
export async function measureSearch(desk: Desk, author: string): Promise<SearchRun> {
  const judged = await judgedNow(desk);
  const made = await desk.serving.rehearse(SearchBody.parse({ query: '', k: 1 }), ({ decision }) => decision);
  const values = judged.flatMap(({ ndcg }) => (ndcg === null ? [] : [ndcg]));
  const mean = values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : null;
  const [row] = await desk.ledger.query<RunRow>(
    `INSERT INTO search_runs (run_at, author, policy_version, snapshot_hash, query_count, ndcg)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING *`,
    [new Date().toISOString(), author, made.policy_version, made.snapshot_hash, values.length, mean],
  );
  return runOf(row!);
}

/** Judged queries as they are answered now, runs, and what the decision log says of the last days. @throws snapshot_absent */
export async function searchQuality(desk: Desk, days: number, now: number): Promise<SearchQuality> {
  const from = new Date(now - days * DAY_MS).toISOString();
  const since = from.replace('T', ' ').replace('Z', '');
  const [judged, runs, asked, clicks] = await Promise.all([
    judgedNow(desk),
    desk.ledger.query<RunRow>(`SELECT * FROM search_runs ORDER BY run_id DESC LIMIT ${RUNS}`),
    run(desk.warehouse, askedQueries, { from: since, most: QUERIES }),
    run(desk.warehouse, searchClicks, { from: since }),
  ]);
  const in_vain: SearchQuality['in_vain'] = [];
  for (const { text, asked_count } of asked) {
    if (in_vain.length >= IN_VAIN) break;
    await setImmediate();
    const asking = SearchBody.parse({ query: text, k: 1 });
    const { total, dropped, query } = await desk.serving.rehearse(asking, ({ past }) => past.found!);
    if (total === 0 || dropped.length + query.unknown.length > 0)
      in_vain.push({
        query: text,
        asked_count: Number(asked_count),
        found: total,
        dropped: [...dropped],
        unknown: [...query.unknown],
      });
  }
  return {
    judged: judged.sort((a, b) => (a.ndcg ?? 2) - (b.ndcg ?? 2)).slice(0, JUDGED),
    runs: runs.map(runOf),
    in_vain,
    query_count: asked.length,
    asked_count: asked.reduce((sum, { asked_count }) => sum + Number(asked_count), 0),
    slots: clicks.map((row) => ({
      slot: Number(row.slot),
      impression_count: Number(row.impression_count),
      click_count: Number(row.click_count),
    })),
    from,
    until: new Date(now).toISOString(),
  };
}

async function judgedNow({ ledger, serving }: Desk): Promise<SearchQuality['judged']> {
  const rows = await ledger.query<{ query: string; item_id: string; grade: number }>(
    `SELECT DISTINCT ON (query, item_id) query, item_id, grade FROM search_judgements
     ORDER BY query, item_id, judgement_id DESC`,
  );
  const byQuery = new Map<string, Map<string, number>>();
  for (const { query, item_id, grade } of rows) {
    const grades = byQuery.get(query) ?? new Map<string, number>();
    byQuery.set(query, grades.set(item_id, grade));
  }
  const judged: SearchQuality['judged'] = [];
  for (const [query, grades] of byQuery) {
    await setImmediate();
    const page = await serving.rehearse(SearchBody.parse({ query, k: 10 }), ({ decision, past }) => {
      const { offers, items } = past.snapshot;
      return decision.slots.map(({ offer_id }) => items.id.at(offers.item[offers.find(offer_id)]!));
    });
    judged.push({ query, judgement_count: grades.size, ndcg: ndcgOf(page, grades) });
  }
  return judged;
}

interface RunRow extends Omit<SearchRun, 'run_id' | 'at'> {
  run_id: number | string;
  run_at: Date | string;
}
const runOf = ({ run_at, ...row }: RunRow): SearchRun => ({
  run_id: Number(row.run_id),
  at: new Date(run_at).toISOString(),
  author: row.author,
  policy_version: row.policy_version,
  snapshot_hash: row.snapshot_hash,
  query_count: row.query_count,
  ndcg: row.ndcg,
});
