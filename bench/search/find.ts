/**
 * What a search costs by stage, in one process and without HTTP: the queries of bench/search/http.ts, microseconds of processor a request.
 * Run: npx tsx --max-old-space-size=8192 bench/search/find.ts --file FILE [--requests 4000]
 * FILE is what `bench/search/http.ts --file FILE` leaves. What others do on the machine does not stretch these figures much.
 */
import { parseArgs } from 'node:util';
import { type NormalisedRequest, type Policy, SearchBody } from '../../src/contracts/index.ts';
import { defaultPolicy } from '../../src/engine/policy/defaults.ts';
import { normaliseSearch, searchAnswer } from '../../src/engine/serving/search.ts';
import { readSnapshot } from '../../src/engine/snapshots/file.ts';
import { match, ranked, scratchFor, understand } from '../../src/search/index.ts';
import type { Live } from '../../src/serve/decide/live.ts';
import { compilePolicy, decide, openPast } from '../../src/serve/index.ts';
import { narrowingOf } from '../../src/serve/search/narrow.ts';
import { machine, round } from '../machine.ts';
import { LARGE, worldAccount } from '../serve/world.ts';
import { queriesOf, searchBody } from './queries.ts';
import { searchFacts } from './world.ts';

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    offers: { type: 'string', default: '100000' },
    requests: { type: 'string', default: '4000' },
  },
});
if (!values.file) throw new Error('--file FILE must name a snapshot; see the head of this file');
const requests = Number(values.requests);
const snapshot = await readSnapshot(values.file);
const past = openPast(snapshot);
const { titles, facts } = searchFacts(Number(values.offers), 0);
const queries = queriesOf(titles, 4_000, 11);
const policy = compilePolicy({
  version: 1,
  hash: 'bench',
  effective_at: '',
  ...defaultPolicy(),
} satisfies Policy);
const live: Live = { purchases: [], views: [], cart: [], impressions: [], gates: [] };
const clock = Date.parse('2025-11-10T04:00:00Z');
const scratch = scratchFor(snapshot.items.category.length);
const { index } = past.finder;

/** Microseconds of processor so far, of all threads. */
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const spent = new Map<string, Map<string, number>>();
let bytes = 0;
function once(n: number): void {
  const { kind, ...body } = searchBody(queries, n, facts.catalogue.brands, (k) =>
    worldAccount(LARGE.seed, k % snapshot.people.length),
  );
  const own = spent.get(kind) ?? new Map<string, number>();
  spent.set(kind, own);
  let at = cpu();
  const stage = <T>(name: string, value: T): T => {
    const now = cpu();
    own.set(name, (own.get(name) ?? 0) + now - at);
    at = cpu();
    return value;
  };
  stage('measuring', stage('', 0));
  const asked = SearchBody.parse(body);
  const request: NormalisedRequest = stage(
    'normalise',
    normaliseSearch(asked, { account_id: asked.account ?? '', session: '' }, snapshot),
  );
  const query = stage('understand', understand(index!, request.query));
  const { item } = narrowingOf(snapshot, index, request.scope);
  const matches = stage('match', match(index!, query, scratch, item));
  stage('rank', ranked(matches, 500));
  const decision = stage(
    'the whole of decide',
    decide({ past, policy, live, request, clock, seed: n, decision_id: `dec_${n}`, build: 'bench' }),
  );
  const found = past.found!;
  stage('facets', found.facets());
  const json = stage('record', JSON.stringify(decision));
  const answer = stage('answer', searchAnswer(decision, found, snapshot, null, true));
  const text = stage('answer as JSON', JSON.stringify(answer));
  bytes += json.length + text.length;
  own.set('requests', (own.get('requests') ?? 0) + 1);
}

for (let n = 0; n < 2_000; n++) once(1_000_000 + n);
spent.clear();
bytes = 0;
const before = process.cpuUsage();
for (let n = 0; n < requests; n++) once(n);
const { user, system } = process.cpuUsage(before);
const total = new Map<string, number>();
for (const own of spent.values()) for (const [name, us] of own) total.set(name, (total.get(name) ?? 0) + us);
const microseconds = (own: ReadonlyMap<string, number>) =>
  Object.fromEntries(
    [...own]
      .filter(([name]) => name !== 'requests' && name !== '')
      .map(([name, us]) => [name, round(us / own.get('requests')!, 0)]),
  );
console.log(
  JSON.stringify(
    {
      machine: machine(),
      requests,
      cpu_us_per_round: round((user + system) / requests, 0),
      bytes: round(bytes / requests, 0),
      microseconds: microseconds(total),
      by_kind: Object.fromEntries([...spent].map(([kind, own]) => [kind, microseconds(own)])),
    },
    null,
    1,
  ),
);
