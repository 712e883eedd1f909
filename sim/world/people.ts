import { REGIONS } from '../example/names.ts';
import { binOf, Draws, hashOf, keyOf, logNormals, mix, unit } from './hash.ts';
import type { Frame } from './options.ts';
import { LEAVES, TOPS } from './taxonomy.ts';

/**
 * Everybody, as columns: about 60 bytes a person, so that a million fit anywhere. Tastes are not stored: they are a
 * function of (seed, person), see `tastesOf`.
 */
export interface People {
  readonly count: number;
  /** Orders a day on an average day. */
  readonly activity: Float32Array;
  /** Sessions a day without an order in mind, likewise. */
  readonly browsing: Float32Array;
  /** Where in each category's prices they like to buy, 0 to 1. */
  readonly position: Float32Array;
  /** What they spend on one thing without hesitation, in fen. */
  readonly budget: Float32Array;
  /** Day they join; below 0: they were there. */
  readonly joined: Int16Array;
  readonly region: Uint8Array;
  readonly flags: Uint8Array;
  /** Favourite surface, a place in SURFACES. */
  readonly channel: Uint8Array;
  /** Hash that a person's daily luck starts from. */
  readonly luck: Uint32Array;
  readonly tasteKey: number;
}

export const MEMBER = 1;
export const BABY = 2;
export const PET = 4;
/** Has two accounts. */
export const DOUBLE = 8;
export const OPTED_OUT = 16;

export const SURFACES = ['home', 'search', 'category', 'live', 'note'] as const;
/** Orders over two years of the average person, and lines of the average order. */
const ORDERS_A_DAY = 0.0085;

export function peopleOf(frame: Frame): People {
  const n = frame.people;
  const people: People = {
    count: n,
    activity: new Float32Array(n),
    browsing: new Float32Array(n),
    position: new Float32Array(n),
    budget: new Float32Array(n),
    joined: new Int16Array(n),
    region: new Uint8Array(n),
    flags: new Uint8Array(n),
    channel: new Uint8Array(n),
    luck: new Uint32Array(n),
    tasteKey: keyOf(frame.seed, 'tastes'),
  };
  const key = keyOf(frame.seed, 'people');
  const luck = keyOf(frame.seed, 'luck');
  const draws = new Draws();
  for (let p = 0; p < n; p++) {
    draws.at(hashOf(key, p));
    const member = draws.next() < 0.18;
    // Log-normal with mean 1 before membership: one in a hundred orders a tenth of all.
    const heat = Math.min(40, Math.exp(1.1 * draws.normal() - 0.605)) * (member ? 1.6 : 0.87);
    people.activity[p] = ORDERS_A_DAY * heat;
    people.browsing[p] = 0.04 * heat * Math.exp(0.5 * draws.normal());
    people.position[p] = 1 / (1 + Math.exp(-(0.9 * draws.normal() - 0.15)));
    people.budget[p] = 60_000 * Math.exp(0.8 * draws.normal() + 2 * (people.position[p]! - 0.5));
    people.joined[p] = draws.next() < 0.55 ? -1 : draws.below(Math.max(1, frame.days - 5));
    people.region[p] = draws.below(REGIONS.length);
    people.flags[p] =
      (member ? MEMBER : 0) |
      (draws.next() < 0.25 ? BABY : 0) |
      (draws.next() < 0.3 ? PET : 0) |
      (draws.next() < 0.02 ? DOUBLE : 0) |
      (draws.next() < 0.07 ? OPTED_OUT : 0);
    people.channel[p] = Math.min(SURFACES.length - 1, Math.floor(draws.next() ** 1.7 * SURFACES.length));
    people.luck[p] = hashOf(luck, p);
  }
  return people;
}

const LEAF_TASTE = logNormals(0.7);
const TOP_TASTE = logNormals(0.5);
const BABY_TOP = TOPS.indexOf('baby-toddler');
const PET_TOP = TOPS.indexOf('animals-pet-supplies');
const topFactor = new Float64Array(TOPS.length);

/**
 * Weight of every leaf for one person, into `out` from `at` on. A function of (seed, person) alone. With `needs`, leaves of a
 * vertical go together, and those without a baby or a pet hardly buy for one.
 */
export function tastesOf(people: People, person: number, needs: boolean, out: Float32Array, at = 0): void {
  const base = hashOf(people.tasteKey, person);
  const flags = people.flags[person]!;
  if (needs) {
    for (let t = 0; t < topFactor.length; t++) topFactor[t] = TOP_TASTE[binOf(mix(base + t * 0x632be5ab))]!;
    topFactor[BABY_TOP]! *= flags & BABY ? 2.6 : 0.05;
    topFactor[PET_TOP]! *= flags & PET ? 2.2 : 0.04;
  } else topFactor.fill(1);
  for (let l = 0; l < LEAVES.length; l++) {
    const leaf = LEAVES[l]!;
    out[at + l] =
      leaf.weight * topFactor[leaf.top]! * LEAF_TASTE[binOf(mix(base ^ Math.imul(l + 1, 0x9e3779b1)))]!;
  }
}

/** Busy and quiet spells of about a month, with mean 1. */
export function spell(people: People, person: number, month: number): number {
  return unit(mix(people.luck[person]! ^ Math.imul(month + 7, 0x2c1b3c6d))) < 0.3 ? 2.05 : 0.55;
}

export const accountOf = (person: number): string => `u${String(person + 1).padStart(6, '0')}`;
export const regionOf = (people: People, person: number): string => REGIONS[people.region[person]!]!;
