import { randomUUID } from 'node:crypto';
import { addDays, businessDate, type Clock, GcError, localDate, UNCATEGORISED } from '../../base/index.ts';
import type { Grain, MetricCell, MetricResult, Publication, Settings } from '../../contracts/index.ts';
import { MetricQuery } from '../../contracts/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { Engine } from './engine.ts';
import type { Catalogue, MetricQueryInput, PublishOptions, Survey } from './face.ts';
import { cellKeyOf, masked, PLATFORM_KEY, type Shown, shownCells } from './privacy.ts';
import { definitionOf, REGISTRY } from './registry.ts';

export interface PublicationParts {
  readonly engine: Engine;
  readonly settings: () => Settings;
  readonly clock: Clock;
  readonly ledger: Ledger | undefined;
  readonly catalogue: (knownAt: number) => Promise<Catalogue>;
  readonly current: () => Promise<number>;
}

interface Row {
  publication_id: string;
  metric_id: string;
  grain: Grain;
  as_of: string;
  known_at: string;
  revision: number;
  published_at: string;
}

const LIST = `SELECT publication_id, metric_id, grain, as_of::text AS as_of, known_at::text AS known_at, revision,
  to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS published_at
  FROM publications WHERE variant = 'headline'`;

const toPublication = (r: Row): Publication => ({
  publication_id: r.publication_id,
  metric: r.metric_id,
  grain: r.grain,
  as_of: r.as_of,
  revision: r.revision,
  known_at: Number(r.known_at),
  published_at: r.published_at,
});

/** Own numbers of a merchant rest on its own orders only: these do not, whatever the grain. */
const NEEDS_OTHERS = new Set(['penetration', 'merchant_share', 'cross_category_acquisition']);
const OWN_GRAINS: readonly Grain[] = ['merchant', 'shop', 'merchant_category'];

/** Frozen revisions in the ledger, and the merchant's view of them. */
export function createPublications(parts: PublicationParts): Pick<
  Survey,
  'publish' | 'published' | 'forMerchant'
