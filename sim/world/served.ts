import { type Api, ApiError } from '../../src/client/index.ts';
import type { Offer } from './catalogue.ts';
import type { Impression, Session } from './market.ts';
import { SOURCE } from './options.ts';
import { accountOf, OPTED_OUT, regionOf } from './people.ts';
import { surfaceOf } from './sessions.ts';
import type { World } from './world.ts';

/** How long the shop goes on by itself after Grand Canal had nothing to serve. */
const PATIENCE_MS = 30_000;

/**
 * What to show in a session: what Grand Canal serves, and the shop's own shelf where it serves nothing (no snapshot yet,
 * too busy, or a page that is not its own).
 */
export function servedShelf(
  world: World,
  api: Api,
  signal: AbortSignal,
): (session: Session) => Promise<readonly Impression[]> {
  const offers = new Map<string, Offer>(world.market.catalogue.offers.map((offer) => [offer.id, offer]));
  const { people } = world.market;
  let notBefore = 0;
  return async (session) => {
    const shelf = world.market.shelf(session);
    if (surfaceOf(people, session) !== 'home' || Date.now() < notBefore) return shelf;
    const { person } = session;
    try {
      const answer = await api.post('/v1/slates', {
        body: {
          source: SOURCE,
          account: accountOf(person),
          session: session.id,
          personalised: (people.flags[person]! & OPTED_OUT) === 0,
          region: regionOf(people, person),
          scenarios: [{ scenario: 'home_feed', k: shelf.length }],
        },
        signal,
      });
      const [slate] = answer.data;
      const shown = (slate?.slots ?? []).flatMap(({ slot, offer_source_id }): Impression[] => {
        const offer = offers.get(offer_source_id);
        return offer ? [{ offer, slot, decision: slate!.decision_id }] : [];
      });
      return shown.length > 0 ? shown : shelf;
    } catch (error) {
      if (!(error instanceof ApiError) || signal.aborted) throw error;
      notBefore = Date.now() + PATIENCE_MS;
      return shelf;
    }
  };
}
