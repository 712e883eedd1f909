/**
 * How right the chances of need are, on so many purchases that chance alone hides little: calm worlds of several seeds, none of them the one
 * that lists are judged in, with three windows each, pooled.
 *
 *     npx tsx bench/quality/lists/calibrate.ts [--seeds 7,8] [--people 20000]
 *
 * Prints the figures and saves them to bench/results/lists-calibration.json, which the card of lists shows (`run.ts --card`).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { NeedCalibration } from './calibration.ts';
import { calibrated, type Wide } from './card.ts';
import { asOf, world } from './data.ts';
import { served, snapshotOf } from './product.ts';
import { numbersOf, purchasesOf, windowAt } from './protocol.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '7' }, people: { type: 'string', default: '20000' } },
});
const SPLITS = [30, 60, 90];
const calibration = new NeedCalibration();
for (const seed of values.seeds.split(',').map(Number)) {
  const market = world(
    {
      seed,
      days: 520,
      now: Date.parse('2026-03-10T04:00:00Z'),
      scenario: 'calm',
      people: Number(values.people),
    },
    30,
    28,
  );
  const numbers = numbersOf(market.rows);
  const h = purchasesOf(market, numbers);
  for (const ago of SPLITS) {
    const split = market.rows.day - ago;
    const rows = asOf(market, split);
    const window = windowAt(h, split, split + 30);
    served(snapshotOf(rows), rows, numbers, window, 10, undefined, (j, past) =>
      calibration.take(past, window, j),
    );
    console.log(`seed ${seed}: ${window.judged.length} people, ${ago} days before the end`);
  }
}
const report: Wide & { hardware: string; load: number } = {
  command: `npx tsx bench/quality/lists/calibrate.ts --seeds ${values.seeds} --people ${values.people}`,
  hardware: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'cpu'}, Node ${process.version}`,
  load: loadavg()[0]!,
  seeds: values.seeds.split(',').length,
  windows: SPLITS.length,
  calibration: calibration.figures(),
};
mkdirSync('bench/results', { recursive: true });
writeFileSync('bench/results/lists-calibration.json', `${JSON.stringify(report, null, 1)}\n`);
for (const part of report.calibration) console.log(calibrated(part));
