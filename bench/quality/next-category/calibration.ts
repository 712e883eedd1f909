import { rngOf } from '../../../src/base/index.ts';
import { fitPlatt, groupsOf, matchMean, summarise } from '../../../src/models/next-category/calibrate.ts';
import { type Calibration, type Group, offOf } from '../../../src/models/next-category/card-calibration.ts';
import type { Candidates } from './forecast.ts';

const DRAWS = 1000;
const round = (x: number, digits: number) => Number(x.toFixed(digits));

/** Slope, level and groups of a window's forecasts. */
export function calibrationOf(rows: Candidates, department: Int32Array): Calibration {
  const { probability, logOdds, label, category } = rows;
  const hits = label.reduce((a, b) => a + b, 0);
  const expected = probability.reduce((a, b) => a + b, 0);
  const off = (groupOf: (i: number) => number) => {
    const p = levelled(logOdds, label, groupOf);
    return offOf(groupsIn({ ...rows, probability: p }, 'rows', 0)).length;
  };
  return {
    slope: round(fitPlatt(logOdds, label).slope, 3),
    ratio: round(hits / expected, 3),
    deciles: groupsIn(rows, 'rows'),
    masses: groupsIn(rows, 'expected'),
    hindsight: { level: off(() => 0), departments: off((i) => department[category[i]!]!) },
  };
}

function groupsIn(rows: Candidates, by: 'rows' | 'expected', draws = DRAWS): Group[] {
  const { probability, label } = rows;
  const group = groupsOf(probability, by);
  const intervals = intervalsOf(rows, group, draws);
  return summarise(group, probability, label).map((g, i) => ({
    ...g,
    predicted: round(g.predicted, 6),
    observed: round(g.observed, 6),
    interval: intervals[i]!,
  }));
}

/** 95 % percentile bootstrap of each group's observed over expected; households are resampled whole. */
function intervalsOf(
  { person, probability, label }: Candidates,
  group: Uint8Array,
  draws: number,
): [number, number][] {
  const seen: Float64Array[] = [];
  const due: Float64Array[] = [];
  person.forEach((p, i) => {
    if (i === 0 || person[i - 1] !== p) {
      seen.push(new Float64Array(10));
      due.push(new Float64Array(10));
    }
    seen.at(-1)![group[i]!]! += label[i]!;
    due.at(-1)![group[i]!]! += probability[i]!;
  });
  const rng = rngOf(1);
  const ratios = Array.from({ length: 10 }, () => new Float64Array(draws));
  for (let b = 0; b < draws; b++) {
    const a = new Float64Array(10);
    const e = new Float64Array(10);
    for (let k = 0; k < seen.length; k++) {
      const p = rng.below(seen.length);
      for (let g = 0; g < 10; g++) {
        a[g]! += seen[p]![g]!;
        e[g]! += due[p]![g]!;
      }
    }
    for (let g = 0; g < 10; g++) ratios[g]![b] = a[g]! / Math.max(1e-12, e[g]!);
  }
  return ratios.map((r) => {
    r.sort();
    const at = (q: number) => round(r[Math.min(r.length - 1, Math.floor(q * r.length))] ?? Number.NaN, 3);
    return [at(0.025), at(0.975)];
  });
}

/** The probabilities with the mean of each group made right in hindsight. */
function levelled(logOdds: Float64Array, label: Uint8Array, groupOf: (i: number) => number): Float64Array {
  const members = new Map<number, number[]>();
  logOdds.forEach((_, i) => {
    const g = groupOf(i);
    const known = members.get(g);
    if (known) known.push(i);
    else members.set(g, [i]);
  });
  const out = new Float64Array(logOdds.length);
  for (const its of members.values()) {
    const scores = Float64Array.from(its, (i) => logOdds[i]!);
    const share = its.reduce((a, i) => a + label[i]!, 0) / its.length;
    // Nothing seen there: no level can be found, and the forecast stays.
    const shift = matchMean(scores, share);
    for (const i of its) out[i] = 1 / (1 + Math.exp(-(logOdds[i]! + shift)));
  }
  return out;
}
