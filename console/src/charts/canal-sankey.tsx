import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowEdge } from '../api/types.ts';
import { rounded } from '../components/estimate.tsx';
import { pairOf, useSurveyWords } from '../components/survey-parts.tsx';
import { useFormats } from '../i18n/format.ts';
import { liftColor } from './lift-scale.ts';
import { type Reading, Readout } from './readout.tsx';
import { type Node, type SankeyLayout, sankeyLayout } from './sankey-layout.ts';
import { useWidth } from './use-width.ts';

const NODE = 8;
/** A flow this thick has room for its lift. */
const LABELLED = 15;

/**
 * Two columns: where people newly bought, and where they first bought afterwards. A category may stand in both, as
 * two nodes, so the graph never has a cycle. One tab stop; arrows walk the flows, Enter opens the evidence.
 */
export function CanalSankey({
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
  const f = useFormats();
  const words = useSurveyWords();
  const read = useReadings();
  const [box, width] = useWidth<HTMLDivElement>();
  const [seen, setSeen] = useState<{ index: number; x: number; y: number } | null>(null);
  const [stop, setStop] = useState(0);
  const ribbons = useRef<(SVGPathElement | null)[]>([]);
  const all = useMemo(() => [...edges, ...unproven], [edges, unproven]);
  const side = width < 560 ? 96 : 190;
  const gap = width < 560 ? 34 : 18;
  const layout = useMemo(() => {
    const flows = all.map((e) => ({
      from: e.from_category_id,
      to: e.to_category_id,
      value: Math.max(0.1, e.excess_count ?? 0.1),
    }));
    return sankeyLayout(flows, Math.min(520, Math.max(180, flows.length * 24)), gap);
  }, [all, gap]);
  const names = useMemo(
    () =>
      new Map(
        all.flatMap((e) => [
          [e.from_category_id, f.text(e.from_label)],
          [e.to_category_id, f.text(e.to_label)],
        ]),
      ),
    [all, f],
  );
  const current = Math.min(stop, all.length - 1);
  const walk = (event: KeyboardEvent<SVGPathElement>, index: number) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const edge = all[index];
    if (step) ribbons.current[Math.max(0, Math.min(all.length - 1, index + step))]?.focus();
    else if ((event.key === 'Enter' || event.key === ' ') && edge) onPick(edge);
    else return;
    event.preventDefault();
  };
  const middle = (width - 2 * side) / 2;
  const open = seen ? all[seen.index] : undefined;
  return (
    <div ref={box} className="sankey" style={{ height: layout.height + 8 }}>
      {width === 0 ? null : (
        <>
          <Names nodes={layout.left} names={names} side="from" width={side} />
          {/* biome-ignore lint/a11y/useSemanticElements: a group of drawn buttons has no element of its own */}
          <svg
            width={width - 2 * side}
            height={layout.height + 8}
            style={{ left: side }}
            role="group"
            aria-label={label}
          >
            <defs>
              <pattern
                id="unproven"
                width={6}
                height={6}
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <rect width={2} height={6} className="hatch" />
              </pattern>
            </defs>
            {layout.ribbons.map((r) => {
              const edge = all[r.index]!;
              return (
                // biome-ignore lint/a11y/useSemanticElements: a flow is drawn; there is no button in SVG
                <path
                  key={pairOf(edge)}
                  ref={(element) => {
                    ribbons.current[r.index] = element;
                  }}
                  d={ribbonPath(layout, r.index, width - 2 * side)}
                  fill={edge.evidence === 'shown' ? liftColor(edge.lift) : 'url(#unproven)'}
                  className={open && open !== edge ? 'flow dim' : 'flow'}
                  data-pair={pairOf(edge)}
                  role="button"
                  tabIndex={r.index === current ? 0 : -1}
                  aria-label={[words.pair(edge), ...read(edge).lines.map((l) => `${l.name} ${l.value}`)].join(
                    '; ',
                  )}
                  onClick={() => onPick(edge)}
                  onKeyDown={(event) => walk(event, r.index)}
                  onFocus={() => {
                    setStop(r.index);
                    setSeen({ index: r.index, x: side + middle, y: (r.fromY + r.toY) / 2 + r.thickness });
                  }}
                  onBlur={() => setSeen(null)}
                  onPointerMove={(event) => {
                    const bounds = box.current!.getBoundingClientRect();
                    setSeen({
                      index: r.index,
                      x: event.clientX - bounds.left,
                      y: event.clientY - bounds.top + 14,
                    });
                  }}
                  onPointerLeave={() => setSeen(null)}
                />
              );
            })}
            <g>
              {layout.ribbons
                .filter((r) => r.thickness >= LABELLED && all[r.index]?.evidence === 'shown' && middle > 110)
                .map((r) => (
                  <text
                    key={r.index}
                    className={`flow-lift ${(all[r.index]!.lift ?? 0) >= 2 ? 'on-dark' : ''}`}
                    x={NODE + 10}
                    y={r.fromY + r.thickness / 2 + 8}
                  >
                    {words.lift(all[r.index]!.lift)}
                  </text>
                ))}
            </g>
            {layout.left.map((n) => (
              <rect
                key={n.id}
                className="node"
                x={0}
                y={n.y + 4}
                width={NODE}
                height={Math.max(1, n.height)}
              />
            ))}
            {layout.right.map((n) => (
              <rect
                key={n.id}
                className="node"
                x={width - 2 * side - NODE}
                y={n.y + 4}
                width={NODE}
                height={Math.max(1, n.height)}
              />
            ))}
          </svg>
          <Names nodes={layout.right} names={names} side="to" width={side} />
        </>
      )}
      {open && seen ? (
        <Readout head={words.pair(open)} {...read(open)} x={seen.x} y={seen.y} width={width} />
      ) : null}
    </div>
  );
}

