import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import {
  type History,
  type IndexedHistory,
  indexHistory,
  STATIC_DAY,
} from '../../../src/models/next-category/history.ts';

/** Where the public data lie, seen from the project's root. */
export const DATA = join(import.meta.dirname, '../../../../shared/data/completejourney');

/** True when completejourney is at hand; benches and tests that need it say so and stop otherwise. */
export const hasData = (): boolean => existsSync(join(DATA, 'transactions.parquet'));

type Row = Record<string, unknown>;

async function read(table: string): Promise<Row[]> {
  const file = await asyncBufferFromFile(join(DATA, `${table}.parquet`));
  return (await parquetReadObjects({ file, compressors })) as Row[];
}

const dayOf = (value: unknown) => Math.floor(Number(value) / 86_400_000);

/** Numbers words in order of first sight. */
class Dictionary {
  readonly words: string[] = [];
  readonly #ids = new Map<string, number>();
  id(word: unknown): number {
    const key = String(word);
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.words.length;
      this.words.push(key);
      this.#ids.set(key, id);
    }
    return id;
  }
  find(word: unknown): number | undefined {
    return this.#ids.get(String(word));
  }
}

class ViewBuilder {
  readonly tokens = new Dictionary();
  readonly person: number[] = [];
  readonly day: number[] = [];
  readonly token: number[] = [];
  constructor(readonly name: string) {}
  add(person: number, day: number, token: unknown): void {
    this.person.push(person);
    this.day.push(day);
    this.token.push(this.tokens.id(token));
  }
  done() {
    return {
      name: this.name,
      size: this.tokens.words.length,
      person: Int32Array.from(this.person),
      day: Int32Array.from(this.day),
      token: Int32Array.from(this.token),
    };
  }
}

export interface Journey {
  history: IndexedHistory;
  categoryNames: string[];
  departmentNames: string[];
  firstDay: number;
  lastDay: number;
  /** What was kept and dropped, to be printed. */
  rules: Record<string, number>;
}

/**
 * completejourney as a history. Kept: lines with sales_value > 0 of a product with a product_category.
 * Dropped: the rest, counted in `rules`. The timestamps are the stores' wall clock; a day is their date.
 */
export async function loadJourney(): Promise<Journey> {
  const [lines, products, demographics, campaigns, descriptions, redemptions] = await Promise.all(
    [
      'transactions',
      'products',
      'demographics',
      'campaigns',
      'campaign_descriptions',
      'coupon_redemptions',
    ].map(read),
  );
  const productOf = new Map(products!.map((row) => [row.product_id, row]));
  const people = new Dictionary();
  const categories = new Dictionary();
  const departments = new Dictionary();
  const tally = new Map<number, Map<number, number>>();
  const person: number[] = [];
  const day: number[] = [];
  const category: number[] = [];
  const amount: number[] = [];
  const rules = { lines: lines!.length, dropped_not_paid: 0, dropped_no_category: 0, kept: 0 };
  const store = new ViewBuilder('store');
  const habit = new ViewBuilder('habit');
  const campaign = new ViewBuilder('campaign');
  const coupon = new ViewBuilder('coupon');
  const household = new ViewBuilder('household');
  const type = new ViewBuilder('type');
  const typeCategory: number[] = [];
  for (const row of lines!) {
    const product = productOf.get(row.product_id);
    if (!(Number(row.sales_value) > 0)) {
      rules.dropped_not_paid++;
      continue;
    }
    if (!product?.product_category) {
      rules.dropped_no_category++;
      continue;
    }
    rules.kept++;
    const p = people.id(row.household_id);
    const c = categories.id(product.product_category);
    const d = departments.id(product.department);
    const counts = tally.get(c) ?? new Map<number, number>();
    tally.set(c, counts.set(d, (counts.get(d) ?? 0) + 1));
    const at = row.transaction_timestamp as Date;
    const t = dayOf(at);
    person.push(p);
    day.push(t);
    category.push(c);
    amount.push(Math.round(Number(row.sales_value) * 100));
    type.add(p, t, `${product.product_category} ${product.product_type}`);
    typeCategory[type.token.at(-1)!] = c;
    store.add(p, t, row.store_id);
    const hour = at.getUTCHours();
    habit.add(
      p,
      t,
      `hour ${hour < 5 || hour >= 22 ? 'night' : hour < 11 ? 'morning' : hour < 16 ? 'midday' : 'evening'}`,
    );
    habit.add(p, t, `weekday ${at.getUTCDay()}`);
    habit.add(p, t, `brand ${product.brand}`);
    if (Number(row.retail_disc) > 0) habit.add(p, t, 'on offer');
    if (Number(row.coupon_disc) > 0) habit.add(p, t, 'with coupon');
  }
  const begins = new Map(descriptions!.map((row) => [row.campaign_id, dayOf(row.start_date)]));
  for (const row of campaigns!) {
    const p = people.find(row.household_id);
    if (p !== undefined) campaign.add(p, begins.get(row.campaign_id)!, row.campaign_id);
  }
  for (const row of redemptions!) {
    const p = people.find(row.household_id);
    if (p === undefined) continue;
    coupon.add(p, dayOf(row.redemption_date), 'redeemed');
  }
  for (const row of demographics!) {
    const p = people.find(row.household_id);
    if (p === undefined) continue;
    household.add(p, STATIC_DAY, 'known');
    for (const key of [
      'age',
      'income',
      'home_ownership',
      'marital_status',
      'household_size',
      'household_comp',
      'kids_count',
    ])
      if (row[key]) household.add(p, STATIC_DAY, `${key} ${row[key]}`);
  }
  const department = new Int32Array(categories.words.length);
  for (const [c, counts] of tally)
    department[c] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]![0];
  const history: History = {
    persons: people.words.length,
    categories: categories.words.length,
    department,
    person: Int32Array.from(person),
    day: Int32Array.from(day),
    category: Int32Array.from(category),
    amount: Float64Array.from(amount),
    views: [
      ...[store, habit, campaign, coupon, household].map((view) => view.done()),
      { ...type.done(), category: Int32Array.from(typeCategory) },
    ],
  };
  return {
    history: indexHistory(history),
    categoryNames: categories.words,
    departmentNames: departments.words,
    firstDay: span(day)[0],
    lastDay: span(day)[1],
    rules,
  };
}

function span(day: number[]): [number, number] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const d of day) {
    first = Math.min(first, d);
    last = Math.max(last, d);
  }
  return [first, last];
}
