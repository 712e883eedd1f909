import type { EventRow, LineRow, SnapshotRows } from './rows.ts';

/**
 * What a snapshot holds, counted by the letter from plain rows. Slow and plain: for tests. Shares no code with build/.
 * `offer`, `item`, `category` are ids.
 */
export function referenceOf(rows: SnapshotRows) {
  const { day } = rows;
  const items = new Map(rows.items.map((row) => [row.id, row]));
  const offers = new Map(rows.offers.map((row) => [row.id, row]));
  const shops = new Map(rows.shops.map((row) => [row.id, row]));
  const parents = new Map(rows.categories.map((row) => [row.id, row.parent]));
  const accounts = new Map(rows.people.flatMap((row, p) => row.accounts.map((account) => [account, p])));
  const past = rows.lines.filter((row) => row.day < day);
  const healthy = past.filter((row) => !row.refunded && !row.fake);
  const events = (rows.events ?? []).filter((row) => row.day < day);
  const itemOf = (row: LineRow | EventRow) => offers.get(row.offer)!.item;
  const leafOf = (item: string) => items.get(item)!.category!;
  const merchantOf = (offer: string) => shops.get(offers.get(offer)!.shop)!.merchant;
  const path = (category: string | null): string[] =>
    category ? [category, ...path(parents.get(category) ?? null)] : [];
  const decayed = (list: readonly { day: number }[]) =>
    list.reduce((sum, row) => sum + 0.5 ** ((day - 1 - row.day) / 14), 0);
  const linesOf = (person: number) =>
    healthy.filter((row) => row.account !== null && accounts.get(row.account) === person);

  const share = (list: readonly LineRow[], is: (row: LineRow) => boolean | undefined) => ({
    part: list.filter(is).length,
    all: list.length,
  });
  return {
    shown: (offer: string) => decayed(events.filter((row) => row.offer === offer && row.kind === 'shown')),
    clicked: (offer: string) =>
      decayed(events.filter((row) => row.offer === offer && row.kind === 'clicked')),
    bought: (offer: string) => decayed(healthy.filter((row) => row.offer === offer)),
    trend(offer: string) {
      const own = healthy.filter((row) => row.offer === offer);
      const recent = own.filter((row) => row.day >= day - 7).length;
      const usual = own.filter((row) => row.day < day - 7 && row.day >= day - 91).length;
      const days = Math.min(84, Math.max(0, day - 7 - offers.get(offer)!.since));
      return Math.log((recent + 5) / ((days > 0 ? (usual / days) * 7 : recent) + 5));
    },
    refundRate(offer: string) {
      const all = share(past, (row) => row.refunded);
      const prior = all.all > 0 ? all.part / all.all : 0;
      const leaf = share(
        past.filter((row) => leafOf(itemOf(row)) === leafOf(offers.get(offer)!.item)),
        (row) => row.refunded,
      );
      const own = share(
        past.filter((row) => row.offer === offer),
        (row) => row.refunded,
      );
      return (own.part + (20 * (leaf.part + 20 * prior)) / (leaf.all + 20)) / (own.all + 20);
    },
    clean(offer: string) {
      const merchant = share(
        past.filter((row) => merchantOf(row.offer) === merchantOf(offer)),
        (row) => row.fake,
      );
      const own = share(
        past.filter((row) => row.offer === offer),
        (row) => row.fake,
      );
      return 1 - (own.part + (10 * merchant.part) / (merchant.all + 10)) / (own.all + 10);
    },
    /** Active offers, the likeliest bought first: by decayed purchases, then clicks, as single-precision numbers, then order. */
    popular() {
      const place = new Map(rows.offers.map((row, i) => [row.id, i]));
      const key = new Map(
        rows.offers.map(({ id }) => [
          id,
          [Math.fround(this.bought(id)), Math.fround(this.clicked(id))] as const,
        ]),
      );
      return rows.offers
        .filter((row) => row.active ?? true)
        .map((row) => row.id)
        .sort(
          (a, b) =>
            key.get(b)![0] - key.get(a)![0] ||
            key.get(b)![1] - key.get(a)![1] ||
            place.get(a)! - place.get(b)!,
        );
    },
    offersBelow(category: string) {
      return this.popular().filter((id) => path(leafOf(offers.get(id)!.item)).includes(category));
    },
    lines: (person: number) =>
      linesOf(person)
        .map((row, i) => ({ row, i }))
        .sort((a, b) => a.row.day - b.row.day || a.i - b.i)
        .map(({ row }) => ({ item: itemOf(row), day: row.day, amount: row.amount_minor })),
    viewed(person: number) {
      const own = events.filter(
        (row) =>
          row.account !== null &&
          accounts.get(row.account) === person &&
          row.day >= day - 30 &&
          (row.kind === 'clicked' || row.kind === 'viewed'),
      );
      const inOrder = own.map((row, i) => ({ row, i })).sort((a, b) => a.row.day - b.row.day || a.i - b.i);
      const latest = new Map<string, number>();
      for (const { row } of inOrder) {
        latest.delete(itemOf(row));
        latest.set(itemOf(row), row.day);
      }
      const boughtOn = new Map<string, number>();
      for (const row of linesOf(person))
        boughtOn.set(itemOf(row), Math.max(row.day, boughtOn.get(itemOf(row)) ?? Number.NEGATIVE_INFINITY));
      return [...latest]
        .reverse()
        .filter(([item, seen]) => (boughtOn.get(item) ?? Number.NEGATIVE_INFINITY) < seen)
        .map(([item]) => item)
        .slice(0, 20);
    },
    /** Lower median of days between purchases of an item by a person on different days, and the share of buyers who have any. */
    repeats(category: string): { days: number; rate: number } {
      const intervals: number[] = [];
      let buyers = 0;
      let again = 0;
      rows.people.forEach((_, person) => {
        const own = linesOf(person).filter((row) => path(leafOf(itemOf(row))).includes(category));
        if (own.length > 0) buyers++;
        let some = false;
        for (const item of new Set(own.map(itemOf))) {
          const days = [...new Set(own.filter((row) => itemOf(row) === item).map((row) => row.day))].sort(
            (a, b) => a - b,
          );
          for (let i = 1; i < days.length; i++) intervals.push(Math.min(730, days[i]! - days[i - 1]!));
          if (days.length > 1) some = true;
        }
        if (some) again++;
      });
      intervals.sort((a, b) => a - b);
      const above = rows.categories.find(({ id }) => id === category)!.parent;
      const few = intervals.length < 20;
      const unknown = few && buyers < 100 && above !== null ? this.repeats(above).days : Number.NaN;
      return {
        days: few ? unknown : intervals[Math.ceil(intervals.length / 2) - 1]!,
        rate: buyers > 0 ? again / buyers : 0,
      };
    },
    /** Baskets of one person's year: each item with the day it was bought last. */
    purchaseBaskets: () =>
      rows.people.map((_, person) => {
        const basket = new Map<string, number>();
        for (const row of linesOf(person))
          if (row.day >= day - 365)
            basket.set(itemOf(row), Math.max(row.day, basket.get(itemOf(row)) ?? Number.NEGATIVE_INFINITY));
        return basket;
      }),
    visitBaskets() {
      const visits = new Map<string, Map<string, number>>();
      for (const row of events) {
        if (row.day < day - 90 || (row.kind !== 'clicked' && row.kind !== 'viewed')) continue;
        const key = row.session ?? `${row.account}:${row.day}`;
        if (!visits.has(key)) visits.set(key, new Map());
        visits.get(key)!.set(itemOf(row), row.day);
      }
      return [...visits.values()];
    },
    leafOf,
  };
}

/** Weight of a pair over baskets: (c − n_i n_j / N) / (√(n_i n_j) + 10), where c ≥ 2; else 0. */
export function referenceWeight(
  baskets: readonly ReadonlyMap<string, number>[],
  a: string,
  b: string,
  joins: (dayA: number, dayB: number) => boolean,
): number {
  const na = baskets.filter((basket) => basket.has(a)).length;
  const nb = baskets.filter((basket) => basket.has(b)).length;
  const c = baskets.filter(
    (basket) => basket.has(a) && basket.has(b) && joins(basket.get(a)!, basket.get(b)!),
  ).length;
  if (c < 2) return 0;
  return Math.max(0, (c - (na * nb) / baskets.length) / (Math.sqrt(na * nb) + 10));
}
