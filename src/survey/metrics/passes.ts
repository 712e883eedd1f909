import { UNCATEGORISED } from '../../base/index.ts';
import type { Grain } from '../../contracts/index.ts';
import type { Params, Warehouse } from '../../warehouse/index.ts';
import type { Resolved, ResolvedShard } from '../resolve/face.ts';
import { breadth } from '../sql/breadth.sql.gen.ts';
import { cellStats } from '../sql/cell-stats.sql.gen.ts';
import { cohorts } from '../sql/cohorts.sql.gen.ts';
import { coverage } from '../sql/coverage.sql.gen.ts';
import { cross } from '../sql/cross.sql.gen.ts';
import { gap } from '../sql/gap.sql.gen.ts';
import { grow } from '../sql/grow.sql.gen.ts';
import { money } from '../sql/money.sql.gen.ts';
import { orders } from '../sql/orders.sql.gen.ts';
import { survival } from '../sql/survival.sql.gen.ts';

/** Parameters that every pass takes; which of them a file reads stands in its header. */
export interface PassParams {
  readonly tree: 'as_sold' | 'current';
  readonly variant: 'headline' | 'conservative' | 'public';
  readonly as_of: string;
  readonly lookback: number;
  readonly period: number;
  readonly horizon: number;
  /** First business date of the data. */
  readonly data_from: string;
  readonly level: number;
}

/** Additive counts of a cell: those of shards and ranges of people sum. */
export type Counts = Readonly<Record<string, number>>;
export type Cells = ReadonlyMap<string, Counts>;

/** Key of a cell: ids of its dimensions joined by `|`; '' for the platform. */
export const PLATFORM = '';

const SQL = {
  'cell-stats': cellStats.text,
  breadth: breadth.text,
  cross: cross.text,
  money: money.text,
  orders: orders.text,
  cohorts: cohorts.text,
  survival: survival.text,
  grow: grow.text,
  gap: gap.text,
  coverage: coverage.text,
} as const;
export type PassName = keyof typeof SQL;

/** Lines that one pass reads at a time: bounds the memory of its hash tables. */
const LINES_A_PASS = 2_500_000;
/** Results kept, the oldest going first. */
const KEPT = 64;

/** Dense numbers of one shard, as ids. */
interface Numbers {
  of(kind: 'category' | 'merchant' | 'shop' | 'brand', no: number): string;
}

async function numbersOf(warehouse: Warehouse): Promise<Numbers> {
  const rows = await warehouse.query<{ kind: string; id: string; no: number }>(
    'SELECT kind, id, no FROM survey_ids',
  );
  const lists: Record<string, string[]> = { category: [UNCATEGORISED], merchant: [], shop: [], brand: [] };
  for (const { kind, id, no } of rows) lists[kind]![no] = id;
  return { of: (kind, no) => lists[kind]![no]! };
}

type Row = Record<string, number | string>;
/** Where a row's counts belong. */
type KeyOf = (row: Row, numbers: Numbers) => string;

const TWO_32 = 2 ** 32;

function cellKey(grain: Grain): KeyOf {
  switch (grain) {
    case 'platform':
      return () => PLATFORM;
    case 'merchant_category':
      return (row, n) =>
        `${n.of('merchant', Math.floor(Number(row.cell) / TWO_32))}|${n.of('category', Number(row.cell) % TWO_32)}`;
    default:
      return (row, n) => n.of(grain, Number(row.cell));
  }
}

const KEY_COLUMNS = new Set([
  'cell',
  'merchant_no',
  'category_no',
  'reason',
  'breadth',
  'cohort',
  'age',
  'days',
  'event',
]);

/**
 * Runs the queries of src/survey/sql over shards and ranges of people, sums their counts per cell and keeps the
 * results for as long as the resolved lines are the same.
 */
export class Passes {
  readonly #resolved: Resolved;
  readonly #results = new Map<string, Promise<Cells>>();
  #numbers: Promise<Numbers[]> | undefined;
  constructor(resolved: Resolved) {
    this.#resolved = resolved;
  }

  get resolved(): Resolved {
    return this.#resolved;
  }

  /** Counts by cell of the grain. */
  cells(
    pass: 'cell-stats' | 'cross' | 'money' | 'orders',
    grain: Grain,
    p: PassParams,
    suspects = 0,
  ): Promise<Cells> {
    return this.#run(pass, { ...p, grain, suspects }, cellKey(grain), pass !== 'money');
  }

