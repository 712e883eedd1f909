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
