/**
 * Brute-force count of every metric in plain TypeScript: arrays, Maps and calendar dates. It shares no code and no SQL with
 * the engine, so that the two can be held against each other. It is read beside metrics.md from top to bottom.
 */
import { addDays, daysBetween, type LocalDate, UNCATEGORISED } from '../../base/index.ts';
import { growOf } from './reference-grow.ts';
import { groupBy, type ReferenceLine, sum } from './reference-lines.ts';
import { moneyOf } from './reference-money.ts';
import type { Answers, ReferenceQuery } from './reference-query.ts';

/** A line with the date that it counts on. */
type Seen = ReferenceLine & { at: LocalDate };

/** What one person bought in one cell: lines, and the distinct dates, oldest first. */
interface Bought {
  lines: Seen[];
  dates: LocalDate[];
}

/** Groupings of the last lines asked about: metrics ask for the same ones again and again. */
let kept: { of: readonly ReferenceLine[]; results: Map<string, unknown> } | undefined;
function once<T>(of: readonly ReferenceLine[], key: string, make: () => T): T {
  if (kept?.of !== of) kept = { of, results: new Map() };
  if (!kept.results.has(key)) kept.results.set(key, make());
  return kept.results.get(key) as T;
}

/** Asked in the tree that holds now, so that nobody is new by a move. */
const NEW_TO_CATEGORY = new Set(['ntc', 'cross_category_acquisition', 'retained_ntc']);

