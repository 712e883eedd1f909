import { afterAll, beforeAll, expect, it } from 'vitest';
import { exampleMarketplace } from '../../../sim/example/index.ts';
import { localDate } from '../../base/index.ts';
import { Settings } from '../../contracts/index.ts';
import { type Bench, openBench } from '../../ingest/test-support.ts';
import { ownPositions, positionPrices, pricePercentiles } from '../../models/index.ts';
import { createSurvey } from '../index.ts';
import { positionsOf } from './positions.ts';
import { samePositionReference } from './same-position.ts';
import { categoriesAt } from './source.ts';

/** A small example marketplace on a real engine; the plain form reads the same facts as rows and asks every offer. */
const NOW = Date.UTC(2026, 5, 1, 4);
const AS_OF = localDate('2026-05-31');
const settings = Settings.parse({ currency: 'CNY', timezone: 'Asia/Shanghai', simulated: true });
let bench: Bench;

beforeAll(async () => {
  bench = await openBench({ settings: () => settings, clock: { now: () => NOW } });
  const world = exampleMarketplace({ now: NOW, people: 1_500, lines: 24_000 });
  for await (const { document, facts } of world.chunks())
    await bench.ingest.submit({ source: world.source, document, backfilled: true, rows: facts });
  await bench.ingest.flush();
}, 300_000);
afterAll(() => bench.close());

/** An order line as sold, and as resolved: `key` says which belong together. */
interface Sold {
  line: string;
  key: string;
  item: string;
  leaf: string;
  price: number;
  units: number;
}
interface Healthy {
  key: string;
  person: number;
  day: string;
  leaf: string;
  net: number;
}

it('[P4] the share of a crowd at the same position is that of the facts, line by line', async () => {
  const survey = createSurvey({
    warehouses: [bench.warehouse],
    settings: () => settings,
    ledger: bench.ledger,
  });
  const resolved = await survey.resolve();
  const catalogue = await survey.catalogue();
  const sold = await bench.warehouse.query<Sold>(
    `SELECT l.line_id AS line, concat(toString(cityHash64(l.order_id)), ' ', toString(l.paid_minor), ' ', toString(l.quantity)) AS key,
       l.item_id AS item, i.category_id AS leaf,
       toFloat32((l.paid_minor + l.platform_subsidy_minor) / (l.quantity * v.unit_quantity)) AS price, l.quantity * v.unit_quantity AS units
     FROM order_lines AS l
     INNER JOIN (SELECT item_id, argMax(category_id, valid_from) AS category_id FROM items GROUP BY item_id) AS i ON l.item_id = i.item_id
     LEFT ANY JOIN variants AS v ON l.variant_id = v.variant_id
     WHERE (l.line_id, l.revision) NOT IN (SELECT id, revision FROM superseded WHERE fact = 'order_line')
     ORDER BY l.line_id`,
  );
  const healthy = await bench.warehouse.query<Healthy>(
    `SELECT concat(toString(r.order_key), ' ', toString(r.paid_minor), ' ', toString(r.quantity)) AS key, r.person AS person, r.day AS day,
       c.id AS leaf, r.net_minor AS net
     FROM ${resolved.shards[0]!.table} AS r
     INNER JOIN (SELECT id, no FROM survey_ids WHERE kind = 'category') AS c ON r.category_now = c.no
     WHERE r.healthy AND r.day > toDate('${AS_OF}') - 365 AND r.day <= '${AS_OF}'
     ORDER BY net`,
  );
  for (const level of [0, 1]) {
    const categories = categoriesAt(catalogue, level);
    const rate = await positionsOf(resolved, catalogue, categories, {
      level,
      as_of: AS_OF,
      lookback_days: 365,
    });
    const plain = plainly(sold, healthy, catalogue.categories, categories, level);
    let known = 0;
    for (let a = 0; a < categories.length; a++)
      for (let b = 0; b < categories.length; b++) {
        if (a === b) continue;
        const slow = samePositionReference(plain.people, plain.offers, a, b);
        expect(rate(a, b) === null).toBe(slow === null);
        if (slow === null) continue;
        known++;
        expect(rate(a, b)).toBeCloseTo(slow, 6);
        expect(slow).toBeGreaterThanOrEqual(0);
        expect(slow).toBeLessThanOrEqual(1);
      }
    expect(known).toBeGreaterThan(10);
  }
  resolved.release();
}, 120_000);

