import { rngOf } from '../../src/base/index.ts';
import type { FactInput } from '../../src/contracts/index.ts';
import type { Leaf } from './catalogue.ts';
import { REGIONS, TREE } from './names.ts';
import { DAY_MS, type Frame, iso } from './world.ts';

export interface Person {
  readonly index: number;
  /** Accounts of the source; one person in fifty has two. */
  readonly accounts: readonly string[];
  readonly region: string;
  readonly member: boolean;
  readonly joined: number;
  /** Orders they would place over the whole history, were they there from its start. */
  readonly activity: number;
  /** Where in each category's prices they like to buy, 0 to 1. */
  readonly position: number;
  /** Weight of each leaf, by index; sums to 1. */
  readonly tastes: Float64Array;
}

/** People with heavy-tailed activity, a price position and tastes. Each is drawn from a stream of their own. */
export function personsOf(frame: Frame, leaves: readonly Leaf[]): Person[] {
  const root = rngOf(frame.seed).derive('persons');
  const drawn = Array.from({ length: frame.people }, (_, index) => {
    const rng = root.derive(index);
    const joined = rng.next() < 0.45 ? frame.from : frame.from + rng.next() * (frame.days - 20) * DAY_MS;
    const member = rng.next() < 0.18;
    const heat = Math.exp(1.05 * rng.normal() + (member ? 0.5 : 0));
    const like = new Map(TREE.map((top) => [top.id, Math.exp(0.9 * rng.normal())]));
    // Babies and pets are had or not: without one, these categories hardly matter.
    like.set('mother-baby', rng.next() < 0.25 ? 2.5 : 0.06);
    like.set('pets', rng.next() < 0.3 ? 2 : 0.04);
    const tastes = Float64Array.from(
      leaves,
      (leaf) => leaf.weight * like.get(leaf.top.id)! * Math.exp(0.6 * rng.normal()),
    );
    const sum = tastes.reduce((a, b) => a + b, 0);
    const id = `u${String(index + 1).padStart(5, '0')}`;
    return {
      index,
      accounts: rng.next() < 0.02 ? [id, `${id}-2`] : [id],
      region: REGIONS[rng.below(REGIONS.length)]!,
      member,
      joined,
      activity: heat,
      position: 1 / (1 + Math.exp(-(0.9 * rng.normal() - 0.15))),
      tastes: tastes.map((weight) => weight / sum),
    };
  });
  // Scaled so that the world has about as many lines as was asked for.
  const total = drawn.reduce((sum, p) => sum + p.activity * presence(frame, p.joined), 0);
  const scale = frame.lines / LINES_AN_ORDER / total;
  return drawn.map((person) => ({ ...person, activity: person.activity * scale }));
}

/** Mean of the number of lines of an order. */
export const LINES_AN_ORDER = 1.6;

/** Share of the history that someone who joined then is there for. */
export const presence = (frame: Frame, joined: number): number =>
  (frame.to - joined) / (frame.to - frame.from);

/** Accounts, the persons behind them, consents and a few opt-outs. */
export function* personFacts(frame: Frame, persons: readonly Person[]): Generator<FactInput> {
  for (const person of persons) {
    const created_at = iso(person.joined);
    for (const account of person.accounts) {
      yield {
        fact: 'account',
        source_id: account,
        kind: 'consumer',
        created_at,
        region: person.region,
        member: person.member,
      };
      if (person.accounts.length > 1) {
        yield {
          fact: 'account_person',
          source_id: account,
          account,
          person: person.accounts[0]!,
          valid_from: created_at,
        };
      }
    }
    const rng = rngOf(frame.seed).derive('consents').derive(person.index);
    const account = person.accounts[0]!;
    yield {
      fact: 'consent',
      source_id: `${account}-p`,
      account,
      purpose: 'personalisation',
      granted: rng.next() < 0.93,
      at: created_at,
    };
  }
}
