import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { serving } from '../api/serving.ts';
import type { PublishedParameters } from '../api/types.ts';
import { BarCell } from '../components/bar-cell.tsx';
import { Page } from '../components/page.tsx';
import { Differences } from '../components/policy-parts.tsx';
import { Failure, Lines } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

/** What does ranking rest on, how much does each part weigh, and what is about to change? Public, from what is live. */
export function Parameters() {
  const { t } = useTranslation();
  const f = useFormats();
  const query = useQuery(serving.parameters());
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const p = query.data;
  const words = (text: { en: string; zh: string }) => (f.language === 'zh-CN' ? text.zh : text.en);
  const lead = p?.groups[0];
  return (
    <Page
      title={t('serving.parameters.title')}
      question={t('serving.parameters.question')}
      answer={
        lead && lead.importance_rate !== null
          ? t('serving.parameters.answer', { name: words(lead.text), share: f.percent(lead.importance_rate) })
          : '\u00a0'
      }
    >
      {p ? <Body p={p} words={words} /> : <Lines rows={12} height={480} />}
    </Page>
  );
}

function Body({ p, words }: { p: PublishedParameters; words: (text: { en: string; zh: string }) => string }) {
  const { t } = useTranslation();
  const f = useFormats();
  const max = Math.max(...p.terms.map((x) => x.importance_rate ?? 0), 1e-9);
  return (
    <>
      <p className="source">
        <span>{t('serving.parameters.version', { n: p.version })}</span>
        <span>
          <code>{p.config_hash.slice(0, 16)}</code>
        </span>
        <span>{t('serving.parameters.since', { time: f.time(p.effective_at) })}</span>
        <span>{t('serving.rules.notice', { n: p.notice_days })}</span>
      </p>
      {p.coming.map((c) => (
        <section className="panel" key={c.change_id} aria-label={t('serving.parameters.coming')}>
          <header className="panel-head">
            <h2>{t('serving.parameters.coming')}</h2>
          </header>
          <p>
            <span className="tag provisional">{f.time(c.effective_at)}</span>
          </p>
          <Differences of={c.differences} />
        </section>
      ))}
      <div className="columns">
        <section className="panel" aria-label={t('serving.parameters.groups')}>
          <header className="panel-head">
            <h2>{t('serving.parameters.groups')}</h2>
          </header>
          <table className="plain-table">
            <tbody>
              {p.groups.map((g) => (
                <tr key={g.group}>
                  <th scope="row">{words(g.text)}</th>
                  <td>
                    <BarCell value={g.importance_rate} max={1} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="muted">
            {p.method.decisions === 0 ? t('serving.parameters.unmeasured') : words(p.method)}
          </p>
        </section>
        <section className="panel" aria-label={t('serving.parameters.gates')}>
          <header className="panel-head">
            <h2>{t('serving.parameters.gates')}</h2>
          </header>
          <ol>
            {p.gates.map((g) => (
              <li key={g.gate}>{words(g.text)}</li>
            ))}
          </ol>
          <header className="panel-head">
            <h2>{t('serving.placements.title')}</h2>
          </header>
          <p className="muted">{words(p.placements_text)}</p>
          <ul>
            {p.placements.map((one) => (
              <li key={one.placement_id}>
                {words(one.merchant)}{' '}
                <small className="muted">
                  {one.scenarios.map((s) => t(`serving.scenario.${s}`)).join(', ')} · {f.date(one.from)} –{' '}
                  {f.date(one.until)}
                </small>
              </li>
            ))}
          </ul>
          <header className="panel-head">
            <h2>{t('serving.rules.title')}</h2>
          </header>
          {p.rules.length === 0 ? <p className="muted">{t('serving.rules.emptyTitle')}</p> : null}
          <ul>
            {p.rules.map((r) => (
              <li key={r.rule_id}>
                {f.text(r.text)} <small className="muted">{r.effect}</small>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <section className="panel" aria-label={t('serving.parameters.terms')}>
        <header className="panel-head">
          <h2>{t('serving.parameters.terms')}</h2>
        </header>
        <table className="plain-table">
          <tbody>
            {p.terms.map((x) => (
              <tr key={x.term}>
                <th scope="row">
                  {words(x.text)} <small>{x.term}</small>
                </th>
                <td>
                  <BarCell value={x.importance_rate} max={max} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="panel" aria-label={t('serving.rules.versions')}>
        <header className="panel-head">
          <h2>{t('serving.rules.versions')}</h2>
        </header>
        <table className="plain-table">
          <tbody>
            {p.history.map((v) => (
              <tr key={v.version}>
                <th scope="row">
                  {t('serving.parameters.version', { n: v.version })} · {t(`serving.kind.${v.kind}`)}
                  <small>{v.reason}</small>
                </th>
                <td>{f.time(v.effective_at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