/** Counts a metric by brute force. Ask grain by grain: the grouping of one is kept. */
export function referenceMetric(all: readonly ReferenceLine[], q: ReferenceQuery): Answers {
  const L = q.lookback ?? 365;
  const H = q.horizon ?? 90;
  const P = q.period ?? 30;
  const T = q.asOf;
  const variant = q.variant ?? 'headline';
  const within = (d: LocalDate, from: LocalDate, to: LocalDate) => d >= from && d <= to;
  const wFrom = addDays(T, 1 - L);
  const inW = (b: Bought) => b.dates.some((d) => d >= wFrom);
  const firstDay = once(all, 'first', () =>
    all.reduce<LocalDate>((a, l) => {
      if (!l.public) return a;
      return [a, l.date, l.confirmed].sort()[0]!;
    }, '9999-12-31' as LocalDate),
  );
  const tree = NEW_TO_CATEGORY.has(q.metric) ? 'current' : q.tree;
  const path = (l: ReferenceLine) => (tree === 'current' ? l.pathNow : l.path);

  const view = (v: 'headline' | 'conservative' | 'public'): Seen[] =>
    once(all, `view ${v} ${T}`, () =>
      all
        .filter((l) => (v === 'public' ? l.public : v === 'conservative' ? l.conservative : l.healthy))
        .map((l) => ({ ...l, at: v === 'public' ? l.confirmed : l.date }))
        .filter((l) => l.at <= T),
    );
  const keysOf = (l: ReferenceLine, grain: string): string[] => {
    switch (grain) {
      case 'category':
        return path(l);
      case 'merchant':
        return l.merchant ? [l.merchant] : [];
      case 'shop':
        return l.shop ? [l.shop] : [];
      case 'brand':
        return l.brand ? [l.brand] : [];
      case 'merchant_category':
        return l.merchant ? path(l).map((c) => `${l.merchant}|${c}`) : [];
      default:
        return [''];
    }
  };
  const cellsOf = <T extends ReferenceLine>(rows: readonly T[], grain: string): Map<string, T[]> => {
    const cells = new Map<string, T[]>(grain === 'platform' ? [['', []]] : []);
    for (const l of rows) {
      for (const key of keysOf(l, grain)) {
        const cell = cells.get(key);
        if (cell) cell.push(l);
        else cells.set(key, [l]);
      }
    }
    return cells;
  };
  /** Cell by cell: what each person bought there. */
  const bought = (
    v: 'headline' | 'conservative' | 'public',
    grain: string,
  ): Map<string, Map<string, Bought>> =>
    once(all, `bought ${v} ${grain} ${tree} ${T}`, () => {
      const own = view(v).filter((l) => l.person !== null);
      const people = (rows: Seen[]) =>
        new Map(
          [...groupBy(rows, (l) => l.person!)].map(([person, lines]) => [
            person,
            { lines, dates: [...new Set(lines.map((l) => l.at))].sort() },
          ]),
        );
      return new Map([...cellsOf(own, grain)].map(([key, rows]) => [key, people(rows)]));
    });
  const count = (people: Map<string, Bought> | undefined, is: (b: Bought) => boolean) => {
    let n = 0;
    for (const b of people?.values() ?? []) if (is(b)) n++;
    return n;
  };
  const answers: Answers = new Map();
  const ratio = (name: string, a: number, b: number) => answers.set(name, b > 0 ? a / b : null);
  const eachCell = (visit: (key: string, people: Map<string, Bought>) => void) => {
    for (const [key, people] of bought(variant, q.grain)) visit(key, people);
  };
  const everywhere = () => bought(variant, 'platform').get('')!;
  const categoryOf = (key: string) => key.split('|').at(-1)!;

  /** First dates in a period of those new to it, and how sure that is. */
  const newcomers = (people: Map<string, Bought>, from: LocalDate, to: LocalDate) => {
    const result = new Map<string, { at: LocalDate; kind: 'never' | 'lapsed' | 'unknown' | 'short' }>();
    for (const [person, { lines, dates }] of people) {
      const first = dates.find((d) => within(d, from, to));
      if (!first) continue;
      const before = dates.findLast((d) => d < from);
      const since = lines[0]!.created;
      if (before && daysBetween(before, first) <= L) continue;
      const observable = addDays(first, -L);
      const kind = before
        ? 'lapsed'
        : firstDay > observable
          ? 'short'
          : since && since > observable
            ? 'unknown'
            : 'never';
      result.set(person, { at: first, kind });
    }
    return result;
  };
  const pFrom = addDays(T, 1 - P);
  const vFrom = addDays(T, 1 - 2 * L);
  const recent = () => view(variant).filter((l) => l.at >= wFrom);
  const qTo = addDays(T, -H);
  const qFrom = addDays(T, 1 - H - P);
  const short = firstDay > addDays(pFrom, -L);
  const shortQ = firstDay > addDays(qFrom, -L);

  switch (q.metric) {
    case 'aac':
      eachCell((key, people) => answers.set(key, count(people, inW)));
      break;
    case 'aac_public':
      for (const [key, people] of bought('public', q.grain)) answers.set(key, count(people, inW));
      break;
    case 'aac_gap': {
      const active = (v: 'headline' | 'public') =>
        new Map([...bought(v, 'platform').get('')!].filter(([, b]) => inW(b)));
      const healthy = active('headline');
      const open = active('public');
      const parts: Record<string, number> = {
        fake: 0,
        cancelled: 0,
        refunded: 0,
        unpaid: 0,
        zero: 0,
        timing: 0,
        mixed: 0,
        paid_later: 0,
      };
      for (const [person, { lines }] of open) {
        if (healthy.has(person)) continue;
        const reasons = new Set(
          lines.flatMap((l) =>
            l.at < wFrom
              ? []
              : l.fake
                ? 'fake'
                : l.cancelled
                  ? 'cancelled'
                  : !l.paid
                    ? 'unpaid'
                    : l.fullyRefunded
                      ? 'refunded'
                      : l.paidMinor === 0
                        ? 'zero'
                        : 'timing',
          ),
        );
        parts[reasons.size === 1 ? [...reasons][0]! : 'mixed']!++;
      }
      parts.paid_later = 0 - [...healthy.keys()].filter((p) => !open.has(p)).length;
      answers.set('', open.size - healthy.size);
      for (const [part, n] of Object.entries(parts)) answers.set(`/${part}`, n);
      break;
    }
    case 'penetration': {
      const whole = count(everywhere(), inW);
      eachCell((key, people) => ratio(key, count(people, inW), whole));
      break;
    }
    case 'merchant_share': {
      const wholes = new Map(
        [...bought(variant, 'category')].map(([key, people]) => [key, count(people, inW)]),
      );
      eachCell((key, people) => ratio(key, count(people, inW), wholes.get(categoryOf(key))!));
      break;
    }
    case 'breadth':
    case 'breadth_distribution':
    case 'cross_category_rate': {
      const tops = [...everywhere().values()]
        .filter(inW)
        .map(({ lines }) => lines.filter((l) => l.at >= wFrom).map((l) => path(l)[0]!))
        .map((own) => new Set(own.filter((c) => c !== UNCATEGORISED)).size);
      if (q.metric === 'breadth') ratio('', sum(tops), tops.length);
      else if (q.metric === 'cross_category_rate') ratio('', tops.filter((n) => n >= 2).length, tops.length);
      else {
        for (const [part, from, to] of [
          ['0', 0, 0],
          ['1', 1, 1],
          ['2', 2, 2],
          ['3-4', 3, 4],
          ['5+', 5, 1e9],
        ] as const)
          ratio(`/${part}`, tops.filter((n) => n >= from && n <= to).length, tops.length);
      }
      break;
    }
    case 'ntc':
    case 'ntb':
      eachCell((key, people) => {
        if (categoryOf(key) === UNCATEGORISED) return;
        const kinds = [...newcomers(people, pFrom, T).values()].map((n) => n.kind);
        const n = (...which: string[]) => kinds.filter((k) => which.includes(k)).length;
        const never = short ? n('never', 'short') : n('never');
        answers.set(key, never + n('lapsed'));
        answers.set(`${key}/never`, never);
        answers.set(`${key}/lapsed`, n('lapsed'));
        answers.set(`${key}/unknown`, short ? n('unknown') : n('unknown', 'short'));
      });
      break;
    case 'repurchase_rate': {
      const from = q.period === undefined ? wFrom : pFrom;
      const since = (b: Bought) => b.dates.filter((d) => d >= from).length;
      eachCell((key, people) =>
        ratio(
          key,
          count(people, (b) => since(b) >= 2),
          count(people, (b) => since(b) >= 1),
        ),
      );
      break;
    }
    case 'repurchase_cohort_rate':
      eachCell((key, people) => {
        const cohort = [...people.values()].flatMap(({ dates }) => {
          const first = dates.find((d) => within(d, qFrom, qTo));
          return first ? [{ first, dates }] : [];
        });
        const again = cohort.filter(({ first, dates }) => {
          const until = addDays(first, H);
          return dates.some((d) => d > first && d <= until);
        });
        ratio(`${key}/mature`, again.length, cohort.length);
        // Kaplan–Meier by person-days: at each day, of those still waiting and still seen, who came back.
        const waits = [...people.values()].flatMap(({ dates }) => {
          const first = dates.find((d) => within(d, pFrom, T));
          if (!first) return [];
          const next = dates.find((d) => d > first);
          const gap = next ? daysBetween(first, next) : Number.POSITIVE_INFINITY;
          return [{ days: Math.min(gap, daysBetween(first, T), H), event: gap <= H && next! <= T }];
        });
        let surviving = 1;
        for (let day = 0; day <= H && waits.length > 0; day++) {
          const atRisk = waits.filter((w) => w.days >= day).length;
          if (atRisk > 0) surviving *= 1 - waits.filter((w) => w.days === day && w.event).length / atRisk;
        }
        answers.set(`${key}/kaplan_meier`, waits.length > 0 ? 1 - surviving : null);
      });
      break;
    case 'cross_category_acquisition': {
      const mine = everywhere();
      eachCell((key, people) => {
        if (categoryOf(key) === UNCATEGORISED) return;
        const fresh = [...newcomers(people, pFrom, T)].filter(
          ([, n]) => n.kind === 'never' || n.kind === 'lapsed' || (short && n.kind === 'short'),
        );
        const top = path([...people.values()][0]!.lines[0]!)[0];
        const crossed = fresh.filter(([person, { at }]) => {
          const from = addDays(at, -L);
          return mine
            .get(person)!
            .lines.some(
              (l) => path(l)[0] !== top && path(l)[0] !== UNCATEGORISED && l.at >= from && l.at < at,
            );
        });
        if (count(people, (b) => b.dates.some((d) => d >= pFrom)) > 0)
          ratio(key, crossed.length, fresh.length);
      });
      break;
    }
    case 'items_per_order':
      for (const [key, rows] of cellsOf(recent(), q.grain))
        ratio(key, sum(rows.map((l) => l.quantity)), new Set(rows.map((l) => l.order)).size);
      break;
    case 'attach_rate': {
      const orders = groupBy(recent(), (l) => l.order);
      for (const [key, rows] of cellsOf(recent(), q.grain)) {
        if (key === UNCATEGORISED) continue;
        const held = [...new Set(rows.map((l) => l.order))];
        const top = path(rows[0]!)[0];
        const other = held.filter((o) =>
          orders.get(o)!.some((l) => path(l)[0] !== top && path(l)[0] !== UNCATEGORISED),
        );
        ratio(key, other.length, held.length);
      }
      break;
    }
    case 'arpu':
      eachCell((key, people) => {
        const rows = [...people.values()].flatMap((b) => b.lines.filter((l) => l.at >= wFrom));
        ratio(key, sum(rows.map((l) => l.net)), count(people, inW));
      });
      break;
    case 'grow':
      eachCell((key, people) => {
        const oFrom = addDays(T, 1 - 2 * P);
        const rows = [...people.values()].flatMap((b) => b.lines.filter((l) => l.at >= oFrom));
        if (rows.length === 0 && q.grain !== 'platform') return;
        const [now, before] = [rows.filter((l) => l.at >= pFrom), rows.filter((l) => l.at < pFrom)];
        answers.set(key, sum(now.map((l) => l.net)) - sum(before.map((l) => l.net)));
        for (const [part, value] of Object.entries(growOf(now, before, (l) => path(l)[0]!)))
          answers.set(`${key}/${part}`, value);
      });
      break;
    case 'retention':
    case 'aac_bridge':
      eachCell((key, people) => {
        const before = (b: Bought) => b.dates.some((d) => d >= vFrom && d < wFrom);
        const retained = count(people, (b) => inW(b) && before(b));
        if (q.metric === 'retention') return ratio(key, retained, count(people, before));
        const never = count(people, (b) => inW(b) && b.dates[0]! >= wFrom);
        answers.set(key, count(people, inW));
        answers.set(`${key}/retained`, retained);
        answers.set(`${key}/never_before`, never);
        return answers.set(`${key}/reactivated`, count(people, inW) - retained - never);
      });
      break;
    case 'cohort_retention':
      eachCell((key, people) => {
        const months = new Map(
          [...people].map(([p, { dates }]) => [p, new Set(dates.map((d) => d.slice(0, 7)))]),
        );
        const cohorts = groupBy([...months], ([, own]) => [...own].sort()[0]!);
        for (const [cohort, members] of cohorts) {
          const [year, month] = cohort.split('-').map(Number) as [number, number];
          for (let age = 0; ; age++) {
            const at = new Date(Date.UTC(year, month - 1 + age, 1)).toISOString().slice(0, 7);
            if (at > T.slice(0, 7)) break;
            ratio(`${key}/${cohort}/${age}`, members.filter(([, own]) => own.has(at)).length, members.length);
          }
        }
      });
      break;
    case 'retained_ntc':
      eachCell((key, people) => {
        if (categoryOf(key) === UNCATEGORISED) return;
        const fresh = [...newcomers(people, qFrom, qTo)].filter(
          ([, n]) => n.kind === 'never' || n.kind === 'lapsed' || (shortQ && n.kind === 'short'),
        );
        const again = fresh.filter(([p, { at }]) => {
          const until = addDays(at, H);
          return people.get(p)!.dates.some((d) => d > at && d <= until);
        });
        ratio(key, again.length, fresh.length);
      });
      break;
    case 'gmv_gross':
    case 'gmv_paid':
    case 'gmv_healthy':
    case 'healthy_ratio':
    case 'subsidy_share':
    case 'gmv_waterfall': {
      const counts = (l: ReferenceLine) => (variant === 'conservative' ? l.conservative : l.healthy);
      const open = once(all, `open ${q.grain} ${tree}`, () =>
        cellsOf(
          all.filter((l) => l.public),
          q.grain,
        ),
      );
      for (const [key, rows] of open) {
        const { steps, paid, subsidy, nothing } = moneyOf(rows, counts, wFrom, T);
        if (q.grain !== 'platform' && nothing) continue;
        if (q.metric === 'gmv_gross') answers.set(key, steps.gross!);
        else if (q.metric === 'gmv_paid') answers.set(key, paid);
        else if (q.metric === 'gmv_healthy') answers.set(key, steps.healthy!);
        else if (q.metric === 'healthy_ratio') ratio(key, steps.healthy!, steps.gross!);
        else if (q.metric === 'subsidy_share') ratio(key, subsidy, steps.gross!);
        else for (const [part, value] of Object.entries(steps)) answers.set(`${key}/${part}`, value);
      }
      break;
    }
    default:
      throw new Error(`The reference does not know ${q.metric}.`);
  }
  return answers;
}
