import type { Finder, Found } from '../search/finder.ts';
import type { Snapshot } from '../snapshot/types.ts';
import type { HotOffers } from './hot.ts';
import type { Marks } from './marks.ts';
import type { NextCategories } from './next-categories.ts';
import type { Person } from './person.ts';
import type { Pool } from './pool.ts';

/** A snapshot made ready to decide on, with the scratch memory of one thread. */
export interface Past {
  readonly snapshot: Snapshot;
  /** Items that the scratch memory has room for. */
  readonly room: number;
  readonly next: NextCategories | null;
  readonly response: Response;
  readonly need: Need | null;
  readonly pool: Pool;
  readonly person: Person;
  /** Offers of a slate by item, while it is filled. */
  readonly items: Marks;
  readonly hot: HotOffers;
  readonly finder: Finder;
  /** What the last search of this thread found. */
  found: Found | null;
}

/** One addend of log-odds. */
export interface LogOdds {
  readonly name: string;
  readonly log_odds: number;
}

/** Chance that an offer is bought when it is shown: an additive model in log-odds. */
export interface Response {
  readonly model: string;
  /**
   * Log-odds of a purchase. `terms`, where given, gets the addends in the order in which they were added.
   * @param source index into CANDIDATE_SOURCES; `weight` how strongly it named the offer, in (0, 1]
   */
  purchase(past: Past, offer: number, source: number, weight: number, day: number, terms?: LogOdds[]): number;
  /** The same of every open candidate of the pool into its `logOdds`, bit for bit, after `Pool.look`. Nothing is allocated. */
  fill(past: Past, day: number): void;
}

/** Chance that an item stands in the person's next basket, whatever is shown: an additive model in log-odds. */
export interface Need {
  /** Usual price of what is bought, in minor units. */
  readonly usual_minor: number;
  /** What popularity adds for an item that is new to the person, by item. */
  readonly fresh: Float64Array;
  /** Log-odds; `terms`, where given, gets the addends in the order in which they were added. */
  logOdds(past: Past, offer: number, day: number, terms?: LogOdds[]): number;
  /** The same of every open candidate of the pool into its `need`, bit for bit, after `Pool.look`. Nothing is allocated. */
  fill(past: Past, day: number): void;
}
