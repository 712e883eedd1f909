import { useFormats } from '../i18n/format.ts';
import { Plot } from './plot.tsx';

export interface Layer {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** A CSS colour. */
  readonly color: string;
}

/** People in layers that add up, one bar a month. */
export function StackChart({
  label,
  months,
  layers,
  height,
}: {
  label: string;
  months: readonly string[];
  layers: readonly Layer[];
  height: number;
}) {
  const f = useFormats();
  const sums = months.map((_, i) => layers.reduce((sum, l) => sum + (l.values[i] ?? 0), 0));
  return (
    <Plot
      label={label}
      labels={months}
      max={Math.max(0, ...sums)}
      unit="people"
      height={height}
      bars
      read={(i) =>
        layers.map((l) => ({ name: l.name, value: f.exact(l.values[i], 'people'), color: l.color }))
      }
    >
      {(place) =>
        months.map((month, i) => {
          const width = Math.min(34, place.slot * 0.7);
          let below = 0;
          return (
            <g key={month}>
              {layers.map((layer) => {
                const value = layer.values[i] ?? 0;
                if (value === 0) return null;
                const top = place.y(below + value);
                const rect = (
                  <rect
                    key={layer.name}
                    className="layer"
                    x={place.x(i) - width / 2}
                    y={top}
                    width={width}
                    height={place.y(below) - top}
                    fill={layer.color}
                  />
                );
                below += value;
                return rect;
              })}
            </g>
          );
        })
      }
    </Plot>
  );
}
