import { availableParallelism } from 'node:os';
import { UNCATEGORISED } from '../../base/index.ts';
import type { Grain } from '../../contracts/index.ts';
import type { Params } from '../../warehouse/index.ts';
import type { Resolved } from '../resolve/face.ts';
import { coverage } from '../sql/coverage.sql.gen.ts';
import { grow } from '../sql/grow.sql.gen.ts';
import { money } from '../sql/money.sql.gen.ts';
import { grown } from './cells.ts';
import { COLUMNS, REASONS } from './columns.ts';
import type { Totals } from './counts.ts';
import { ownHands, threadHands } from './hands.ts';
import { Kept } from './kept.ts';
import type { KernelParams, MetricKernel } from './kernel.ts';
import { MONEY_WIDTH, moneyOf, moneyRow } from './money.ts';
import { binaryRows, eachRange, withFolder } from './ranges.ts';
import {
  type Cells,
  type Counts,
  inOrder,
  type Numbers,
  numbersOf,
  PLATFORM,
  ShardCells,
  Table,
  TableCells,
} from './table.ts';

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

/** People of a cell whose next date came after `days` (event), or who were last seen waiting after them. */
interface Waiting {
  readonly days: number;
  readonly event: boolean;
  readonly people: number;
}

/** People of a monthly cohort (whole months since 1970) active at an age in months. */
interface Active {
  readonly cohort: number;
  readonly age: number;
  readonly people: number;
}

/** Lines from which on the start of threads is worth its while, and others in the process would wait too long. */
const LINES_FOR_THREADS = 1_000_000;

const days = (date: string) => Math.floor(Date.parse(date) / 86_400_000);

/** What a shard's kernel has counted. */
interface Counted {
  readonly cells: ShardCells;
  readonly kernel: MetricKernel;
}

/** Counts by cell, and by row of the table the cell of each shard plus one; 0: none. */
interface Counting {
  readonly table: Table;
  readonly cellOf: readonly Int32Array[];
}

/** A row of a table of counts by names: a view, for there are many cells and few columns of interest. */
class CountsRow {
  readonly table: Float64Array;
  readonly at: number;
  constructor(table: Float64Array, at: number) {
    this.table = table;
    this.at = at;
  }
}
for (const [i, name] of COLUMNS.entries()) {
  Object.defineProperty(CountsRow.prototype, name, {
    get(this: CountsRow) {
      return this.table[this.at + i];
    },
  });
}

/** Which cells a pass knows: those where somebody ever did what it is about. */
const EVER = {
  'cell-stats': 'people_ever',
  cross: 'period_buyers',
  orders: 'orders',
  public: 'public_ever',
} as const;

/** Sums that show a cell: one where all are nothing says nothing. */
const SHOWN = ['gross', 'paid_sum', 'healthy_sum', 'late_refunds', 'discounts'] as const;

/**
 * Counts of resolved lines per cell. One reading of the lines counts people and orders of all grains (kernel.ts); sums of
 * money come from SQL. Results of shards add up, and are kept for as long as the resolved lines are the same.
 */
export class Passes {
  readonly #resolved: Resolved;
  readonly #counted = new Kept<Counted[]>();
  readonly #countings = new Kept<Counting>();
  readonly #tables = new Kept<Table>();
  readonly #sums = new Kept<{ readonly cells: ShardCells; readonly sums: Float64Array }[]>();
  readonly #small = new Kept<Cells>();
  readonly #shardCells = new Kept<ShardCells[]>();
  #numbers: Promise<Numbers[]> | undefined;
  readonly #threads: number | undefined;

  /** @param threads that count; 0: this one; absent: as many as are good for the number of lines */
  constructor(resolved: Resolved, threads?: number) {
    this.#resolved = resolved;
    this.#threads = threads;
  }

  get resolved(): Resolved {
    return this.#resolved;
  }

  /** Counts by cell of the grain; `public`: of the public count, whatever the variant. */
  async cells(pass: keyof typeof EVER, grain: Grain, p: PassParams): Promise<Cells> {
    const { table } = await this.#table(grain, p);
    const ever = COLUMNS.indexOf(EVER[pass]);
    return new TableCells(
      table,
      // A cell that only suspects ever bought in is not there without them.
      (at, key) => table.sums[at + ever] !== 0 && !(pass === 'cross' && key.endsWith(UNCATEGORISED)),
      (at) => new CountsRow(table.sums, at) as unknown as Counts,
    );
  }

