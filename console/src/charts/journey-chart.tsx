import { useTranslation } from 'react-i18next';
import type { JourneyGraph } from '../api/types.ts';
import { useFormats } from '../i18n/format.ts';
import { BOX, CENTRES, HEIGHT, type Place, streamsOf, WIDTH } from './journey-layout.ts';
import { useWidth } from './use-width.ts';

/** Narrower than this share of its width it scrolls. */
const SMALLEST = 0.8;

/** Surfaces and the streams between them. A surface is a button: what leads on from it is told beside the chart. */
export function JourneyChart({
  graph,
  selected,
  onSelect,
}: {
  graph: JourneyGraph;
  selected: Place;
  onSelect: (place: Place) => void;
}) {
  const { t } = useTranslation();
  const f = useFormats();
  const [box, width] = useWidth<HTMLElement>();
  const scale = width === 0 ? 1 : Math.max(SMALLEST, Math.min(1, width / WIDTH));
  const streams = streamsOf(graph.edges);
  const nodes = new Map(graph.nodes.map((node) => [node.surface as Place, node]));
  const places = (Object.keys(CENTRES) as Place[]).filter((place) => place === 'start' || nodes.has(place));
  return (
    <section
      ref={box}
      className="journey-scroll"
      style={{ height: HEIGHT * scale + 8 }}
      aria-label={t('market.journey.figure')}
    >
      <div className="journey-chart" style={{ width: WIDTH, height: HEIGHT, transform: `scale(${scale})` }}>
        <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
          {streams.map((stream) => (
            <path
              key={`${stream.from}-${stream.to}`}
              d={stream.path}
              className={
                stream.from === selected ? 'stream lit' : stream.to === 'order' ? 'stream order' : 'stream'
              }
              strokeWidth={stream.width}
            >
              <title>
                {t(`market.surface.${stream.from}`)} → {t(`market.surface.${stream.to}`)}:{' '}
                {f.percent(stream.rate)}
              </title>
            </path>
          ))}
        </svg>
        {places.map((place) => {
          const node = nodes.get(place);
          const [x, y] = CENTRES[place];
          return (
            <button
              key={place}
              type="button"
              data-surface={place}
              aria-pressed={place === selected}
              className={place === selected ? 'journey-node chosen' : 'journey-node'}
              style={{
                left: x - BOX.width / 2,
                top: y - BOX.height / 2,
                width: BOX.width,
                height: BOX.height,
              }}
              onClick={() => onSelect(place)}
            >
              <b>{t(`market.surface.${place}`)}</b>
              <small>
                {place === 'start'
                  ? f.value(graph.visit_count, 'count')
                  : node?.exit_rate === null || node?.exit_rate === undefined
                    ? ''
                    : t('market.journey.leaves', { rate: f.percent(node.exit_rate, 0) })}
              </small>
            </button>
          );
        })}
      </div>
    </section>
  );
}
