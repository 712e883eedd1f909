import { frameOf, type Impression, LEAVES, type Order, type ShowPolicy } from '../../sim/world/index.ts';

const LEAF = new Map(LEAVES.map(({ id, index }) => [id, index]));
const LOOKBACK = 365;
const SLOTS = 3;

/** A shop that was told the true flows of `calm`, and leads along them. It is no product: it says what could be reached. */
export function canalsOf(): ShowPolicy {
  const { flows } = frameOf({ scenario: 'calm', now: 0 });
  const pairs = flows.map(({ from, to }) => [LEAF.get(from)!, LEAF.get(to)!] as const);
  const last = new Map<number, Map<number, number>>();
  let best: Impression['offer'][] = [];
  const ledTo = (person: number, day: number): number[] => {
    const days = last.get(person);
    if (!days) return [];
    const holds = (leaf: number) => day - (days.get(leaf) ?? Number.NEGATIVE_INFINITY) <= LOOKBACK;
    return pairs.flatMap(([a, b]) => (holds(a) && !holds(b) ? [b] : []));
  };
  return {
    leaves: new Set(pairs.map(([, b]) => b)),
    crowd: (person, day) => ledTo(person, day).length > 0,
    ordered({ person, day, wants }: Order) {
      const days = last.get(person) ?? new Map();
      last.set(person, days);
      for (const { offer } of wants) days.set(offer.leaf.index, day);
    },
    show({ person, day }, shelf, world) {
      if (best.length === 0) best = bestSellers(world.market.catalogue.offers);
      const led = ledTo(person, day)
        .slice(0, SLOTS)
        .map((b) => best[b]!);
      const offers = [...new Set([...led, ...shelf.map(({ offer }) => offer)])];
      // As many as the shop would show: what is led to takes the place of something else.
      return offers.slice(0, shelf.length).map((offer, slot) => ({ offer, slot }));
    },
  };
}

function bestSellers(offers: readonly Impression['offer'][]): Impression['offer'][] {
  const best: Impression['offer'][] = [];
  for (const offer of offers) {
    const leaf = offer.leaf.index;
    if (offer.merchant.opened <= 0 && offer.popularity > (best[leaf]?.popularity ?? 0)) best[leaf] = offer;
  }
  return best;
}
