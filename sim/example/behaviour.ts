import { rngOf } from '../../src/base/index.ts';
import type { FactInput } from '../../src/contracts/index.ts';
import type { Catalogue } from './catalogue.ts';
import type { Person } from './persons.ts';
import { itemFor, poisson, type Told } from './purchases.ts';
import { DAY_MS, type Frame, iso, pick } from './world.ts';

const DAYS = 14;
const SURFACES = ['home', 'search', 'category', 'live', 'note'] as const;
type EventFact = Extract<FactInput, { fact: 'event' }>;

/** Two weeks of sessions up to the world's end: what was shown, clicked, looked at and put into the cart. */
export function* behaviour(frame: Frame, catalogue: Catalogue, persons: readonly Person[]): Generator<Told> {
  const root = rngOf(frame.seed).derive('behaviour');
  const start = Math.max(frame.from, frame.to - DAYS * DAY_MS);
  for (const person of persons) {
    const rng = root.derive(person.index);
    const perDay = Math.min(0.6, (person.activity / frame.days) * 4);
    const sessions = poisson(rng, perDay * DAYS);
    if (sessions === 0) continue;
    let sum = 0;
    const cumulative = person.tastes.map((weight) => (sum += weight));
    for (let s = 0; s < sessions; s++) {
      const session = `s${person.index + 1}-${s + 1}`;
      const surface = SURFACES[Math.min(SURFACES.length - 1, Math.floor(rng.next() ** 2 * SURFACES.length))]!;
      const anonymous = rng.next() < 0.12;
      let at = Math.floor(start + rng.next() * (frame.to - start - 30 * 60_000));
      let n = 0;
      const event = (name: EventFact['name'], more: Partial<EventFact>): Told => ({
        at,
        fact: {
          fact: 'event',
          source_id: `${session}-${++n}`,
          name,
          account: anonymous ? null : person.accounts[0]!,
          anonymous_id: anonymous ? `v${person.index + 1}` : '',
          at: iso(at),
          session,
          surface,
          ...more,
        },
      });
      if (at < person.joined) continue;
      if (surface === 'search')
        yield event('Products Searched', { query: searched(catalogue, cumulative, rng.next()) });
      const shown = 3 + rng.below(5);
      for (let slot = 0; slot < shown; slot++) {
        const leaf = catalogue.leaves[pick(cumulative, rng.next())]!;
        const item = itemFor(rng, leaf, person.position);
        const offer = item.offers[0]!;
        const of = { item: item.id, variant: item.id, offer: offer.id, shop: offer.shop };
        const impression_id = `${session}-i${slot}`;
        at += 1500;
        yield event('Product Impression', { ...of, slot, impression_id });
        // The further down, the less is clicked.
        if (rng.next() > 0.22 / (1 + 0.15 * slot)) continue;
        at += 2000;
        yield event('Product Clicked', { ...of, slot, impression_id });
        const duration_ms = 4000 + rng.below(60_000);
        yield event('Product Viewed', { ...of, duration_ms, impression_id });
        at += duration_ms;
        if (rng.next() < 0.25) yield event('Product Added', { ...of, quantity: 1, value_minor: offer.price });
      }
    }
  }
}

const searched = (catalogue: Catalogue, cumulative: ArrayLike<number>, u: number): string =>
  catalogue.leaves[pick(cumulative, u)]!.name['zh-CN'];
