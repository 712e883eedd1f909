import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NONE, type Unit, useFormats } from '../i18n/format.ts';

/** Change between two values: arrow, amount, and against what. Direction is never told by colour alone. */
export function Change({
  from,
  to,
  unit,
  since,
}: {
  from: number | null | undefined;
  to: number | null | undefined;
  unit: Unit;
  since?: ReactNode;
}) {
  const f = useFormats();
  const { t } = useTranslation();
  if (from === null || from === undefined || to === null || to === undefined)
    return <span className="change none">{since ? t('common.noComparison') : NONE}</span>;
  const text = f.change(from, to, unit);
  const direction = to > from ? 'up' : to < from ? 'down' : 'flat';
  const arrow = direction === 'up' ? '▲' : direction === 'down' ? '▼' : '■';
  return (
    <span className={`change ${direction}`}>
      <span aria-hidden="true" className="arrow">
        {arrow}
      </span>
      <span className="num">{text}</span>
      {since ? <span className="since"> {since}</span> : null}
    </span>
  );
}
