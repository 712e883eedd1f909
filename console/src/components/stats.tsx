import type { ReactNode } from 'react';
import type { SparkPoint } from '../charts/sparkline.tsx';
import { Sparkline } from '../charts/sparkline.tsx';
import { type Unit, useFormats } from '../i18n/format.ts';
import { Change } from './change.tsx';
import { Hint, Num } from './number.tsx';
import { StatusTag } from './page.tsx';

export interface Stat {
  readonly id: string;
  readonly name: string;
  readonly meaning: ReactNode;
  readonly unit: Unit;
  readonly value: number | null;
  /** In place of the number, where its unit takes words. */
  readonly shown?: string | undefined;
  readonly status?: string;
  readonly currency?: string;
  readonly from?: number | null;
  readonly since?: string;
  readonly below?: ReactNode;
  readonly trend?: readonly SparkPoint[];
  readonly lead?: boolean;
}

/** One ruled strip of numbers that belong together, the first one largest. */
export function StatStrip({ stats, label }: { stats: readonly Stat[]; label: string }) {
  const f = useFormats();
  return (
    <section className="strip" aria-label={label}>
      {stats.map((s) => (
        <div key={s.id} className={`stat ${s.lead ? 'lead' : ''}`} data-metric={s.id}>
          <div className="stat-name">
            <Hint text={s.meaning}>{s.name}</Hint>
          </div>
          <div className="stat-value">
            {s.status && s.status !== 'ok' && s.value === null ? (
              <StatusTag status={s.status} />
            ) : (
              (s.shown ?? <Num value={s.value} unit={s.unit} currency={s.currency} />)
            )}
            {s.status && s.status !== 'ok' && s.value !== null ? <StatusTag status={s.status} /> : null}
          </div>
          <div className="stat-change">
            {s.from === undefined ? (
              '\u00a0'
            ) : (
              <Change from={s.from} to={s.value} unit={s.unit} since={s.lead ? (s.since ?? '') : ''} />
            )}
          </div>
          {s.trend ? (
            <div className="stat-trend">
              <Sparkline
                fill
                points={s.trend}
                width={200}
                height={s.lead ? 48 : 36}
                label={trendLabel(s, f)}
              />
            </div>
          ) : (
            <div />
          )}
          <div className="stat-below">{s.below ?? '\u00a0'}</div>
        </div>
      ))}
    </section>
  );
}

function trendLabel(s: Stat, f: ReturnType<typeof useFormats>): string {
  const known = (s.trend ?? []).filter((p) => p.value !== null);
  const first = known[0];
  const last = known[known.length - 1];
  if (!first || !last) return s.name;
  const v = (x: number | null) => f.value(x, s.unit, s.currency);
  return `${s.name}: ${f.date(first.at)} ${v(first.value)} → ${f.date(last.at)} ${v(last.value)}`;
}
