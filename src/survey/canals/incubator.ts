import type { LocalDate } from '../../base/index.ts';
import type { Incubation } from '../../contracts/index.ts';
import { holtForecast } from './forecast.ts';

export interface IncubatorInput {
  readonly category_id: string;
  readonly label: Incubation['label'];
  /** Category AAC at consecutive month ends, in one tree version (so that a split creates no new category). */
  readonly history: readonly { readonly as_of: string; readonly aac: number }[];
  readonly target_aac: number;
  readonly target_date: LocalDate;
}

/** Fewest month ends from which a trajectory is said. */
export const MIN_MONTHS = 6;

/**
 * A category's way to its target AAC (R4): forecast by month to the target date (36 months at most), the month in
 * which the middle path crosses the target, and a verdict:
 * ahead (even p10 reaches it), on_track (p50 does), behind (p50 does not), reached, insufficient.
 */
export function incubate(input: IncubatorInput): Incubation {
  const { category_id, label, target_aac, target_date } = input;
  const history = input.history.map((point) => ({ as_of: point.as_of, aac: point.aac }));
  const base = { category_id, label, target_aac, target_date, history } as const;
  const last = history.at(-1);
  if (last && last.aac >= target_aac) {
    const crossed = history.find((point) => point.aac >= target_aac)!;
    return {
      ...base,
      forecast: [],
      crossing_date: crossed.as_of,
      track: 'reached',
      reason: reached(crossed.as_of),
    };
  }
  const months = last ? monthEnds(last.as_of, 36) : [];
  const horizon = Math.max(1, months.filter((month) => month <= target_date).length);
  // Leading zeros are months before the category existed: a forecast from them would be of nothing.
  const first = history.findIndex((point) => point.aac > 0);
  const known = first < 0 ? [] : history.slice(first);
  const forecast =
    known.length >= MIN_MONTHS
      ? holtForecast(
          known.map((point) => point.aac),
          36,
        )
      : null;
  if (!forecast || !last) {
    return {
      ...base,
      forecast: [],
      crossing_date: null,
      track: 'insufficient',
      reason: tooShort(known.length),
    };
  }
  const points = months.map((as_of, i) => ({
    as_of,
    p10: Math.max(0, forecast.p10[i]!),
    p50: Math.max(0, forecast.p50[i]!),
    p90: Math.max(0, forecast.p90[i]!),
  }));
  const crossing = points.find((point) => point.p50 >= target_aac)?.as_of ?? null;
  const atTarget = points[horizon - 1]!;
  const track = atTarget.p10 >= target_aac ? 'ahead' : atTarget.p50 >= target_aac ? 'on_track' : 'behind';
  return {
    ...base,
    forecast: points,
    crossing_date: crossing,
    track,
    reason: verdict(track, crossing, target_date),
  };
}

/** The `count` month ends after a month end. */
function monthEnds(from: string, count: number): string[] {
  const year = Number(from.slice(0, 4));
  const month = Number(from.slice(5, 7));
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(year, month + i + 1, 0)).toISOString().slice(0, 10),
  );
}

const said = (date: string, locale: string, options: Intl.DateTimeFormatOptions = { dateStyle: 'medium' }) =>
  new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(Date.parse(date));
const monthOf = (date: string, locale: string) => said(date, locale, { year: 'numeric', month: 'short' });

const reached = (date: string) => ({
  en: `The target was reached on ${said(date, 'en-US')}.`,
  'zh-CN': `已于${said(date, 'zh-CN')}达到目标。`,
});
const tooShort = (months: number) => ({
  en: `${months} months of history are too few: ${MIN_MONTHS} are needed.`,
  'zh-CN': `历史仅 ${months} 个月，至少需要 ${MIN_MONTHS} 个月。`,
});
function verdict(track: string, crossing: string | null, target: string) {
  const en = crossing
    ? `At the present trend it crosses the target in ${monthOf(crossing, 'en-US')}`
    : 'At the present trend it does not cross the target within 36 months';
  const zh = crossing
    ? `按当前趋势，预计${monthOf(crossing, 'zh-CN')}达到目标`
    : '按当前趋势，36 个月内达不到目标';
  const words: Record<string, [string, string]> = {
    ahead: ['even the cautious path makes the date', '保守路径也能按期'],
    on_track: ['the middle path makes the date, the cautious one does not', '中位路径可按期，保守路径不能'],
    behind: ['the middle path misses the date', '中位路径将逾期'],
  };
  const [e, z] = words[track]!;
  return {
    en: `${en}; ${e} (${said(target, 'en-US')}).`,
    'zh-CN': `${zh}；${z}（${said(target, 'zh-CN')}）。`,
  };
}