  #table(grain: Grain, p: PassParams): Promise<Counting> {
    return this.#countings.get(JSON.stringify([grain, p.variant, countKey(p)]), async () => {
      const table = new Table(COLUMNS.length);
      const cellOf: Int32Array[] = [];
      for (const { cells, kernel } of await this.#count(p)) {
        const totals = totalsOf(kernel, p, cells);
        let own = new Int32Array(64);
        for (const cell of cells.cells(grain)) {
          const at = table.row(cells.key(cell));
          for (const t of totals) t.addTo(table.sums, at, cell);
          own = grown(own, at / COLUMNS.length + 1);
          own[at / COLUMNS.length] = cell + 1;
        }
        cellOf.push(own);
      }
      return { table, cellOf };
    });
  }

  /** People by number of top categories. */
  async breadth(p: PassParams): Promise<ReadonlyMap<number, number>> {
    const people = new Map<number, number>();
    for (const { cells, kernel } of await this.#count(p)) {
      for (const { breadth } of totalsOf(kernel, p, cells)) {
        for (const [n, more] of breadth.entries()) if (more !== 0) people.set(n, (people.get(n) ?? 0) + more);
      }
    }
    return people;
  }

  /** People active by cell (of the platform, or of a category), cohort and age. */
  async cohorts(grain: Grain, p: PassParams): Promise<ReadonlyMap<string, readonly Active[]>> {
    const groups = new Map<string, Map<string, Active>>();
    for (const { cells, kernel } of await this.#count(p)) {
      const totals = totalsOf(kernel, p, cells);
      for (const cell of cells.cells(grain)) {
        for (const t of totals) {
          for (const { cohort, age, people } of t.cohortsOf(cell)) {
            const group = groupOf(groups, cells.key(cell));
            const month = kernel.firstMonth + cohort;
            const before = group.get(`${month}#${age}`)?.people ?? 0;
            group.set(`${month}#${age}`, { cohort: month, age, people: before + people });
          }
        }
      }
    }
    return listed(groups);
  }

  /** What Kaplan–Meier needs for the period up to as_of, of the cell of a key, by days. */
  async survival(grain: Grain, p: PassParams): Promise<(key: string) => readonly Waiting[]> {
    const { table, cellOf } = await this.#table(grain, p);
    const counted = await this.#count(p);
    const shards = counted.map(({ cells, kernel }) => totalsOf(kernel, p, cells));
    const width = counted[0]!.kernel.survivalDays * 2;
    const people = new Float64Array(width);
    return (key) => {
      const at = table.at(key);
      if (at === undefined) return [];
      people.fill(0);
      for (const [i, totals] of shards.entries()) {
        const from = ((cellOf[i]![at / COLUMNS.length] ?? 0) - 1) * width;
        if (from < 0) continue;
        for (const { survival } of totals) for (let j = 0; j < width; j++) people[j]! += survival[from + j]!;
      }
      const rows: Waiting[] = [];
      for (let j = 0; j < width; j++)
        if (people[j]! > 0) rows.push({ days: j >> 1, event: (j & 1) === 1, people: people[j]! });
      return rows;
    };
  }

  /** Factors of GMV, of the platform or of merchants. Key: merchant or '' # category of the level. */
  async grow(grain: Grain, p: PassParams): Promise<Cells> {
    const { tree, variant, as_of, period, level } = p;
    const params = { tree, variant, as_of, period, level };
    const all = await this.#small.get(JSON.stringify(['grow', params]), () =>
      this.#query(grow.text, params, (row, n) => {
        const merchant = Number(row.whole) === 1 ? '' : n.of('merchant', Number(row.merchant));
        return `${merchant}#${n.of('category', Number(row.category_no))}`;
      }),
    );
    return new Map([...all].filter(([key]) => key.startsWith('#') === (grain === 'platform')));
  }

  /** People of the public count who are not in the healthy one, by reason. */
  async gap(p: PassParams): Promise<ReadonlyMap<string, number>> {
    const people = new Map<string, number>();
    for (const { kernel } of await this.#count(p)) {
      for (const [i, reason] of REASONS.entries())
        people.set(reason, (people.get(reason) ?? 0) + kernel.headline.gap[i]!);
    }
    return people;
  }

  /** Sums of money by cell of the grain, in minor units; cells without any are not there. */
  async money(grain: Grain, p: PassParams): Promise<Cells> {
    const variant = p.variant === 'public' ? 'headline' : p.variant;
    return this.#money(grain, { ...p, variant }, false, (row) => !SHOWN.every((name) => row[name] === 0));
  }

  /** What buyers spent (`net_people`, minor units) and the pieces of all orders, of the lines that count, by cell. */
  async spent(grain: Grain, p: PassParams): Promise<Cells> {
    return this.#money(grain, p, p.variant === 'public', () => true);
  }

  async #money(
    grain: Grain,
    p: PassParams,
    open: boolean,
    shows: (row: Counts) => boolean,
  ): Promise<TableCells> {
    const table = await this.#tables.get(JSON.stringify([grain, moneyKey(p, open)]), async () => {
      const all = new Table(MONEY_WIDTH);
      for (const { cells, sums } of await this.#moneyOfShards(p, open)) {
        for (const cell of cells.cells(grain)) {
          // Cells that another pass has met later have none.
          if ((cell + 1) * MONEY_WIDTH > sums.length) continue;
          const at = all.row(cells.key(cell));
          for (let i = 0; i < MONEY_WIDTH; i++) all.sums[at + i]! += sums[cell * MONEY_WIDTH + i]!;
        }
      }
      return all;
    });
    const rowOf = (at: number) => moneyRow(table.sums, at, p.variant === 'conservative');
    return new TableCells(table, (at) => shows(rowOf(at)), rowOf);
  }

  #moneyOfShards(p: PassParams, open: boolean) {
    const { tree, as_of, lookback } = p;
    const params = { tree, as_of, lookback, open: open ? 1 : 0 };
    return this.#sums.get(moneyKey(p, open), async () => {
      const cells = await this.#cellsOfShards(tree);
      return Promise.all(
        this.#resolved.shards.map(async (shard, i) => {
          const bytes = await withFolder((folder) => binaryRows(shard, money.text, params, folder));
          return { cells: cells[i]!, sums: moneyOf(bytes, cells[i]!.space) };
        }),
      );
    });
  }

  /** Lines by the dimensions they carry. */
  async coverage({ tree, variant, as_of, lookback }: PassParams): Promise<Counts> {
    const params = { tree, variant, as_of, lookback };
    const cells = await this.#small.get(JSON.stringify(['coverage', params]), () =>
      this.#query(coverage.text, params, () => PLATFORM),
    );
    return cells.get(PLATFORM)!;
  }

  #count(p: PassParams): Promise<Counted[]> {
    return this.#counted.get(countKey(p), async () => {
      const counted: Counted[] = [];
      const cells = await this.#cellsOfShards(p.tree);
      for (const [i, shard] of this.#resolved.shards.entries()) {
        const params: KernelParams = {
          publicOnly: p.variant === 'public',
          asOf: days(p.as_of),
          lookback: p.lookback,
          period: p.period,
          horizon: p.horizon,
          dataFrom: days(p.data_from),
        };
        const threads = this.#threads ?? (shard.rows > LINES_FOR_THREADS ? availableParallelism() : 0);
        const { space } = cells[i]!;
        const hands = threads > 0 ? threadHands(space, params, threads) : ownHands(space, params);
        try {
          await eachRange(shard, p, hands.feed);
          counted.push({ cells: cells[i]!, kernel: await hands.kernel() });
        } finally {
          await hands.close();
        }
      }
      return counted;
    });
  }

  #cellsOfShards(tree: PassParams['tree']): Promise<ShardCells[]> {
    return this.#shardCells.get(tree, async () => {
      const numbers = await this.#numbersOfAll();
      return Promise.all(this.#resolved.shards.map((shard, i) => ShardCells.of(shard, numbers[i]!)));
    });
  }

  /** Adds up the rows of all shards that have the same key. */
  async #query(
    sql: string,
    params: Params,
    keyOfRow: (row: Record<string, number | string>, numbers: Numbers) => string,
  ): Promise<Cells> {
    const sums = new Map<string, Record<string, number>>();
    const numbers = await this.#numbersOfAll();
    for (const [i, shard] of this.#resolved.shards.entries()) {
      const rows = await shard.warehouse.query<Record<string, number | string>>(sql, {
        ...params,
        table: shard.table,
      });
      for (const row of rows) {
        const key = keyOfRow(row, numbers[i]!);
        const into = sums.get(key) ?? {};
        for (const [name, value] of Object.entries(row)) into[name] = (into[name] ?? 0) + Number(value);
        sums.set(key, into);
      }
    }
    return sums;
  }

  #numbersOfAll(): Promise<Numbers[]> {
    this.#numbers ??= Promise.all(this.#resolved.shards.map((s) => numbersOf(s.warehouse)));
    this.#numbers.catch(() => {
      this.#numbers = undefined;
    });
    return this.#numbers;
  }
}

