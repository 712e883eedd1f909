/**
 * What the home feed lists, item by item, against baselines: the next basket of everybody who comes back within 30 days, on
 * completejourney and in the simulated world. Everything is tuned on windows that end by the first test split.
 *
 *     npx tsx bench/quality/lists/run.ts [journey] [calm] [--people 50000] [--card]
 *
 * Prints the figures, saves them to bench/results/lists.json and writes bench/quality/lists/CARD.md. `--card`: writes the card of what is saved.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { cardOf } from './card.ts';
import { journey, type Market, world } from './data.ts';
import { evaluate, type Result } from './evaluate.ts';

interface Saved {
  readonly results: (Result & {
    readonly command: string;
    readonly hardware: string;
    readonly load: number;
  })[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { people: { type: 'string', default: '50000' }, card: { type: 'boolean', default: false } },
});
const wanted = values.card ? [] : positionals.length > 0 ? positionals : ['journey', 'calm'];
const dayOf = (date: string) => Date.parse(date) / 86_400_000;
const WORLD = { seed: 1, days: 520, now: Date.parse('2026-03-10T04:00:00Z') };
const FUTURE = 30;
const SEEN = 28;

const results: Saved['results'][number][] = [];
for (const one of wanted) {
  const market: Market | null =
    one === 'journey'
      ? await journey()
      : world({ ...WORLD, scenario: one as 'calm', people: Number(values.people) }, FUTURE, SEEN);
  if (!market) {
    console.log('completejourney is not at ../shared/data: skipped.');
    continue;
  }
  const last = market.rows.day;
  const splits =
    one === 'journey'
      ? {
          validation: ['2017-07-03', '2017-08-02'].map(dayOf),
          test: ['2017-09-01', '2017-10-01', '2017-10-31'].map(dayOf),
        }
      : { validation: [last - FUTURE - 60, last - FUTURE - 30], test: [last - FUTURE] };
  results.push({
    ...evaluate(market, splits, 30),
    command: `npx tsx bench/quality/lists/run.ts ${one}${one === 'journey' ? '' : ` --people ${values.people}`}`,
    hardware: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'cpu'}, Node ${process.version}`,
    load: loadavg()[0]!,
  });
}
if (results.length > 0 || values.card) {
  // What was found of other data before is kept: one command each, where the machine is busy.
  const file = 'bench/results/lists.json';
  const before: Saved = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { results: [] };
  const kept = before.results.filter(({ data }) => !results.some((result) => result.data === data));
  const report = { command: 'npx tsx bench/quality/lists/run.ts', results: [...results, ...kept] };
  mkdirSync('bench/results', { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
  const wide = 'bench/results/lists-calibration.json';
  const card = cardOf(report, existsSync(wide) ? JSON.parse(readFileSync(wide, 'utf8')) : null);
  writeFileSync('bench/quality/lists/CARD.md', card);
  console.log(card);
}
