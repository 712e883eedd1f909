import {
  addDays,
  businessDate,
  type Clock,
  GcError,
  localDate,
  UNCATEGORISED,
  windowOf,
} from '../../base/index.ts';
import {
  type Grain,
  type MetricCell,
  MetricQuery,
  type MetricResult,
  type Settings,
} from '../../contracts/index.ts';
import type { Resolved } from '../resolve/face.ts';
import type { Resolver } from '../resolve/resolve.ts';
import { DERIVE, NO_BAND, type Value } from './derive.ts';
import type { Catalogue, MetricQueryInput } from './face.ts';
import { Passes, type PassParams } from './passes.ts';
import { definitionOf } from './registry.ts';
import type { Counts } from './table.ts';

const HORIZON_DAYS = 90;
const PERIOD_DAYS = 30;

export interface Engine {
  /** @param options latest: the query's known_at is what is known now, and stays so */
  evaluate(query: MetricQueryInput, options?: { latest?: boolean }): Promise<MetricResult>;
  /** Lines by the dimensions they carry. */
  coverage(resolved: Resolved): Promise<Counts>;
}

export interface EngineParts {
  readonly resolver: Resolver;
  readonly settings: () => Settings;
  readonly clock: Clock;
  readonly catalogue: (knownAt: number) => Promise<Catalogue>;
  /** Threads that count; absent: as the number of lines has it. */
  readonly threads?: number | undefined;
  /** When the commit that ends at or before this sequence was made (ms), null while empty. */
  readonly committedAt: (knownAt: number) => Promise<number | null>;
}

/** M(T | K) for every metric of the registry: resolved lines → passes → derivation → cells. */
export function createEngine({
  resolver,
  settings,
  clock,
  catalogue,
  committedAt,
  threads,
}: EngineParts): Engine {
  let held: { key: string; passes: Passes } | undefined;

  /** Results of passes live as long as the resolved lines they were read from are the ones asked for. */
  const passesOf = (resolved: Resolved): Passes => {
    const key = resolved.shards.map((s) => s.table).join();
    if (held?.key !== key) held = { key, passes: new Passes(resolved, threads) };
    return held.passes;
  };

  return {
    coverage(resolved) {
      return passesOf(resolved).coverage({
        tree: 'as_sold',
        variant: 'headline',
        as_of: resolved.last_day ?? '1970-01-01',
        lookback: 1,
        period: 1,
        horizon: 1,
        data_from: resolved.first_day ?? '1970-01-01',
        level: 1,
      });
    },
    async evaluate(input, { latest } = {}) {
      const parsed = MetricQuery.safeParse(input);
      if (!parsed.success) {
        throw new GcError('validation_failed', parsed.error.issues[0]?.message ?? 'Not a metric query.', {
          causes: parsed.error.issues.map((i) => ({
            pointer: `/${i.path.join('/')}`,
            code: i.code ?? 'invalid',
            detail: i.message,
          })),
        });
      }
      const q = parsed.data;
      const definition = definitionOf(q.metric);
      if (!definition.grains.includes(q.grain)) {
        throw new GcError(
          'validation_failed',
          `${q.metric} is known at ${definition.grains.join(', ')}, not at ${q.grain}.`,
          { causes: [{ pointer: '/grain', code: 'invalid', detail: 'Not a grain of this metric.' }] },
        );
      }
      const asOf = localDate(q.as_of);
      const s = settings();
      const lookback = q.lookback_days ?? definition.lookback_days;
      const horizon = q.horizon_days ?? definition.horizon_days ?? HORIZON_DAYS;
      const wholeWindow = q.metric === 'repurchase_rate' && (q.period_days ?? lookback) === lookback;
      const period = wholeWindow ? PERIOD_DAYS : (q.period_days ?? PERIOD_DAYS);
      const resolved = await resolver.resolve({
        identity_mode: q.identity_mode,
        ...(q.known_at === undefined ? {} : { known_at: q.known_at }),
      });
      try {
        const passes = passesOf(resolved);
        const asked: PassParams = {
          tree: definition.one_tree ? 'current' : q.tree,
          variant: q.variant,
          as_of: asOf,
          lookback,
          period,
          horizon,
          data_from: resolved.first_day ?? asOf,
          level: q.metric === 'grow' ? (q.level ?? 1) : 1,
        };
        const coverage = await passes.coverage(asked);
        // Where no item ever moved both trees say the same, and the lines are read once for both.
        const params: PassParams = coverage.moved_any! > 0 ? asked : { ...asked, tree: 'as_sold' };
        const absent = absentDimension(definition.needs, q.grain, coverage);
        const derive = DERIVE[q.metric]!;
        const context = { passes, grain: q.grain, wholeWindow };
        let cells: MetricCell[];
        if (absent) {
          cells = [{ value: null, status: 'dimension_absent' }];
        } else {
          const values = await derive({ ...context, params });
          const band =
            q.variant !== 'headline' || NO_BAND.has(q.metric)
              ? undefined
              : coverage.suspect_any! > 0
                ? bandOf(await derive({ ...context, params: { ...params, variant: 'conservative' } }))
                : 'same';
          const levels =
            q.level !== undefined && q.grain.endsWith('category')
              ? levelsOf(await catalogue(resolved.known_at))
              : undefined;
          cells = [];
          let key: string | undefined;
          let ids: Ids = {};
          for (const value of values) {
            // Values of one cell are one after the other.
            if (value.key !== key) ids = idsOf(q.grain, value.key);
            key = value.key;
            if (other(q.category_id, ids.category_id) || other(q.merchant_id, ids.merchant_id)) continue;
            if (levels && levels.get(ids.category_id!) !== q.level) continue;
            const cell = cellOf(q.grain, ids, value);
            if (band === 'same') cell.conservative = value.value;
            else if (band !== undefined) cell.conservative = band(value) ?? null;
            cells.push(cell);
          }
        }
        const horizonOfIt = q.horizon_days ?? definition.horizon_days;
        return {
          metric: definition.id,
          code: definition.code,
          version: definition.version,
          unit: definition.unit,
          as_of: asOf,
          known_at: resolved.known_at,
          window: windowOf(asOf, lookback),
          grain: q.grain,
          variant: q.variant,
          tree: asked.tree,
          identity_mode: q.identity_mode,
          timezone: s.timezone,
          currency: s.currency,
          scope: { channels: s.scope_channels },
          lookback_days: lookback,
          horizon_days: horizonOfIt,
          state: await stateOf(asOf, resolved.known_at, latest ?? q.known_at === undefined, s),
          coverage_rate: coverageOf(definition.needs, q.grain, coverage),
          simulated: s.simulated,
          computed_at: new Date(clock.now()).toISOString(),
          revision: null,
          cells,
        };
      } finally {
        resolved.release();
      }
    },
  };

  /** provisional until K ≥ T + maturity. What is known now is known until now; a past K, until its commit. */
  async function stateOf(asOf: string, knownAt: number, latest: boolean, s: Settings) {
    const at = latest ? clock.now() : await committedAt(knownAt);
    if (at === null) return 'provisional';
    return businessDate(at, s.timezone) >= addDays(localDate(asOf), s.maturity_days)
      ? 'final'
      : 'provisional';
  }
}

