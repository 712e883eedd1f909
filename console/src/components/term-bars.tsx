import { useTranslation } from 'react-i18next';
import type { DecisionExplanation } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';

type Slot = DecisionExplanation['slots'][number];
const PARTS = [
  'purchase',
  'first_purchase',
  'need',
  'relevance',
  'price_power',
  'chosen_order',
  'rule',
] as const;

/** A slate as stacked bars on one zero-based scale: what each term adds, what rules take, and where the next offer's score lies. */
export function TermBars({
  slots,
  currency,
  selected,
  onSelect,
}: {
  slots: readonly Slot[];
  currency: string;
  selected: number;
  onSelect: (slot: number) => void;
}) {
  const { t } = useTranslation();
  const f = useFormats();
  const amounts = (slot: Slot) =>
    PARTS.map((name) => ({
      name,
      amount: slot.terms.reduce((sum, term) => (term.name === name ? sum + term.amount_minor : sum), 0),
    })).filter(({ amount }) => amount !== 0);
  const max = Math.max(
    1e-9,
    ...slots.map((s) => amounts(s).reduce((sum, a) => sum + Math.max(0, a.amount), 0)),
  );
  const money = (minor: number) => f.exact(minor, 'minor', currency);
  return (
    <ol className="term-bars" aria-label={t('serving.box.bars')}>
      {slots.map((slot) => (
        <li key={slot.slot}>
          <button
            type="button"
            className={slot.slot === selected ? 'term-row chosen' : 'term-row'}
            aria-pressed={slot.slot === selected}
            onClick={() => onSelect(slot.slot)}
          >
            <span className="term-name">
              <b>{slot.slot + 1}</b> {f.language === 'zh-CN' ? slot.title.zh : slot.title.en}
              <small>{t(`serving.source.${slot.source}`)}</small>
            </span>
            <span className="term-track" aria-hidden="true">
              {amounts(slot).map(({ name, amount }) => (
                <i
                  key={name}
                  className={`term-part ${name}${amount < 0 ? ' takes' : ''}`}
                  style={{ width: `${(Math.abs(amount) / max) * 100}%` }}
                />
              ))}
              {slot.threshold === null ? null : (
                <i
                  className="term-threshold"
                  style={{ left: `${Math.min(100, (slot.threshold / max) * 100)}%` }}
                />
              )}
            </span>
            <data className="num" value={slot.score}>
              {money(slot.score)}
            </data>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** What the colours mean, of the terms that the slate has. */
export function TermLegend({ slots }: { slots: readonly Slot[] }) {
  const { t } = useTranslation();
  const shown = PARTS.filter((name) =>
    slots.some(({ terms }) => terms.some((term) => term.name === name && term.amount_minor !== 0)),
  );
  return (
    <p className="term-legend">
      {shown.map((name) => (
        <span key={name}>
          <i className={`term-part ${name}`} aria-hidden="true" /> {t(`serving.term.${name}`)}
        </span>
      ))}
      <span>
        <i className="term-threshold still" aria-hidden="true" /> {t('serving.box.threshold')}
      </span>
    </p>
  );
}
