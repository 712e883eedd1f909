import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UNCATEGORISED } from '../../base/index.ts';
import type { Grain } from '../../contracts/index.ts';
import type { Params, Warehouse } from '../../warehouse/index.ts';
import type { Resolved, ResolvedShard } from '../resolve/face.ts';
import { coverage } from '../sql/coverage.sql.gen.ts';
import { grow } from '../sql/grow.sql.gen.ts';
import { leafPaths } from '../sql/leaf-paths.sql.gen.ts';
import { metricLines } from '../sql/metric-lines.sql.gen.ts';
import { money } from '../sql/money.sql.gen.ts';
import { CellSpace, GRAINS, grown } from './cells.ts';
import { COLUMNS, MetricKernel, REASONS, SUMS, type Totals } from './kernel.ts';
import { type Halves, moneyCounts, moneyOf } from './money.ts';

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

/** Key of a cell: ids of its dimensions joined by `|`; '' for the platform. */
export const PLATFORM = '';

/** Lines in memory at a time, twice at most: one range being counted, the next being read. */
const LINES_A_RANGE = 400_000;
/** Results kept of each kind, the oldest going first. */
const KEPT = 8;

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

function keyOf(space: CellSpace, numbers: Numbers, cell: number): string {
  const grain = GRAINS[space.grain[cell]!]!;
  if (grain === 'platform') return PLATFORM;
  const no = space.no[cell]!;
  if (grain !== 'merchant_category') return numbers.of(grain, no);
  return `${numbers.of('merchant', no)}|${numbers.of('category', space.category[cell]!)}`;
}

const days = (date: string) => Math.floor(Date.parse(date) / 86_400_000);

/** What a shard's kernel has counted. */
interface Counted {
  readonly space: CellSpace;
  readonly kernel: MetricKernel;
  /** Key of each cell. */
  readonly keys: readonly string[];
}

const NAMES = [...COLUMNS, ...SUMS];

/** Counts of all cells of a grain: a table, a row to a key. */
interface Table {
  readonly keys: readonly string[];
  readonly counts: Float64Array;
}

