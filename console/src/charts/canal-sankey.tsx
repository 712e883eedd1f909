import { SankeyChart } from 'echarts/charts';
import { use } from 'echarts/core';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowEdge } from '../api/types.ts';
import { rounded } from '../components/estimate.tsx';
import { useSurveyWords } from '../components/survey-parts.tsx';
import { type Formats, useFormats } from '../i18n/format.ts';
import { useMode } from '../theme/mode.tsx';
import { FONT, type Palette } from '../theme/tokens.ts';
import EChart, { type ChartOption } from './echart.tsx';
import { liftColor } from './lift-scale.ts';

use([SankeyChart]);

/** Least room for a node: its label must stay readable. */
const ROW = 30;

/**
 * Two columns: where people newly bought, and where they first bought afterwards. A category may stand in both, as
 * two nodes, so the graph never has a cycle.
 */
export default function CanalSankey({
  edges,
  unproven,
  label,
  onPick,
}: {
  edges: readonly FlowEdge[];
  unproven: readonly FlowEdge[];
  label: string;
  onPick: (edge: FlowEdge) => void;
}) {
  const { t } = useTranslation();
  const f = useFormats();
  const { palette } = useMode();
  const words = useSurveyWords();
  const all = useMemo(() => [...edges, ...unproven], [edges, unproven]);
  const tip = useCallback(
    (e: FlowEdge) => {
      const line = (name: string, value: string) =>
        `<div style="display:flex;justify-content:space-between;gap:18px"><span>${name}</span><b>${value}</b></div>`;
      const between = (low: number | null, high: number | null, of: (v: number) => string) =>
        low === null || high === null ? '' : ` (${t('survey.interval', { low: of(low), high: of(high) })})`;
      const people = (v: number) => f.value(rounded(v), 'people');
      return [
        `<b>${safe(words.pair(e))}</b>`,
        e.evidence === 'shown'
          ? ''
          : `<div>${safe(t('survey.map.unproven'))}: ${safe(words.why(e.reason))}</div>`,
        e.excess_count === null
          ? ''
          : line(
              t('survey.edge.excess'),
              people(e.excess_count) + between(e.excess_low, e.excess_high, people),
            ),
        line(
          t('survey.edge.lift'),
          words.lift(e.lift) + between(e.lift_low, e.lift_high, (v) => f.value(v, 'ratio')),
        ),
        line('n', f.count(e.entry_count)),
        line('q', words.q(e.q)),
        `<div style="margin-top:4px">${safe(t('survey.map.hover'))}</div>`,
      ].join('');
    },
    [t, f, words],
  );
  const option = useMemo(() => sankeyOption(all, palette, f, tip), [all, palette, f, tip]);
  const rows = Math.max(
    new Set(all.map((e) => e.from_category_id)).size,
    new Set(all.map((e) => e.to_category_id)).size,
  );
  return (
    <EChart
      option={option}
      height={Math.min(900, Math.max(220, rows * ROW + 24))}
      label={label}
      onPick={(data) => {
        const edge = all[(data as { index?: number }).index ?? -1];
        if (edge) onPick(edge);
      }}
    />
  );
}

/** Names come from the marketplace's data; tooltips are HTML. */
const safe = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

function sankeyOption(
  edges: readonly FlowEdge[],
  p: Palette,
  f: Formats,
  tip: (edge: FlowEdge) => string,
): ChartOption {
  const label = (position: 'left' | 'right') => ({
    position,
    color: p.text,
    fontSize: 13,
    fontFamily: FONT,
    width: 170,
    overflow: 'truncate' as const,
    textBorderWidth: 0,
  });
  const nodes = new Map<string, object>();
  for (const e of edges) {
    const ends = [
      ['a', e.from_category_id, e.from_label, 'left', 0],
      ['b', e.to_category_id, e.to_label, 'right', 1],
    ] as const;
    for (const [side, id, name, position, depth] of ends)
      nodes.set(`${side}:${id}`, {
        name: `${side}:${id}`,
        depth,
        itemStyle: { color: p.muted, borderWidth: 0 },
        label: { ...label(position), formatter: f.text(name) },
      });
  }
  return {
    tooltip: {
      trigger: 'item' as const,
      confine: true,
      backgroundColor: p.raised,
      borderColor: p.lineStrong,
      textStyle: { color: p.text, fontSize: 13, fontFamily: FONT },
      formatter: (it: { dataType?: string; data: { index?: number }; name: string }) => {
        const edge = it.dataType === 'edge' ? edges[it.data.index ?? -1] : undefined;
        if (edge) return tip(edge);
        const id = it.name.slice(2);
        const named = edges.find((e) => e.from_category_id === id || e.to_category_id === id);
        return safe(f.text(named?.from_category_id === id ? named.from_label : named?.to_label));
      },
    },
    series: [
      {
        type: 'sankey',
        left: 186,
        right: 186,
        top: 8,
        bottom: 8,
        nodeWidth: 10,
        nodeGap: 12,
        draggable: false,
        emphasis: { focus: 'adjacency', lineStyle: { opacity: 1 } },
        blur: { lineStyle: { opacity: 0.15 } },
        data: [...nodes.values()],
        links: edges.map((e, index) => ({
          source: `a:${e.from_category_id}`,
          target: `b:${e.to_category_id}`,
          value: Math.max(0.1, e.excess_count ?? 0.1),
          index,
          lineStyle:
            e.evidence === 'shown'
              ? { color: liftColor(e.lift, p), opacity: 0.94, curveness: 0.5 }
              : { color: p.lineStrong, opacity: 0.35, curveness: 0.5 },
        })),
      },
    ],
  };
}
