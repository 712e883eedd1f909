import type { FactInput } from '../../src/contracts/index.ts';
import { priceOf } from './catalogue.ts';
import { Draws, mix } from './hash.ts';
import type { Response, Session } from './market.ts';
import { iso } from './options.ts';
import type { Told } from './orders.ts';
import { accountOf, type People, SURFACES } from './people.ts';
import { LEAVES } from './taxonomy.ts';

type EventFact = Extract<FactInput, { fact: 'event' }>;
const draws = new Draws();

/** Where a session takes place: mostly where this person likes to be. */
export function surfaceOf(people: People, session: Session): string {
  draws.at(mix(session.hash + 5));
  return SURFACES[draws.next() < 0.6 ? people.channel[session.person]! : draws.below(SURFACES.length)]!;
}

/** What is told of a session: what was shown, clicked, looked at, put into the cart. A few phones tell it a day late. */
export function tellSession(
  people: People,
  session: Session,
  responses: readonly Response[],
  tell: (told: Told) => void,
): void {
  const surface = surfaceOf(people, session);
  draws.at(mix(session.hash + 6));
  const anonymous = draws.next() < 0.1;
  const late = draws.next() < 0.03 ? Math.floor(draws.next() * 20) * 3_600_000 + 3_600_000 : 0;
  const { id, person } = session;
  let at = session.at;
  let n = 0;
  const event = (name: EventFact['name'], more: Partial<EventFact>) => {
    const fact: EventFact = {
      fact: 'event',
      source_id: `${id}-${++n}`,
      name,
      account: anonymous ? null : accountOf(person),
      anonymous_id: anonymous ? `v${person + 1}` : '',
      at: iso(at),
      session: id,
      surface,
      ...more,
    };
    if (late > 0) fact.source_known_at = iso(at + late);
    tell({ at: at + late, fact });
  };
  if (surface === 'search')
    event('Products Searched', { query: LEAVES[draws.below(LEAVES.length)]!.name['zh-CN'] });
  for (const { offer, slot, clicked, carted } of responses) {
    const of = {
      shop: offer.shop,
      item: offer.item,
      variant: offer.item,
      offer: offer.id,
      slot,
      impression_id: `${id}-i${slot}`,
      request_id: id,
    };
    at += 1_500;
    event('Product Impression', of);
    if (!clicked) continue;
    at += 2_000;
    event('Product Clicked', of);
    const duration_ms = 4_000 + draws.below(20_000);
    event('Product Viewed', { ...of, duration_ms });
    at += duration_ms;
    if (carted) event('Product Added', { ...of, quantity: 1, value_minor: priceOf(offer, session.day) });
  }
}
