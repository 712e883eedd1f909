import { useTranslation } from 'react-i18next';
import type { FlowEdge } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';
import { Estimate } from './estimate.tsx';
import { Num } from './number.tsx';
import { useSurveyWords } from './survey-parts.tsx';

/** The flows behind the map as a table; every pair opens its evidence, so the keyboard reaches what a click does. */
export function FlowTable({
  edges,
  caption,
  onOpen,
  why = false,
}: {
  edges: readonly FlowEdge[];
  caption: string;
  onOpen: (edge: FlowEdge) => void;
  /** Shows why a pair has no evidence in place of its chance. */
  why?: boolean;
}) {
  const { t } = useTranslation();
  const f = useFormats();
  const words = useSurveyWords();
  return (
    <table className="plain flows">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('survey.hidden.pair')}</th>
          <th scope="col" className="right">
            n
          </th>
          <th scope="col" className="right">
            {t('survey.edge.excess')}
          </th>
          <th scope="col" className="right">
            {t('survey.edge.lift')}
          </th>
          <th scope="col" className={why ? '' : 'right'}>
            {t(why ? 'survey.hidden.why' : 'survey.q')}
          </th>
        </tr>
      </thead>
      <tbody>
        {edges.map((e) => (
          <tr key={`${e.from_category_id}~${e.to_category_id}`}>
            <th scope="row">
              <button type="button" className="linkish" onClick={() => onOpen(e)}>
                {words.pair(e)}
              </button>
            </th>
            <td className="right">
              <Num value={e.entry_count} unit="people" />
            </td>
            <td className="right">
              <Estimate value={e.excess_count} signed />
              {e.excess_low !== null && e.excess_high !== null ? (
                <small className="muted">
                  {' '}
                  ({f.count(Math.round(e.excess_low))}…{f.count(Math.round(e.excess_high))})
                </small>
              ) : null}
            </td>
            <td className="right num">
              {e.lift === null ? (
                words.lift(null)
              ) : (
                <data value={e.lift} title={f.exact(e.lift, 'ratio')}>
                  {words.lift(e.lift)}
                </data>
              )}
            </td>
            <td className={why ? 'why' : 'right num'}>{why ? words.why(e.reason) : words.q(e.q)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
