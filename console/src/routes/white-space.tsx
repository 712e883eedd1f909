import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { WhiteSpace as Board } from '../api/types.ts';
import { useAddress, useSetAddress } from '../app/session.ts';
import { Estimate, rounded } from '../components/estimate.tsx';
import { Exports } from '../components/exports.tsx';
import { Num } from '../components/number.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Lines } from '../components/states.tsx';
import { BoardSource } from '../components/survey-parts.tsx';
import { useFormats } from '../i18n/format.ts';

type Cell = Board['data'][number];

/** Which people are missing where people as active buy? */
export function WhiteSpace() {
  const { t, i18n } = useTranslation();
  const f = useFormats();
  const { level = 1, dim } = useAddress();
  const set = useSetAddress();
  const query = useQuery(queries.whiteSpace({ level }));
  const of = query.data;
  const dimension = dim && of?.dimensions.includes(dim) ? dim : of?.dimensions[0];
  const cells = (of?.data ?? []).filter((c) => c.dimension === dimension);
  const wide = cells.filter((c) => (c.gap_people ?? 0) >= 1);
  const lead = wide[0];
  const word = (d: string) =>
    i18n.exists(`survey.white.dimensions.${d}`)
      ? (t as (key: string) => string)(`survey.white.dimensions.${d}`)
      : d;
  return (
    <Page
      title={t('survey.white.title')}
      question={t('survey.white.question')}
      answer={
        !of
          ? '\u00a0'
          : lead
            ? t('survey.white.answer', {
                crowd: f.text(lead.crowd_label),
                category: f.text(lead.label),
                people: f.value(rounded(lead.gap_people ?? 0), 'people'),
              })
            : t('survey.white.answerNone')
      }
    >
      <BoardSource of={of} />
      <section className="panel" aria-labelledby="white-grid">
        <header className="panel-head">
          <div>
            <h2 id="white-grid">{t('survey.white.grid')}</h2>
            <p className="panel-note">{t('survey.white.gridNote')}</p>
          </div>
          <Exports of={{ path: '/v1/white-space', query: { level } }} />
        </header>
        {query.error && !of ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : !of ? (
          <Lines rows={10} height={420} />
        ) : !dimension ? (
          <Empty title={t('survey.white.empty')} note={t('survey.white.emptyNote')} />
        ) : (
          <>
            <Segmented
              className="dimension"
              aria-label={t('survey.white.dimension')}
              value={dimension}
              onChange={(v: string) => set({ dim: v })}
              options={of.dimensions.map((value) => ({ value, label: word(value) }))}
            />
            <Grid cells={cells} />
          </>
        )}
      </section>
      {wide.length > 0 ? <Widest cells={wide.slice(0, 15)} /> : null}
    </Page>
  );
}

/** A heat map that is a table: shade repeats the gap to fill, the number says it, hatching says that nothing is said. */
function Grid({ cells }: { cells: readonly Cell[] }) {
  const { t } = useTranslation();
  const f = useFormats();
  const crowds = [...new Map(cells.map((c) => [c.crowd, c.crowd_label])).entries()];
  const categories = [...new Map(cells.map((c) => [c.category_id, c.label])).entries()].sort((a, b) =>
    f.text(a[1]).localeCompare(f.text(b[1]), f.language),
  );
  const at = new Map(cells.map((c) => [`${c.crowd} ${c.category_id}`, c]));
  const max = Math.max(0.005, ...cells.map((c) => c.gap_rate ?? 0));
  const points = (rate: number) =>
    new Intl.NumberFormat(f.language, {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
      signDisplay: 'exceptZero',
    }).format(rate * 100);
  return (
    <>
      <div className="heat-legend" aria-hidden="true">
        <span>{t('survey.white.scale')}</span>
        <span>0</span>
        <span className="heat-ramp">
          {Array.from({ length: 9 }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nine fixed steps
            <i key={i} style={{ background: `var(--scale-${i})` }} />
          ))}
        </span>
        <span>{points(-max)}</span>
        <span className="heat-hatch" />
        <span>{t('survey.white.withheld')}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="heat-scroll" tabIndex={0} aria-label={t('survey.white.grid')}>
        <table className="heat white">
          <caption className="sr-only">{t('survey.white.gridNote')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('survey.white.crowd')}</th>
              {categories.map(([id, name]) => (
                <th key={id} scope="col">
                  <Link to="/categories/$id" params={{ id }}>
                    {f.text(name)}
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {crowds.map(([crowd, name]) => (
              <tr key={crowd}>
                <th scope="row">{f.text(name)}</th>
                {categories.map(([id]) => {
                  const c = at.get(`${crowd} ${id}`);
                  if (!c || c.gap_rate === null)
                    return (
                      <td
                        key={id}
                        className="immature"
                        title={c ? t(`status.${c.status as 'suppressed' | 'insufficient'}.note`) : ''}
                      >
                        <span className="sr-only">
                          {c ? t(`status.${c.status as 'suppressed' | 'insufficient'}.word`) : ''}
                        </span>
                      </td>
                    );
                  const shade = Math.min(8, Math.max(0, Math.floor((c.gap_rate / max) * 9)));
                  return (
                    <td
                      key={id}
                      data-value={c.gap_rate}
                      className={`shade-${c.gap_rate > 0 ? shade : 'none'}`}
                      {...(c.gap_rate > 0 ? { style: { background: `var(--scale-${shade})` } } : {})}
                      title={t('survey.white.cell', {
                        crowd: f.text(name),
                        category: f.text(c.label),
                        observed: f.percent(c.observed_rate),
                        expected: f.percent(c.expected_rate),
                        people: f.count(c.people_count ?? 0),
                      })}
                    >
                      {points(-c.gap_rate)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Widest({ cells }: { cells: readonly Cell[] }) {
  const { t } = useTranslation();
  const f = useFormats();
  return (
    <section className="panel" aria-labelledby="widest">
      <header className="panel-head">
        <h2 id="widest">{t('survey.white.list')}</h2>
      </header>
      <table className="plain">
        <caption className="sr-only">{t('survey.white.list')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('survey.white.crowd')}</th>
            <th scope="col">{t('categories.name')}</th>
            <th scope="col" className="right">
              {t('survey.white.people')}
            </th>
            <th scope="col" className="right">
              {t('survey.white.observed')}
            </th>
            <th scope="col" className="right">
              {t('survey.white.expected')}
            </th>
            <th scope="col" className="right">
              {t('survey.white.gap')}
            </th>
          </tr>
        </thead>
        <tbody>
          {cells.map((c) => (
            <tr key={`${c.crowd} ${c.category_id}`}>
              <th scope="row">{f.text(c.crowd_label)}</th>
              <td>
                <Link to="/categories/$id" params={{ id: c.category_id }}>
                  {f.text(c.label)}
                </Link>
              </td>
              <td className="right">
                <Num value={c.people_count} unit="people" />
              </td>
              <td className="right">
                <Num value={c.observed_rate} unit="rate" />
              </td>
              <td className="right">
                <Num value={c.expected_rate} unit="rate" />
              </td>
              <td className="right">
                <Estimate value={c.gap_people} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
