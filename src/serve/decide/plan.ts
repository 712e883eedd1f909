import type { Arm } from '../../assign/index.ts';
import type { CandidateSource, NormalisedRequest } from '../../contracts/index.ts';
import { type CompiledSynonyms, compileSynonyms } from '../../search/index.ts';
import { placementsFor } from '../placements/meant.ts';
import { type CompiledPolicy, requestFacts } from '../rules/index.ts';
import type { Snapshot } from '../snapshot/types.ts';
import type { Plan } from './types.ts';

const DAY_MS = 86_400_000;
let latest = { date: '', day: 0 };
/** A date as days since 1970; the latest is remembered. */
function dayOf(date: string): number {
  if (latest.date !== date) latest = { date, day: Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS) };
  return latest.day;
}

const compiled = new WeakMap<CompiledPolicy, CompiledSynonyms>();

/** A policy's synonyms, compiled once: cutting them into words takes a while. */
function synonymsOf(policy: CompiledPolicy): CompiledSynonyms | undefined {
  const groups = policy.policy.synonyms;
  if (!groups?.length) return undefined;
  const known = compiled.get(policy) ?? compileSynonyms(groups);
  compiled.set(policy, known);
  return known;
}

/** The scenario as this request meets it: the policy's at this hour, with what its experiment arms change. */
export function planOf(
  policy: CompiledPolicy,
  snapshot: Snapshot,
  request: NormalisedRequest,
  clock: number,
  arms: readonly Arm[],
  off?: ReadonlySet<string>,
): Plan {
  const config = policy.scenario(request.scenario);
  const facts = requestFacts(request, clock, snapshot.manifest.timezone);
  const withheldCanals = new Set<string>();
  const withheld = new Set<CandidateSource>();
  let { first_purchase_minor } = config.value;
  let { repeat_rate } = config;
  for (const { change } of arms) {
    for (const id of change.withhold_canals) withheldCanals.add(id);
    for (const source of change.withhold_sources) withheld.add(source);
    if (change.first_purchase_minor !== undefined) first_purchase_minor = change.first_purchase_minor;
    if (change.repeat_rate !== undefined) repeat_rate = change.repeat_rate;
  }
  const canals = policy.policy.canals.filter(
    ({ canal_id, scenarios }) =>
      !withheldCanals.has(canal_id) && (scenarios.length === 0 || scenarios.includes(request.scenario)),
  );
  return {
    config,
    canals,
    placements: withheld.has('sponsored')
      ? []
      : placementsFor(policy.policy.placements, snapshot, request, facts.date),
    rules: policy.rules(snapshot, facts, off),
    day: dayOf(facts.date),
    first_purchase_minor,
    repeat_rate,
    withheld,
    synonyms: synonymsOf(policy),
  };
}
