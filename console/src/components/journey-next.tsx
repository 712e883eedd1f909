import { useTranslation } from 'react-i18next';
import type { JourneyGraph } from '../api/types.ts';
import type { Place } from '../charts/journey-layout.ts';
import { useFormats } from '../i18n/format.ts';

/** Seconds as a reader says them. */
export function useDuration(): (seconds: number | null) => string {
  const { t } = useTranslation();
  const f = useFormats();
  return (seconds) =>
    seconds === null
      ? '—'
      : seconds < 120
        ? t('market.journey.seconds', { n: f.count(Math.round(seconds)) })
        : t('market.journey.minutes', { n: f.value(Math.round(seconds / 6) / 10, 'count') });
}

/** Beside the chart: where people go from a surface, how many leave, and how long deciding takes from there. */
export function JourneyNext({ graph, place }: { graph: JourneyGraph; place: Place }) {
  const { t } = useTranslation();
  const f = useFormats();
  const time = useDuration();
  const node = graph.nodes.find(({ surface }) => surface === place);
  const edges = graph.edges.filter(({ from }) => from === place).sort((a, b) => b.rate - a.rate);
  const name = t(`market.surface.${place}`);
  return (
    <section className="journey-next" aria-label={t('market.journey.next', { surface: name })}>
      <h3>{t('market.journey.next', { surface: name })}</h3>
      {node?.status === 'suppressed' ? <p>{t('market.journey.few', { k: f.count(graph.k) })}</p> : null}
      {node?.status === 'ok' ? (
        <ul>
          <li>{t('market.journey.reached', { n: f.value(node.visit_count, 'count') })}</li>
          {node.exit_rate === null ? null : (
            <li>{t('market.journey.leave', { rate: f.percent(node.exit_rate) })}</li>
          )}
          {node.order_rate === null ? null : (
            <li>
              {node.seconds_to_order === null
                ? t('market.journey.orderedOnly', { rate: f.percent(node.order_rate) })
                : t('market.journey.ordered', {
                    rate: f.percent(node.order_rate),
                    time: time(node.seconds_to_order),
                  })}
            </li>
          )}
          {node.dwell_seconds === null ? null : (
            <li>{t('market.journey.dwell', { time: time(node.dwell_seconds) })}</li>
          )}
        </ul>
      ) : null}
      {edges.length === 0 ? null : (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('market.journey.to')}</th>
              <th scope="col" className="right">
                {t('market.journey.share')}
              </th>
              <th scope="col" className="right">
                {t('market.journey.count')}
              </th>
            </tr>
          </thead>
          <tbody>
            {edges.map((edge) => (
              <tr key={edge.to}>
                <th scope="row">{t(`market.surface.${edge.to}`)}</th>
                <td className="right">
                  <data value={edge.rate}>{f.percent(edge.rate)}</data>
                </td>
                <td className="right">
                  <data value={edge.step_count}>{f.value(edge.step_count, 'count')}</data>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
