import {
  effectAt,
  FEATURES,
  type OutcomeModel,
  readFeatures,
  type Shown,
  type Usual,
} from '../../models/index.ts';
import { CATEGORY, HOT, ITEM, OWN, POSITION } from '../decide/hot.ts';
import { BOUGHT, SEEN } from '../decide/marks.ts';
import type { LogOdds, Past, Response } from '../decide/past.ts';
import type { Snapshot } from '../snapshot/types.ts';
import { addTerm, OF_PERSON, type ReadyTerm } from './of-person.ts';

/**
 * The fitted model of purchases. The terms of the offer are added first and remembered by offer for a day, then those of the person:
 * one order, so that an explanation's terms sum to the log-odds bit for bit.
 */
export function fittedResponse(snapshot: Snapshot, model: OutcomeModel, usual: Usual): Response {
  const { offers, categories, merchants } = snapshot;
  const terms = model.terms.map(
    (term): ReadyTerm => ({
      name: term.feature,
      column: FEATURES.indexOf(term.feature),
      knots: Float64Array.from(term.knots),
      effect: Float64Array.from(term.effect),
      unknown: term.unknown,
    }),
  );
  const ofOffer = terms.filter(({ name }) => !OF_PERSON.has(name));
  const ofPerson = terms.filter(({ name }) => OF_PERSON.has(name));
  const adders = ofPerson.map((term) => addTerm(term, snapshot));
  const features = new Float64Array(FEATURES.length);
  const shown: Shown = {
    shown: 0,
    clicked: 0,
    bought: 0,
    meanBought: meanBought(snapshot),
    gap: Number.NaN,
    pricePower: Number.NaN,
    tier: -1,
    age: 0,
    trend: 0,
    refundRate: 0,
    due: Number.NaN,
    times: 0,
    lines: 0,
    leafLines: 0,
    leafShare: 0,
    viewed: 0,
    slot: 0,
  };
  let baseDay = Number.NaN;

  const readOffer = (offer: number, day: number) => {
    shown.shown = offers.shown[offer]!;
    shown.clicked = offers.clicked[offer]!;
    shown.bought = offers.bought[offer]!;
    shown.pricePower = offers.pricePower[offer]!;
    shown.tier = offers.merchant[offer]! < 0 ? -1 : merchants.tier[offers.merchant[offer]!]!;
    shown.age = day - offers.since[offer]!;
    shown.trend = offers.trend[offer]!;
    shown.refundRate = offers.refundRate[offer]!;
  };
  const readPerson = (past: Past, offer: number, day: number) => {
    const { person } = past;
    const item = past.hot[offer * HOT + ITEM]!;
    const leaf = past.hot[offer * HOT + CATEGORY]!;
    const flags = person.flags.of(item);
    const times = flags & BOUGHT ? person.times.get(item) : 0;
    const interval = leaf < 0 ? Number.NaN : categories.repeatDays[leaf]!;
    shown.gap = person.positioned
      ? Math.abs(past.hot[offer * HOT + POSITION]! - person.position)
      : Number.NaN;
    shown.due = times > 0 && interval > 0 ? (day - person.lastDay.get(item)) / interval : Number.NaN;
    shown.times = times;
    shown.lines = person.lines;
    shown.leafLines = person.held.get(leaf);
    shown.leafShare = leaf < 0 ? 0 : categories.share[leaf]!;
    shown.viewed = flags & SEEN ? 1 : 0;
  };

  /** Intercept and the terms of the offer. */
  const ofOfferOnly = (offer: number, day: number, out?: LogOdds[]): number => {
    readOffer(offer, day);
    readFeatures(shown, usual, features);
    let sum = model.intercept;
    out?.push({ name: 'intercept', log_odds: sum });
    for (const term of ofOffer) {
      const amount = effectAt(term, features[term.column]!);
      sum += amount;
      out?.push({ name: term.name, log_odds: amount });
    }
    return sum;
  };

  return {
    model: 'fitted',
    fill(past, day) {
      const { hot } = past;
      const { count, gate, offer, logOdds } = past.pool;
      if (day !== baseDay) {
        for (let at = OWN; at < hot.length; at += HOT) hot[at] = Number.NaN;
        logOdds.fill(Number.NaN, 0, count);
        baseDay = day;
      }
      for (let i = 0; i < count; i++)
        if (gate[i] === 0 && Number.isNaN(logOdds[i]!))
          logOdds[i] = hot[offer[i]! * HOT + OWN] = ofOfferOnly(offer[i]!, day);
      for (const add of adders) add(past, day);
    },
    purchase(past, offer, _source, _weight, day, out?: LogOdds[]) {
      readPerson(past, offer, day);
      let sum = ofOfferOnly(offer, day, out);
      for (const term of ofPerson) {
        const amount = effectAt(term, features[term.column]!);
        sum += amount;
        out?.push({ name: term.name, log_odds: amount });
      }
      return sum;
    },
  };
}

/** Mean decayed purchases of an active offer. */
function meanBought({ offers }: Snapshot): number {
  let sum = 0;
  let active = 0;
  for (let o = 0; o < offers.item.length; o++) {
    sum += offers.bought[o]!;
    if (offers.active[o] === 1) active++;
  }
  return sum / Math.max(1, active);
}
