import { type Unit, useFormats } from '../i18n/format.ts';
import { type Place, Plot } from './plot.tsx';

export interface Point {
  readonly at: string;
  readonly value: number | null;
}

/** One line over time, its last value named beside its end; a gap where there is no number. */
export function LineChart({
  name,
  label = name,
  points,
  unit,
  currency,
  height,
}: {
  name: string;
  label?: string;
  points: readonly Point[];
  unit: Unit;
  currency?: string;
  height: number;
}) {
  const f = useFormats();
  const values = points.map((p) => p.value);
  const last = values.findLastIndex((v) => v !== null);
  return (
    <Plot
      label={label}
      labels={points.map((p) => f.date(p.at))}
      max={Math.max(0, ...values.filter((v) => v !== null))}
      unit={unit}
      currency={currency}
      height={height}
      read={(i) => [{ name, value: f.exact(values[i], unit, currency) }]}
    >
      {(place) => (
        <>
          {runs(values).map(([from, to]) => (
            <g key={from}>
              <path
                className="area"
                d={`${pathOf(values, from, to, place)}V${place.ground}H${place.x(from)}Z`}
              />
              <path className="line" d={pathOf(values, from, to, place)} />
            </g>
          ))}
          {last < 0 ? null : (
            <EndPoint
              place={place}
              at={last}
              value={values[last]!}
              text={f.value(values[last], unit, currency)}
            />
          )}
        </>
      )}
    </Plot>
  );
}

/** The last known value: a dot, and its number above it. */
export function EndPoint({
  place,
  at,
  value,
  text,
}: {
  place: Place;
  at: number;
  value: number;
  text: string;
}) {
  const x = place.x(at);
  return (
    <>
      <circle className="dot" cx={x} cy={place.y(value)} r={3.5} />
      <text className="end" x={Math.min(x + 4, place.right)} y={place.y(value) - 9} textAnchor="end">
        {text}
      </text>
    </>
  );
}

/** First and last index of every unbroken stretch of numbers. */
export function runs(values: readonly (number | null)[]): [number, number][] {
  const found: [number, number][] = [];
  values.forEach((v, i) => {
    if (v === null) return;
    const open = found.at(-1);
    if (open && open[1] === i - 1) open[1] = i;
    else found.push([i, i]);
  });
  return found;
}

/** A line through the values from one index to another, as an SVG path. */
export const pathOf = (values: readonly (number | null)[], from: number, to: number, place: Place): string =>
  values
    .slice(from, to + 1)
    .map((v, i) => `${i === 0 ? 'M' : 'L'}${place.x(from + i).toFixed(1)} ${place.y(v ?? 0).toFixed(1)}`)
    .join('');
