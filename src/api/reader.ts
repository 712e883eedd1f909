import { type DataFilter, dataFilterOf, type Principal } from '../access/index.ts';
import { addDays, businessDate, GcError, localDate } from '../base/index.ts';
import type { LocalText, MetricCell, MetricResult } from '../contracts/index.ts';
import type { Engine } from '../engine/index.ts';
import type { Catalogue, MetricQueryInput, Survey } from '../survey/index.ts';
import { textOf } from './sheet.ts';

type Category = Catalogue['categories'][number];
type Merchant = Catalogue['merchants'][number];

/** Whose numbers a view shows: the platform's, one category's or one merchant's. */
export interface Subject {
  readonly kind: 'platform' | 'category' | 'merchant';
  readonly id: string;
  readonly name: LocalText | null;
}

/**
 * The only road from a route to the survey. It applies the principal's data filter to every question and every
 * answer, so that no handler can forget it:
 * - operators see all;
 * - industry operators see categories under their industries' top categories, and merchants of those industries;
 * - merchants see their own numbers exactly, others' only as published (survey.forMerchant, metrics.md 4.8).
 */
export class Reader {
  readonly #survey: Survey;
  readonly #engine: Engine;
  readonly filter: DataFilter;
  #catalogue: Promise<Catalogue> | null = null;

  constructor(engine: Engine, principal: Principal) {
    this.#engine = engine;
    this.#survey = engine.survey;
    this.filter = dataFilterOf(principal);
  }

  /** Categories and merchants that the principal may see, as known at a point. */
  async catalogue(knownAt?: number): Promise<Catalogue> {
    if (knownAt !== undefined) return this.#filtered(await this.#survey.catalogue(knownAt));
    this.#catalogue ??= this.#survey.catalogue().then((whole) => this.#filtered(whole));
    return this.#catalogue;
  }

  /** @throws query_forbidden, metric_unknown, dimension_absent, not_published, known_at_unknown */
  async evaluate(query: MetricQueryInput): Promise<MetricResult> {
    const { filter } = this;
    if (filter.kind === 'all') return this.#survey.evaluate(query);
    if (filter.kind === 'merchant') {
      this.#ownMerchant(query.merchant_id);
      return this.#survey.forMerchant(query, filter.merchant_id);
    }
    return this.#ofIndustries(query);
  }

  /** As evaluate, at several dates; dates that are not published to the principal are left out. */
  async series(query: Omit<MetricQueryInput, 'as_of'>, dates: readonly string[]): Promise<MetricResult[]> {
    if (this.filter.kind === 'all') return this.#survey.series(query, dates);
    const results: MetricResult[] = [];
    for (const as_of of dates) {
      try {
        results.push(await this.evaluate({ ...query, as_of }));
      } catch (error) {
        if (!(error instanceof GcError && error.code === 'not_published')) throw error;
      }
    }
    return results;
  }

  /** Results whose cells say what they are of: names the principal may see, the merchant's before its category's. */
  async named(results: readonly MetricResult[], knownAt?: number): Promise<MetricResult[]> {
    const { merchants, shops, brands, categories } = await this.catalogue(knownAt);
    const names = new Map<string, LocalText>([
      ...merchants.map((m) => [`merchant ${m.merchant_id}`, m.name] as const),
      ...shops.map((s) => [`shop ${s.shop_id}`, s.name] as const),
      ...brands.map((b) => [`brand ${b.brand_id}`, b.name] as const),
      ...categories.map((c) => [`category ${c.category_id}`, c.name] as const),
    ]);
    const label = (cell: MetricCell): LocalText | undefined => {
      const parts = [
        names.get(`merchant ${cell.merchant_id}`),
        names.get(`shop ${cell.shop_id}`),
        names.get(`brand ${cell.brand_id}`),
        names.get(`category ${cell.category_id}`),
      ].filter((name) => name !== undefined);
      if (parts.length < 2) return parts[0];
      const joined = (lang: 'en' | 'zh-CN') => parts.map((name) => textOf(name, lang)).join(' · ');
      return { en: joined('en'), 'zh-CN': joined('zh-CN') };
    };
    return results.map((result) => ({
      ...result,
      cells: result.cells.map((cell) => {
        const of = label(cell);
        return of === undefined ? cell : { ...cell, label: of };
      }),
    }));
  }

