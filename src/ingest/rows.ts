import type { Fact, FactKind, FactOf } from '../contracts/index.ts';
import type { Prepared, RowContext } from './prepared.ts';
import { catalog } from './rows-catalog.ts';
import { orders } from './rows-orders.ts';
import { people } from './rows-people.ts';

type Builders = { [K in FactKind]: (fact: FactOf<K>, context: RowContext) => Prepared };

const builders: Builders = { ...catalog, ...orders, ...people };

/**
 * Prepares a fact: its rows are written, and wait to be kept. Business rules that need no other fact are checked here.
 * @throws Refusal currency_mismatch, amount_unsafe, future_dated, time_invalid, category_loop, category_parent_unknown
 */
export function prepare(fact: Fact, context: RowContext): Prepared {
  return builders[fact.fact](fact as never, context);
}
