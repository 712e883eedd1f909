import { useFormats } from '../i18n/format.ts';
import { EndPoint, pathOf } from './line-chart.tsx';
import { Plot } from './plot.tsx';

interface Trajectory {
  readonly target_aac: number;
  readonly history: readonly { as_of: string; aac: number }[];
  readonly forecast: readonly { as_of: string; p10: number; p50: number; p90: number }[];
}

/** History as a line, the forecast's middle dashed within its band, the target as a level line named on it. */
export function BandChart({
  of: { history, forecast, target_aac },
  names,
  label,
  height,
}: {
  of: Trajectory;
  names: { history: string; median: string; band: string; target: string };
  label: string;
  height: number;
}) {
  const f = useFormats();
  const whole = (v: number) => f.value(Math.round(v), 'people');
  const past = history.map((h) => h.aac);
  const last = past.length - 1;
  // The forecast leaves from the last number known.
  const ahead = (of: (x: Trajectory['forecast'][number]) => number) => [...past, ...forecast.map(of)];
  const middle = ahead((x) => x.p50);
  const end = middle.length - 1;
  return (
    <Plot
      label={label}
      labels={[...history, ...forecast].map((x) => f.date(x.as_of))}
      max={Math.max(target_aac, ...ahead((x) => x.p90))}
      unit="people"
      height={height}
      read={(i) => {
        const next = forecast[i - past.length];
        const target = { name: names.target, value: whole(target_aac), color: 'var(--series-1)' };
        if (!next) return [{ name: names.history, value: whole(past[i] ?? 0) }, target];
        return [
          { name: names.median, value: whole(next.p50) },
          { name: names.band, value: `${whole(next.p10)} – ${whole(next.p90)}` },
          target,
        ];
      }}
    >
      {(place) => {
        const low = ahead((x) => x.p10)
          .map((v, i) => `L${place.x(i).toFixed(1)} ${place.y(v).toFixed(1)}`)
          .slice(Math.max(last, 0))
          .reverse()
          .join('');
        return (
          <>
            {forecast.length === 0 ? null : (
              <>
                <path
                  className="area"
                  d={`${pathOf(
                    ahead((x) => x.p90),
                    Math.max(last, 0),
                    end,
                    place,
                  )}${low}Z`}
                />
                <path className="line ahead" d={pathOf(middle, Math.max(last, 0), end, place)} />
              </>
            )}
            <line
              className="target"
              x1={place.left}
              x2={place.right}
              y1={place.y(target_aac)}
              y2={place.y(target_aac)}
            />
            <text x={place.left + 6} y={place.y(target_aac) - 6}>
              {`${names.target} ${f.count(target_aac)}`}
            </text>
            {last < 0 ? null : (
              <>
                <path className="line" d={pathOf(past, 0, last, place)} />
                <EndPoint place={place} at={last} value={past[last]!} text={whole(past[last]!)} />
              </>
            )}
          </>
        );
      }}
    </Plot>
  );
}
