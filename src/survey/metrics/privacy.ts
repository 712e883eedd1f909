import type { MetricCell, MetricResult } from '../../contracts/index.ts';

/** Sizes and structure that decide what of a published grid may be shown to a merchant. All are exact, none leaves. */
export interface PrivacyFrame {
  readonly k: number;
  /** People behind a cell (AAC at the result's grain and date), by cell key. */
  readonly people: ReadonlyMap<string, number>;
  /** People of the viewing merchant in the cell, which it knows exactly. */
  readonly own: ReadonlyMap<string, number>;
  /** The cell above, or undefined at the top: parent category; the platform for a top category. */
  readonly parent: (key: string) => string | undefined;
  /** What was shown of this grid before, latest first: earlier month ends and revisions. */
  readonly earlier: readonly ReadonlyMap<string, Shown>[];
}

/** An exact count, and whether it was shown. */
export interface Shown {
  readonly people: number;
  readonly shown: boolean;
  /** Same date: an earlier revision. People of one date's revisions are nearly the same people. */
  readonly sameDate: boolean;
}

export const PLATFORM_KEY = '';

/** Key of a cell within a published grid. */
export const cellKeyOf = (c: MetricCell) =>
  c.category_id ?? c.brand_id ?? c.shop_id ?? c.merchant_id ?? PLATFORM_KEY;

const reveals = (difference: number, k: number) => difference !== 0 && Math.abs(difference) < k;

/**
 * Cells that may be shown. A cell goes when
 * 1. fewer than k people are behind it;
 * 2. the viewer's own people (which it knows) leave fewer than k others in it;
 * 3. it and a shown cell above it differ by fewer than k people: whoever subtracts would learn of them;
 * 4. an earlier revision of the same date was shown and differs by fewer than k;
 * 5. it is the only hidden child, or the hidden children together are fewer than k: then the smallest shown sibling goes
 *    too (complementary suppression, for what sums over children), and at last the parent.
 * Deterministic. Cost: O(cells × depth + cells × earlier).
 */
export function shownCells(frame: PrivacyFrame): Set<string> {
  const { k, people, own, parent } = frame;
  const shown = new Set<string>();
  for (const [key, n] of people) {
    const others = n - (own.get(key) ?? 0);
    const restated = frame.earlier.some((e) => {
      const before = e.get(key);
      return before?.sameDate && before.shown && reveals(n - before.people, k);
    });
    if (n >= k && !reveals(others, k) && !restated) shown.add(key);
  }
  const children = new Map<string, string[]>();
  for (const key of people.keys()) {
    const up = parent(key);
    if (up !== undefined && people.has(up)) children.set(up, [...(children.get(up) ?? []), key]);
  }
  // Hiding one cell may bare another: repeat until nothing changes. Every round hides a cell or ends.
  for (let changed = true; changed; ) {
    changed = false;
    const hide = (key: string) => {
      changed = shown.delete(key) || changed;
    };
    for (const key of [...shown]) {
      for (let up = parent(key); up !== undefined; up = parent(up)) {
        if (shown.has(up) && reveals(people.get(up)! - people.get(key)!, k)) {
          hide(key);
          break;
        }
      }
    }
    for (const [up, all] of children) {
      if (!shown.has(up)) continue;
      const hidden = all.filter((c) => !shown.has(c) && people.get(c)! > 0);
      if (hidden.length === 0) continue;
      if (hidden.length >= 2 && hidden.reduce((sum, c) => sum + people.get(c)!, 0) >= k) continue;
      const smallest = all
        .filter((c) => shown.has(c))
        .sort((a, b) => people.get(a)! - people.get(b)! || (a < b ? -1 : 1))[0];
      hide(smallest ?? up);
    }
  }
  return shown;
}

const toTen = (n: number) => Math.round(n / 10) * 10;
const suppressed = (cell: MetricCell): MetricCell => {
  const { numerator: _n, denominator: _d, conservative: _c, ...rest } = cell;
  return { ...rest, value: null, status: 'suppressed' };
};

/**
 * A published result as a merchant may see it. People are rounded to 10; rates are the ratio of rounded counts and
 * hidden when the count above or below the line is under k; amounts are rounded to 10 units of the currency.
 * Parts of a number whose smallest part is under k are hidden together, since they sum to the number.
 */
export function masked(result: MetricResult, shown: ReadonlySet<string>, k: number): MetricResult {
  const small = new Set<string>();
  const name = (c: MetricCell) => `${cellKeyOf(c)}#${c.merchant_id ?? ''}#${c.cohort ?? ''}`;
  if (result.unit === 'people') {
    for (const c of result.cells) {
      if (c.part !== undefined && c.value !== null && Math.abs(c.value) < k && c.value !== 0)
        small.add(name(c));
    }
  }
  const cells = result.cells.map((c): MetricCell => {
    if (c.value === null)
      return suppressed({ ...c, status: c.status }).status === c.status ? c : { ...c, value: null };
    if (!shown.has(cellKeyOf(c)) || (c.part !== undefined && small.has(name(c)))) return suppressed(c);
    const { conservative: _, ...cell } = c;
    switch (result.unit) {
      case 'people':
        return c.value >= k || (c.part !== undefined && c.value === 0)
          ? { ...cell, value: toTen(c.value) }
          : suppressed(c);
      case 'minor': {
        const { numerator: _n, denominator: _d, ...amount } = cell;
        return { ...amount, value: Math.round(c.value / 1000) * 1000 };
      }
      default: {
        const { numerator: n, denominator: d } = c;
        if (n === undefined || n === null || d === undefined || d === null) return suppressed(c);
        // A rest under k (those who did not) is as telling as a share under k.
        if (n < k || d < k || (result.unit === 'rate' && reveals(d - n, k))) return suppressed(c);
        return { ...cell, numerator: toTen(n), denominator: toTen(d), value: toTen(n) / toTen(d) };
      }
    }
  });
  return { ...result, cells };
}
