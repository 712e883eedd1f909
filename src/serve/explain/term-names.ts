import type { Rule } from '../../contracts/index.ts';
import type { LogOdds, Past } from '../decide/past.ts';

/** Names of all terms that a score can have on this snapshot and these rules: read from the models themselves, never listed apart. */
export function termNames(past: Past, rules: readonly Rule[]): string[] {
  const { snapshot, response } = past;
  const logOdds: LogOdds[] = [];
  if (snapshot.offers.item.length > 0) response.purchase(past, 0, 0, 1, snapshot.manifest.day, logOdds);
  return [
    ...logOdds.map(({ name }) => `purchase.${name}`),
    'first_purchase',
    ...(past.need ? ['need'] : []),
    'relevance',
    'price_power',
    'chosen_order',
    ...rules
      .filter(({ enabled, action }) => enabled && (action.kind === 'boost' || action.kind === 'bury'))
      .map(({ rule_id }) => `rule:${rule_id}`),
  ];
}