/** A row of the table by names: a view, for there are many cells and few columns of interest. */
class CountsRow {
  readonly table: Float64Array;
  readonly at: number;
  constructor(table: Float64Array, at: number) {
    this.table = table;
    this.at = at;
  }
}
for (const [i, name] of NAMES.entries()) {
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

/** Keeps the results of equal questions, the oldest going first. */
class Kept<T> {
  readonly #results = new Map<string, Promise<T>>();

  get(key: string, make: () => Promise<T>): Promise<T> {
    let result = this.#results.get(key);
    if (!result) {
      result = make();
      this.#results.set(key, result);
      result.catch(() => this.#results.delete(key));
      for (const old of this.#results.keys()) {
        if (this.#results.size <= KEPT) break;
        this.#results.delete(old);
      }
    }
    return result;
  }
}

/**
 * Counts of resolved lines per cell. One reading of the lines counts people and orders of all grains (kernel.ts); sums of
 * money come from SQL. Results of shards add up, and are kept for as long as the resolved lines are the same.
 */
export class Passes {
  readonly #resolved: Resolved;
  readonly #counted = new Kept<Counted[]>();
  readonly #tables = new Kept<Table>();
  readonly #cells = new Kept<Cells>();
  readonly #sums = new Kept<ReadonlyMap<Grain, Cells>>();
  readonly #small = new Kept<Cells>();
  #numbers: Promise<Numbers[]> | undefined;
  constructor(resolved: Resolved) {
    this.#resolved = resolved;
  }

  get resolved(): Resolved {
    return this.#resolved;
  }

  /** Counts by cell of the grain; `public`: of the public count, whatever the variant. */
  cells(pass: keyof typeof EVER, grain: Grain, p: PassParams): Promise<Cells> {
    return this.#cells.get(JSON.stringify([pass, grain, p.variant, countKey(p)]), async () => {
      const { keys, counts } = await this.#table(grain, p);
      const ever = COLUMNS.indexOf(EVER[pass]);
      const cells = new Map<string, Counts>();
      for (const [i, key] of keys.entries()) {
        // A cell that only suspects ever bought in is not there without them.
        if (counts[i * NAMES.length + ever] === 0) continue;
        if (pass === 'cross' && key.endsWith(UNCATEGORISED)) continue;
        cells.set(key, new CountsRow(counts, i * NAMES.length) as unknown as Counts);
      }
      return cells;
    });
  }

  #table(grain: Grain, p: PassParams): Promise<Table> {
    return this.#tables.get(JSON.stringify([grain, p.variant, countKey(p)]), async () => {
      const rows = new Map<string, number>();
      let counts = new Float64Array(NAMES.length << 6);
      for (const { space, kernel, keys } of await this.#count(p)) {
        const totals = totalsOf(kernel, p);
        for (const cell of cellsOf(space, grain)) {
          const key = keys[cell]!;
          let row = rows.get(key);
          if (row === undefined) {
            row = rows.size;
            rows.set(key, row);
            counts = grown(counts, (row + 1) * NAMES.length);
          }
          for (const t of totals) t.addTo(counts, row * NAMES.length, cell);
        }
      }
      return { keys: [...rows.keys()], counts };
    });
  }

  /** People by number of top categories. */
  async breadth(p: PassParams): Promise<ReadonlyMap<number, number>> {
    const people = new Map<number, number>();
    for (const { kernel } of await this.#count(p)) {
      for (const { breadth } of totalsOf(kernel, p)) {
        for (const [n, more] of breadth.entries()) if (more !== 0) people.set(n, (people.get(n) ?? 0) + more);
      }
    }
    return people;
  }

  /** People active by cell (of the platform, or of a category), cohort and age. */
  async cohorts(grain: Grain, p: PassParams): Promise<ReadonlyMap<string, readonly Active[]>> {
    const groups = new Map<string, Map<string, Active>>();
    for (const { space, kernel, keys } of await this.#count(p)) {
      for (const cell of cellsOf(space, grain)) {
        for (const t of totalsOf(kernel, p)) {
          for (const { cohort, age, people } of t.cohortsOf(cell)) {
            const group = groupOf(groups, keys[cell]!);
            const month = kernel.firstMonth + cohort;
            const before = group.get(`${month}#${age}`)?.people ?? 0;
            group.set(`${month}#${age}`, { cohort: month, age, people: before + people });
          }
        }
      }
    }
    return listed(groups);
  }

  /** What Kaplan–Meier needs for the period up to as_of, by cell. */
  async survival(grain: Grain, p: PassParams): Promise<ReadonlyMap<string, readonly Waiting[]>> {
    const groups = new Map<string, Map<number, Waiting>>();
    for (const { space, kernel, keys } of await this.#count(p)) {
      for (const cell of cellsOf(space, grain)) {
        for (const { survival } of totalsOf(kernel, p)) {
          const width = kernel.survivalDays * 2;
          for (let i = 0; i < width; i++) {
            const people = survival[cell * width + i] ?? 0;
            if (people === 0) continue;
            const group = groupOf(groups, keys[cell]!);
            group.set(i, {
              days: i >> 1,
              event: (i & 1) === 1,
              people: (group.get(i)?.people ?? 0) + people,
            });
          }
        }
      }
    }
    return listed(groups);
  }

  /** Key: merchant or '' # category of the level. */
  grow(grain: Grain, p: PassParams): Promise<Cells> {
    const params = { ...p, grain };
    return this.#small.get(JSON.stringify(['grow', params]), () =>
      this.#query(grow.text, { ...params, lo: 1, hi: 4_294_967_295 }, (row, n) => {
        const merchant = Number(row.merchant_no);
        return `${merchant === 0 ? '' : n.of('merchant', merchant)}#${n.of('category', Number(row.category_no))}`;
      }),
    );
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

  /** Sums of money by cell of the grain, in minor units. */
  async money(grain: Grain, { tree, variant, as_of, lookback }: PassParams): Promise<Cells> {
    const params = { tree, variant: variant === 'conservative' ? variant : 'headline', as_of, lookback };
    const grains = await this.#sums.get(JSON.stringify(params), () => this.#money(params));
    return grains.get(grain)!;
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
      const numbers = await this.#numbersOfAll();
      for (const [i, shard] of this.#resolved.shards.entries()) {
        const space = new CellSpace(await pathsOf(shard, p.tree));
        const kernel = new MetricKernel(space, {
          publicOnly: p.variant === 'public',
          asOf: days(p.as_of),
          lookback: p.lookback,
          period: p.period,
          horizon: p.horizon,
          dataFrom: days(p.data_from),
        });
        await eachRange(shard, p, (bytes, lo, hi) => kernel.feed(bytes, lo, hi));
        const keys = Array.from({ length: space.size }, (_, cell) => keyOf(space, numbers[i]!, cell));
        counted.push({ space, kernel, keys });
      }
      return counted;
    });
  }

  async #money(params: Params): Promise<ReadonlyMap<Grain, Cells>> {
    const grains = new Map<Grain, Map<string, Record<string, number>>>(GRAINS.map((g) => [g, new Map()]));
    const numbers = await this.#numbersOfAll();
    const cells = new Map<string, Halves>();
    for (const [i, shard] of this.#resolved.shards.entries()) {
      const space = new CellSpace(await pathsOf(shard, params.tree as PassParams['tree']));
      const bytes = await withFolder(async (folder) => {
        const path = join(folder, 'money');
        await shard.warehouse.exportBinary(money.text, { ...params, table: shard.table }, path);
        return readFile(path);
      });
      for (const [cell, sums] of moneyOf(bytes, space).entries()) {
        if (!sums) continue;
        const key = `${space.grain[cell]}#${keyOf(space, numbers[i]!, cell)}`;
        const before = cells.get(key);
        if (before) for (const [j, half] of sums.entries()) before[j]! += half;
        else cells.set(key, sums);
      }
    }
    for (const [key, sums] of cells) {
      const money = moneyCounts(sums);
      if (SHOWN.every((name) => money[name] === 0)) continue;
      const at = key.indexOf('#');
      grains.get(GRAINS[Number(key.slice(0, at))]!)!.set(key.slice(at + 1), money);
    }
    return grains;
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