/** What a reading of the lines depends on; headline and conservative counts come from the same. */
function countKey({ tree, variant, as_of, lookback, period, horizon, data_from }: PassParams): string {
  return JSON.stringify([tree, variant === 'public', as_of, lookback, period, horizon, data_from]);
}

/** What money.sql is asked with. */
function moneyKey({ tree, as_of, lookback }: PassParams, open: boolean): string {
  return JSON.stringify([tree, as_of, lookback, open]);
}

/** What to add up, with room for cells that were met since. */
function totalsOf(kernel: MetricKernel, p: PassParams, { space }: ShardCells): Totals[] {
  const totals = p.variant === 'conservative' ? [kernel.headline, kernel.delta] : [kernel.headline];
  for (const t of totals) t.fit(space);
  return totals;
}

function groupOf<K, V>(groups: Map<string, Map<K, V>>, key: string): Map<K, V> {
  let group = groups.get(key);
  if (!group) {
    group = new Map();
    groups.set(key, group);
  }
  return group;
}

/** Rows of each cell that somebody is in. */
function listed<V extends { people: number }>(groups: Map<string, Map<unknown, V>>): Map<string, V[]> {
  const lists = new Map<string, V[]>();
  for (const [key, group] of groups) {
    const rows = [...group.values()].filter((r) => r.people > 0);
    if (rows.length > 0) lists.set(key, rows);
  }
  return inOrder(lists);
}
