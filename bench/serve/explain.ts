/**
 * What an explanation, a what-if and an absence cost, in one process: decisions of a synthetic world are made, then explained.
 * Prints configuration and figures, and saves them to bench/results/serve-explain.json.
 * Run: npx tsx --max-old-space-size=8192 bench/serve/explain.ts [--people 50000] [--offers 100000] [--runs 200]
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Policy, PolicyPatch, Rule } from '../../src/contracts/index.ts';
import { applyPatch } from '../../src/engine/policy/content.ts';
import { defaultPolicy } from '../../src/engine/policy/defaults.ts';
import { liveValues, requestOf } from '../../src/serve/decide/testing.ts';
import {
  absence,
  assemble,
  compilePolicy,
  decide,
  encodeSnapshot,
  explain,
  explainToMerchant,
  openPast,
  openSnapshot,
  type Recorded,
  whatIf,
} from '../../src/serve/index.ts';
import { worldModel } from './models.ts';
import { LARGE, WORLD_DAY, worldAccount, worldFacts } from './world.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '50000' },
    offers: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '200' },
  },
});
const size = { ...LARGE, people: Number(values.people), offers: Number(values.offers) };
const runs = Number(values.runs);
const facts = worldFacts(size);
const { nextCategory, modelCategories } = worldModel(facts);
const parts = assemble({ ...facts, models: { nextCategory, response: null }, modelCategories });
const past = openPast(openSnapshot(encodeSnapshot(parts), { verified: true }));
const rules = ['offer.price_minor > 5000', 'merchant.tier == "small"', 'offer.days < 30'].map((when, i) =>
  Rule.parse({ rule_id: `r${i}`, text: 'bench', when, action: { kind: 'boost', share: 0.1 } }),
);
const content = applyPatch(defaultPolicy(), PolicyPatch.parse({ upsert: { rules } }));
const policy = compilePolicy({ version: 1, hash: 'bench', effective_at: '', ...content } satisfies Policy);

const recorded = Array.from({ length: runs }, (_, p): Recorded => {
  const request = requestOf({ account_id: worldAccount(size.seed, (p * 7919) % size.people) });
  const live = liveValues();
  const clock = WORLD_DAY * 86_400_000 + 3_600_000;
  const decision = decide({
    past,
    policy,
    live,
    request,
    clock,
    seed: p,
    decision_id: `d${p}`,
    build: 'bench',
  });
  return { decision, past, policy };
});

const offerOf = ({ decision }: Recorded) => past.snapshot.offers.find(decision.slots[0]!.offer_id);
const work: Record<string, (one: Recorded, n: number) => unknown> = {
  explanation: (one) => explain(one),
  merchant_view: (one) =>
    explainToMerchant(one, past.snapshot.merchants.id.at(past.snapshot.offers.merchant[offerOf(one)]!)),
  what_if: (one) =>
    whatIf(one, {
      changes: [{ offer_id: one.decision.slots[0]!.offer_id, price_minor: 1000 }],
      rules_off: [],
      offers: [],
    }),
  absence: (one, n) => absence(one, past.snapshot.offers.popular[(n * 37) % 2000]!),
};
const figures: Record<string, { p50_ms: number; p99_ms: number; cpu_ms: number }> = {};
for (const [name, run] of Object.entries(work)) {
  recorded.slice(0, 10).forEach(run);
  const times: number[] = [];
  const cpu = process.cpuUsage();
  recorded.forEach((one, n) => {
    const start = performance.now();
    run(one, n);
    times.push(performance.now() - start);
  });
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  const at = (q: number) =>
    Math.round(times[Math.min(times.length - 1, Math.floor(q * times.length))]! * 100) / 100;
  figures[name] = {
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    cpu_ms: Math.round((user + system) / 10 / runs) / 100,
  };
}
const candidates = recorded.reduce((sum, { decision }) => sum + decision.candidate_count, 0) / runs;
const result = {
  at: new Date().toISOString(),
  command: 'npx tsx --max-old-space-size=8192 bench/serve/explain.ts',
  offers: size.offers,
  people: size.people,
  runs,
  mean_candidates: Math.round(candidates),
  equal: recorded.slice(0, 50).every((one) => explain(one).equal),
  figures,
  cpu: cpus()[0]!.model,
  cores: cpus().length,
  load: loadavg()[0],
};
writeFileSync(
  new URL('../results/serve-explain.json', import.meta.url),
  `${JSON.stringify(result, null, 2)}\n`,
);
console.log(JSON.stringify(result, null, 2));