  /** The as_of of a view that names none: the last complete business date with data. @throws not_found while empty */
  async defaultAsOf(): Promise<string> {
    const reach = await this.#survey.reach();
    if (!reach.last_date) throw new GcError('not_found', 'There are no order lines yet: import some first.');
    const today = businessDate(Date.now(), this.#engine.settings.current().timezone);
    const yesterday = addDays(today, -1);
    const last = localDate(reach.last_date);
    const complete = [last, yesterday].sort()[0]!;
    return reach.first_date && complete < reach.first_date ? last : complete;
  }

  /**
   * The subject of overview and cohorts: an operator's is the platform, or any category it names; an industry
   * operator's one of its top categories; a merchant's itself.
   */
  async subject(categoryId?: string): Promise<Subject> {
    const catalogue = await this.catalogue();
    if (this.filter.kind === 'merchant') {
      const id = this.filter.merchant_id;
      const own = catalogue.merchants.find((m) => m.merchant_id === id);
      return { kind: 'merchant', id, name: own?.name ?? null };
    }
    if (categoryId === undefined && this.filter.kind === 'all')
      return { kind: 'platform', id: '', name: null };
    const category = categoryId
      ? catalogue.categories.find((c) => c.category_id === categoryId)
      : catalogue.categories.find((c) => c.level === 1);
    if (!category) {
      throw new GcError(
        categoryId ? 'not_found' : 'query_forbidden',
        'No category of your industries is known.',
      );
    }
    return { kind: 'category', id: category.category_id, name: category.name };
  }

  async #ofIndustries(query: MetricQueryInput): Promise<MetricResult> {
    const grain = query.grain ?? 'platform';
    const visible = await this.catalogue(query.known_at);
    const categories = new Set(visible.categories.map((c) => c.category_id));
    const merchants = new Set(visible.merchants.map((m) => m.merchant_id));
    const shops = new Set(visible.shops.map((s) => s.shop_id));
    if (query.category_id !== undefined && !categories.has(query.category_id)) throw notYours('category');
    if (
      query.merchant_id !== undefined &&
      grain !== 'merchant_category' &&
      !merchants.has(query.merchant_id)
    ) {
      throw notYours('merchant');
    }
    const allowed: Partial<Record<typeof grain, (cell: MetricCell) => boolean>> = {
      category: (cell) => cell.category_id !== undefined && categories.has(cell.category_id),
      merchant: (cell) => cell.merchant_id !== undefined && merchants.has(cell.merchant_id),
      shop: (cell) => cell.shop_id !== undefined && shops.has(cell.shop_id),
      merchant_category: (cell) => cell.category_id !== undefined && categories.has(cell.category_id),
    };
    const keep = allowed[grain];
    if (!keep) throw new GcError('query_forbidden', `Grain ${grain} covers industries that are not yours.`);
    const result = await this.#survey.evaluate(query);
    return { ...result, cells: result.cells.filter(keep) };
  }

  #filtered(whole: Catalogue): Catalogue {
    const { filter } = this;
    if (filter.kind === 'all') return whole;
    if (filter.kind === 'merchant') {
      const own = (row: { merchant_id: string }) => row.merchant_id === filter.merchant_id;
      return { ...whole, merchants: whole.merchants.filter(own), shops: whole.shops.filter(own) };
    }
    const industries = new Set(filter.industries);
    const tops = new Map(whole.categories.map((c) => [c.category_id, c.industry]));
    const merchants = whole.merchants.filter((m: Merchant) => industries.has(m.industry));
    const ids = new Set(merchants.map((m) => m.merchant_id));
    return {
      ...whole,
      categories: whole.categories.filter((c: Category) => industries.has(tops.get(c.path[0] ?? '') ?? '')),
      merchants,
      shops: whole.shops.filter((s) => ids.has(s.merchant_id)),
      brands: [],
    };
  }

  #ownMerchant(merchantId: string | undefined): void {
    if (
      merchantId !== undefined &&
      this.filter.kind === 'merchant' &&
      merchantId !== this.filter.merchant_id
    ) {
      throw notYours('merchant');
    }
  }
}

const notYours = (what: string) => new GcError('query_forbidden', `This ${what} is not one of yours.`);
