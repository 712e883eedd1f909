import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.ts';
import type { FlowEdge, SurveyHeader } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';
import { Exports } from './exports.tsx';
import { FlowTable } from './flow-table.tsx';
import { Failure, Lines } from './states.tsx';

/** Pairs that are not canals, counted and with the reason: what is not known is shown as such. */
export function HiddenPairs({ survey, onOpen }: { survey: SurveyHeader; onOpen: (edge: FlowEdge) => void }) {
  const { t } = useTranslation();
  const f = useFormats();
  const [shown, setShown] = useState(false);
  return (
    <section className="panel" aria-labelledby="hidden-pairs">
      <header className="panel-head">
        <div>
          <h2 id="hidden-pairs">{t('survey.hidden.title')}</h2>
          <p className="panel-note">
            {t('survey.hidden.note', {
              shown: f.count(survey.pairs_shown),
              tested: f.count(survey.pairs_tested),
              hidden: f.count(survey.pairs_tested - survey.pairs_shown),
            })}
          </p>
        </div>
        <Button aria-expanded={shown} onClick={() => setShown(!shown)}>
          {t(shown ? 'survey.hidden.hide' : 'survey.hidden.show')}
        </Button>
      </header>
      {shown ? <Pairs survey={survey} onOpen={onOpen} /> : null}
    </section>
  );
}

function Pairs({ survey, onOpen }: { survey: SurveyHeader; onOpen: (edge: FlowEdge) => void }) {
  const { t } = useTranslation();
  const [evidence, setEvidence] = useState<'no_evidence' | 'insufficient'>('insufficient');
  const query = useInfiniteQuery(queries.flowPages({ survey_id: survey.survey_id, evidence }));
  const rows = query.data?.pages.flatMap((p) => p.data) ?? [];
  return (
    <>
      <div className="map-tools">
        <Segmented
          size="small"
          aria-label={t('survey.hidden.why')}
          value={evidence}
          onChange={setEvidence}
          options={(['insufficient', 'no_evidence'] as const).map((value) => ({
            value,
            label: t(`survey.hidden.${value}`),
          }))}
        />
        <Exports of={{ path: '/v1/flows', query: { survey_id: survey.survey_id, evidence, limit: 1000 } }} />
      </div>
      {query.error && !query.data ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Lines rows={6} />
      ) : (
        <FlowTable edges={rows} caption={t('survey.hidden.title')} onOpen={onOpen} why />
      )}
      {query.hasNextPage ? (
        <Button
          className="more"
          onClick={() => void query.fetchNextPage()}
          loading={query.isFetchingNextPage}
        >
          {t('common.more')}
        </Button>
      ) : null}
    </>
  );
}
