import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { CrowdDefinition } from '../api/types.ts';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Num } from '../components/number.tsx';
import { Page, StatusTag } from '../components/page.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { useFormats } from '../i18n/format.ts';

/** Which people were set aside to lead? Definitions, counted now. */
export function Crowds() {
  const { t } = useTranslation();
  const f = useFormats();
  const query = useQuery(queries.crowds());
  const tree = useQuery(queries.categories({}));
  const names = new Map((tree.data?.data ?? []).map((c) => [c.category_id, f.text(c.name)]));
  const definition = (c: CrowdDefinition) =>
    [
      c.holds_category_id
        ? t('survey.crowds.holds', { name: names.get(c.holds_category_id) ?? c.holds_category_id })
        : '',
      c.lacks_category_id
        ? t('survey.crowds.lacks', { name: names.get(c.lacks_category_id) ?? c.lacks_category_id })
        : '',
      c.breadth
        ? c.breadth.max === null
          ? t('survey.crowds.breadthOpen', { min: c.breadth.min })
          : t('survey.crowds.breadth', { min: c.breadth.min, max: c.breadth.max })
        : '',
    ]
      .filter(Boolean)
      .join(f.language === 'zh-CN' ? '，' : ', ');
  const columns: Column<CrowdDefinition>[] = [
    {
      key: 'name',
      title: t('survey.crowds.name'),
      sort: (c) => f.text(c.name),
      render: (c) => f.text(c.name),
    },
    {
      key: 'definition',
      title: t('survey.crowds.definition'),
      render: (c) => (
        <span className="two-lines">
          <span>{definition(c)}</span>
          <small>{t('survey.crowds.within', { days: c.lookback_days, date: f.date(c.as_of) })}</small>
        </span>
      ),
    },
    {
      key: 'people',
      title: t('survey.crowds.people'),
      right: true,
      width: 130,
      render: (c) => <People crowdId={c.crowd_id} />,
    },
    {
      key: 'saved',
      title: t('survey.crowds.saved'),
      width: 190,
      sort: (c) => c.created_at,
      render: (c) => <time dateTime={c.created_at}>{f.time(c.created_at)}</time>,
    },
  ];
  return (
    <Page title={t('survey.crowds.title')} question={t('survey.crowds.question')}>
      <section className="panel" aria-label={t('survey.crowds.list')}>
        {query.error && !query.data ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <DataTable
            file={{ path: '/v1/crowds' }}
            label={t('survey.crowds.list')}
            rows={query.data?.data ?? []}
            columns={columns}
            rowKey={(c) => c.crowd_id}
            loading={query.isPending}
            search={(c) => `${f.text(c.name)} ${definition(c)}`}
            pageSize={20}
            empty={
              <Empty
                title={t('survey.crowds.emptyTitle')}
                note={t('survey.crowds.emptyNote')}
                action={<Link to="/opportunities">{t('survey.crowds.emptyAction')}</Link>}
              />
            }
          />
        )}
      </section>
    </Page>
  );
}

/** Counted when it is looked at; withheld where fewer than the privacy limit. */
function People({ crowdId }: { crowdId: string }) {
  const { data, error } = useQuery(queries.crowd(crowdId));
  if (error) return <span className="none">—</span>;
  if (!data) return <span className="none" aria-busy="true" />;
  return data.people_count === null ? (
    <StatusTag status={data.status} />
  ) : (
    <Num value={data.people_count} unit="people" />
  );
}