  /** People by number of top categories; key: the number. */
  breadth(p: PassParams, suspects = 0): Promise<Cells> {
    return this.#run('breadth', { ...p, suspects }, (row) => String(row.breadth));
  }

  /** Key: cell # cohort month # age. */
  cohorts(grain: Grain, p: PassParams): Promise<Cells> {
    const cell = cellKey(grain);
    return this.#run(
      'cohorts',
      { ...p, grain, suspects: 0 },
      (row, n) => `${cell(row, n)}#${row.cohort}#${row.age}`,
    );
  }

  /** Key: cell # days # event. */
  survival(grain: Grain, p: PassParams, suspects = 0): Promise<Cells> {
    const cell = cellKey(grain);
    return this.#run(
      'survival',
      { ...p, grain, suspects },
      (row, n) => `${cell(row, n)}#${row.days}#${row.event}`,
    );
  }

  /** Key: merchant or '' # category of the level. */
  grow(grain: Grain, p: PassParams): Promise<Cells> {
    return this.#run(
      'grow',
      { ...p, grain },
      (row, n) =>
        `${Number(row.merchant_no) === 0 ? '' : n.of('merchant', Number(row.merchant_no))}#${n.of('category', Number(row.category_no))}`,
    );
  }

  /** Key: reason. */
  gap(p: PassParams): Promise<Cells> {
    return this.#run('gap', { ...p }, (row) => String(row.reason));
  }

  async coverage(p: PassParams): Promise<Counts> {
    return (await this.#run('coverage', { ...p }, () => PLATFORM, false)).get(PLATFORM)!;
  }

  #run(pass: PassName, params: Params, keyOf: KeyOf, byPeople = true): Promise<Cells> {
    const key = JSON.stringify([pass, params]);
    let result = this.#results.get(key);
    if (!result) {
      result = this.#sum(pass, params, keyOf, byPeople);
      this.#results.set(key, result);
      result.catch(() => this.#results.delete(key));
      for (const old of this.#results.keys()) {
        if (this.#results.size <= KEPT) break;
        this.#results.delete(old);
      }
    }
    return result;
  }

  async #sum(pass: PassName, params: Params, keyOf: KeyOf, byPeople: boolean): Promise<Cells> {
    this.#numbers ??= Promise.all(this.#resolved.shards.map((s) => numbersOf(s.warehouse)));
    const numbers = await this.#numbers;
    const sums = new Map<string, Record<string, number>>();
    /** Columns that came as text may pass 2^53 − 1 in between: they are summed as big integers. */
    const big = new Map<string, Record<string, bigint>>();
    for (const [i, shard] of this.#resolved.shards.entries()) {
      for (const [lo, hi] of byPeople ? rangesOf(shard) : [[0, 0]]) {
        const rows = await shard.warehouse.query<Row>(SQL[pass], {
          ...params,
          table: shard.table,
          lo: lo!,
          hi: hi!,
        });
        for (const row of rows) add(sums, big, keyOf(row, numbers[i]!), row);
      }
    }
    for (const [key, columns] of big) {
      for (const [name, value] of Object.entries(columns)) sums.get(key)![name] = Number(value);
    }
    return sums;
  }
}

function add(
  sums: Map<string, Record<string, number>>,
  big: Map<string, Record<string, bigint>>,
  key: string,
  row: Row,
): void {
  let into = sums.get(key);
  if (!into) {
    into = {};
    sums.set(key, into);
  }
  for (const [name, value] of Object.entries(row)) {
    if (KEY_COLUMNS.has(name)) continue;
    if (typeof value === 'string') {
      let exact = big.get(key);
      if (!exact) {
        exact = {};
        big.set(key, exact);
      }
      exact[name] = (exact[name] ?? 0n) + BigInt(value);
    } else {
      into[name] = (into[name] ?? 0) + value;
    }
  }
}

/** Ranges of people with about equal numbers of lines; guests (person 0) fall in the first. */
function rangesOf(shard: ResolvedShard): [lo: number, hi: number][] {
  const n = Math.max(1, Math.ceil(shard.rows / LINES_A_PASS));
  const cut = (i: number) => Math.floor((i * (shard.people + 1)) / n);
  return Array.from({ length: n }, (_, i) => [cut(i), cut(i + 1) - 1]);
}
