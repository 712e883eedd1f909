import { addDays, type LocalDate } from '../../base/index.ts';
import type { DefenceItem, LocalText, TrendAlert, WhiteSpaceCell } from '../../contracts/index.ts';
import type { DefenceBoard, MerchantState, TrendBoard, WhiteSpaceBoard } from './boards.ts';
import type { DriverVerdict } from './defence.ts';
import { CROWD_WORDS, DRIVER_WORDS } from './words.ts';

/** Boards in the shapes of the contract. Pure: names and words are looked up, nothing is counted here. */

export type LabelOf = (id: string) => LocalText;

/** Cells of one board, the widest gap first. A suppressed cell carries no number at all. */
export function whiteSpaceCells(
  board: WhiteSpaceBoard,
  label: LabelOf,
): (WhiteSpaceCell & { dimension: string; label: LocalText })[] {
  const cells = board.cells.map((cell, i) => {
    const crowd = board.crowds[Math.floor(i / board.categories.length)]!;
    const category_id = board.categories[i % board.categories.length]!;
    const base = {
      dimension: board.dimension,
      crowd,
      crowd_label: CROWD_WORDS[crowd] ?? crowd,
      category_id,
      label: label(category_id),
      status: cell.status,
    };
    if (cell.status !== 'ok')
      return {
        ...base,
        people_count: null,
        observed_rate: null,
        expected_rate: null,
        gap_rate: null,
        gap_people: null,
      };
    return {
      ...base,
      people_count: cell.people,
      observed_rate: cell.observed / cell.people,
      expected_rate: cell.expected / cell.people,
      gap_rate: cell.gap / cell.people,
      gap_people: cell.gap,
    };
  });
  return cells.sort(
    (a, b) => (b.gap_people ?? Number.NEGATIVE_INFINITY) - (a.gap_people ?? Number.NEGATIVE_INFINITY),
  );
}

/** Alerts first, then by z. */
export function trendAlerts(board: TrendBoard, label: LabelOf): TrendAlert[] {
  return board.rows
    .map((row) => ({
      category_id: row.category,
      label: label(row.category),
      month: board.month,
      observed_count: row.observed,
      expected_count: row.expected,
      ratio: row.ratio,
      z: row.z,
      q: row.q,
      alert: row.alert,
      status: row.status,
    }))
    .sort(
      (a, b) => Number(b.alert) - Number(a.alert) || b.z - a.z || (a.category_id < b.category_id ? -1 : 1),
    );
}

export function causeView(kind: 'buyers' | 'merchant', verdict: DriverVerdict, now: number) {
  const words = DRIVER_WORDS[verdict.driver] ?? { text: verdict.driver, action: '' };
  const { driver, ratio, low, high, q, named, status } = verdict;
  return {
    kind,
    driver,
    people_count: verdict.people,
    people_now: now,
    left_count: verdict.left,
    expected_count: verdict.expected,
    ratio,
    low,
    high,
    q,
    named,
    status,
    ...words,
  };
}

/** The buyers at high risk as one row, with the named cause that concerns most of them, and the merchants at risk. */
export function defenceItems(
  board: DefenceBoard,
  merchants: readonly (MerchantState & { risk: number })[],
  merchantCauses: readonly DriverVerdict[],
  merchantBaseline: number | null,
  label: LabelOf,
): DefenceItem[] {
  const cause = [...board.causes].filter((c) => c.named).sort((a, b) => b.people_now - a.people_now)[0];
  const people = board.buyers;
  const measured = people.high_risk !== null;
  const buyers: DefenceItem = {
    kind: 'buyers',
    id: 'high_risk',
    label: { en: 'Buyers at high risk of not coming back', 'zh-CN': '高流失风险买家' },
    people_count: people.high_risk,
    at_risk_rate: people.high_risk !== null && people.people > 0 ? people.high_risk / people.people : null,
    baseline_rate: people.baseline_rate,
    ...wordsOf(measured ? cause?.driver : 'too_few_people'),
    status: measured && people.people > 0 ? 'ok' : 'insufficient',
  };
  const named = new Set(merchantCauses.filter((c) => c.named).map((c) => c.driver));
  const rows = merchants
    .filter(
      (m) =>
        m.risk >= Math.max(0.5, 2 * (merchantBaseline ?? 0)) ||
        Object.entries(m.drivers).some(([d, has]) => has && named.has(d)),
    )
    .map((m): DefenceItem => {
      const driver = Object.entries(m.drivers).find(([d, has]) => has && named.has(d))?.[0];
      return {
        kind: 'merchant',
        id: m.merchant,
        label: label(m.merchant),
        people_count: null,
        at_risk_rate: m.risk,
        baseline_rate: merchantBaseline,
        ...wordsOf(driver),
        status: 'ok',
      };
    });
  return [buyers, ...rows];
}

function wordsOf(driver: string | undefined): Pick<DefenceItem, 'cause' | 'cause_text' | 'action_text'> {
  const words = driver === undefined ? undefined : DRIVER_WORDS[driver];
  if (!driver || !words) {
    return {
      cause: '',
      cause_text: { en: 'No cause beyond chance was found.', 'zh-CN': '未发现超出偶然的原因。' },
      action_text: {
        en: 'Watch them; test any action against a holdout before spending on it.',
        'zh-CN': '持续观察；任何动作先用随机留出组验证再投入。',
      },
    };
  }
  return { cause: driver, cause_text: words.text, action_text: words.action };
}

/** Month ends up to as_of, as_of itself last: the history that a trajectory is drawn from. */
export function monthEndsTo(asOf: LocalDate, first: string | null, most: number): LocalDate[] {
  const dates: LocalDate[] = [asOf];
  let day = addDays(`${asOf.slice(0, 7)}-01` as LocalDate, -1);
  while (dates.length < most && first !== null && day >= first) {
    dates.unshift(day);
    day = addDays(`${day.slice(0, 7)}-01` as LocalDate, -1);
  }
  return dates;
}
