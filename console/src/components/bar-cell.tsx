import { NONE, useFormats } from '../i18n/format.ts';

/** A share in a table: number first, then a zero-based bar on one scale for the whole column. */
export function BarCell({ value, max }: { value: number | null; max: number }) {
  const f = useFormats();
  if (value === null) return <span className="none">{NONE}</span>;
  return (
    <span className="share-cell">
      <data className="num" value={value} title={f.exact(value, 'rate')}>
        {f.percent(value)}
      </data>
      <span className="share-track" aria-hidden="true">
        <span style={{ width: `${Math.min(100, (value / (max || 1)) * 100)}%` }} />
      </span>
    </span>
  );
}
