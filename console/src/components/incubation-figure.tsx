import { useTranslation } from 'react-i18next';
import type { Incubation } from '../api/types.ts';
import { BandChart } from '../charts/band-chart.tsx';
import { Figure } from '../charts/figure.tsx';
import { useFormats } from '../i18n/format.ts';
import { Estimate } from './estimate.tsx';
import { Num } from './number.tsx';

export type Track = Incubation['track'];

export function TrackTag({ track }: { track: Track }) {
  const { t } = useTranslation();
  const kind = { behind: 'provisional', insufficient: 'insufficient' }[track as string] ?? 'final';
  return <span className={`tag ${kind}`}>{t(`survey.incubator.track.${track}`)}</span>;
}

/** A category's way to its target: what was, the middle of what may be, and where 8 of 10 cases lie. */
export function IncubationFigure({ of, title }: { of: Incubation; title?: string }) {
  const { t } = useTranslation();
  const f = useFormats();
  const name =
    title ?? t('survey.incubator.figure', { name: f.text(of.label), target: f.count(of.target_aac) });
  return (
    <Figure
      title={name}
      note={
        <>
          <TrackTag track={of.track} /> {f.text(of.reason)}
        </>
      }
      height={300}
      chart={
        <BandChart
          of={of}
          label={name}
          height={300}
          names={{
            history: t('survey.incubator.history'),
            median: t('survey.incubator.median'),
            band: t('survey.incubator.band'),
            target: t('survey.incubator.target'),
          }}
        />
      }
      table={{
        head: [
          t('common.date'),
          t('survey.incubator.history'),
          t('survey.incubator.p10'),
          t('survey.incubator.p50'),
          t('survey.incubator.p90'),
        ],
        rows: [
          ...of.history.map((h) => [
            f.date(h.as_of),
            <Num key="h" value={h.aac} unit="people" />,
            '',
            '',
            '',
          ]),
          ...of.forecast.map((p) => [
            f.date(p.as_of),
            '',
            <Estimate key="10" value={p.p10} />,
            <Estimate key="50" value={p.p50} />,
            <Estimate key="90" value={p.p90} />,
          ]),
        ],
      }}
    />
  );
}
