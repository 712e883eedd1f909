/** How likely all comparisons of single windows exclude zero at once, were the differences over all windows the true ones. */
export interface JointPower {
  comparisons: number;
  /** For each window, the chance that all of its own intervals lie above zero. */
  windows: number[];
  /** The chance that every interval of every window does. */
  all: number;
  /** By how many times the true differences would have to be as large for that chance to be 0.8; null = no size is enough. */
  times: number | null;
}

/** What a true difference must be for a 95 % interval of this standard error to lie above zero four times in five. */
export const marginNeeded = (error: number): number => (1.96 + 0.8416) * error;

/** The standard error that a 95 % interval stands for. */
export const errorOf = ([low, high]: readonly [number, number]): number => (high - low) / (2 * 1.96);

/** What single windows can show, as Markdown lines. */
export function renderPower(
  p: JointPower,
  windows: readonly {
    split: string;
    baselines: readonly {
      difference: Record<'ndcg' | 'recall', { interval: readonly [number, number] }>;
    }[];
  }[],
): string[] {
  const range = (xs: number[]) => `${Math.min(...xs).toFixed(4)} to ${Math.max(...xs).toFixed(4)}`;
  return [
    'What a single window can show. Errors: standard errors of the paired differences, least to greatest over the baselines. Needed: the true',
    'difference at which an interval lies above zero with chance 0.8. All: the chance that every interval of the window lies above zero, were',
    'the differences over all windows the true ones (households drawn whole, so that comparisons err together).',
    '',
    '| window | errors, nDCG@10 | needed | errors, recall@10 | needed | all |',
    '|---|---|---|---|---|---|',
    ...windows.map((w, i) => {
      const errors = (key: 'ndcg' | 'recall') => w.baselines.map((b) => errorOf(b.difference[key].interval));
      const [n, r] = [errors('ndcg'), errors('recall')];
      return `| ${w.split} | ${range(n)} | ${range(n.map(marginNeeded))} | ${range(r)} | ${range(r.map(marginNeeded))} | ${p.windows[i]!.toFixed(2)} |`;
    }),
    '',
    `All ${p.comparisons} intervals lie above zero at once with chance ${p.all.toFixed(3)}${p.times === null ? '.' : `; for a chance of 0.8 the true differences would have to be ${p.times.toFixed(1)} times those seen over all windows.`}`,
    '',
  ];
}
