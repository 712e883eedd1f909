import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelCard } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';
import { useActors } from './actors.ts';
import { Num } from './number.tsx';

/** The card itself: data, windows, leakage test, artefact, and what the model does not say. */
export function ModelBasis({ of }: { of: ModelCard }) {
  const { t } = useTranslation();
  const f = useFormats();
  const actor = useActors();
  const window = (w: { from: string; to: string }) =>
    t('models.window', { from: f.date(w.from), to: f.date(w.to) });
  const leakage = !of.leakage
    ? t('models.leakageNone')
    : t(of.leakage.passed ? 'models.leakagePassed' : 'models.leakageFailed', {
        people: f.count(of.leakage.people_count),
      });
  return (
    <section className="panel" aria-labelledby="basis">
      <header className="panel-head">
        <h2 id="basis">{t('models.basis')}</h2>
      </header>
      <dl className="facts">
        <Fact name={t('models.asOf')}>{f.date(of.as_of)}</Fact>
        <Fact name={t('models.horizon')}>{t('common.days', { n: of.horizon_days })}</Fact>
        <Fact name={t('models.people')}>
          <Num value={of.people_count} unit="people" />
        </Fact>
        <Fact name={t('models.lines')}>
          <Num value={of.line_count} unit="count" />
        </Fact>
        <Fact name={t('models.categories')}>
          <Num value={of.category_count} unit="count" />
        </Fact>
        <Fact name={t('models.windows')}>
          {of.windows.length === 0 ? '—' : null}
          {of.windows.map((w) => (
            <div key={w.from}>
              {window(w)}{' '}
              <small className="muted">
                {t('models.windowPeople', {
                  people: f.count(w.people_count),
                  firsts: f.count(w.first_purchase_count),
                })}
              </small>
            </div>
          ))}
        </Fact>
        {of.quality ? (
          <Fact name={t('models.heldOut')}>
            {window(of.quality)}{' '}
            <small className="muted">{t('models.heldOutNote', { days: of.horizon_days })}</small>
          </Fact>
        ) : null}
        <Fact name={t('models.leakage')}>
          <span className={of.leakage?.passed === false ? 'bad' : ''}>{leakage}</span>
        </Fact>
        <Fact name={t('models.limits')}>{f.text(of.limits)}</Fact>
        {of.artefact_sha256 ? (
          <Fact name={t('models.artefact')}>
            {t('models.artefactText', {
              kb: f.count(Math.ceil(of.artefact_bytes / 1024)),
              sha: of.artefact_sha256.slice(0, 12),
            })}
            {', '}
            {t('models.took', { n: f.value(of.seconds, 'count'), who: actor(of.trained_by) })}
          </Fact>
        ) : null}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