function totalsOf(kernel: MetricKernel, p: PassParams): Totals[] {
  return p.variant === 'conservative' ? [kernel.headline, kernel.delta] : [kernel.headline];
}

function* cellsOf(space: CellSpace, grain: Grain): Generator<number> {
  const wanted = GRAINS.indexOf(grain);
  for (let cell = 0; cell < space.size; cell++) if (space.grain[cell] === wanted) yield cell;
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
  return lists;
}

async function pathsOf(shard: ResolvedShard, tree: PassParams['tree']): Promise<Map<number, number[]>> {
  const rows = await shard.warehouse.query<{ leaf: number; path: number[] }>(leafPaths.text, {
    table: shard.table,
    tree,
  });
  return new Map(rows.map((r) => [r.leaf, r.path]));
}

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'grandcanal-metrics-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Hands over the packed lines of ranges of whole people, through files in the engine's row format; the next range is read
 * while one is counted. Guests are one person to the tables: they come in slices of whole orders.
 */
async function eachRange(
  shard: ResolvedShard,
  p: PassParams,
  work: (bytes: Buffer, lo: number, hi: number) => void,
): Promise<void> {
  const [guests] = await shard.warehouse.query<{ n: number }>(
    'SELECT count() AS n FROM {table:Identifier} WHERE person = 0',
    { table: shard.table },
  );
  const parts = Math.max(1, Math.ceil(guests!.n / LINES_A_RANGE));
  const n = Math.max(1, Math.ceil((shard.rows - guests!.n) / LINES_A_RANGE));
  const cut = (i: number) => 1 + Math.floor((i * shard.people) / n);
  const ranges = [
    ...(guests!.n === 0 ? [] : Array.from({ length: parts }, (_, part) => ({ lo: 0, hi: 0, part, parts }))),
    ...Array.from({ length: n }, (_, i) => ({ lo: cut(i), hi: cut(i + 1) - 1, part: 0, parts: 1 })),
  ];
  await withFolder(async (folder) => {
    const read = async (i: number): Promise<Buffer> => {
      const path = join(folder, String(i));
      const { tree, as_of } = p;
      await shard.warehouse.exportBinary(
        metricLines.text,
        { tree, as_of, table: shard.table, ...ranges[i]! },
        path,
      );
      const bytes = await readFile(path);
      await rm(path);
      return bytes;
    };
    let ahead: Promise<Buffer> | undefined = read(0);
    try {
      for (let i = 0; i < ranges.length; i++) {
        const bytes: Buffer = await ahead!;
        ahead = i + 1 < ranges.length ? read(i + 1) : undefined;
        // A failure is thrown where it is awaited; until then it must not count as unhandled.
        ahead?.catch(() => undefined);
        // What else the process has to do comes first.
        await new Promise((resolve) => setImmediate(resolve));
        work(bytes, ranges[i]!.lo, ranges[i]!.hi);
      }
    } finally {
      await ahead?.catch(() => undefined);
    }
  });
}