> & {
  list: Survey['publications'];
  read: Survey['published'];
} {
  const { engine, settings, clock, catalogue, current } = parts;
  const ledgerOf = () => {
    if (!parts.ledger) throw new GcError('ledger_unavailable', 'Publications need a ledger.');
    return parts.ledger;
  };

  const revisionsOf = async (metric: string, grain: Grain, asOf: string) => {
    const rows = await ledgerOf().query<{ revision: number; result: MetricResult }>(
      `SELECT revision, result FROM publications
       WHERE metric_id = $1 AND grain = $2 AND as_of = $3 AND variant = 'headline' ORDER BY revision DESC`,
      [metric, grain, asOf],
    );
    return rows.map((r) => ({ ...r.result, revision: r.revision }));
  };

  const read: Survey['published'] = async (metric, asOf, { grain, revision } = {}) => {
    const definition = definitionOf(metric);
    const at = grain ?? definition.grains[0]!;
    const found = (await revisionsOf(metric, at, localDate(asOf))).find(
      (r) => revision === undefined || r.revision === revision,
    );
    if (!found) {
      const which = revision === undefined ? '' : `revision ${revision} of `;
      throw new GcError('not_published', `${which}${metric} at ${at} is not published for ${asOf}.`);
    }
    return found;
  };

  const list: Survey['publications'] = async ({ metric, as_of } = {}) => {
    const rows = await ledgerOf().query<Row>(
      `${LIST} AND ($1::text IS NULL OR metric_id = $1) AND ($2::text IS NULL OR as_of = $2::date)
       ORDER BY publications.as_of DESC, metric_id, grain, revision DESC`,
      [metric ?? null, as_of ?? null],
    );
    return rows.map(toPublication);
  };

  const publish: Survey['publish'] = async ({ as_of, metrics, known_at, force = false }: PublishOptions) => {
    const ledger = ledgerOf();
    const date = localDate(as_of);
    const s = settings();
    if (addDays(date, 1).slice(8) !== '01') {
      throw new GcError('validation_failed', `Only month ends are published, got ${date}.`, {
        causes: [{ pointer: '/as_of', code: 'not_month_end', detail: 'Give the last day of a month.' }],
      });
    }
    if (businessDate(clock.now(), s.timezone) <= date) {
      throw new GcError('validation_failed', `${date} is not over yet.`, {
        causes: [{ pointer: '/as_of', code: 'not_over', detail: 'Publish once the month is over.' }],
      });
    }
    const definitions = metrics ? metrics.map(definitionOf) : REGISTRY;
    const knownAt = known_at ?? (await current());
    const written: Publication[] = [];
    for (const definition of definitions) {
      for (const grain of definition.grains) {
        const result = await engine.evaluate(
          { metric: definition.id, grain, as_of: date, known_at: knownAt },
          { latest: known_at === undefined },
        );
        const cells = result.cells.filter((c) => c.status === 'ok' || c.status === 'insufficient');
        if (cells.length === 0) continue;
        const frozen: MetricResult = { ...result, cells };
        const row = await ledger.transaction(async (tx) => {
          const [last] = await tx.query<{ revision: number; result: MetricResult }>(
            `SELECT revision, result FROM publications
             WHERE metric_id = $1 AND grain = $2 AND as_of = $3 AND variant = 'headline' ORDER BY revision DESC LIMIT 1`,
            [definition.id, grain, date],
          );
          if (last && !force && !materiallyDifferent(last.result, frozen, s.materiality_rate))
            return undefined;
          const revision = (last?.revision ?? 0) + 1;
          const [inserted] = await tx.query<Row>(
            `INSERT INTO publications (publication_id, metric_id, version, grain, variant, as_of, known_at, revision, state, result, published_at, published_by)
             VALUES ($1, $2, $3, $4, 'headline', $5, $6, $7, $8, $9, $10, 'survey')
             RETURNING publication_id, metric_id, grain, as_of::text AS as_of, known_at::text AS known_at, revision,
               to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS published_at`,
            [
              `pub_${randomUUID().replaceAll('-', '').slice(0, 24)}`,
              definition.id,
              definition.version,
              grain,
              date,
              knownAt,
              revision,
              frozen.state,
              JSON.stringify({ ...frozen, revision }),
              new Date(clock.now()).toISOString(),
            ],
          );
          return inserted;
        });
        if (row) written.push(toPublication(row));
      }
    }
    return written;
  };

  /** People of a merchant in each cell of a shared grain, exact, at a published date. */
  const ownPeople = async (grain: Grain, asOf: string, knownAt: number, merchantId: string) => {
    const own = new Map<string, number>();
    if (grain === 'platform' || grain === 'category') {
      const whole = await engine.evaluate({
        metric: 'aac',
        grain: 'merchant',
        as_of: asOf,
        known_at: knownAt,
        merchant_id: merchantId,
      });
      own.set(PLATFORM_KEY, whole.cells[0]?.value ?? 0);
      const byCategory = await engine.evaluate({
        metric: 'aac',
        grain: 'merchant_category',
        as_of: asOf,
        known_at: knownAt,
        merchant_id: merchantId,
      });
      for (const c of byCategory.cells) if (c.category_id) own.set(c.category_id, c.value ?? 0);
    }
    return own;
  };

  /** Cells of a shared grain that this merchant may be shown at a published date. */
  const shownTo = async (grain: Grain, asOf: string, merchantId: string): Promise<Set<string>> => {
    const { k_anonymity: k } = settings();
    const [latest, ...earlier] = await revisionsOf('aac', grain, asOf);
    if (!latest) throw new GcError('not_published', `aac at ${grain} is not published for ${asOf}.`);
    const sizes = (r: MetricResult) => new Map(r.cells.map((c) => [cellKeyOf(c), c.value ?? 0]));
    const people = sizes(latest);
    if (grain === 'category') {
      const platform = (await revisionsOf('aac', 'platform', asOf))[0]?.cells[0]?.value;
      if (platform !== undefined && platform !== null) people.set(PLATFORM_KEY, platform);
    }
    const parents = new Map(
      (await catalogue(latest.known_at)).categories.map((c) => [c.category_id, c.parent_id]),
    );
    return shownCells({
      k,
      people,
      own: await ownPeople(grain, asOf, latest.known_at, merchantId),
      parent: (key) =>
        key === PLATFORM_KEY || grain !== 'category'
          ? undefined
          : key === UNCATEGORISED
            ? PLATFORM_KEY
            : (parents.get(key) ?? PLATFORM_KEY),
      earlier: earlier.map(
        (r) =>
          new Map<string, Shown>(
            [...sizes(r)].map(([key, n]) => [key, { people: n, shown: n >= k, sameDate: true }]),
          ),
      ),
    });
  };

  const forMerchant: Survey['forMerchant'] = async (input: MetricQueryInput, merchantId: string) => {
    const { metric, grain, as_of } = MetricQuery.parse(input);
    const definition = definitionOf(metric);
    if (!definition.grains.includes(grain)) {
      throw new GcError(
        'validation_failed',
        `${metric} is known at ${definition.grains.join(', ')}, not at ${grain}.`,
      );
    }
    const { k_anonymity: k } = settings();
    if (OWN_GRAINS.includes(grain) && !NEEDS_OTHERS.has(metric)) {
      const shops =
        grain === 'shop'
          ? new Set(
              (await catalogue(await current())).shops
                .filter((s) => s.merchant_id === merchantId)
                .map((s) => s.shop_id),
            )
          : undefined;
      const result = await engine.evaluate(grain === 'shop' ? input : { ...input, merchant_id: merchantId });
      const mine = (c: MetricCell) =>
        c.status === 'dimension_absent' ||
        (shops ? shops.has(c.shop_id ?? '') : c.merchant_id === merchantId);
      return { ...result, cells: result.cells.filter(mine) };
    }
    if (OWN_GRAINS.includes(grain)) {
      // Above the line the merchant's own people, below it (or behind it) those of others: published and rounded.
      const result = await read(metric, as_of, { grain });
      const own = result.cells.filter((c) => c.merchant_id === merchantId);
      if (metric === 'cross_category_acquisition' || grain === 'shop') {
        return masked({ ...result, cells: own }, new Set(own.map(cellKeyOf)), k);
      }
      const base: Grain = metric === 'merchant_share' ? 'category' : 'platform';
      const visible = await shownTo(base, as_of, merchantId);
      const cells = own.map((c): MetricCell => {
        const key = base === 'category' ? c.category_id! : PLATFORM_KEY;
        const { conservative: _, ...cell } = c;
        if (!visible.has(key) || !c.denominator || c.denominator < k) {
          const { numerator: _n, denominator: _d, ...rest } = cell;
          return { ...rest, value: null, status: 'suppressed' };
        }
        const denominator = Math.round(c.denominator / 10) * 10;
        return { ...cell, denominator, value: (c.numerator ?? 0) / denominator };
      });
      return { ...result, cells };
    }
    const result = await read(metric, as_of, { grain });
    return masked(result, await shownTo(grain, as_of, merchantId), k);
  };

  return { publish, published: read, read, list, forMerchant };
}

/** True when any cell came, went, changed its status, or moved by more than the rate. */
export function materiallyDifferent(before: MetricResult, after: MetricResult, rate: number): boolean {
  const name = (c: MetricCell) =>
    [c.category_id, c.merchant_id, c.shop_id, c.brand_id, c.part, c.cohort, c.age].join('|');
  const old = new Map(before.cells.map((c) => [name(c), c]));
  if (before.version !== after.version || old.size !== after.cells.length) return true;
  return after.cells.some((c) => {
    const was = old.get(name(c));
    if (!was || was.status !== c.status || (was.value === null) !== (c.value === null)) return true;
    if (was.value === null || c.value === null) return false;
    return Math.abs(c.value - was.value) > rate * Math.abs(was.value);
  });
}
