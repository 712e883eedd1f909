/**
 * Gradient-boosted trees with logistic loss, over binned features: the challenger of the additive model, offline only.
 * Second-order boosting on histograms (Chen & Guestrin 2016, eq. 5–7), trees grown level by level; an unknown value has a bin of
 * its own, below all others. Deterministic.
 */
export interface BoostRows {
  /** `values[j][i]` is feature j of row i; NaN unknown. */
  readonly values: readonly Float32Array[];
  readonly label: Uint8Array;
  readonly weight: Float32Array;
}

export interface BoostOptions {
  readonly rounds: number;
  readonly depth: number;
  readonly rate: number;
  readonly lambda: number;
  /** Least sum of second derivatives on a side of a split. */
  readonly least: number;
  /** Rounds without a better log loss on the rows for stopping, after which it ends. */
  readonly patience: number;
}
export const BOOST: BoostOptions = { rounds: 400, depth: 4, rate: 0.05, lambda: 5, least: 5, patience: 30 };

const BINS = 64;

interface Node {
  feature: number;
  /** Bins below go left. */
  bin: number;
  left: number;
  right: number;
  value: number;
}

/** Fits on `train`, stops by `stop`; gives the log-odds of any rows. */
export function boost(train: BoostRows, stop: BoostRows, options: BoostOptions = BOOST) {
  const edges = train.values.map(edgesOf);
  const binned = binsOf(train, edges);
  const binnedStop = binsOf(stop, edges);
  const start = meanLogOdds(train);
  const eta = new Float64Array(train.label.length).fill(start);
  const etaStop = new Float64Array(stop.label.length).fill(start);
  const trees: Node[][] = [];
  let best = { loss: lossOf(etaStop, stop), trees: 0 };
  for (let round = 0; round < options.rounds && round - best.trees < options.patience; round++) {
    const tree = grow(binned, train, eta, options);
    trees.push(tree);
    add(tree, binned, eta);
    add(tree, binnedStop, etaStop);
    const loss = lossOf(etaStop, stop);
    if (loss < best.loss - 1e-7) best = { loss, trees: trees.length };
  }
  const kept = trees.slice(0, best.trees);
  return {
    trees: kept.length,
    logOdds(rows: BoostRows): Float64Array {
      const bins = binsOf(rows, edges);
      const out = new Float64Array(rows.label.length).fill(start);
      for (const tree of kept) add(tree, bins, out);
      return out;
    },
  };
}

function edgesOf(values: Float32Array): Float64Array {
  const known = Float64Array.from(values.filter((v) => !Number.isNaN(v))).sort();
  const edges = new Set<number>();
  for (let q = 1; q < BINS - 1 && known.length > 0; q++)
    edges.add(known[Math.floor((q * known.length) / (BINS - 1))]!);
  return Float64Array.from(edges).sort();
}

function binsOf(rows: BoostRows, edges: readonly Float64Array[]): Uint8Array[] {
  return rows.values.map((values, j) =>
    Uint8Array.from(values, (v) => {
      if (Number.isNaN(v)) return 0;
      let lo = 0;
      let hi = edges[j]!.length;
      while (lo < hi) {
        const mid = (lo + hi) >> 1;
        if (edges[j]![mid]! <= v) lo = mid + 1;
        else hi = mid;
      }
      return lo + 1;
    }),
  );
}

function grow(bins: readonly Uint8Array[], rows: BoostRows, eta: Float64Array, o: BoostOptions): Node[] {
  const n = eta.length;
  const g = new Float64Array(n);
  const h = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const p = 1 / (1 + Math.exp(-eta[i]!));
    g[i] = rows.weight[i]! * (rows.label[i]! - p);
    h[i] = rows.weight[i]! * p * (1 - p);
  }
  const tree: Node[] = [{ feature: -1, bin: 0, left: -1, right: -1, value: 0 }];
  const at = new Int32Array(n);
  let level = [0];
  for (let depth = 0; depth <= o.depth && level.length > 0; depth++) {
    const place = new Int32Array(tree.length).fill(-1);
    level.forEach((node, k) => {
      place[node] = k;
    });
    const size = level.length * bins.length * BINS;
    const G = new Float64Array(size);
    const H = new Float64Array(size);
    for (let j = 0; j < bins.length; j++) {
      const column = bins[j]!;
      for (let i = 0; i < n; i++) {
        const k = place[at[i]!]!;
        if (k < 0) continue;
        const cell = (k * bins.length + j) * BINS + column[i]!;
        G[cell]! += g[i]!;
        H[cell]! += h[i]!;
      }
    }
    const next: number[] = [];
    for (const [k, node] of level.entries()) {
      let sumG = 0;
      let sumH = 0;
      for (let b = 0; b < BINS; b++) {
        sumG += G[k * bins.length * BINS + b]!;
        sumH += H[k * bins.length * BINS + b]!;
      }
      tree[node]!.value = (o.rate * sumG) / (sumH + o.lambda);
      if (depth === o.depth) continue;
      let best = { gain: 1e-6, feature: -1, bin: 0 };
      for (let j = 0; j < bins.length; j++) {
        let left = 0;
        let leftH = 0;
        for (let b = 0; b + 1 < BINS; b++) {
          left += G[(k * bins.length + j) * BINS + b]!;
          leftH += H[(k * bins.length + j) * BINS + b]!;
          if (leftH < o.least || sumH - leftH < o.least) continue;
          const gain =
            left ** 2 / (leftH + o.lambda) +
            (sumG - left) ** 2 / (sumH - leftH + o.lambda) -
            sumG ** 2 / (sumH + o.lambda);
          if (gain > best.gain) best = { gain, feature: j, bin: b + 1 };
        }
      }
      if (best.feature < 0) continue;
      Object.assign(tree[node]!, {
        feature: best.feature,
        bin: best.bin,
        left: tree.length,
        right: tree.length + 1,
      });
      for (let side = 0; side < 2; side++) {
        next.push(tree.length);
        tree.push({ feature: -1, bin: 0, left: -1, right: -1, value: 0 });
      }
    }
    for (let i = 0; i < n; i++) {
      const node = tree[at[i]!]!;
      if (node.feature >= 0) at[i] = bins[node.feature]![i]! < node.bin ? node.left : node.right;
    }
    level = next;
  }
  return tree;
}

function add(tree: readonly Node[], bins: readonly Uint8Array[], eta: Float64Array): void {
  for (let i = 0; i < eta.length; i++) {
    let node = tree[0]!;
    while (node.feature >= 0) node = tree[bins[node.feature]![i]! < node.bin ? node.left : node.right]!;
    eta[i]! += node.value;
  }
}

function meanLogOdds({ label, weight }: BoostRows): number {
  let hits = 0;
  let rows = 0;
  for (let i = 0; i < label.length; i++) {
    hits += weight[i]! * label[i]!;
    rows += weight[i]!;
  }
  const p = Math.min(0.999, Math.max(1e-6, hits / Math.max(1, rows)));
  return Math.log(p / (1 - p));
}

function lossOf(eta: Float64Array, { label, weight }: BoostRows): number {
  let sum = 0;
  let rows = 0;
  for (let i = 0; i < eta.length; i++) {
    const s = label[i] ? eta[i]! : -eta[i]!;
    sum += weight[i]! * Math.log1p(Math.exp(-s));
    rows += weight[i]!;
  }
  return sum / Math.max(1, rows);
}
