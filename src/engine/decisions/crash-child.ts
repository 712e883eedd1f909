import { byteText } from '../byte-text.ts';
import { DecisionLog } from './log.ts';

/** Writes decisions until it is killed, and says of each that it was acknowledged. For the crash test. */
const log = DecisionLog.open(process.argv[2]!);
const from = Number(process.argv[3]);
for (let n = from; ; n++) {
  const id = `dec_${String(n).padStart(24, '0')}`;
  const json = JSON.stringify({ decision_id: id, request: { account_id: '' }, text: '商品'.repeat(n % 50) });
  await log.append([{ id, json: byteText(json) }]);
  process.stdout.write(`${id}\n`);
}
