import type { Rule } from '../../contracts/index.ts';
import { NEED_FEATURES, NEED_PARTS } from '../../models/index.ts';
import type { LogOdds, Past } from '../decide/past.ts';

/** Names of all terms that tell scores apart on this snapshot and under these rules: read from the models themselves, never listed apart. */
export function termNames(past: Past, rules: readonly Rule[]): string[] {
  const { snapshot, response } = past;
  const logOdds: LogOdds[] = [];
  if (snapshot.offers.item.length > 0) response.purchase(past, 0, 0, 1, snapshot.manifest.day, logOdds);
  return [
    ...logOdds.filter(({ name }) => name !== 'intercept').map(({ name }) => `purchase.${name}`),
    'first_purchase',
    ...(past.need
      ? [...new Set(NEED_PARTS.flatMap((part) => NEED_FEATURES[part]))].map((name) => `need.${name}`)
      : []),
    'relevance',
    'price_power',
    'chosen_order',
    ...rules
      .filter(({ enabled, action }) => enabled && (action.kind === 'boost' || action.kind === 'bury'))
      .map(({ rule_id }) => `rule:${rule_id}`),
  ];
}
