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
/** Of 256 who look at a product, those who look at its shop then. */
const LOOKS_AT_SHOP = 40;
/** Ends of ids by number, so that an id is one concatenation: parts of it were a third of what events allocated. */
const NUMBERED = Array.from({ length: 1_000 }, (_, n) => `-${n}`);
const SLOTTED = Array.from({ length: 100 }, (_, slot) => `-i${slot}`);

/** Where a session takes place: mostly where this person likes to be. */
export function surfaceOf(people: People, session: Session): string {
  draws.at(mix(session.hash + 5));
  return SURFACES[draws.next() < 0.6 ? people.channel[session.person]! : draws.below(SURFACES.length)]!;
}

/**
 * What is told of a session: what was shown, clicked, looked at, put into the cart. A few phones tell it a day late.
 */
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
  const account = anonymous ? null : accountOf(person);
  const anonymous_id = anonymous ? `v${person + 1}` : '';
  let at = session.at;
  let n = 0;
  const say = (fact: EventFact) => {
    if (late > 0) fact.source_known_at = iso(at + late);
    tell({ at: at + late, fact });
  };
  /** Spelled out in one place and one order: spreading parts into it took a third of the time of a session. */
  const event = (name: EventFact['name'], { offer, slot, decision }: Response): EventFact => ({
    fact: 'event',
    source_id: id + NUMBERED[++n]!,
    name,
    account,
    anonymous_id,
    at: iso(at),
    session: id,
    surface,
    shop: offer.shop,
    item: offer.item,
    variant: offer.item,
    offer: offer.id,
    slot,
    impression_id: decision === undefined ? id + SLOTTED[slot]! : `${decision}.${slot}`,
    request_id: decision ?? id,
  });
  if (surface === 'search') {
    const query = LEAVES[draws.below(LEAVES.length)]!.name['zh-CN'];
    const name = 'Products Searched';
    say({
      fact: 'event',
      source_id: id + NUMBERED[++n]!,
      name,
      account,
      anonymous_id,
      at: iso(at),
      session: id,
      surface,
      query,
    });
  }
  let carted: Response | null = null;
  for (const response of responses) {
    at += 1_500;
    say(event('Product Impression', response));
    if (!response.clicked) continue;
    at += 2_000;
    say(event('Product Clicked', response));
    const duration_ms = 4_000 + draws.below(20_000);
    const viewed = event('Product Viewed', response);
    viewed.duration_ms = duration_ms;
    say(viewed);
    at += duration_ms;
    if ((mix(session.hash + 31 * response.slot + 7) & 255) < LOOKS_AT_SHOP) {
      say(event('Shop Viewed', response));
      at += 4_000;
    }
    if (!response.carted) continue;
    carted = response;
    const added = event('Product Added', response);
    added.quantity = 1;
    added.value_minor = priceOf(response.offer, session.day);
    say(added);
  }
  if (!carted) return;
  at += 2_000;
  const viewed = event('Cart Viewed', carted);
  viewed.surface = 'cart';
  say(viewed);
}
