import { dataFilterOf, type Principal } from '../../access/index.ts';
import { GcError } from '../../base/index.ts';
import { priceBoard, pricedOffers, type Snapshot } from '../../serve/index.ts';
import type { Handlers } from '../call.ts';
import { cursorOf, positionOf } from '../cursor.ts';

/** Bands of price power: the distribution to operators, a merchant its own offers. */
export const pricePowerHandlers: Handlers<'priceBoard' | 'pricedOffers'> = {
  async priceBoard({ engine, principal, query }) {
    const { snapshot } = engine.serving.past();
    return priceBoard(snapshot, query.by, keepOf(snapshot, principal));
  },

  async pricedOffers({ engine, principal, query }) {
    const { snapshot } = engine.serving.past();
    const filter = dataFilterOf(principal);
    const own = filter.kind === 'merchant';
    if (own && query.merchant_id !== undefined && query.merchant_id !== filter.merchant_id)
      throw new GcError('query_forbidden', 'A merchant sees its own offers only.');
    const merchantId = own ? filter.merchant_id : query.merchant_id;
    const skip = Number(positionOf(query.cursor) ?? 0);
    if (!Number.isSafeInteger(skip) || skip < 0)
      throw new GcError('validation_failed', 'The cursor must be next_cursor of an earlier page.');
    const data = pricedOffers(snapshot, {
      ...(merchantId === undefined
        ? {}
        : { merchant: known(snapshot.merchants, merchantId, 'merchant', own) }),
      ...(query.category_id === undefined
        ? {}
        : { category: known(snapshot.categories, query.category_id, 'category', false) }),
      ...(query.band === undefined ? {} : { band: query.band }),
      keep: keepOf(snapshot, principal),
      own,
      skip,
      top: query.limit + 1,
    });
    return {
      currency: snapshot.manifest.currency,
      data: data.slice(0, query.limit),
      next_cursor: data.length > query.limit ? cursorOf(String(skip + query.limit)) : null,
    };
  },
};

/** Merchants that the principal may see. */
function keepOf({ merchants }: Snapshot, principal: Principal): (merchant: number) => boolean {
  const filter = dataFilterOf(principal);
  if (filter.kind === 'industries')
    return (merchant) => merchant >= 0 && filter.industries.includes(merchants.industry.at(merchant));
  return filter.kind === 'all'
    ? () => true
    : (merchant) => merchant >= 0 && merchants.id.at(merchant) === filter.merchant_id;
}

/** A thing's number; one's own that the snapshot does not hold yet has no offers: −2, which nothing has. @throws reference_unknown */
function known(names: { find(id: string): number }, id: string, what: string, own: boolean): number {
  const number = names.find(id);
  if (number >= 0) return number;
  if (own) return -2;
  throw new GcError('reference_unknown', `The snapshot holds no ${what} ${id}.`);
}
