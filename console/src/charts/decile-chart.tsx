import { useTranslation } from 'react-i18next';
import type { ModelCard } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';
import { Plot } from './plot.tsx';

export type Decile = NonNullable<ModelCard['quality']>['calibration']['deciles'][number];

/** What came true as bars with intervals, what had been said as marks: they should meet. */
export function DecileChart({
  deciles,
  label,
  height,
}: {
  deciles: readonly Decile[];
  label: string;
  height: number;
}) {
  const { t } = useTranslation();
  const f = useFormats();
  const share = (v: number) => f.percent(v, v < 0.01 ? 2 : 1);
  return (
    <Plot
      label={label}
      labels={deciles.map((_, i) => t('models.decile', { n: i + 1 }))}
      max={Math.max(...deciles.map((d) => Math.max(d.high ?? d.observed, d.predicted)))}
      unit="rate"
      height={height}
      bars
      read={(i) => {
        const d = deciles[i]!;
        const between =
          d.low === undefined || d.high === undefined
            ? ''
            : ` (${t('survey.interval', { low: share(d.low), high: share(d.high) })})`;
        return [
          { name: t('models.observed'), value: share(d.observed) + between, color: 'var(--scale-4)' },
          { name: t('models.predicted'), value: share(d.predicted), color: 'var(--series-1)' },
          { name: t('models.rows'), value: f.count(d.rows) },
        ];
      }}
    >
      {(place) =>
        deciles.map((d, i) => {
          const width = Math.min(40, place.slot * 0.6);
          const x = place.x(i);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: ten fixed tenths
            <g key={i}>
              <rect
                fill="var(--scale-4)"
                x={x - width / 2}
                y={place.y(d.observed)}
                width={width}
                height={place.ground - place.y(d.observed)}
              />
              {d.low === undefined || d.high === undefined ? null : (
                <line className="whisker" x1={x} x2={x} y1={place.y(d.low)} y2={place.y(d.high)} />
              )}
              <line
                className="mark"
                x1={x - width / 2 - 5}
                x2={x + width / 2 + 5}
                y1={place.y(d.predicted)}
                y2={place.y(d.predicted)}
              />
            </g>
          );
        })
      }
    </Plot>
  );
}
