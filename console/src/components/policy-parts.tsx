import { useTranslation } from 'react-i18next';
import type { DryRun, PolicyDifference } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';

/** What differs, a line a field. */
export function Differences({ of }: { of: readonly PolicyDifference[] }) {
  const { t } = useTranslation();
  if (of.length === 0) return <span className="none">—</span>;
  const lines = of.flatMap((d) =>
    d.fields.map(({ pointer, before, after }) => ({
      key: `${d.what}${d.id}${pointer}`,
      text:
        d.change === 'changed'
          ? `${d.id} ${pointer.slice(1)}: ${short(before)} → ${short(after)}`
          : `${d.id}: ${t(`serving.diff.${d.change}`)}`,
    })),
  );
  return (
    <span className="two-lines">
      {lines.slice(0, 4).map(({ key, text }) => (
        <small key={key}>{text}</small>
      ))}
      {lines.length > 4 ? <small>{t('serving.diff.more', { n: lines.length - 4 })}</small> : null}
    </span>
  );
}

const short = (value: unknown) => {
  const text = JSON.stringify(value) ?? '';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};

/** What a draft would have done to recent requests. */
export function DryRunResult({ run }: { run: DryRun }) {
  const { t } = useTranslation();
  const f = useFormats();
  const name = (title: { en: string; zh: string }) => (f.language === 'zh-CN' ? title.zh : title.en);
  const pair = run.slates[0];
  return (
    <div role="status">
      <p className="answer">
        {t('serving.dry.answer', {
          requests: f.count(run.requests),
          changed: f.count(run.changed_slates),
        })}
      </p>
      {run.conflicts.map((c) => (
        <p key={`${c.kind}${c.rule_ids.join()}${c.scenario}`} className="tag provisional">
          {t(`serving.conflict.${c.kind}`)} · {c.rule_ids.join(', ')}
          {c.scenario ? ` · ${c.scenario}` : ''}
        </p>
      ))}
      {run.rules.map((r) => (
        <p key={r.rule_id} className="muted">
          {t('serving.dry.rule', {
            id: r.rule_id,
            fired: f.count(r.fired_count),
            matching: r.matching_count === null ? '—' : f.count(r.matching_count),
            of: r.offer_count === null ? '—' : f.count(r.offer_count),
          })}
        </p>
      ))}
      {pair ? (
        <div className="slate-pair">
          {(['before', 'after'] as const).map((side) => (
            <div key={side}>
              <h3>{t(`serving.dry.${side}`)}</h3>
              <ol>
                {pair[side].map((offer) => (
                  <li
                    key={offer.offer_id}
                    className={
                      pair[side === 'before' ? 'after' : 'before'].some((o) => o.offer_id === offer.offer_id)
                        ? ''
                        : 'moved'
                    }
                  >
                    {name(offer.title)}
                  </li>
                ))}
              </ol>
            </div>
          ))}
        </div>
      ) : null}
      {run.offers.length > 0 ? (
        <table className="plain-table">
          <caption>{t('serving.dry.offers')}</caption>
          <tbody>
            {run.offers.slice(0, 10).map((o) => (
              <tr key={o.offer_id}>
                <th scope="row">{name(o.title)}</th>
                <td>
                  {f.count(o.before_count)} → {f.count(o.after_count)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}
