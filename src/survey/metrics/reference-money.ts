import type { LocalDate } from '../../base/index.ts';
import { type ReferenceLine, sum } from './reference-lines.ts';

/** The waterfall of a cell (M15) by brute force. @param rows public lines of the cell @param counts who is healthy */
export function moneyOf(
  rows: readonly ReferenceLine[],
  counts: (l: ReferenceLine) => boolean,
  from: LocalDate,
  to: LocalDate,
) {
  const within = (d: LocalDate) => d >= from && d <= to;
  const confirmed = rows.filter((l) => within(l.confirmed));
  const settled = rows.filter((l) => l.paid && within(l.date));
  const live = confirmed.filter((l) => l.paid && !l.cancelled);
  const steps: Record<string, number> = {
    gross: sum(confirmed.map((l) => l.gross)),
    discounts: sum(confirmed.map((l) => l.paidMinor - l.gross)),
    unpaid: 0 - sum(confirmed.filter((l) => !l.paid).map((l) => l.paidMinor)),
    cancelled: 0 - sum(confirmed.filter((l) => l.paid && l.cancelled).map((l) => l.paidMinor)),
    exchanged: sum(live.map((l) => l.exchanged)),
    refunded: 0 - sum(live.map((l) => l.refunded)),
    fake: 0 - sum(live.filter((l) => !counts(l)).map((l) => l.net)),
    timing: sum(settled.filter(counts).map((l) => l.net)) - sum(confirmed.filter(counts).map((l) => l.net)),
    healthy: sum(settled.filter(counts).map((l) => l.net)),
    late_refunds: 0 - sum(rows.flatMap((l) => l.late.filter((r) => within(r.date)).map((r) => r.amount))),
  };
  const paid = sum(settled.map((l) => l.paidMinor));
  const subsidy = sum(confirmed.map((l) => l.subsidy));
  const nothing = ![steps.gross, paid, steps.healthy, steps.late_refunds, steps.discounts].some(Boolean);
  return { steps, paid, subsidy, nothing };
}