function plainly(
  sold: readonly Sold[],
  healthy: readonly Healthy[],
  tree: readonly { category_id: string; parent_id: string | null; path: readonly string[] }[],
  surveyed: readonly { category_id: string }[],
  level: number,
) {
  const leafNo = new Map(tree.map((c, i) => [c.category_id, i]));
  const categoryOf = (leaf: string) => {
    const { path } = tree[leafNo.get(leaf)!]!;
    const id = level === 0 ? leaf : (path[level - 1] ?? leaf);
    return surveyed.findIndex((c) => c.category_id === id);
  };
  const recentKeys = new Set(healthy.filter((r) => r.day > '2026-03-02').map((r) => r.key));
  const recent = sold.filter((l) => recentKeys.has(l.key));
  const items = [...new Set(recent.map((l) => l.item))];
  const itemNo = new Map(items.map((item, i) => [item, i]));
  const leafOf = items.map((item) => recent.find((l) => l.item === item)!.leaf);
  const units = new Float64Array(items.length);
  for (const l of recent) units[itemNo.get(l.item)!]! += l.units;
  const placed = pricePercentiles({
    price: positionPrices(
      Uint32Array.from(recent, (l) => itemNo.get(l.item)!),
      Float64Array.from(recent, (l) => l.price),
      items.length,
    ),
    units,
    leaf: Uint32Array.from(leafOf, (leaf) => leafNo.get(leaf)!),
    parent: Int32Array.from(leafOf, (leaf) => leafNo.get(tree[leafNo.get(leaf)!]!.parent_id ?? '') ?? -1),
    categories: tree.length,
  });
  const isPlaced = (i: number | undefined) => i !== undefined && placed.basis[i]! < 2;
  const offers = items.flatMap((_, i) =>
    isPlaced(i)
      ? [
          {
            category: categoryOf(leafOf[i]!),
            percentile: placed.percentile[i]!,
            stable: placed.basis[i] === 0,
          },
        ]
      : [],
  );
  // The n-th line of an order, amount, quantity and category is the n-th item sold so.
  const shelves = grouped(sold, (l) => `${l.key} ${l.leaf}`);
  const taken = new Map<string, number>();
  const own = grouped(
    healthy
      .filter((r) => r.person !== 0)
      .map((r) => {
        const key = `${r.key} ${r.leaf}`;
        const n = taken.get(key) ?? 0;
        taken.set(key, n + 1);
        return { ...r, item: shelves.get(key)?.[n]?.item };
      }),
    (r) => r.person,
  );
  const people = [...own.values()].map((lines) => {
    const positioned = lines.filter((l) => l.item !== undefined && isPlaced(itemNo.get(l.item)));
    return {
      held: new Set(lines.map((l) => categoryOf(l.leaf))),
      positions: ownPositions({
        category: Uint32Array.from(positioned, (l) => categoryOf(l.leaf)),
        percentile: Float64Array.from(positioned, (l) => placed.percentile[itemNo.get(l.item!)!]!),
        amount: Float64Array.from(positioned, (l) => l.net),
      }),
    };
  });
  return { offers, people };
}

function grouped<T, K>(rows: readonly T[], key: (row: T) => K): Map<K, T[]> {
  const result = new Map<K, T[]>();
  for (const row of rows) result.set(key(row), [...(result.get(key(row)) ?? []), row]);
  return result;
}
