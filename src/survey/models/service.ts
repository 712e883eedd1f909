import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { businessDate, type Clock, GcError, ID_PREFIX, localDate } from '../../base/index.ts';
import type {
  LocalText,
  ModelCard,
  ModelExplanation,
  Settings,
  TrainModelBody,
} from '../../contracts/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import {
  ARTEFACT_VERSION,
  explainNextCategory,
  indexHistory,
  loadNextCategory,
  nextCategoryPredictor,
} from '../../models/index.ts';
import { run as query, type Warehouse } from '../../warehouse/index.ts';
import { asOfOr, categoriesAt, linesOf, topOf } from '../canals/source.ts';
import type { FlowLines } from '../flows/index.ts';
import type { Catalogue, Survey } from '../metrics/face.ts';
import type { Resolved } from '../resolve/face.ts';
import { startWorker } from '../start-worker.ts';
import { personOfAccount } from './sql/person-of-account.sql.gen.ts';
import { ModelStore } from './store.ts';
import type { Training, TrainingInput, TrainingLines } from './training.ts';

export interface ModelsOptions {
  readonly survey: Survey;
  readonly ledger: Ledger;
  readonly settings: () => Settings;
  readonly clock: Clock;
  /** Ends a running training. */
  readonly signal?: AbortSignal;
}

/** Models trained on resolved lines: stored with their card, read back to explain. */
export interface Models {
  /**
   * Trains on all that is known now, in a thread of its own; one training runs at a time. The same question about the same
   * facts gives the model there is. Too little data is a card that says so. @throws dimension_absent, validation_failed
   */
  train(body: TrainModelBody, actor: string): Promise<ModelCard>;
  /** Latest first. */
  list(limit: number): Promise<ModelCard[]>;
  /** @throws not_found */
  card(modelId: string): Promise<ModelCard>;
  /** @throws not_found where model, account or category is unknown, or there is no score: held already, or no history */
  explain(modelId: string, accountId: string, categoryId: string): Promise<ModelExplanation>;
}

const LIMITS: LocalText = {
  en: 'Whoever is likely to come is not whoever a canal would bring: that is for an experiment to say. Categories without buyers in the training windows are guessed from their department.',
  'zh-CN':
    '可能自行到来的人并不等于渠道能带来的人：增量须由实验证明。训练窗口内没有买家的类目，只能按其所属一级类目推测。',
};

