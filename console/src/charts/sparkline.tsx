import { useId } from 'react';

export interface SparkPoint {
  readonly at: string;
  readonly value: number | null;
}

/**
 * A trend in the size of a word. Plain SVG, so lists of hundreds stay quick; the last point is marked.
 * Not zero-based: it shows shape, and the number beside it shows size.
 */
export function Sparkline({
  points,
  label,
  width = 112,
  height = 28,
  fill = false,
}: {
  points: readonly SparkPoint[];
  label: string;
  width?: number;
  height?: number;
  fill?: boolean;
}) {
  const id = useId();
  const known = points
    .map((p, i) => ({ i, v: p.value }))
    .filter((p): p is { i: number; v: number } => p.v !== null);
  if (known.length < 2) return <span className="spark-none" style={{ width, height }} title={label} />;
  const min = Math.min(...known.map((p) => p.v));
  const max = Math.max(...known.map((p) => p.v));
  const span = max - min || Math.abs(max) || 1;
  const x = (i: number) => 3 + (i / Math.max(points.length - 1, 1)) * (width - 7);
  const y = (v: number) => (max === min ? height / 2 : 3 + (1 - (v - min) / span) * (height - 7));
  const line = known
    .map((p, k) => `${k === 0 ? 'M' : 'L'}${x(p.i).toFixed(1)} ${y(p.v).toFixed(1)}`)
    .join('');
  const first = known[0]!;
  const last = known[known.length - 1]!;
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${width} ${height}`}
      width={fill ? '100%' : width}
      height={height}
      preserveAspectRatio="none"
      role="img"
      aria-labelledby={id}
    >
      <title id={id}>{label}</title>
      <path
        className="spark-area"
        d={`${line}L${x(last.i).toFixed(1)} ${height}L${x(first.i).toFixed(1)} ${height}Z`}
      />
      <path className="spark-line" d={line} vectorEffect="non-scaling-stroke" />
      {fill ? null : <circle className="spark-dot" cx={x(last.i)} cy={y(last.v)} r={2.4} />}
    </svg>
  );
}
