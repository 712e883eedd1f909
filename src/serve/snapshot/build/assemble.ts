import { fitNeed, fitResponse } from '../../../models/index.ts';
import { fillBands } from '../../price-power/bands.ts';
import { indexAccounts } from '../accounts.ts';
import type { SnapshotParts } from '../encode.ts';
import type { WrittenLists } from '../schema.ts';
import { alternatives } from './alternatives.ts';
import { indexCatalogue, namesOf } from './catalogue.ts';
import { countOffers } from './counts.ts';
import { categoryEvenness } from './evenness.ts';
import type { SnapshotFacts } from './facts.ts';
import { impressionRows } from './impressions.ts';
import { NEED_RULES, needRows } from './need.ts';
import { coBought, coPurchases, coViews, tellApart } from './neighbours.ts';
import { offerOrders } from './order.ts';
import { peopleLines, peoplePositions, viewedItems } from './people.ts';
import { priceGroups } from './price-groups.ts';
import { offerPositions, pricePowers } from './prices.ts';
import { categoryShares, replenishment } from './repeat.ts';
import { toldColumns } from './told.ts';

/**
 * A snapshot of facts, ready to be written. Pure and deterministic: equal facts, equal bytes.
 * @param say is told what begins @throws schema_mismatch where an account stands twice
 */
export function assemble(facts: SnapshotFacts, say: (step: string) => void = () => {}): SnapshotParts {
  const { day } = facts.manifest;
  const { catalogue: rows, lines, events, people } = facts;
  say('catalogue');
  const catalogue = indexCatalogue(rows);
  const { items, categories } = catalogue;
  say('counts');
  const counts = countOffers(catalogue, lines, events, day);
  const orders = offerOrders(catalogue, counts, day);
  say('prices');
  const position = offerPositions(catalogue, lines, day);
  say('people');
  const own = peopleLines(lines, people.member.length, day);
  const positions = peoplePositions(own, position, day);
  say('repeats');
  const repeats = replenishment(own, items.category.length, items.category, categories.parent);
  const share = categoryShares(own, categories.parent);
  const evenness = categoryEvenness(own, categories, share);
  const pricePower = pricePowers(catalogue);
  const groups = priceGroups(catalogue, (item) => {
    const text = items.attributes[item] ?? '';
    return text === '' ? [] : text.split('\n');
  });
  const priceBand = new Uint8Array(pricePower.length);
  fillBands(
    { ...catalogue.offers, priceGroup: groups.priceGroup },
    groups.offers,
    groups.offers.start.keys(),
    priceBand,
  );
  say('response');
  const response =
    facts.models?.response !== undefined
      ? facts.models.response
      : fitResponse(
          impressionRows({
            catalogue,
            lines,
            events,
            own,
            linePosition: positions.linePosition,
            offers: { position, pricePower, refundRate: counts.refundRate },
            categories: { repeatDays: repeats.repeatDays, share },
            day,
          }),
        );
  say('need');
  const need =
    facts.models?.need !== undefined
      ? facts.models.need
      : fitNeed(
          needRows({
            catalogue,
            own,
            itemPosition: itemPositions(orders.ofItem, position),
            share,
            evenness,
            repeatDays: repeats.repeatDays,
            day,
          }),
          NEED_RULES.horizon,
        );
  say('neighbours');
  const { complements, substitutes } = tellApart(
    coPurchases(own, items.category, day),
    coViews(events, items.category, day),
    items.category,
  );
  const inModel = new Map((facts.modelCategories ?? []).map((id, i) => [id, i]));
  const { offer: _, decision: __, ...history } = own;
  say('columns');
  return {
    manifest: {
      ...facts.manifest,
      counts: {
        categories: rows.categories.length,
        merchants: rows.merchants.length,
        items: rows.items.length,
        offers: rows.offers.length,
        people: people.member.length,
        lines: own.item.length,
        events: events.kind.length,
      },
    },
    tables: {
      categories: {
        ...namesOf(rows.categories),
        ...categories,
        ...repeats,
        share,
        evenness,
        inModel: Int32Array.from(rows.categories, (c) => inModel.get(c.id) ?? -1),
        offers: orders.ofCategory,
      },
      merchants: { ...namesOf(rows.merchants), ...catalogue.merchants },
      shops: { ...namesOf(rows.shops), ...catalogue.shops, offers: orders.ofShop },
      brands: namesOf(rows.brands),
      items: { ...namesOf(rows.items), ...items, offers: orders.ofItem },
      offers: {
        ...namesOf(rows.offers),
        ...catalogue.offers,
        ...counts,
        position,
        pricePower,
        priceGroup: groups.priceGroup,
        priceBasis: groups.basis,
        priceBand,
        popular: orders.popular,
        trending: orders.trending,
        newest: orders.newest,
        newMerchants: orders.newMerchants,
      },
      price_groups: { offers: groups.offers },
      ...toldColumns(rows),
      co_purchase: complements,
      co_view: substitutes,
      alternative: alternatives(catalogue, orders.ofItem, position),
      co_bought: coBought(own, items.category.length, day),
      people: {
        account: { id: [], person: [] },
        ...history,
        ...positions,
        member: people.member,
        viewed: viewedItems(events, own, items.category.length, day),
      },
    },
    accounts: indexAccounts(people.words, people.person),
    models: { nextCategory: facts.models?.nextCategory ?? null, response, need },
    search: facts.search ?? null,
  };
}

/** The price position of each item's likeliest bought offer; NaN: none. */
const itemPositions = ({ start, values }: WrittenLists, position: Float32Array): Float32Array =>
  Float32Array.from({ length: start.length - 1 }, (_, item) =>
    start[item]! < start[item + 1]! ? position[values[start[item]!]!]! : Number.NaN,
  );
