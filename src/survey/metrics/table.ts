import { UNCATEGORISED } from '../../base/index.ts';
import type { Grain } from '../../contracts/index.ts';
import type { Warehouse } from '../../warehouse/index.ts';
import type { ResolvedShard } from '../resolve/face.ts';
import { CellSpace, GRAINS, grown } from './cells.ts';

/** Key of a cell: ids of its dimensions joined by `|`; '' for the platform. */
export const PLATFORM = '';

/** Dense numbers of one shard, as ids. */
export interface Numbers {
  of(kind: 'category' | 'merchant' | 'shop' | 'brand', no: number): string;
}

export async function numbersOf(warehouse: Warehouse): Promise<Numbers> {
  const rows = await warehouse.query<{ kind: string; id: string; no: number }>(
    'SELECT kind, id, no FROM survey_ids',
  );
  const lists: Record<string, string[]> = { category: [UNCATEGORISED], merchant: [], shop: [], brand: [] };
  for (const { kind, id, no } of rows) lists[kind]![no] = id;
  return { of: (kind, no) => lists[kind]![no]! };
}

/** Cells of one shard with their keys: those of all passes over one tree, numbered as they are met. */
export class ShardCells {
  readonly space: CellSpace;
  readonly #numbers: Numbers;
  readonly #keys: string[] = [];
  /** Cells of each grain, by key. */
  #sorted: number[][] = [];
  #sortedSize = 0;

  constructor(space: CellSpace, numbers: Numbers) {
    this.space = space;
    this.#numbers = numbers;
  }

  static async of(shard: ResolvedShard, numbers: Numbers): Promise<ShardCells> {
    const rows = await shard.warehouse.query<{ no: number; path: number[] }>(
      'SELECT no, path FROM {paths:Identifier}',
      { paths: shard.paths },
    );
    return new ShardCells(new CellSpace(new Map(rows.map((r) => [r.no, r.path]))), numbers);
  }

  key(cell: number): string {
    for (let c = this.#keys.length; c <= cell; c++) this.#keys.push(this.#keyOf(c));
    return this.#keys[cell]!;
  }

  /** Cells of a grain in the order of their keys, so that answers do not depend on the order of lines. */
  cells(grain: Grain): readonly number[] {
    if (this.#sortedSize !== this.space.size) {
      this.#sortedSize = this.space.size;
      this.#sorted = GRAINS.map(() => []);
      for (let cell = 0; cell < this.space.size; cell++) this.#sorted[this.space.grain[cell]!]!.push(cell);
      this.key(this.space.size - 1);
      const keys = this.#keys;
      for (const cells of this.#sorted) cells.sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1));
    }
    return this.#sorted[GRAINS.indexOf(grain)]!;
  }

  #keyOf(cell: number): string {
    const grain = GRAINS[this.space.grain[cell]!]!;
    if (grain === 'platform') return PLATFORM;
    const no = this.space.no[cell]!;
    if (grain !== 'merchant_category') return this.#numbers.of(grain, no);
    return `${this.#numbers.of('merchant', no)}|${this.#numbers.of('category', this.space.category[cell]!)}`;
  }
}

/** Sums of all cells of a grain: a row to a key, in the order of keys. Those of shards add up. */
export class Table {
  readonly keys: string[] = [];
  readonly width: number;
  sums: Float64Array;
  readonly #rows = new Map<string, number>();
  #order: Int32Array | undefined;

  constructor(width: number) {
    this.width = width;
    this.sums = new Float64Array(width << 6);
  }

  /** First place of the key's row, which is made where there is none. */
  row(key: string): number {
    let row = this.#rows.get(key);
    if (row === undefined) {
      row = this.keys.length;
      this.#rows.set(key, row);
      this.keys.push(key);
      this.sums = grown(this.sums, (row + 1) * this.width);
    }
    return row * this.width;
  }

  /** First place of the key's row. */
  at(key: string): number | undefined {
    const row = this.#rows.get(key);
    return row === undefined ? undefined : row * this.width;
  }

  /** Rows in the order of their keys. */
  inOrder(): Int32Array {
    if (this.#order?.length !== this.keys.length) {
      this.#order = Int32Array.from(this.keys, (_, row) => row);
      // Those of one shard come in order.
      if (!this.keys.every((key, i) => i === 0 || this.keys[i - 1]! < key))
        this.#order.sort((a, b) => (this.keys[a]! < this.keys[b]! ? -1 : 1));
    }
    return this.#order;
  }
}

/** Additive counts of a cell: those of shards and ranges of people sum. */
export type Counts = Readonly<Record<string, number>>;

/** Counts by key of the cell; those that many cells have come in the order of keys. */
export interface Cells extends Iterable<[key: string, counts: Counts]> {
  get(key: string): Counts | undefined;
}

/** Cells of a table: rows are made as they are asked for, for there are many. */
export class TableCells implements Cells {
  readonly #table: Table;
  readonly #shows: (at: number, key: string) => boolean;
  readonly #rowOf: (at: number) => Counts;

  /** @param shows whether there is such a cell @param rowOf its counts; both by the first place of the row */
  constructor(table: Table, shows: (at: number, key: string) => boolean, rowOf: (at: number) => Counts) {
    this.#table = table;
    this.#shows = shows;
    this.#rowOf = rowOf;
  }

  get(key: string): Counts | undefined {
    const at = this.#table.at(key);
    return at !== undefined && this.#shows(at, key) ? this.#rowOf(at) : undefined;
  }

  *[Symbol.iterator](): Generator<[key: string, counts: Counts]> {
    const { keys, width } = this.#table;
    for (const row of this.#table.inOrder())
      if (this.#shows(row * width, keys[row]!)) yield [keys[row]!, this.#rowOf(row * width)];
  }
}

/** Groups of rows by key, in the order of keys. */
export function inOrder<V>(groups: Map<string, V>): Map<string, V> {
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}
