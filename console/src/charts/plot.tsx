import { type PointerEvent, type ReactNode, useState } from 'react';
import { type Unit, useFormats } from '../i18n/format.ts';
import { type Reading, Readout } from './readout.tsx';
import { roomyLabels, textWidth, ticks } from './ticks.ts';
import { useWidth } from './use-width.ts';

/** Where things stand on a plot, in pixels. */
export interface Place {
  x(index: number): number;
  y(value: number): number;
  /** Room from one index to the next. */
  readonly slot: number;
  readonly left: number;
  readonly right: number;
  readonly ground: number;
}

const TOP = 24;
const BOTTOM = 24;

/**
 * Axes, grid and readout of a chart over time: values from zero, dates along the bottom. A box of fixed height, so that
 * nothing moves when it is drawn; for those who do not see it, its figure has the table.
 */
export function Plot({
  label,
  labels,
  max,
  unit,
  currency,
  height,
  bars = false,
  read,
  children,
}: {
  label: string;
  labels: readonly string[];
  max: number;
  unit: Unit;
  currency?: string | undefined;
  height: number;
  /** Whether each index has a slot, as bars need, rather than a point. */
  bars?: boolean;
  read: (index: number) => readonly Reading[];
  children: (place: Place) => ReactNode;
}) {
  const f = useFormats();
  const [box, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | null>(null);
  const levels = ticks(max, unit === 'people' || unit === 'count');
  const step = levels[1] ?? 1;
  const digits = Math.max(0, Math.ceil(-Math.log10(step * 100) - 1e-9));
  const level = (v: number) =>
    v === 0 ? '0' : unit === 'rate' ? f.percent(v, digits) : f.value(v, unit, currency);
  const left = Math.max(...levels.map((v) => textWidth(level(v)))) + 10;
  const right = width - 10;
  const ground = height - BOTTOM;
  const last = Math.max(labels.length - 1, 1);
  const slot = (right - left) / (bars ? labels.length : last);
  const place: Place = {
    x: (i) => left + (bars ? i + 0.5 : i) * slot,
    y: (v) => ground - (v / (levels.at(-1) ?? 1)) * (ground - TOP),
    slot,
    left,
    right,
    ground,
  };
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const index = bars ? Math.floor((x - left) / slot) : Math.round((x - left) / slot);
    setAt(Math.max(0, Math.min(labels.length - 1, index)));
  };
  return (
    <div
      ref={box}
      className="plot"
      style={{ height }}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setAt(null)}
    >
      {width === 0 || labels.length === 0 ? null : (
        <svg width={width} height={height} role="img" aria-label={label}>
          {levels.map((v) => (
            <g key={v}>
              <line
                className={v === 0 ? 'ground' : 'grid'}
                x1={left}
                x2={right}
                y1={place.y(v)}
                y2={place.y(v)}
              />
              <text x={left - 8} y={place.y(v) + 4} textAnchor="end">
                {level(v)}
              </text>
            </g>
          ))}
          {roomyLabels(labels, right - left).map((i) => (
            <text
              key={i}
              x={place.x(i)}
              y={height - 5}
              textAnchor={bars ? 'middle' : i === last ? 'end' : i === 0 ? 'start' : 'middle'}
            >
              {labels[i]}
            </text>
          ))}
          {at === null ? null : (
            <line className="cursor" x1={place.x(at)} x2={place.x(at)} y1={TOP - 6} y2={ground} />
          )}
          {children(place)}
        </svg>
      )}
      {at === null ? null : (
        <Readout head={labels[at] ?? ''} lines={read(at)} x={place.x(at)} y={4} width={width} />
      )}
    </div>
  );
}
