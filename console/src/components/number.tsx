import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { NONE, type Unit, useFormats } from '../i18n/format.ts';

interface NumberProps {
  value: number | null | undefined;
  unit: Unit;
  currency?: string | undefined;
  className?: string;
}

/** A number as read; the exact one is its title and its machine-readable value. */
export function Num({ value, unit, currency, className }: NumberProps) {
  const f = useFormats();
  if (value === null || value === undefined) return <span className="none">{NONE}</span>;
  return (
    <data className={`num ${className ?? ''}`} value={value} title={f.exact(value, unit, currency)}>
      {f.value(value, unit, currency)}
    </data>
  );
}

/** Words with a plain-language explanation behind them; reachable by keyboard. */
export function Hint({ text, children }: { text: ReactNode; children: ReactNode }) {
  return (
    <Tooltip title={text} styles={{ root: { maxWidth: 340 } }}>
      <button type="button" className="hint">
        {children}
      </button>
    </Tooltip>
  );
}
