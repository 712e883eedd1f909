import type { PriceBoard, PricedOffer } from '../../contracts/index.ts';
import { nameOf } from '../reason/reason.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { BAND_FROM, BASES, priceStanding } from './band.ts';

/** Which merchants a viewer may see; all where absent. */
type Keep = (merchant: number) => boolean;
type Row = PriceBoard['rows'][number];

/** Bands of the offers on sale, in all and by leaf category or merchant; most offers first. Cost: O(offers). */
export function priceBoard(
  snapshot: Snapshot,
  by: 'category' | 'merchant',
  keep: Keep = () => true,
): PriceBoard {
  const { offers, categories, merchants, manifest } = snapshot;
  const names = by === 'category' ? categories : merchants;
  const groups = by === 'category' ? offers.category : offers.merchant;
  const counts = new Map<number, number[]>();
  const whole = Array<number>(6).fill(0);
  const bases = Array<number>(BASES.length).fill(0);
  for (let o = 0; o < offers.item.length; o++) {
    if (offers.active[o] !== 1 || !keep(offers.merchant[o]!)) continue;
    const band = offers.priceBand[o]!;
    whole[band]!++;
    bases[offers.priceBasis[o]!]!++;
    if (groups[o]! < 0) continue;
    const own = counts.get(groups[o]!) ?? Array<number>(6).fill(0);
    counts.set(groups[o]!, own);
    own[band]!++;
  }
  return {
    currency: manifest.currency,
    snapshot_hash: manifest.hash,
    band_from: [...BAND_FROM],
    offer_count: sum(whole),
    bands: whole.slice(1),
    unbanded_count: whole[0]!,
    bases: BASES.map((basis, i) => ({ basis, offer_count: bases[i]! })),
    rows: [...counts]
      .map(([group, own]): Row => {
        const banded = sum(own.slice(1));
        return {
          id: names.id.at(group),
          name: nameOf(names, group),
          offer_count: sum(own),
          bands: own.slice(1),
          unbanded_count: own[0]!,
          mean_band: banded > 0 ? sum(own.map((n, band) => n * band)) / banded : null,
        };
      })
      .sort((a, b) => b.offer_count - a.offer_count || (a.id < b.id ? -1 : 1)),
  };
}

export interface PricedQuery {
  readonly merchant?: number;
  /** It, and those below it. */
  readonly category?: number;
  readonly band?: number;
  readonly keep?: Keep;
  /** True: the viewer sells them, and is told of nobody else. */
  readonly own: boolean;
  readonly skip: number;
  readonly top: number;
}

/**
 * Offers on sale with their standing, the worst band first and in it the most bought: what a price could do. To who sells them, how
 * many others there are is not told, and the gap is rounded up to a whole percent, so that no other's price follows from it.
 * Cost: O(offers log offers + shown · log group + groups shown).
 */
export function pricedOffers(snapshot: Snapshot, query: PricedQuery): PricedOffer[] {
  const { offers, categories } = snapshot;
  const found: number[] = [];
  for (let o = 0; o < offers.item.length; o++) {
    if (offers.active[o] !== 1) continue;
    if (query.merchant !== undefined && offers.merchant[o] !== query.merchant) continue;
    if (query.keep && !query.keep(offers.merchant[o]!)) continue;
    if (query.band !== undefined && offers.priceBand[o] !== query.band) continue;
    if (query.category !== undefined && !isUnder(categories.parent, offers.category[o]!, query.category))
      continue;
    found.push(o);
  }
  const known = new Map<string, readonly number[]>();
  // Without a band comes last.
  const order = (o: number) => offers.priceBand[o]! || 6;
  return found
    .sort((a, b) => order(a) - order(b) || offers.bought[b]! - offers.bought[a]! || a - b)
    .slice(query.skip, query.skip + query.top)
    .map((o) => rowOf(snapshot, o, query.own, known));
}

function rowOf(
  snapshot: Snapshot,
  offer: number,
  own: boolean,
  known: Map<string, readonly number[]>,
): PricedOffer {
  const { offers, categories, merchants } = snapshot;
  const { band, basis, competitor_count, next_price_minor, gap_minor } = priceStanding(snapshot, offer, {
    known,
  });
  const price = offers.price_minor[offer]!;
  const step = Math.max(1, Math.ceil(price / 100));
  const gap = gap_minor === null || !own ? gap_minor : Math.ceil(gap_minor / step) * step;
  // A price must remain.
  const told = gap !== null && gap < price;
  const category = offers.category[offer]!;
  return {
    offer_id: offers.id.at(offer),
    title: nameOf(offers, offer),
    merchant_id: merchants.id.at(offers.merchant[offer]!),
    category_id: category < 0 ? null : categories.id.at(category),
    category: category < 0 ? { en: '', zh: '' } : nameOf(categories, category),
    price_minor: price,
    content: offers.unitQuantity[offer]!,
    band: band === 0 ? null : band,
    basis,
    competitor_count: own ? null : competitor_count,
    gap_minor: told ? gap : null,
    next_price_minor: told ? (own ? price - gap! : next_price_minor) : null,
  };
}

function isUnder(parent: Int32Array, category: number, above: number): boolean {
  for (let c = category; c >= 0; c = parent[c]!) if (c === above) return true;
  return false;
}

const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
