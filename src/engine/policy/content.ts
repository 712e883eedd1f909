import { canonicalHash, canonicalJson } from '../../base/index.ts';
import type { Policy, PolicyDifference, PolicyPatch } from '../../contracts/index.ts';

/** A policy without what names the version. */
export type PolicyContent = Omit<Policy, 'version' | 'hash' | 'effective_at'>;

export function contentOf(policy: PolicyContent): PolicyContent {
  const { scenarios, rules, experiments, canals, holdout, synonyms, placements } = policy;
  // Without any, as before there could be any: the hash stays.
  return {
    scenarios,
    rules,
    experiments,
    canals,
    holdout,
    ...(synonyms?.length ? { synonyms } : {}),
    ...(placements?.length ? { placements } : {}),
  };
}

export const hashOf = (content: PolicyContent): string => canonicalHash(contentOf(content));

/** The policy with a patch applied. Order is by id, so that equal contents have equal hashes however they came about. */
export function applyPatch(content: PolicyContent, { upsert, remove, holdout }: PolicyPatch): PolicyContent {
  return {
    ...content,
    scenarios: merge(content.scenarios, upsert.scenarios, [], (s) => s.scenario),
    rules: merge(content.rules, upsert.rules, remove.rules, (r) => r.rule_id),
    experiments: merge(content.experiments, upsert.experiments, remove.experiments, (e) => e.experiment_id),
    ...(holdout ? { holdout } : {}),
    ...(upsert.synonyms || remove.synonyms
      ? {
          synonyms: merge(
            content.synonyms ?? [],
            upsert.synonyms ?? [],
            remove.synonyms ?? [],
            ([first]) => first!,
          ),
        }
      : {}),
    ...(upsert.placements || remove.placements
      ? {
          placements: merge(
            content.placements ?? [],
            upsert.placements ?? [],
            remove.placements ?? [],
            (p) => p.placement_id,
          ),
        }
      : {}),
  };
}

function merge<T>(
  list: readonly T[],
  upsert: readonly T[],
  remove: readonly string[],
  idOf: (one: T) => string,
): T[] {
  const byId = new Map(list.map((one) => [idOf(one), one]));
  for (const one of upsert) byId.set(idOf(one), one);
  for (const id of remove) byId.delete(id);
  return [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** True where a patch touches what is published: rules and scenarios. */
export const needsNotice = ({ upsert, remove }: PolicyPatch): boolean =>
  upsert.scenarios.length + upsert.rules.length + remove.rules.length > 0;

export const isEmptyPatch = (patch: PolicyPatch): boolean =>
  !needsNotice(patch) &&
  patch.upsert.experiments.length + patch.remove.experiments.length === 0 &&
  (patch.upsert.synonyms?.length ?? 0) + (patch.remove.synonyms?.length ?? 0) === 0 &&
  (patch.upsert.placements?.length ?? 0) + (patch.remove.placements?.length ?? 0) === 0 &&
  patch.holdout === undefined;

/** What differs, a thing at a time, with the fields that differ. */
export function differencesOf(before: PolicyContent, after: PolicyContent): PolicyDifference[] {
  return [
    ...listed('scenario', before.scenarios, after.scenarios, (s) => s.scenario),
    ...listed('rule', before.rules, after.rules, (r) => r.rule_id),
    ...listed('experiment', before.experiments, after.experiments, (e) => e.experiment_id),
    ...listed('canal', before.canals, after.canals, (c) => c.canal_id),
    ...listed('holdout', [before.holdout], [after.holdout], () => 'holdout'),
    ...listed('synonyms', before.synonyms ?? [], after.synonyms ?? [], ([first]) => first!),
    ...listed('placement', before.placements ?? [], after.placements ?? [], (p) => p.placement_id),
  ];
}

function listed<T>(
  what: PolicyDifference['what'],
  before: readonly T[],
  after: readonly T[],
  idOf: (one: T) => string,
): PolicyDifference[] {
  const old = new Map(before.map((one) => [idOf(one), one]));
  const now = new Map(after.map((one) => [idOf(one), one]));
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((id): PolicyDifference[] => {
    const [a, b] = [old.get(id), now.get(id)];
    if (a === undefined)
      return [{ what, id, change: 'added', fields: [{ pointer: '', before: null, after: b }] }];
    if (b === undefined)
      return [{ what, id, change: 'removed', fields: [{ pointer: '', before: a, after: null }] }];
    const fields = [...fieldsOf('', a, b)];
    return fields.length > 0 ? [{ what, id, change: 'changed', fields }] : [];
  });
}

/** Leaves of two JSON values at which they differ; lists are compared whole. */
function* fieldsOf(pointer: string, a: unknown, b: unknown): Generator<PolicyDifference['fields'][number]> {
  if (canonicalJson(a) === canonicalJson(b)) return;
  if (isPlain(a) && isPlain(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
      yield* fieldsOf(`${pointer}/${key}`, a[key], b[key]);
  } else yield { pointer, before: a ?? null, after: b ?? null };
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
