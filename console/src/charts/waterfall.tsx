import type { ReactNode } from 'react';
import { Num } from '../components/number.tsx';
import { type Unit, useFormats } from '../i18n/format.ts';

export interface Step {
  readonly id: string;
  readonly label: ReactNode;
  readonly value: number | null;
  /** A total stands on the ground line; a step hangs from where the last one ended. */
  readonly total: boolean;
  /** Shown apart from the sum. */
  readonly memo?: boolean;
}

/**
 * A waterfall that is its own table: one row a step, label first, bar in the middle, number last.
 * Zero-based; read by a screen reader as the table it is.
 */
export function Waterfall({
  steps,
  unit,
  currency,
  caption,
  head,
  shareOf,
}: {
  steps: readonly Step[];
  unit: Unit;
  currency?: string;
  caption: string;
  head: readonly [string, string, string?];
  shareOf?: number | null;
}) {
  const f = useFormats();
  let level = 0;
  const placed = steps.map((s) => {
    const value = s.value ?? 0;
    const from = s.total || s.memo ? 0 : level;
    const to = s.total ? value : from + value;
    if (!s.memo) level = to;
    return { ...s, lo: Math.min(from, to), hi: Math.max(from, to) };
  });
  const min = Math.min(0, ...placed.map((p) => p.lo));
  const max = Math.max(1, ...placed.map((p) => p.hi));
  const at = (v: number) => `${(((v - min) / (max - min)) * 100).toFixed(3)}%`;
  return (
    <table className="waterfall">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{head[0]}</th>
          <td />
          <th scope="col">{head[1]}</th>
          {head[2] ? <th scope="col">{head[2]}</th> : null}
        </tr>
      </thead>
      <tbody>
        {placed.map((p) => (
          <tr key={p.id} data-part={p.id} className={p.memo ? 'memo' : p.total ? 'total' : 'step'}>
            <th scope="row">{p.label}</th>
            <td className="bar-cell" aria-hidden="true">
              <span
                className={`bar ${p.total ? 'total' : (p.value ?? 0) < 0 ? 'minus' : 'plus'}`}
                style={{ insetInlineStart: at(p.lo), width: `max(1px, calc(${at(p.hi)} - ${at(p.lo)}))` }}
              />
            </td>
            <td className="right">
              <Num value={p.value} unit={unit} currency={currency} />
            </td>
            {head[2] ? (
              <td className="right share">
                {shareOf && p.value !== null ? f.percent(Math.abs(p.value) / shareOf) : ''}
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
