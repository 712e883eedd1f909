import { GcError, localDate, systemClock } from '../../base/index.ts';
import type { MetricResult } from '../../contracts/index.ts';
import { createResolver } from '../resolve/resolve.ts';
import { readCatalogue } from './catalogue.ts';
import { createEngine } from './engine.ts';
import type { Catalogue, Survey, SurveyOptions } from './face.ts';
import { createPublications } from './publications.ts';
import { definitionOf, REGISTRY } from './registry.ts';

/** Opens the survey over one warehouse, or over shards split by account. Holds caches, no process. */
export function createSurvey({
  warehouses,
  settings,
  ledger,
  clock = systemClock,
  threads,
}: SurveyOptions): Survey {
  const [first] = warehouses;
  if (!first) throw new GcError('config_invalid', 'A survey needs at least one warehouse.');
  const resolver = createResolver(warehouses, settings);
  let named: { knownAt: number; catalogue: Promise<Catalogue> } | undefined;
  const catalogue = (knownAt: number) => {
    if (named?.knownAt !== knownAt) {
      const reading = readCatalogue(first, knownAt);
      named = { knownAt, catalogue: reading };
      reading.catch(() => {
        if (named?.catalogue === reading) named = undefined;
      });
    }
    return named!.catalogue;
  };
  const committedAt = async (knownAt: number) => {
    const rows = await Promise.all(
      warehouses.map((w) =>
        w.query<{ at: number }>(
          'SELECT toUnixTimestamp64Milli(max(committed_at)) AS at FROM commits WHERE seq_to <= {k:UInt64}',
          { k: knownAt },
        ),
      ),
    );
    const at = Math.max(...rows.map((r) => r[0]?.at ?? 0));
    return at > 0 ? at : null;
  };
  const engine = createEngine({ resolver, settings, clock, catalogue, committedAt, threads });
  const publications = createPublications({
    engine,
    settings,
    clock,
    ledger,
    catalogue,
    current: resolver.current,
  });

  return {
    registry: () => REGISTRY,
    definition: definitionOf,
    current: resolver.current,
    resolve: resolver.resolve,
    catalogue: async (knownAt) => catalogue(knownAt ?? (await resolver.current())),
    async reach(knownAt) {
      const resolved = await resolver.resolve(knownAt === undefined ? {} : { known_at: knownAt });
      try {
        const coverage = await engine.coverage(resolved);
        const at = await committedAt(resolved.known_at);
        return {
          known_at: resolved.known_at,
          last_fact_at: at === null ? null : new Date(at).toISOString(),
          first_date: resolved.first_day,
          last_date: resolved.last_day,
          dimensions: {
            account: coverage.account_any! > 0,
            category: coverage.category_any! > 0,
            merchant: coverage.merchant_any! > 0,
            shop: coverage.shop_any! > 0,
            brand: coverage.brand_any! > 0,
          },
        };
      } finally {
        resolved.release();
      }
    },
    evaluate: engine.evaluate,
    async series(query, dates) {
      const known_at = query.known_at ?? (await resolver.current());
      const latest = query.known_at === undefined;
      const results: MetricResult[] = [];
      for (const as_of of dates) {
        localDate(as_of);
        results.push(await engine.evaluate({ ...query, as_of, known_at }, { latest }));
      }
      return results;
    },
    async evaluateAll(asOf, options = {}) {
      const known_at = options.known_at ?? (await resolver.current());
      const latest = options.known_at === undefined;
      const results: MetricResult[] = [];
      const grains = [...new Set(REGISTRY.flatMap((d) => d.grains))].filter(
        (g) => !options.grain || g === options.grain,
      );
      // Grain by grain, so that a pass is read by all its metrics while it is held.
      for (const grain of grains) {
        for (const definition of REGISTRY.filter((d) => d.grains.includes(grain))) {
          results.push(
            await engine.evaluate(
              { ...options, metric: definition.id, grain, as_of: asOf, known_at },
              { latest },
            ),
          );
        }
      }
      return results;
    },
    publish: publications.publish,
    publications: publications.list,
    published: publications.read,
    forMerchant: publications.forMerchant,
  };
}
