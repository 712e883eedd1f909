import { useTranslation } from 'react-i18next';
import type { CohortGrid } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';

/**
 * Retention as a heat map that is a table: every cell holds its number, shade only repeats it. Age 0 is
 * everybody and left out. Months that are not over are hatched: their share will still grow.
 */
export function CohortHeat({ grid }: { grid: CohortGrid }) {
  const { t } = useTranslation();
  const f = useFormats();
  const ages = [...new Set(grid.cohorts.flatMap((c) => c.cells.map((x) => x.age)))]
    .filter((a) => a > 0)
    .sort((a, b) => a - b);
  const mature = grid.cohorts.flatMap((c) =>
    c.cells.filter((x) => x.age > 0 && x.status !== 'immature' && x.value !== null),
  );
  const max = Math.max(0.01, ...mature.map((x) => x.value!));
  const step = (value: number) => Math.min(8, Math.floor((value / max) * 9));
  return (
    <>
      <div className="heat-legend" aria-hidden="true">
        <span>{t('cohorts.scale')}</span>
        <span>0%</span>
        <span className="heat-ramp">
          {Array.from({ length: 9 }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nine fixed steps
            <i key={i} style={{ background: `var(--scale-${i})` }} />
          ))}
        </span>
        <span>{f.percent(max, 0)}</span>
        <span className="heat-hatch" />
        <span>{t('cohorts.immature')}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="heat-scroll" tabIndex={0} aria-label={t('cohorts.grid')}>
        <table className="heat">
          <caption className="sr-only">{t('cohorts.ages')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('cohorts.cohort')}</th>
              <th scope="col" className="right">
                {t('cohorts.size')}
              </th>
              {ages.map((age) => (
                <th key={age} scope="col">
                  {t('cohorts.age', { n: age })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.cohorts.map((c) => (
              <tr key={c.cohort}>
                <th scope="row">{f.month(c.cohort)}</th>
                <td className="right size">{c.size === null ? '' : f.count(c.size)}</td>
                {ages.map((age) => {
                  const cell = c.cells.find((x) => x.age === age);
                  if (!cell || (cell.value === null && cell.status !== 'suppressed'))
                    return <td key={age} className="void" />;
                  if (cell.value === null)
                    return (
                      <td key={age} className="withheld" title={t('status.suppressed.note')}>
                        ·
                      </td>
                    );
                  const immature = cell.status === 'immature';
                  const shade = step(cell.value);
                  return (
                    <td
                      key={age}
                      data-value={cell.value}
                      className={immature ? 'immature' : `shade-${shade}`}
                      {...(immature ? {} : { style: { background: `var(--scale-${shade})` } })}
                      title={`${f.month(c.cohort)}, ${t('cohorts.age', { n: age })}: ${f.percent(cell.value, 2)}${
                        cell.people === null ? '' : ` (${f.count(cell.people)})`
                      }${immature ? ` · ${t('cohorts.immature')}` : ''}`}
                    >
                      {f.percent(cell.value, 0)}
                      {immature ? <span className="sr-only"> {t('cohorts.immature')}</span> : null}
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
