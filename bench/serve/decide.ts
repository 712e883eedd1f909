/**
 * What a slate costs by stage, in one process and without HTTP: the feed of bench/serve/http.ts, microseconds of processor a request.
 * Run: npx tsx --max-old-space-size=8192 bench/serve/decide.ts --file FILE [--requests 4000]
 * FILE is what `bench/serve/http.ts --file FILE` leaves, or bench/serve/world.ts writes.
 */
import { parseArgs } from 'node:util';
import { armsOf, inHoldout } from '../../src/assign/index.ts';
import { rngOf } from '../../src/base/index.ts';
import type { NormalisedRequest, Policy } from '../../src/contracts/index.ts';
import { PolicyPatch } from '../../src/contracts/index.ts';
import { decisionJson } from '../../src/engine/decisions/decision-json.ts';
import { applyPatch } from '../../src/engine/policy/content.ts';
import { defaultPolicy } from '../../src/engine/policy/defaults.ts';
import { answerJson } from '../../src/engine/serving/answer-json.ts';
import { readSnapshot } from '../../src/engine/snapshots/file.ts';
import { gather } from '../../src/serve/candidates/gather.ts';
import type { Asked } from '../../src/serve/candidates/source.ts';
import { found, pass, slotsOf } from '../../src/serve/decide/decide.ts';
import type { Live } from '../../src/serve/decide/live.ts';
import { readPerson } from '../../src/serve/decide/person.ts';
import { planOf } from '../../src/serve/decide/plan.ts';
import { requestOf } from '../../src/serve/decide/testing.ts';
import { Gates } from '../../src/serve/gates/gates.ts';
import { compilePolicy, decide, openPast } from '../../src/serve/index.ts';
import { fillSlate } from '../../src/serve/slate/fill.ts';
import { machine, round } from '../machine.ts';
import { feedSources } from './feed.ts';
import { LARGE, worldAccount } from './world.ts';

const { values } = parseArgs({
  options: { file: { type: 'string' }, requests: { type: 'string', default: '4000' } },
});
if (!values.file) throw new Error('--file FILE must name a snapshot; see the head of this file');
const requests = Number(values.requests);
const opening = performance.now();
const snapshot = await readSnapshot(values.file);
const read = performance.now();
const past = openPast(snapshot);
console.log(
  JSON.stringify({
    machine: machine(),
    read_ms: round(read - opening, 0),
    open_ms: round(performance.now() - read, 0),
  }),
);
const content = applyPatch(
  defaultPolicy(),
  PolicyPatch.parse({ upsert: { scenarios: feedSources(defaultPolicy().scenarios) } }),
);
const policy = compilePolicy({ version: 1, hash: 'bench', effective_at: '', ...content } satisfies Policy);
const none = new Set<string>();
const live: Live = {
  purchases: [],
  views: [],
  cart: [],
  impressions: [],
  gates: [
    {
      name: 'availability',
      gate: 'unavailable',
      closes: (o, s) => none.has(s.offers.id.at(o)),
      idle: () => none.size === 0,
    },
    {
      name: 'offer_status',
      gate: 'unavailable',
      closes: (o, s) => none.has(s.offers.id.at(o)),
      idle: () => none.size === 0,
    },
  ],
};
const requestOfPerson = (n: number): NormalisedRequest =>
  requestOf({
    account_id: worldAccount(LARGE.seed, (Math.imul(n, 7919) >>> 0) % snapshot.people.length),
    session: `s${n}`,
  });
const clock = Date.parse('2025-11-10T04:00:00Z');
/** Microseconds of processor so far: others on the same cores do not stretch them. */
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const spent: Record<string, number> = {};
let candidates = 0;
let bytes = 0;
function once(n: number): void {
  let at = cpu();
  const stage = <T>(name: string, value: T): T => {
    const now = cpu();
    spent[name] = (spent[name] ?? 0) + now - at;
    at = cpu();
    return value;
  };
  const request = requestOfPerson(n);
  const input = { past, policy, live, request, clock, seed: n, decision_id: `dec_${n}`, build: 'bench' };
  stage('measuring', stage('', 0));
  const arms = stage('arms', armsOf(policy.policy.experiments, request));
  inHoldout(policy.policy.holdout, request.account_id);
  const plan = stage('plan', planOf(policy, snapshot, request, clock, arms));
  stage('person', readPerson(past.person, snapshot, past.next, request, live, plan.day));
  const asked: Asked = stage('found', { past, plan, request, ...found(request, snapshot) });
  stage('gather', gather(asked, true));
  const gates = new Gates(asked, live);
  stage('gates and scores', pass(asked, gates));
  candidates += past.pool.count;
  const filled = stage('fill', fillSlate(asked, rngOf(n)));
  stage('slots', slotsOf(asked, filled));
  const decision = stage('the whole of decide', decide(input));
  const json = stage('record', decisionJson(decision));
  const text = stage('answer', answerJson([decision], snapshot, 1, false));
  bytes += json.length + text.length;
}
for (let n = 0; n < 1500; n++) once(1_000_000 + n);
for (const name of Object.keys(spent)) spent[name] = 0;
candidates = 0;
const before = process.cpuUsage();
for (let n = 0; n < requests; n++) once(n);
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify(
    {
      requests,
      candidates: round(candidates / requests, 0),
      microseconds: Object.fromEntries(
        Object.entries(spent).map(([name, us]) => [name, round(us / requests, 1)]),
      ),
      cpu_us_per_round: round((user + system) / requests, 0),
      bytes: round(bytes / (requests + 1500), 0),
    },
    null,
    2,
  ),
);
