/** Round values from 0 up to the first at or above `max`, in about `count` steps; whole ones where halves mean nothing. */
export function ticks(max: number, whole: boolean, count = 4): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / count;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const round = ([1, 2, 2.5, 5].find((s) => s * unit >= rough) ?? 10) * unit;
  const step = whole ? Math.max(1, Math.ceil(round)) : round;
  const steps = Math.ceil(max / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** Room a text of 12 pixels takes: a Chinese character is as wide as it is high. */
export const textWidth = (text: string): number =>
  [...text].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e7f ? 12 : 6.8), 0);

/** Which of the labels along the bottom have room: evenly chosen, never without the last. */
export function roomyLabels(labels: readonly string[], width: number): number[] {
  const room = Math.max(...labels.map(textWidth), 1) + 18;
  const every = Math.max(1, Math.ceil((labels.length * room) / Math.max(width, room)));
  const last = labels.length - 1;
  // The first and the last stand within the chart rather than about their place, and so take half a room more.
  const clear = (i: number) => i === 0 || i === last || Math.min(i, last - i) * (width / last) >= room * 1.3;
  return labels.flatMap((_, i) => ((i === 0 || (last - i) % every === 0) && clear(i) ? [i] : []));
}
