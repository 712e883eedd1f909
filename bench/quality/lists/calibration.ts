import { deciles, fitPlatt } from '../../../src/models/next-category/calibrate.ts';
import type { Past } from '../../../src/serve/index.ts';
import type { Window } from './protocol.ts';

/** How predicted chances compare with what came: over everything that the feed ranked for somebody. */
export interface Calibration {
  readonly part: 'repeat' | 'novel';
  readonly rows: number;
  readonly hits: number;
  readonly slope: number;
  /** Observed over expected. */
  readonly ratio: number;
  readonly deciles: readonly {
    readonly predicted: number;
    readonly observed: number;
    readonly hits: number;
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
        deciles: deciles(chance, label),
      };
    });
  }
}