export function createModels(options: ModelsOptions): Models {
  const { survey, settings, clock, signal } = options;
  const store = new ModelStore(options.ledger);
  let queue: Promise<unknown> = Promise.resolve();

  const withLines = async <T>(work: (resolved: Resolved, catalogue: Catalogue) => Promise<T>) => {
    const resolved = await survey.resolve();
    try {
      return await work(resolved, await survey.catalogue(resolved.known_at));
    } finally {
      resolved.release();
    }
  };

  const trainOnce = ({ kind = 'next_category', horizon_days = 90, ...body }: TrainModelBody, actor: string) =>
    withLines(async (resolved, catalogue): Promise<ModelCard> => {
      const { timezone, simulated } = settings();
      const as_of = asOfOr(body.as_of, resolved);
      const identity = {
        kind,
        as_of,
        known_at: resolved.known_at,
        horizon_days,
        timezone,
        artefact: ARTEFACT_VERSION,
      };
      const model_id = `${ID_PREFIX.model}_${sha256(JSON.stringify(identity)).slice(0, 24)}`;
      const before = await store.find(model_id);
      if (before) return before;

      const started = performance.now();
      const categories = categoriesAt(catalogue, 0);
      const split = dayOf(as_of) + 1;
      const tops = Int32Array.from(topOf(catalogue, categories));
      const lines = await columnsOf(
        linesOf(resolved, categories, 0, timezone, null),
        { categories: categories.length, department: tops },
        timezone,
        split,
      );
      signal?.throwIfAborted();
      const result = await inThread({ lines, split, horizon: horizon_days }, signal);
      const fitted = result.status === 'fitted' ? result : null;
      const artefact =
        fitted &&
        JSON.stringify({ categories: categories.map((c) => c.category_id), model: fitted.artefact });
      const span = (from: number, to: number) => ({ from: dateOf(from), to: dateOf(to - 1) });
      const quality = fitted?.quality ?? null;
      const ranking = (of: { ndcg: number | null; recall: number | null }) => ({
        ndcg_at_10: of.ndcg,
        recall_at_10: of.recall,
      });
      return store.save(
        {
          model_id,
          kind,
          status: result.status,
          reason: result.status === 'fitted' ? null : { code: result.code, detail: result.detail },
          as_of,
          known_at: resolved.known_at,
          horizon_days,
          people_count: lines.persons,
          line_count: lines.day.length,
          category_count: categories.length,
          windows: (fitted?.artefact.windows ?? []).map((w) => ({
            ...span(w.from, w.to),
            people_count: w.people,
            first_purchase_count: w.firsts,
          })),
          leakage: fitted?.leakage
            ? { people_count: fitted.leakage.people, passed: fitted.leakage.leaks.length === 0 }
            : null,
          quality: quality && {
            ...span(quality.from, quality.from + horizon_days),
            people_count: quality.people,
            judged_count: quality.judged,
            ...ranking(quality.ours),
            baseline: ranking(quality.baseline),
            intervals: quality.intervals && {
              ndcg_at_10: quality.intervals.ours.ndcg,
              recall_at_10: quality.intervals.ours.recall,
              ndcg_over_baseline: quality.intervals.difference.ndcg,
              recall_over_baseline: quality.intervals.difference.recall,
            },
            calibration: { slope: quality.slope, ratio: quality.ratio, deciles: quality.deciles },
          },
          limits: LIMITS,
          artefact_sha256: artefact === null ? null : sha256(artefact),
          artefact_bytes: artefact === null ? 0 : Buffer.byteLength(artefact),
          simulated,
          timezone,
          seconds: Math.round((performance.now() - started) / 100) / 10,
          trained_at: new Date(clock.now()).toISOString(),
          trained_by: actor,
        },
        artefact,
      );
    });

  return {
    train(body, actor) {
      const next = queue.then(() => {
        signal?.throwIfAborted();
        return trainOnce(body, actor);
      });
      queue = next.catch(() => undefined);
      return next;
    },
    list: (limit) => store.list(limit),
    async card(modelId) {
      const card = await store.find(modelId);
      if (!card) throw new GcError('not_found', `There is no model ${modelId}.`);
      return card;
    },
    async explain(modelId, accountId, categoryId) {
      const { card, artefact } = await store.artefact(modelId);
      const { categories, model } = artefact;
      const number = categories.indexOf(categoryId);
      if (number < 0) throw new GcError('not_found', `The model knows no category ${categoryId}.`);
      const fitted = loadNextCategory(model);
      return withLines(async (resolved, catalogue) => {
        const labels = new Map(catalogue.categories.map((c) => [c.category_id, c.name]));
        const label = (id: string) => labels.get(id) ?? id;
        const only = await peopleOf(resolved, accountId);
        if (only.length === 0)
          throw new GcError('not_found', `There are no order lines of account ${accountId}.`);
        const lines = await columnsOf(
          linesOf(
            resolved,
            categories.map((category_id) => ({ category_id, label: label(category_id) })),
            0,
            card.timezone,
            null,
            only,
          ),
          { categories: categories.length, department: Int32Array.from(fitted.state.department) },
          card.timezone,
          fitted.trainedTo,
        );
        const h = indexHistory({ ...lines });
        const why =
          h.persons === 0 ? null : explainNextCategory(fitted, nextCategoryPredictor(fitted, h), 0, number);
        if (!why) {
          throw new GcError(
            'not_found',
            `There is no score: by ${card.as_of} the account had bought the category already, or nothing at all.`,
          );
        }
        return {
          model_id: modelId,
          account_id: accountId,
          category_id: categoryId,
          label: label(categoryId),
          as_of: card.as_of,
          known_at: resolved.known_at,
          horizon_days: card.horizon_days,
          intercept: why.intercept,
          terms: why.terms.map(({ name, means, values, logOdds }) => ({
            name,
            means,
            values: Object.fromEntries(
              Object.entries(values).map(([key, value]) => [key, Number.isFinite(value) ? value : null]),
            ),
            log_odds: logOdds,
          })),
          log_odds: why.logOdds,
          probability: why.probability,
          affinity: why.affinity.flatMap(({ input, amount }) => {
            const id = input.view === 'category' ? categories[input.token] : undefined;
            return id === undefined ? [] : [{ category_id: id, label: label(id), amount }];
          }),
        };
      });
    },
  };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const dayOf = (date: string) => Date.parse(date) / 86_400_000;
const dateOf = (day: number) => localDate(new Date(day * 86_400_000).toISOString().slice(0, 10));

/** The account's person number, by shard. */
async function peopleOf(
  resolved: Resolved,
  account: string,
): Promise<{ warehouse: Warehouse; person: number }[]> {
  const found: { warehouse: Warehouse; person: number }[] = [];
  for (const { warehouse } of resolved.shards) {
    const { identity_mode, known_at: k } = resolved;
    for (const row of await query(warehouse, personOfAccount, { account, identity_mode, k }))
      found.push({ warehouse, person: row.no });
  }
  return found;
}

/** Lines before `split` as the model's columns; people are numbered as they come. Cost: O(n), 28 bytes a line. */
async function columnsOf(
  source: AsyncIterable<FlowLines>,
  shape: { categories: number; department: Int32Array<ArrayBuffer> },
  timezone: string,
  split: number,
): Promise<TrainingLines> {
  const parts: { person: Int32Array; day: Int32Array; category: Int32Array; amount: Float64Array }[] = [];
  // A quarter of an hour never crosses midnight, in any zone; there are few, and zones are slow to ask.
  const days = new Map<number, number>();
  let persons = 0;
  let total = 0;
  for await (const lines of source) {
    const n = lines.person.length;
    const part = {
      person: new Int32Array(n),
      day: new Int32Array(n),
      category: new Int32Array(n),
      amount: new Float64Array(n),
    };
    let kept = 0;
    let of = -1;
    for (let i = 0; i < n; i++) {
      const quarter = Math.floor(lines.time[i]! / 900);
      let day = days.get(quarter);
      if (day === undefined) {
        day = dayOf(businessDate(lines.time[i]! * 1000, timezone));
        days.set(quarter, day);
      }
      if (day >= split) continue;
      if (of !== lines.person[i]!) {
        of = lines.person[i]!;
        persons++;
      }
      part.person[kept] = persons - 1;
      part.day[kept] = day;
      part.category[kept] = lines.category[i]!;
      part.amount[kept++] = lines.amount?.[i] ?? 0;
    }
    total += kept;
    parts.push({
      person: part.person.subarray(0, kept),
      day: part.day.subarray(0, kept),
      category: part.category.subarray(0, kept),
      amount: part.amount.subarray(0, kept),
    });
  }
  const all = {
    ...shape,
    persons,
    person: new Int32Array(total),
    day: new Int32Array(total),
    category: new Int32Array(total),
    amount: new Float64Array(total),
  };
  let at = 0;
  for (const part of parts) {
    for (const key of ['person', 'day', 'category', 'amount'] as const) all[key].set(part[key], at);
    at += part.person.length;
  }
  return all;
}

/** Trains in a worker; a signal ends it. */
function inThread(input: TrainingInput, signal: AbortSignal | undefined): Promise<Training> {
  const worker = startWorker(
    new URL('./worker.ts', import.meta.url),
    new URL('./models-worker.js', import.meta.url),
    input,
  );
  return new Promise<Training>((resolve, reject) => {
    const stop = () => reject(signal!.reason);
    signal?.addEventListener('abort', stop);
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal?.removeEventListener('abort', stop);
      reject(new Error(`The training ended with code ${code}.`));
    });
  }).finally(() => worker.terminate());
}
