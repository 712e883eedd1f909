import { fitPlatt, groupsOf, summarise } from '../../../src/models/next-category/calibrate.ts';
import type { Past } from '../../../src/serve/index.ts';
import type { Window } from './protocol.ts';

const GROUPS = 10;

/** How predicted chances compare with what came: over everything that the feed ranked for somebody. */
export interface Calibration {
  readonly part: 'repeat' | 'novel';
  readonly rows: number;
  readonly hits: number;
  readonly slope: number;
  /** Observed over expected. */
  readonly ratio: number;
  /** Groups of as many expected purchases each, the least likely first. `chance`: how likely a perfect model is off by more than a tenth. */
  readonly groups: readonly {
    readonly rows: number;
    readonly predicted: number;
    readonly observed: number;
    readonly hits: number;
    readonly chance: number;
  }[];
}

/** Gathers the chances of need that decisions rested on, with what stood in the next basket. */
export class NeedCalibration {
  readonly #parts = {
    repeat: { score: [] as number[], label: [] as number[] },
    novel: { score: [] as number[], label: [] as number[] },
  };

  /** Takes the pool of the last decision: each open item once. */
  take({ pool, need }: Past, window: Window, j: number): void {
    if (!need) return;
    const seen = new Set<number>();
    for (let i = 0; i < pool.count; i++) {
      const item = pool.item[i]!;
      if (pool.gate[i] !== 0 || seen.has(item)) continue;
      seen.add(item);
      const { score, label } = this.#parts[pool.repeat[i] === 0 ? 'novel' : 'repeat'];
      score.push(pool.need[i]!);
      label.push(window.basket[j]!.has(item) ? 1 : 0);
    }
  }

  figures(): Calibration[] {
    return (['repeat', 'novel'] as const).map((part) => {
      const score = Float64Array.from(this.#parts[part].score);
      const label = Uint8Array.from(this.#parts[part].label);
      const chance = score.map((s) => 1 / (1 + Math.exp(-s)));
      const hits = label.reduce((sum, hit) => sum + hit, 0);
      return {
        part,
        rows: label.length,
        hits,
        slope: fitPlatt(score, label).slope,
        ratio: hits / chance.reduce((sum, p) => sum + p, 0),
        groups: summarise(groupsOf(chance, 'expected', GROUPS), chance, label, GROUPS).map((group) => ({
          ...group,
          chance: offByChance(group.rows * group.predicted),
        })),
      };
    });
  }
}

/** Chance that as many purchases as are expected come out more than a tenth off, were each expected rightly (Poisson). */
function offByChance(expected: number): number {
  let log = -expected;
  let within = 0;
  for (let k = 0; k <= 1.1 * expected; k++) {
    if (k >= 0.9 * expected) within += Math.exp(log);
    log += Math.log(expected / (k + 1));
  }
  return 1 - within;
}
