import type { LocalDate } from '../../base/index.ts';
import { type FlowInput, type FlowLines, type FlowState, surveyFlows, updateFlows } from '../flows/index.ts';
import type { Resolved } from '../resolve/face.ts';
import { changedBetween } from './changed.ts';
import type { SurveyCategory } from './edges.ts';
import { LineSpool } from './line-spool.ts';
import { addReach, emptyReach, type ReachOptions, type ReachSums } from './reach.ts';
import { linesOf } from './source.ts';

/** Everything a count depends on, beside the lines. */
export interface Question {
  readonly categories: readonly SurveyCategory[];
  readonly level: number;
  readonly timezone: string;
  readonly as_of: LocalDate;
  readonly lookback_days: number;
  readonly horizon_days: number;
  /** Null: all prior data (`new_in_window`). */
  readonly flowLookback: number | null;
  readonly flows: FlowInput;
  readonly reach: ReachOptions;
  /** What else makes lines what they are: settings, first date. */
  readonly basis: string;
}

export interface Counted {
  readonly state: FlowState;
  readonly reach: ReachSums;
  /** People counted anew; null: everybody, in a whole count. */
  readonly updated: number | null;
}

interface Kept {
  readonly key: string;
  readonly knownAt: number;
  readonly question: Question;
  readonly state: FlowState;
  readonly reach: ReachSums;
  readonly spool: LineSpool;
}

/** A count of which more than this share of the people changed is done anew: it costs as much, and tidies up. */
const MOST_CHANGED = 0.3;
/** Observations larger than this are not kept in memory. */
const KEPT_BYTES = 768 * 2 ** 20;
/** People whose lines are taken back and added together. */
const PEOPLE_A_STEP = 20_000;

/**
 * Counts surveys, and remembers the last one worth it: the same question about later facts is then answered from the people that
 * changed, and equals a whole count to the bit. One count at a time.
 */
export class SurveyCounter {
  #kept: Kept | null = null;

  constructor(signal?: AbortSignal) {
    signal?.addEventListener('abort', () => this.#forget());
  }

  /**
   * @param keep whether the same question will come again
   * Cost: a whole count, or the changed people's lines, what updateFlows costs, and two columns of all lines.
   */
  async count(resolved: Resolved, question: Question, keep: boolean, signal?: AbortSignal): Promise<Counted> {
    const key = keyOf(question);
    const kept = this.#kept;
    if (kept && keep && kept.key === key && isLater(kept, question, resolved)) {
      // What fails half way is no base for the next time.
      this.#kept = null;
      const updated = await update(kept, resolved, question).catch((error) => {
        kept.spool.close();
        throw error;
      });
      if (updated) {
        this.#kept = { ...kept, ...updated, knownAt: resolved.known_at, question };
        return updated;
      }
      kept.spool.close();
    }
    // Two surveys at once are more than memory is meant for.
    if (keep) this.#forget();
    const spool = keep ? new LineSpool() : null;
    const reach = emptyReach(question.reach.categories);
    async function* lines(): AsyncGenerator<FlowLines> {
      for (const [shard, one] of shardsOf(resolved)) {
        for await (const block of read(one, question)) {
          addReach(reach, block, question.reach);
          spool?.add(shard, block);
          yield block;
        }
      }
    }
    const state = await surveyFlows(lines(), question.flows, { keep, ...(signal && { signal }) }).catch(
      (error) => {
        spool?.close();
        throw error;
      },
    );
    if (spool) {
      const bytes = state.observations?.blocks.reduce((sum, block) => sum + block.byteLength, 0) ?? 0;
      if (bytes <= KEPT_BYTES)
        this.#kept = { key, knownAt: resolved.known_at, question, state, reach, spool };
      else spool.close();
    }
    return { state, reach, updated: null };
  }

  #forget(): void {
    this.#kept?.spool.close();
    this.#kept = null;
  }
}

/** Questions with one key differ in nothing but the date and the lines. */
function keyOf({ categories, reach: _, as_of: __, flows, ...rest }: Question): string {
  const { months, top, ...fixed } = flows;
  return JSON.stringify([
    rest,
    fixed,
    months.slice(0, 1),
    Array.from(top ?? []),
    categories.map((c) => c.category_id),
  ]);
}

/** Months may only grow, and at their end: a month's end that is not the last's must stay. */
function isLater({ knownAt, question: was }: Kept, now: Question, resolved: Resolved): boolean {
  const before = was.flows.months;
  return (
    resolved.identity_mode === 'account' &&
    resolved.known_at >= knownAt &&
    now.as_of >= was.as_of &&
    before.slice(0, -1).every((month, i) => month === now.flows.months[i]) &&
    now.flows.months.length >= before.length
  );
}

async function update(kept: Kept, resolved: Resolved, question: Question): Promise<Counted | null> {
  const { question: was, spool, reach } = kept;
  const { lookback_days, horizon_days, as_of } = question;
  const step = {
    k1: kept.knownAt,
    k2: resolved.known_at,
    was: was.as_of,
    as_of,
    lookback_days,
    horizon_days,
  };
  const changed = await changedBetween(resolved, step);
  const people = changed?.reduce((sum, some) => sum + some.length, 0) ?? 0;
  const everybody = resolved.shards.reduce((sum, shard) => sum + shard.people, 0);
  if (!changed || people > MOST_CHANGED * everybody) return null;
  async function* changes() {
    for (const [shard, one] of shardsOf(resolved)) {
      const some = changed![shard]!;
      for (let from = 0; from < some.length; from += PEOPLE_A_STEP) {
        const step = some.slice(from, from + PEOPLE_A_STEP);
        const before = spool.read(shard, step);
        const blocks: FlowLines[] = [];
        const { warehouse } = resolved.shards[shard]!;
        const only = step.map((person) => ({ warehouse, person }));
        for await (const block of read(one, question, only)) blocks.push(block);
        addReach(reach, before, was.reach, -1);
        for (const person of step) spool.drop(shard, person);
        for (const block of blocks) {
          addReach(reach, block, question.reach);
          spool.add(shard, block);
        }
        yield { before, after: joined(blocks) };
      }
    }
  }
  const state = await updateFlows(kept.state, changes(), { months: question.flows.months });
  return { state, reach, updated: people };
}

const shardsOf = (resolved: Resolved): [number, Resolved][] =>
  resolved.shards.map((shard, i) => [i, { ...resolved, shards: [shard] }]);

const read = (resolved: Resolved, q: Question, only?: Parameters<typeof linesOf>[5]) =>
  linesOf(resolved, q.categories, q.level, q.timezone, q.flowLookback, only);

/** Blocks one after the other, as one. */
function joined(blocks: readonly FlowLines[]): FlowLines {
  const n = blocks.reduce((sum, block) => sum + block.person.length, 0);
  const all = {
    person: new Uint32Array(n),
    time: new Uint32Array(n),
    order: new Uint32Array(n),
    amount: new Uint32Array(n),
    category: new Uint16Array(n),
    segment: new Uint8Array(n),
    observable: new Uint8Array(n),
  };
  let at = 0;
  for (const block of blocks) {
    for (const name of ['person', 'time', 'order', 'amount', 'category', 'segment', 'observable'] as const)
      all[name].set(block[name]!, at);
    at += block.person.length;
  }
  return all;
}
