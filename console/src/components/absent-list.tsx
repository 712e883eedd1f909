import { useTranslation } from 'react-i18next';
import type { SearchExplanation } from '../api/types.ts';

type Told = Pick<SearchExplanation['explanation'], 'passed_over' | 'gated'>;
type Title = Told['passed_over'][number]['title'];

/** Who is not on the page and why, the nearest first; a click asks for the whole reason. */
export function AbsentList({
  told,
  name,
  onAsk,
}: {
  told: Told;
  name: (title: Title) => string;
  onAsk: (offer: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <ul className="absent-list">
      {told.passed_over.slice(0, 12).map((one) => (
        <li key={one.offer_id}>
          <button type="button" className="linkish" onClick={() => onAsk(one.offer_id)}>
            {name(one.title)}
          </button>
          <small>{t(`serving.passed.${one.why}`)}</small>
        </li>
      ))}
      {told.gated.slice(0, 12).map((one) => (
        <li key={one.offer_id}>
          <button type="button" className="linkish" onClick={() => onAsk(one.offer_id)}>
            {name(one.title)}
          </button>
          <small>
            {t(`serving.gate.${one.gate}`)}
            {one.by ? ` · ${one.by}` : ''}
          </small>
        </li>
      ))}
    </ul>
  );
}