/** Names beside their nodes; each leads to its category. */
function Names({
  nodes,
  names,
  side,
  width,
}: {
  nodes: readonly Node[];
  names: ReadonlyMap<string, string>;
  side: 'from' | 'to';
  width: number;
}) {
  const f = useFormats();
  return (
    <ul className={`sankey-names ${side}`} style={{ width }}>
      {nodes.map((n) => (
        <li key={n.id} style={{ top: n.y + n.height / 2 + 4 }}>
          <Link to="/categories/$id" params={{ id: n.id }} tabIndex={-1} title={names.get(n.id)}>
            {names.get(n.id)}
          </Link>
          <small>+{f.value(rounded(n.value), 'people')}</small>
        </li>
      ))}
    </ul>
  );
}

/** What a flow says: extra first buyers, lift, people, chance; and why, where it proves nothing. */
function useReadings(): (edge: FlowEdge) => { lines: Reading[]; note?: string | undefined } {
  const { t } = useTranslation();
  const f = useFormats();
  const words = useSurveyWords();
  const people = (v: number) => f.value(rounded(v), 'people');
  const between = (low: number | null, high: number | null, of: (v: number) => string) =>
    low === null || high === null ? '' : ` (${t('survey.interval', { low: of(low), high: of(high) })})`;
  return (e) => ({
    lines: [
      ...(e.excess_count === null
        ? []
        : [
            {
              name: t('survey.edge.excess'),
              value: people(e.excess_count) + between(e.excess_low, e.excess_high, people),
            },
          ]),
      {
        name: t('survey.edge.lift'),
        value: words.lift(e.lift) + between(e.lift_low, e.lift_high, (v) => f.value(v, 'ratio')),
      },
      { name: t('survey.edge.entries', { from: f.text(e.from_label) }), value: f.count(e.entry_count) },
      { name: t('survey.edge.q'), value: words.q(e.q) },
    ],
    note: e.evidence === 'shown' ? undefined : `${t('survey.map.unproven')}: ${words.why(e.reason)}`,
  });
}

/** The outline of a flow: level where it leaves and arrives, never thinner than can be pointed at. */
function ribbonPath(layout: SankeyLayout, index: number, width: number): string {
  const r = layout.ribbons[index]!;
  const thick = Math.max(2, r.thickness);
  const [x0, x1, mid] = [NODE, width - NODE, width / 2];
  const [a, b] = [r.fromY + 4, r.toY + 4];
  return (
    `M${x0} ${a}C${mid} ${a} ${mid} ${b} ${x1} ${b}V${b + thick}` +
    `C${mid} ${b + thick} ${mid} ${a + thick} ${x0} ${a + thick}Z`
  );
}
