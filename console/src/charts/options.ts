import type { Formats, Unit } from '../i18n/format.ts';
import { FONT, type Palette } from '../theme/tokens.ts';
import type { ChartOption } from './echart.tsx';

export interface Line {
  readonly name: string;
  readonly points: readonly { at: string; value: number | null }[];
}

const text = (p: Palette) => ({ color: p.muted, fontSize: 12, fontFamily: FONT });

function frame(p: Palette, f: Formats, unit: Unit, currency: string) {
  return {
    grid: { left: 4, right: 20, top: 18, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis' as const,
      confine: true,
      backgroundColor: p.raised,
      borderColor: p.lineStrong,
      textStyle: { color: p.text, fontSize: 13, fontFamily: FONT },
      valueFormatter: (v: unknown) => f.exact(typeof v === 'number' ? v : null, unit, currency),
    },
    yAxis: {
      type: 'value' as const,
      min: 0,
      splitNumber: 4,
      axisLabel: { ...text(p), formatter: (v: number) => (v === 0 ? '0' : f.value(v, unit, currency)) },
      splitLine: { lineStyle: { color: p.line } },
    },
  };
}

/** One line over time, its last value named beside its end; from zero, so that slopes are honest. */
export function lineOption(line: Line, p: Palette, f: Formats, unit: Unit, currency = 'CNY'): ChartOption {
  const values = line.points.map((x) => x.value);
  const last = values.findLastIndex((v) => v !== null);
  return {
    ...frame(p, f, unit, currency),
    xAxis: timeAxis(
      line.points.map((x) => f.date(x.at)),
      p,
    ),
    series: [
      {
        type: 'line',
        name: line.name,
        data: values.map((v, i) =>
          i === last && v !== null
            ? { value: v, symbol: 'circle', symbolSize: 7, label: endLabel(f.value(v, unit, currency), p) }
            : { value: v, symbol: 'none' },
        ),
        showAllSymbol: true,
        lineStyle: { color: p.series[0], width: 2 },
        itemStyle: { color: p.series[0] },
        areaStyle: { color: p.band },
      },
    ],
  };
}

const endLabel = (value: string, p: Palette) => ({
  show: true,
  position: 'top' as const,
  align: 'right' as const,
  formatter: value,
  color: p.text,
  fontFamily: FONT,
  fontWeight: 600,
  fontSize: 13,
});

const timeAxis = (data: readonly string[], p: Palette) => ({
  type: 'category' as const,
  data,
  boundaryGap: false,
  axisLabel: {
    ...text(p),
    hideOverlap: true,
    alignMinLabel: 'left' as const,
    alignMaxLabel: 'right' as const,
  },
  axisLine: { lineStyle: { color: p.lineStrong } },
  axisTick: { show: false },
});

/** Bars in layers that add up: months along the bottom. */
export function stackOption(
  months: readonly string[],
  layers: readonly { name: string; values: readonly (number | null)[]; color: string }[],
  p: Palette,
  f: Formats,
): ChartOption {
  return {
    ...frame(p, f, 'people', 'CNY'),
    xAxis: { ...timeAxis(months, p), boundaryGap: true, axisLabel: { ...text(p), hideOverlap: true } },
    series: layers.map((layer) => ({
      type: 'bar',
      name: layer.name,
      stack: 'all',
      data: layer.values,
      barMaxWidth: 34,
      itemStyle: { color: layer.color, borderColor: p.surface, borderWidth: 1 },
    })),
  };
}

interface Trajectory {
  readonly target_aac: number;
  readonly history: readonly { as_of: string; aac: number }[];
  readonly forecast: readonly { as_of: string; p10: number; p50: number; p90: number }[];
}

/** History as a line, the forecast's middle dashed with its band around it, the target as a level line. */
export function bandOption(
  of: Trajectory,
  names: { history: string; median: string; band: string; target: string },
  p: Palette,
  f: Formats,
): ChartOption {
  const { history, forecast } = of;
  const dates = [...history.map((h) => h.as_of), ...forecast.map((x) => x.as_of)];
  const last = history.at(-1)?.aac ?? null;
  const lead: (number | null)[] = history.map((_, i) => (i === history.length - 1 ? last : null));
  const none = { symbol: 'none', type: 'line' as const, silent: true };
  const whole = (v: number) => f.value(Math.round(v), 'people');
  const base = frame(p, f, 'people', 'CNY');
  return {
    ...base,
    grid: { ...base.grid, top: 26 },
    tooltip: {
      ...base.tooltip,
      formatter: (items: { dataIndex: number }[]) => {
        const at = items[0]?.dataIndex ?? 0;
        const past = history[at];
        const next = forecast[at - history.length];
        const head = `${f.date(dates[at] ?? '')}<br>`;
        if (past) return `${head}${names.history}: <b>${whole(past.aac)}</b>`;
        return next
          ? `${head}${names.median}: <b>${whole(next.p50)}</b><br>${names.band}: ${whole(next.p10)} – ${whole(next.p90)}`
          : head;
      },
    },
    xAxis: timeAxis(
      dates.map((d) => f.date(d)),
      p,
    ),
    series: [
      {
        ...none,
        stack: 'band',
        data: [...lead, ...forecast.map((x) => x.p10)],
        lineStyle: { opacity: 0 },
      },
      {
        ...none,
        name: names.band,
        stack: 'band',
        data: [...lead.map((v) => (v === null ? null : 0)), ...forecast.map((x) => x.p90 - x.p10)],
        lineStyle: { opacity: 0 },
        areaStyle: { color: p.band },
      },
      {
        ...none,
        name: names.target,
        data: dates.map((_, i) =>
          i === 0
            ? {
                value: of.target_aac,
                label: {
                  ...endLabel(`${names.target} ${f.count(of.target_aac)}`, p),
                  align: 'left' as const,
                  color: p.muted,
                },
                symbol: 'circle',
                symbolSize: 1,
              }
            : of.target_aac,
        ),
        showAllSymbol: true,
        lineStyle: { color: p.series[1], width: 1.5, type: 'dashed' as const },
        itemStyle: { color: p.series[1] },
      },
      {
        ...none,
        name: names.median,
        data: [...lead, ...forecast.map((x) => x.p50)],
        lineStyle: { color: p.series[0], width: 2, type: 'dashed' as const },
        itemStyle: { color: p.series[0] },
      },
      {
        ...none,
        name: names.history,
        data: history.map((h, i) =>
          i === history.length - 1
            ? { value: h.aac, symbol: 'circle', symbolSize: 7, label: endLabel(whole(h.aac), p) }
            : { value: h.aac, symbol: 'none' },
        ),
        showAllSymbol: true,
        lineStyle: { color: p.series[0], width: 2 },
        itemStyle: { color: p.series[0] },
      },
    ],
  };
}
