import { REASONS } from './columns.ts';
import { CANCELLED, FAKE, HEALTHY, PAID, type PackedLines, REFUNDED, ZERO } from './packed.ts';

const MIXED = REASONS.indexOf('mixed');
const PAID_LATER = REASONS.indexOf('paid_later');

/**
 * Why a person is in one of the public and the healthy count only, as a place in REASONS; −1: is in both, or in none.
 * @param from first place of the person in `lines.order`; `to`: after the last
 */
export function gapOf(
  lines: PackedLines,
  from: number,
  to: number,
  { asOf, lookback }: { readonly asOf: number; readonly lookback: number },
): number {
  const wFrom = asOf - lookback + 1;
  let inAac = false;
  let reasons = 0;
  for (let i = from; i < to; i++) {
    const line = lines.order[i]!;
    const flags = lines.flags(line);
    const paidOn = lines.paidOn(line);
    const confirmedOn = lines.confirmedOn(line);
    if (flags & HEALTHY && paidOn >= wFrom && paidOn <= asOf) inAac = true;
    if (confirmedOn >= wFrom && confirmedOn <= asOf) reasons |= 1 << reasonOf(flags);
  }
  if (inAac === reasons > 0) return -1;
  if (inAac) return PAID_LATER;
  return (reasons & (reasons - 1)) === 0 ? 31 - Math.clz32(reasons) : MIXED;
}

/** Place in REASONS. */
function reasonOf(flags: number): number {
  if (flags & FAKE) return 0;
  if (flags & CANCELLED) return 1;
  if (!(flags & PAID)) return 2;
  if (flags & REFUNDED) return 3;
  return flags & ZERO ? 4 : 5;
}
