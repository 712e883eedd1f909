/** What turns a raw score into calibrated log-odds: slope · score + shift. */
export interface Platt {
  slope: number;
  shift: number;
}

/**
 * Logistic regression of the label on one score, by Newton. Weights count rows.
 * @returns slope and shift; slope 1 and shift 0 where one class is absent
 */
export function fitPlatt(score: Float64Array, label: Uint8Array, weight?: Float32Array): Platt {
  let hits = 0;
  for (const y of label) hits += y;
  if (hits === 0 || hits === label.length) return { slope: 1, shift: 0 };
  let slope = 1;
  let shift = 0;
  for (let round = 0; round < 50; round++) {
    let ga = 0;
    let gb = 0;
    let haa = 1e-9;
    let hab = 0;
    let hbb = 1e-9;
    for (let i = 0; i < score.length; i++) {
      const w = weight ? weight[i]! : 1;
      const x = score[i]!;
      const p = 1 / (1 + Math.exp(-(slope * x + shift)));
      const r = w * (label[i]! - p);
      const v = w * p * (1 - p);
      ga += r * x;
      gb += r;
      haa += v * x * x;
      hab += v * x;
      hbb += v;
    }
    const det = haa * hbb - hab * hab;
    if (!(Math.abs(det) > 1e-12)) break;
    const da = (hbb * ga - hab * gb) / det;
    const db = (haa * gb - hab * ga) / det;
    slope += Math.max(-1, Math.min(1, da));
    shift += Math.max(-3, Math.min(3, db));
    if (Math.abs(da) + Math.abs(db) < 1e-9) break;
  }
  return { slope, shift };
}

/** The shift of log-odds that makes the weighted mean of the predicted probabilities `share`. 0 where share is 0 or 1. */
export function matchMean(score: Float64Array, share: number, weight?: Float32Array): number {
  if (!(share > 0 && share < 1)) return 0;
  let total = 0;
  for (let i = 0; i < score.length; i++) total += weight ? weight[i]! : 1;
  const hits = share * total;
  let low = -20;
  let high = 20;
  for (let round = 0; round < 80; round++) {
    const shift = (low + high) / 2;
    let sum = 0;
    for (let i = 0; i < score.length; i++)
      sum += (weight ? weight[i]! : 1) / (1 + Math.exp(-(score[i]! + shift)));
    if (sum < hits) low = shift;
    else high = shift;
  }
  return (low + high) / 2;
}

/** Which group each row is in by predicted probability, lowest first: as many rows each, or as much expected. Cost: O(n log n). */
export function groupsOf(probability: Float64Array, by: 'rows' | 'expected', parts = 10): Uint8Array {
  const order = Uint32Array.from(probability.keys()).sort(
    (a, b) => probability[a]! - probability[b]! || a - b,
  );
  const total = probability.reduce((a, b) => a + b, 0);
  const group = new Uint8Array(order.length);
  let sum = 0;
  order.forEach((i, rank) => {
    // A row belongs where its middle lies.
    const at =
      by === 'rows' ? (rank + 0.5) / order.length : (sum + probability[i]! / 2) / Math.max(1e-300, total);
    group[i] = Math.min(parts - 1, Math.floor(at * parts));
    sum += probability[i]!;
  });
  return group;
}

/** One tenth of the rows by predicted probability: mean predicted, observed share, and how many. */
export interface Decile {
  rows: number;
  predicted: number;
  observed: number;
  hits: number;
}

/** Tenths of the rows, lowest probabilities first. Cost: O(n log n). */
export const deciles = (probability: Float64Array, label: Uint8Array, parts = 10): Decile[] =>
  summarise(groupsOf(probability, 'rows', parts), probability, label, parts);

/** Mean prediction and observed share of each group. */
export function summarise(
  group: Uint8Array,
  probability: Float64Array,
  label: Uint8Array,
  parts = 10,
): Decile[] {
  const out = Array.from({ length: parts }, () => ({ rows: 0, predicted: 0, observed: 0, hits: 0 }));
  group.forEach((g, i) => {
    const its = out[g]!;
    its.rows++;
    its.predicted += probability[i]!;
    its.hits += label[i]!;
  });
  for (const its of out) {
    its.predicted /= Math.max(1, its.rows);
    its.observed = its.hits / Math.max(1, its.rows);
  }
  return out;
}
