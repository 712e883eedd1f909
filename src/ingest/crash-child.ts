/**
 * A process to be killed: it ingests without end and writes to standard output what was acknowledged.
 * Arguments: folder, first batch. Every batch has lines of its own, and refunds of lines of the batch before.
 */
import { join } from 'node:path';
import { Settings } from '../contracts/index.ts';
import { openLedger } from '../ledger/index.ts';
import { openWarehouse } from '../warehouse/index.ts';
import { openIngest } from './index.ts';
import { line, refund } from './test-support.ts';

const [dir, first] = [process.argv[2]!, Number(process.argv[3])];
const settings = Settings.parse({ currency: 'EUR' });
const warehouse = await openWarehouse({ dir: join(dir, 'warehouse') });
const ledger = await openLedger({ dir: join(dir, 'ledger') });
const limits = { segmentMs: 20, segmentBytes: 100_000 };
const ingest = await openIngest({
  dir: join(dir, 'ingest'),
  warehouse,
  ledger,
  settings: () => settings,
  limits,
});
process.stdout.write('ready\n');

let next = first;
async function work(): Promise<void> {
  for (;;) {
    const batch = next++;
    const rows = Array.from({ length: 50 }, (_, i) => line(`${batch}-${i}`, { account: `u${i}` }));
    const rest = [refund(`r${batch}`, `${batch - 1}-0`, 10), line(`${batch}-bad`, { quantity: 0 })];
    await ingest.submit({ source: 'crash', rows: [...rows, ...rest] });
    process.stdout.write(`${batch}\n`);
  }
}
await Promise.all([work(), work(), work()]);
