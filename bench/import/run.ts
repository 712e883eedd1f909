/**
 * Imports of real data, and of a CSV file of a million order lines, end to end: file → ingest → segment log → embedded warehouse, until every row can be queried.
 * Usage: npx tsx --max-semi-space-size=128 bench/import/run.ts [uci-online-retail|complete-journey|olist|example|million …]
 * The room for young objects is what `grandcanal` gives itself. Prints its configuration and figures, and saves them in bench/results/import.json.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exampleMarketplace } from '../../sim/example/index.ts';
import { Settings } from '../../src/contracts/index.ts';
import { type Importer, openImport, openIngest, runImport } from '../../src/ingest/index.ts';
import { openLedger } from '../../src/ledger/index.ts';
import { openWarehouse } from '../../src/warehouse/index.ts';
import { machine, processorSeconds, round } from '../machine.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const DATA = join(ROOT, '../shared/data');
const RESULTS = join(ROOT, 'bench/results/import.json');
const FOLDERS = {
  'uci-online-retail': 'uci-online-retail',
  'complete-journey': 'completejourney',
  olist: 'olist-sample',
} as const;
type Name = keyof typeof FOLDERS | 'example' | 'million';
const MILLION = 1_000_000;

async function open(name: Name, dir: string): Promise<Importer> {
  if (name === 'example') return exampleMarketplace({ now: Date.now() });
  if (name === 'million') return openImport({ kind: 'generic', path: csvOf(dir), mapping: MAPPING });
  return openImport({ kind: name, path: join(DATA, FOLDERS[name]) });
}

const MAPPING = {
  source: 'csv',
  timezone: 'Asia/Shanghai',
  currency: 'CNY',
  outputs: [
    {
      fact: 'order_line',
      fields: {
        source_id: 'line',
        order: 'order',
        account: 'customer',
        shop: 'shop',
        item: 'item',
        quantity: 'units',
        gross_minor: 'list_price',
        paid_minor: 'paid',
        ordered_at: 'ordered',
        paid_at: 'ordered',
      },
    },
  ],
};
const csvOf = (dir: string) => join(dir, 'million.csv');

function writeMillion(dir: string): void {
  const file = openSync(csvOf(dir), 'w');
  writeSync(file, 'line,order,customer,shop,item,units,list_price,paid,ordered\n');
  for (let from = 0; from < MILLION; from += 10_000) {
    let text = '';
    for (let i = from; i < from + 10_000; i++) {
      const at = new Date(1_700_000_000_000 + i * 30_000).toISOString();
      const [shop, item] = [i % 5_000, (i * 7) % 50_000];
      text += `${9e6 + i},${1e6 + (i >> 1)},c${(i * 31) % 100_000},s${shop},i${item},1,12.50,${10 + (i % 9)}.25,${at}\n`;
    }
    writeSync(file, text);
  }
  closeSync(file);
}

async function measure(name: Name) {
  const dir = mkdtempSync(join(tmpdir(), 'gc-bench-import-'));
  try {
    if (name === 'million') writeMillion(dir);
    const ledger = await openLedger({ dir: join(dir, 'ledger') });
    const warehouse = await openWarehouse({ dir: join(dir, 'warehouse') });
    const started = performance.now();
    const before = await processorSeconds(warehouse);
    const { load_before } = machine();
    const importer = await open(name, dir);
    const settings = Settings.parse({
      timezone: importer.suggested.timezone,
      currency: importer.suggested.currency,
    });
    const ingest = await openIngest({
      dir: join(dir, 'ingest'),
      warehouse,
      ledger,
      settings: () => settings,
    });
    let read = 0;
    const summary = await runImport(importer, {
      path: name,
      ingest,
      onProgress: ({ stage }) => {
        if (stage === 'loading') read = performance.now();
      },
    });
    const ended = performance.now();
    const after = await processorSeconds(warehouse);
    const [count] = await warehouse.query<{ n: number }>('SELECT count() AS n FROM order_lines');
    await ingest.close();
    await warehouse.close();
    await ledger.close();
    const seconds = (ended - started) / 1000;
    return {
      name,
      rows: summary.rows_read,
      facts: summary.received,
      accepted: summary.accepted,
      duplicate: summary.duplicate,
      rejected: summary.rejected,
      state: summary.state,
      order_lines: count!.n,
      seconds: round(seconds),
      acknowledged_seconds: round((read - started) / 1000),
      // Reading, validation, log and index; and the warehouse's process.
      cpu_seconds: round(after.process - before.process),
      warehouse_cpu_seconds: round(after.warehouse - before.warehouse),
      load_before,
      rows_a_second: Math.round(summary.rows_read / seconds),
      peak_rss_mib: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const asked = process.argv.slice(2) as Name[];
const names: Name[] =
  asked.length > 0 ? asked : ['olist', 'complete-journey', 'uci-online-retail', 'example', 'million'];
const configuration = {
  command: `npx tsx ${process.execArgv.filter((arg) => arg.startsWith('--max-')).join(' ')} bench/import/run.ts ${names.join(' ')}`,
  measured: 'from opening the file until every accepted row can be queried; empty folder, embedded engines',
  chunk: '2,000 facts, at most 3 in flight',
  machine: machine(),
};
console.log(configuration);
const results = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')).results : {};
for (const name of names) {
  const folder = name in FOLDERS ? join(DATA, FOLDERS[name as keyof typeof FOLDERS]) : ROOT;
  if (!existsSync(folder)) {
    console.log(`${name} is skipped: ${folder} is not there`);
    continue;
  }
  const figures = await measure(name);
  results[name] = figures;
  console.log(figures);
}
mkdirSync(dirname(RESULTS), { recursive: true });
writeFileSync(RESULTS, `${JSON.stringify({ configuration, results }, null, 2)}\n`);