/** Finds the conservative edge of each value, asked in order of keys: both go through their cells in the same one. */
function bandOf(values: Iterable<Value>): (value: Value) => number | null | undefined {
  const rest = values[Symbol.iterator]();
  let ahead = rest.next();
  let key: string | undefined;
  let own: Value[] = [];
  return (value) => {
    if (value.key !== key) {
      key = value.key;
      own = [];
      for (; !ahead.done && ahead.value.key <= key; ahead = rest.next())
        if (ahead.value.key === key) own.push(ahead.value);
    }
    return own.find((v) => v.part === value.part && v.cohort === value.cohort && v.age === value.age)?.value;
  };
}

type Ids = Pick<MetricCell, 'category_id' | 'merchant_id' | 'shop_id' | 'brand_id'>;

function idsOf(grain: Grain, key: string): Ids {
  switch (grain) {
    case 'platform':
      return {};
    case 'category':
      return { category_id: key };
    case 'merchant':
      return { merchant_id: key };
    case 'shop':
      return { shop_id: key };
    case 'brand':
      return { brand_id: key };
    case 'merchant_category': {
      const cut = key.indexOf('|');
      return { merchant_id: key.slice(0, cut), category_id: key.slice(cut + 1) };
    }
  }
}

/** Whether a cell is of another category or merchant than the one asked for. */
const other = (asked: string | undefined, of: string | undefined) =>
  asked !== undefined && of !== undefined && of !== asked;

/** A cell, without its band. */
function cellOf(grain: Grain, ids: Ids, v: Value): MetricCell {
  const cell = emptyCell(grain, ids, v);
  if (v.numerator !== undefined) cell.numerator = v.numerator;
  if (v.denominator !== undefined) cell.denominator = v.denominator;
  if (v.part !== undefined) cell.part = v.part;
  if (v.cohort !== undefined) cell.cohort = v.cohort;
  if (v.age !== undefined) cell.age = v.age;
  return cell;
}

/** Written out, for spreading millions of objects of several shapes costs more than counting them. */
function emptyCell(grain: Grain, ids: Ids, { value, status }: Value): MetricCell {
  switch (grain) {
    case 'platform':
      return { value, status };
    case 'category':
      return { category_id: ids.category_id!, value, status };
    case 'merchant':
      return { merchant_id: ids.merchant_id!, value, status };
    case 'shop':
      return { shop_id: ids.shop_id!, value, status };
    case 'brand':
      return { brand_id: ids.brand_id!, value, status };
    case 'merchant_category':
      return { merchant_id: ids.merchant_id!, category_id: ids.category_id!, value, status };
  }
}
function levelsOf(catalogue: Catalogue): Map<string, number> {
  return new Map([
    [UNCATEGORISED as string, 1],
    ...catalogue.categories.map((c) => [c.category_id, c.level] as const),
  ]);
}

type Dimension = 'account' | 'category' | 'merchant' | 'shop' | 'brand';
const ORDER: readonly Dimension[] = ['account', 'merchant', 'shop', 'brand', 'category'];

/** Dimensions that a metric at a grain cannot do without. */
function dimensionsOf(needs: readonly string[], grain: Grain): Dimension[] {
  const asked = new Set<string>([
    ...needs,
    ...(grain === 'merchant_category' ? ['merchant', 'category'] : [grain]),
  ]);
  return ORDER.filter((d) => asked.has(d));
}

function absentDimension(needs: readonly string[], grain: Grain, c: Counts): Dimension | undefined {
  if (c.lines_any === 0) return undefined;
  return dimensionsOf(needs, grain).find((d) => c[`${d}_any`] === 0);
}

/** Share of the lines in the window that carry all dimensions needed; 0 when there is none. */
function coverageOf(needs: readonly string[], grain: Grain, c: Counts): number {
  if (!c.lines) return 0;
  const dimensions = dimensionsOf(needs, grain);
  if (dimensions.length === 0) return 1;
  return (c[`${dimensions.join('_')}_lines`] ?? 0) / c.lines;
}
