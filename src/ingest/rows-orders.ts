import type { FactOf } from '../contracts/index.ts';
import { convert, type Prepared, past, plain, type RowContext, rateOf, write } from './prepared.ts';

/** What was bought, and what became of it. */
export const orders = {
  // One of the two hot kinds: its columns (columns.ts) are written one by one, without a record in between.
  order_line(fact: FactOf<'order_line'>, context: RowContext): Prepared {
    const { names } = context;
    const row = plain(fact, 'l', 'order_lines', 'line', context);
    const rate = rateOf(fact.currency, fact.fx_rate, context);
    const ordered_at = past(fact.ordered_at, 'ordered_at', context);
    const confirmed_at = past(fact.confirmed_at, 'confirmed_at', context);
    const paid_at = past(fact.paid_at, 'paid_at', context);
    const known_at = past(fact.source_known_at, 'source_known_at', context);
    row.account = names.of('account', fact.account);
    row.order = names.order(fact.order);
    row.amount = convert(fact.paid_minor, rate, 'paid_minor');
    row.converted = rate !== 1;
    const out = row.rows;
    out.text(row.id);
    out.text(row.order);
    out.text(fact.merchant_order === undefined ? '' : names.merchantOrder(fact.merchant_order));
    out.text(row.account);
    out.text(names.of('shop', fact.shop));
    out.text(names.of('item', fact.item));
    out.text(names.of('variant', fact.variant));
    out.text(names.of('offer', fact.offer));
    out.text(fact.type);
    out.f64(fact.quantity);
    out.i64(convert(fact.gross_minor, rate, 'gross_minor'));
    out.i64(row.amount);
    out.i64(convert(fact.platform_subsidy_minor, rate, 'platform_subsidy_minor'));
    out.text(fact.currency);
    out.i64(fact.paid_minor);
    out.f64(fact.currency === context.currency ? 1 : fact.fx_rate!);
    out.i64(ordered_at);
    out.timenil(confirmed_at);
    out.timenil(paid_at);
    out.text(fact.app_id);
    out.text(fact.channel);
    out.text(fact.region);
    out.text(fact.request_id);
    out.text(names.source);
    out.timenil(known_at);
    out.endRow();
    return row;
  },

  payment(fact: FactOf<'payment'>, context: RowContext): Prepared {
    const row = plain(fact, 'y', 'payments', 'payment', context);
    row.order = context.names.order(fact.order);
    const rate = rateOf(fact.currency, fact.fx_rate, context);
    write(row, 'payments', fact, context, {
      payment_id: row.id,
      order_id: row.order,
      paid_at: past(fact.paid_at, 'paid_at', context),
      amount_minor: convert(fact.amount_minor, rate, 'amount_minor'),
    });
    return row;
  },

  cancellation(fact: FactOf<'cancellation'>, context: RowContext): Prepared {
    const row = plain(fact, 'c', 'cancellations', 'cancellation', context);
    row.order = context.names.order(fact.order);
    row.line = fact.line ?? '';
    write(row, 'cancellations', fact, context, {
      cancellation_id: row.id,
      order_id: row.order,
      line_id: fact.line === undefined ? '' : context.names.fresh('line', fact.line),
      cancelled_at: past(fact.cancelled_at, 'cancelled_at', context),
      reason: fact.reason,
    });
    return row;
  },

  refund(fact: FactOf<'refund'>, context: RowContext): Prepared {
    const row = plain(fact, 'r', 'refunds', 'refund', context);
    const rate = rateOf(fact.currency, fact.fx_rate, context);
    row.line = fact.line;
    row.amount = convert(fact.amount_minor, rate, 'amount_minor');
    row.converted = rate !== 1;
    write(row, 'refunds', fact, context, {
      refund_id: row.id,
      line_id: context.names.fresh('line', fact.line),
      refunded_at: past(fact.refunded_at, 'refunded_at', context),
      amount_minor: row.amount,
      quantity: fact.quantity ?? 0,
      reason: fact.reason,
    });
    return row;
  },

  exchange(fact: FactOf<'exchange'>, context: RowContext): Prepared {
    const row = plain(fact, 'x', 'exchanges', 'exchange', context);
    const rate = rateOf(fact.currency, fact.fx_rate, context);
    const delta_minor = convert(fact.delta_minor, rate, 'delta_minor');
    row.line = fact.line;
    row.amount = -delta_minor;
    row.converted = rate !== 1;
    write(row, 'exchanges', fact, context, {
      exchange_id: row.id,
      line_id: context.names.fresh('line', fact.line),
      exchanged_at: past(fact.exchanged_at, 'exchanged_at', context),
      delta_minor,
    });
    return row;
  },

  risk_verdict(fact: FactOf<'risk_verdict'>, context: RowContext): Prepared {
    const row = plain(fact, 'k', 'risk_verdicts', 'verdict', context);
    const { subject, subject_id, state, reason } = fact;
    if (subject === 'account') row.account = context.names.of('account', subject_id);
    else if (subject === 'order') row.order = context.names.order(subject_id);
    else row.line = subject_id;
    write(row, 'risk_verdicts', fact, context, {
      verdict_id: row.id,
      subject,
      subject_id: row.account || row.order || context.names.fresh('line', subject_id),
      state,
      at: past(fact.at, 'at', context),
      reason,
    });
    return row;
  },
};
