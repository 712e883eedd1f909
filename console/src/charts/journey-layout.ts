import type { JourneyGraph } from '../api/types.ts';

export type Place = JourneyGraph['edges'][number]['from'];

export const WIDTH = 716;
export const HEIGHT = 430;
export const BOX = { width: 96, height: 46 };
/** Width of the widest stream, px. */
const WIDEST = 22;
/** Streams that carry less than this share of the widest are not drawn: the table has them. */
const DRAWN = 0.012;

/** Centre of each surface: from arriving on the left, over finding and looking, to the order on the right. */
export const CENTRES: Readonly<Record<Place, readonly [x: number, y: number]>> = {
  start: [50, 215],
  home: [200, 50],
  search: [200, 135],
  category: [200, 220],
  live: [200, 305],
  notes: [200, 385],
  item: [380, 150],
  shop: [380, 320],
  cart: [530, 235],
  order: [664, 150],
};

export interface Stream {
  readonly from: Place;
  readonly to: Place;
  readonly width: number;
  readonly path: string;
  readonly steps: number;
  readonly rate: number;
}

/** Streams between surfaces, the thickest first; forward ones bend above their line, those that go back below, returns to the same surface as loops. */
export function streamsOf(edges: JourneyGraph['edges']): Stream[] {
  const inside = edges.filter(({ to }) => to !== 'exit' && to !== 'other');
  const most = Math.max(1, ...inside.map(({ step_count }) => step_count));
  return inside
    .filter(({ step_count }) => step_count >= DRAWN * most)
    .sort((a, b) => b.step_count - a.step_count)
    .map(({ from, to, step_count, rate }) => ({
      from,
      to: to as Place,
      width: Math.max(1.5, (WIDEST * step_count) / most),
      path: pathOf(from, to as Place),
      steps: step_count,
      rate,
    }));
}

function pathOf(from: Place, to: Place): string {
  const [x1, y1] = CENTRES[from];
  const [x2, y2] = CENTRES[to];
  const half = BOX.width / 2;
  if (from === to) {
    const top = y1 - BOX.height / 2;
    return `M${x1 - 26},${top} C${x1 - 34},${top - 44} ${x1 + 34},${top - 44} ${x1 + 26},${top}`;
  }
  if (x2 > x1) {
    const [a, b] = [x1 + half, x2 - half];
    const bend = (b - a) / 2;
    return `M${a},${y1 - 6} C${a + bend},${y1 - 6} ${b - bend},${y2 - 6} ${b},${y2 - 6}`;
  }
  if (x2 === x1) {
    const side = y2 > y1 ? half : -half;
    const out = x1 + side * 1.7;
    return `M${x1 + side},${y1} C${out},${y1} ${out},${y2} ${x2 + side},${y2}`;
  }
  const [a, b] = [x1 - half, x2 + half];
  const bend = (a - b) / 2;
  return `M${a},${y1 + 10} C${a - bend},${y1 + 34} ${b + bend},${y2 + 34} ${b},${y2 + 10}`;
}
