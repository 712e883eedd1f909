/**
 * How the warehouse reads a line of the log into its tables. It takes JSON apart several times faster than the process that serves, and
 * beside it. `erased`: accounts of whose decisions only the id stays.
 */
const LINE = `WITH JSONExtract(line, 'Tuple(
    decision_id String, clock Int64, build String, snapshot_hash String, policy_hash String, policy_version UInt32,
    request Tuple(scenario String, account_id String),
    arms Array(Tuple(experiment_id String, arm String)),
    holdout Bool, candidate_count UInt32, slots Array(SLOT), ghost Array(SLOT))') AS d,
  has({erased:Array(String)}, d.request.account_id) AS gone,
  if(gone, '', d.request.account_id) AS account,
  fromUnixTimestamp64Milli(d.clock, 'UTC') AS decided_at`.replaceAll(
  'SLOT',
  `Tuple(slot UInt16, offer_id String, source String, canal_id Nullable(String), score Float64, propensity Float64, randomised Bool)`,
);

/** A table, its columns, and the SELECT over `line` that gives them. */
interface Loaded {
  readonly table: string;
  readonly columns: readonly string[];
  readonly select: string;
}

const loaded = (table: string, beside: string, columns: Readonly<Record<string, string>>): Loaded => ({
  table,
  columns: Object.keys(columns),
  select: `${LINE}${beside}\nSELECT ${Object.values(columns).join(', ')}`,
});

/** One row of `decisions`, and one of `decision_slots` for each slot. */
export const LOADED: readonly Loaded[] = [
  loaded('decisions', '', {
    decision_id: 'd.decision_id',
    at: 'decided_at',
    scenario: 'd.request.scenario',
    account_id: 'account',
    snapshot_hash: 'd.snapshot_hash',
    policy_hash: 'd.policy_hash',
    policy_version: 'd.policy_version',
    build: 'd.build',
    arms: 'mapFromArrays(arrayMap(a -> a.1, d.arms), arrayMap(a -> a.2, d.arms))',
    holdout: 'd.holdout',
    candidate_count: 'd.candidate_count',
    slot_count: 'length(d.slots)',
    canal_slot_count: 'countEqual(arrayMap(s -> isNotNull(s.canal_id), d.slots), 1)',
    record: `if(gone, '', line)`,
  }),
  loaded(
    'decision_slots',
    `,
  arrayJoin(if(gone, [], arrayConcat(arrayMap(s -> (0, s), d.slots), arrayMap(s -> (1, s), d.ghost)))) AS shown,
  shown.2 AS s`,
    {
      decision_id: 'd.decision_id',
      ghost: 'shown.1',
      slot: 's.slot',
      at: 'decided_at',
      scenario: 'd.request.scenario',
      account_id: 'account',
      offer_id: 's.offer_id',
      source: 's.source',
      canal_id: `ifNull(s.canal_id, '')`,
      score: 's.score',
      propensity: 's.propensity',
      randomised: 's.randomised',
    },
  ),
];
