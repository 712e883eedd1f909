import { NONE, useFormats } from '../i18n/format.ts';

/** A number of people that was estimated: whole where it is large, one decimal where it is small. */
export function Estimate({ value, signed = false }: { value: number | null; signed?: boolean }) {
  const f = useFormats();
  if (value === null) return <span className="none">{NONE}</span>;
  return (
    <data className="num" value={value} title={f.exact(value, 'people')}>
      {signed && value > 0 ? '+' : ''}
      {f.value(rounded(value), 'people')}
    </data>
  );
}

export const rounded = (value: number): number =>
  Math.abs(value) >= 10 ? Math.round(value) : Math.round(value * 10) / 10;

/** A zero-based bar with its 95 % interval drawn over it, on one scale for the whole column. */
export function IntervalBar({
  value,
  low,
  high,
  max,
  reference,
  label,
}: {
  value: number;
  low: number | null;
  high: number | null;
  max: number;
  /** A value to compare with, drawn as a line: one, for ratios. */
  reference?: number;
  label: string;
}) {
  const at = (v: number) => `${Math.max(0, Math.min(100, (v / (max || 1)) * 100))}%`;
  return (
    <span className="interval-bar" role="img" aria-label={label} title={label}>
      <span className="bar" style={{ width: at(value) }} />
      {low === null || high === null ? null : (
        <span
          className="whisker"
          style={{ left: at(low), width: `calc(${at(high)} - ${at(Math.max(0, low))})` }}
        />
      )}
      {reference === undefined ? null : <span className="reference" style={{ left: at(reference) }} />}
    </span>
  );
}
