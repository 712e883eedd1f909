import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalDate } from '../../base/index.ts';
import { isPositioned, ownPositions, positionPrices, pricePercentiles } from '../../models/index.ts';
import { type Params, run as query, type Warehouse } from '../../warehouse/index.ts';
import type { Catalogue } from '../metrics/face.ts';
import type { Resolved } from '../resolve/face.ts';
import type { SurveyCategory } from './edges.ts';
import { type CrowdPerson, type Offer, samePositionRates } from './same-position.ts';
import { denseNumbers } from './sql/dense-numbers.sql.gen.ts';
import { positionLines } from './sql/position-lines.sql.gen.ts';
import { positionSales } from './sql/position-sales.sql.gen.ts';

/** Days whose sales make the scale of prices. */
const PRICE_DAYS = 90;
/** About so many people's positions are read, evenly chosen: a share does not change with more. */
const MAX_PEOPLE = 50_000;
/** Both queries give rows of five 32-bit words. */
const WORDS = 5;

interface Span {
  readonly level: number;
  readonly as_of: LocalDate;
  readonly lookback_days: number;
}

/** Lets a line find its item, and an item its place: `item` by hash; leaf, surveyed category and percentile by item. */
interface Scale {
  readonly item: ReadonlyMap<number, number>;
  readonly leaf: readonly number[];
  readonly percentile: Float64Array;
  readonly basis: Uint8Array;
}

/**
 * Price positions of items and people from the lines known at K: (a, b) → share of those who hold A, not B, and have a position
 * in A, for whom B has an offer at the same position; null: unpositioned.
 * Cost: the lines of the last 90 days, and the look-back's lines of about 50,000 people.
 */
export async function positionsOf(
  resolved: Resolved,
  catalogue: Catalogue,
  categories: readonly SurveyCategory[],
  span: Span,
): Promise<(a: number, b: number) => number | null> {
  const scratch = await mkdtemp(join(tmpdir(), 'grandcanal-positions-'));
  try {
    const tree = treeOf(catalogue, categories, span.level);
    const leaves = new Map<Warehouse, Map<number, number>>();
    for (const { warehouse } of resolved.shards) {
      const rows = await query(warehouse, denseNumbers, { kind: 'category' });
      leaves.set(warehouse, new Map(rows.map((row) => [row.no, tree.number.get(row.id) ?? -1])));
    }
    const scale = await scaleOf(resolved, leaves, tree.parent, span, scratch);
    const offers: Offer[] = [];
    scale.leaf.forEach((leaf, i) => {
      const category = tree.surveyed[leaf]!;
      const basis = scale.basis[i]!;
      if (category >= 0 && isPositioned(basis))
        offers.push({ category, percentile: scale.percentile[i]!, stable: basis === 0 });
    });
    const people = await peopleOf(resolved, leaves, tree.surveyed, scale, span, scratch);
    return samePositionRates(people, offers, categories.length);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Categories under numbers of this pass: each one's parent (−1: none) and the surveyed category it belongs to (−1: none). */
function treeOf(catalogue: Catalogue, categories: readonly SurveyCategory[], level: number) {
  const number = new Map(catalogue.categories.map((c, i) => [c.category_id, i]));
  const place = new Map(categories.map((c, i) => [c.category_id, i]));
  const parent = catalogue.categories.map((c) => number.get(c.parent_id ?? '') ?? -1);
  const surveyed = catalogue.categories.map(
    ({ path, category_id }) => place.get((level > 0 && path[level - 1]) || category_id) ?? -1,
  );
  return { number, parent, surveyed };
}

/** What items were sold for lately, as places on their categories' scales. */
async function scaleOf(
  resolved: Resolved,
  leaves: ReadonlyMap<Warehouse, ReadonlyMap<number, number>>,
  parent: readonly number[],
  { as_of }: Span,
  scratch: string,
): Promise<Scale> {
  const item = new Map<number, number>();
  const sales = { sku: [] as number[], price: [] as number[] };
  const units: number[] = [];
  const leaf: number[] = [];
  for (const { warehouse, table } of resolved.shards) {
    const asked = { table, k: resolved.known_at, as_of, days: PRICE_DAYS };
    const words = await wordsOf(warehouse, positionSales.text, asked, scratch);
    const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
    for (let at = 0; at < words.length; at += WORDS) {
      const its = leaves.get(warehouse)!.get(words[at + 2]!) ?? -1;
      if (its < 0) continue;
      const key = keyOf(words, at);
      let i = item.get(key);
      if (i === undefined) {
        i = item.size;
        item.set(key, i);
        leaf.push(its);
        units.push(0);
      }
      sales.sku.push(i);
      sales.price.push(floats[at + 3]!);
      units[i]! += floats[at + 4]!;
    }
  }
  const placed = pricePercentiles({
    price: positionPrices(Uint32Array.from(sales.sku), Float64Array.from(sales.price), item.size),
    units: Float64Array.from(units),
    leaf: Uint32Array.from(leaf),
    parent: Int32Array.from(leaf, (l) => parent[l]!),
    categories: parent.length,
  });
  return { item, leaf, percentile: placed.percentile, basis: placed.basis };
}

/** What people hold in the look-back, and where they stand there. */
async function peopleOf(
  resolved: Resolved,
  leaves: ReadonlyMap<Warehouse, ReadonlyMap<number, number>>,
  surveyed: readonly number[],
  scale: Scale,
  { as_of, lookback_days: lookback }: Span,
  scratch: string,
): Promise<CrowdPerson[]> {
  const result: CrowdPerson[] = [];
  const every = Math.ceil(resolved.shards.reduce((sum, shard) => sum + shard.people, 1) / MAX_PEOPLE);
  for (const { warehouse, table } of resolved.shards) {
    const leafOf = leaves.get(warehouse)!;
    const asked = { table, k: resolved.known_at, as_of, lookback, every };
    const words = await wordsOf(warehouse, positionLines.text, asked, scratch);
    for (let at = 0; at < words.length; ) {
      const person = words[at];
      const held = new Set<number>();
      const own = { category: [] as number[], percentile: [] as number[], amount: [] as number[] };
      for (; at < words.length && words[at] === person; at += WORDS) {
        const leaf = leafOf.get(words[at + 3]!) ?? -1;
        const category = surveyed[leaf] ?? -1;
        if (category < 0) continue;
        held.add(category);
        const i = scale.item.get(keyOf(words, at + 1));
        // Lines of one order with equal amounts may be taken for one another: only an item of the line's category counts.
        if (i === undefined || scale.leaf[i] !== leaf || !isPositioned(scale.basis[i]!)) continue;
        own.category.push(category);
        own.percentile.push(scale.percentile[i]!);
        own.amount.push(words[at + 4]!);
      }
      const positions = ownPositions({
        category: Uint32Array.from(own.category),
        percentile: Float64Array.from(own.percentile),
        amount: Float64Array.from(own.amount),
      });
      result.push({ held, positions });
    }
  }
  return result;
}

/** 53 bits of an item's hash, from two words: exact as a number. */
const keyOf = (words: Uint32Array, at: number): number => words[at + 1]! * 2 ** 32 + words[at]!;

async function wordsOf(warehouse: Warehouse, sql: string, asked: Params, scratch: string) {
  const path = join(scratch, randomUUID());
  await warehouse.exportBinary(sql, asked, path);
  const bytes = await readFile(path);
  await rm(path, { force: true });
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(bytes);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / 4));
}
