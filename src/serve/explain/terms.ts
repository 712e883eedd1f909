import type { ExplainedTerm, QueryWord } from '../../contracts/index.ts';
import { explainNextCategory } from '../../models/index.ts';
import type { Past } from '../decide/past.ts';
import type { ScoreTerm } from '../decide/types.ts';

const LOG_ODDS = 'log_odds.';

/**
 * A candidate's terms as they are told: amounts as they were added, and beside each probability the log-odds that sum to it. Call it
 * while `past` still holds the person of the decision.
 */
export function termsOf(past: Past, offer: number, terms: readonly ScoreTerm[]): ExplainedTerm[] {
  return terms.map(({ name, rule_id, amount_minor, parts }) => {
    const entries = Object.entries(parts);
    const own = entries
      .filter(([key]) => key.startsWith(LOG_ODDS))
      .map(([key, log_odds]) => ({ name: key.slice(LOG_ODDS.length), log_odds }));
    return {
      name: name as ExplainedTerm['name'],
      rule_id: rule_id ?? null,
      amount_minor,
      parts: Object.fromEntries(entries.filter(([key]) => !key.startsWith(LOG_ODDS))),
      log_odds: name === 'first_purchase' && amount_minor !== 0 ? firstPurchase(past, offer) : own,
      words: name === 'relevance' ? wordsIn(past, offer, amount_minor) : [],
    };
  });
}

/**
 * Each word that was typed, in an offer's item or not; none where no words were. Call it while `past` still holds what was found.
 * @param amount_minor of the term that it explains; 0 where the offer is no candidate
 */
export function wordsIn({ found, snapshot }: Past, offer: number, amount_minor: number): QueryWord[] {
  const item = snapshot.offers.item[offer]!;
  if (!found || item < 0) return [];
  const had = found.wordsOf(item);
  const whole = had.reduce((sum, { amount }) => sum + amount, 0);
  const none = (word: string): QueryWord => ({
    word,
    how: 'none',
    terms: [],
    fields: [],
    relevance: 0,
    amount_minor: 0,
  });
  const asked = found.query.wanted.map(({ word }): QueryWord => {
    const one = had.find((match) => match.word === word);
    if (!one) return none(word);
    const { how, terms, fields, amount } = one;
    return {
      word,
      how,
      terms: [...terms],
      fields: [...fields],
      relevance: amount,
      amount_minor: whole > 0 ? (amount_minor * amount) / whole : 0,
    };
  });
  return [...asked, ...found.query.unknown.map(none)];
}

function firstPurchase({ next, snapshot }: Past, offer: number): ExplainedTerm['log_odds'] {
  const category = snapshot.offers.category[offer]!;
  const m = !next || category < 0 ? -1 : next.ofCategory[category]!;
  const explained = m < 0 ? null : explainNextCategory(next!.artefact, next!.predictor, 0, m);
  if (!explained) return [];
  return [
    { name: 'intercept', log_odds: explained.intercept },
    ...explained.terms.map(({ name, logOdds }) => ({ name, log_odds: logOdds })),
  ];
}
