import type { FactOf } from '../contracts/index.ts';
import { any, type Prepared, past, personal, plain, type RowContext, write } from './prepared.ts';

/** Who is there, what they did, and what they allow. */
export const people = {
  account(fact: FactOf<'account'>, context: RowContext): Prepared {
    const row = personal(fact, 'a', 'accounts', 'account', context);
    row.account = row.id;
    const { kind, region, member } = fact;
    const created_at = past(fact.created_at, 'created_at', context);
    write(row, 'accounts', fact, context, { account_id: row.id, kind, created_at, region, member });
    return row;
  },

  account_person(fact: FactOf<'account_person'>, context: RowContext): Prepared {
    const row = personal(fact, 'p', 'account_persons', 'account_person', context);
    row.account = context.names.of('account', fact.account);
    write(row, 'account_persons', fact, context, {
      id: row.id,
      account_id: row.account,
      person_id: context.names.of('person', fact.person),
      valid_from: any(fact.valid_from, 'valid_from'),
    });
    return row;
  },

  // The other hot kind, written as order_line is.
  event(fact: FactOf<'event'>, context: RowContext): Prepared {
    const { names } = context;
    const row = plain(fact, 'e', 'events', 'event', context);
    const at = past(fact.at, 'at', context);
    const known_at = past(fact.source_known_at, 'source_known_at', context);
    row.account = names.of('account', fact.account);
    const out = row.rows;
    out.text(row.id);
    out.text(fact.name);
    out.text(row.account);
    out.text(fact.anonymous_id);
    out.text(fact.session);
    out.text(fact.surface);
    out.text(names.of('shop', fact.shop));
    out.text(names.of('item', fact.item));
    out.text(names.of('variant', fact.variant));
    out.text(names.of('offer', fact.offer));
    out.text(fact.order === null ? '' : names.order(fact.order));
    out.text(fact.query);
    out.u16nil(fact.slot);
    out.f64(fact.quantity);
    out.i64(fact.value_minor);
    out.text(fact.impression_id);
    out.text(fact.request_id);
    out.u32(fact.duration_ms);
    out.text(fact.app_id);
    out.text(fact.channel);
    out.text(names.source);
    out.timenil(known_at);
    out.i64(at);
    out.endRow(8);
    return row;
  },

  consent(fact: FactOf<'consent'>, context: RowContext): Prepared {
    const row = personal(fact, 'n', 'consents', 'consent', context);
    row.account = context.names.of('account', fact.account);
    const { purpose, granted } = fact;
    const at = past(fact.at, 'at', context);
    write(row, 'consents', fact, context, {
      consent_id: row.id,
      account_id: row.account,
      purpose,
      granted,
      at,
    });
    return row;
  },

  preference(fact: FactOf<'preference'>, context: RowContext): Prepared {
    const row = personal(fact, 'f', 'preferences', 'preference', context);
    row.account = context.names.of('account', fact.account);
    const { key, value } = fact;
    const at = past(fact.at, 'at', context);
    write(row, 'preferences', fact, context, {
      preference_id: row.id,
      account_id: row.account,
      key,
      value,
      at,
    });
    return row;
  },
};
