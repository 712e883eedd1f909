import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { TrendAlert } from '../api/types.ts';
import { useAddress } from '../app/session.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Estimate, IntervalBar } from '../components/estimate.tsx';
import { Hint, Num } from '../components/number.tsx';
import { Page, StatusTag } from '../components/page.tsx';
import { Failure, Lines } from '../components/states.tsx';
import { BoardSource, LevelSwitch, useSurveyWords } from '../components/survey-parts.tsx';
import { useFormats } from '../i18n/format.ts';

/** What rises that neither season nor the marketplace's growth explains? */
export function Trends() {
  const { t } = useTranslation();
  const f = useFormats();
  const words = useSurveyWords();
  const { level = 0 } = useAddress();
  const query = useQuery(queries.trends({ level }));
  const of = query.data;
  const alerts = (of?.data ?? []).filter((r) => r.alert);
  const known = (of?.data ?? []).filter((r) => r.status === 'ok');
  const max = Math.max(1.5, ...known.map((r) => r.ratio));
  const columns: Column<TrendAlert>[] = [
    {
      key: 'name',
      title: t('categories.name'),
      sort: (r) => f.text(r.label),
      render: (r) => (
        <Link to="/categories/$id" params={{ id: r.category_id }}>
          {f.text(r.label)}
        </Link>
      ),
    },
    {
      key: 'verdict',
      title: t('survey.trends.verdict'),
      width: 130,
      render: (r) =>
        r.status !== 'ok' ? (
          <StatusTag status={r.status} />
        ) : r.alert ? (
          <span className="tag final">{t('survey.trends.alert')}</span>
        ) : (
          <span className="muted">{t('survey.trends.quiet')}</span>
        ),
    },
    {
      key: 'observed',
      title: t('survey.trends.observed'),
      right: true,
      sort: (r) => r.observed_count,
      render: (r) => <Num value={r.observed_count} unit="people" />,
    },
    {
      key: 'expected',
      title: <Hint text={t('survey.trends.expectedNote')}>{t('survey.trends.expected')}</Hint>,
      right: true,
      render: (r) => (r.status === 'ok' ? <Estimate value={r.expected_count} /> : '—'),
    },
    {
      key: 'ratio',
      title: t('survey.trends.ratio'),
      width: 220,
      sort: (r) => (r.status === 'ok' ? r.ratio : null),
      render: (r) =>
        r.status === 'ok' ? (
          <span className="interval-cell">
            <data className="num" value={r.ratio}>
              {words.lift(r.ratio)}
            </data>
            <IntervalBar
              value={r.ratio}
              low={null}
              high={null}
              max={max}
              reference={1}
              label={words.lift(r.ratio)}
            />
          </span>
        ) : (
          '—'
        ),
    },
    {
      key: 'z',
      title: t('survey.trends.z'),
      right: true,
      sort: (r) => (r.status === 'ok' ? r.z : null),
      render: (r) => (r.status === 'ok' ? f.value(r.z, 'ratio') : '—'),
    },
    {
      key: 'q',
      title: <Hint text={t('survey.qNote')}>{t('survey.q')}</Hint>,
      right: true,
      render: (r) => (r.status === 'ok' ? words.q(r.q) : '—'),
    },
  ];
  return (
    <Page
      title={t('survey.trends.title')}
      question={t('survey.trends.question')}
      answer={
        !of
          ? '\u00a0'
          : alerts.length > 0
            ? t('survey.trends.answer', {
                count: alerts.length,
                month: f.month(of.month),
                names: alerts
                  .slice(0, 3)
                  .map((a) => f.text(a.label))
                  .join(f.language === 'zh-CN' ? '、' : ', '),
              })
            : t(known.length > 0 ? 'survey.trends.answerNone' : 'survey.trends.answerUnknown', {
                month: f.month(of.month),
              })
      }
    >
      <BoardSource of={of}>{of ? <span>{f.month(of.month)}</span> : null}</BoardSource>
      <section className="panel" aria-label={t('survey.trends.list')}>
        {query.error && !of ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : !of ? (
          <Lines rows={10} height={420} />
        ) : (
          <DataTable
            label={t('survey.trends.list')}
            rows={of.data}
            columns={columns}
            rowKey={(r) => r.category_id}
            search={(r) => f.text(r.label)}
            file={{ path: '/v1/trends', query: { level } }}
            tools={<LevelSwitch />}
          />
        )}
      </section>
    </Page>
  );
}
