// Generated from journey-tables.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type JourneyTablesParams = Record<never, never>;

export type JourneyTablesRow = never;

export const journeyTables: Query<JourneyTablesParams, JourneyTablesRow> = {
  name: "journey-tables",
  text: `-- purpose: cache of visits, and of what each business date's were made from; both can be dropped at any time
-- grain: journey_visits: one row per visit; journey_days: one row per business date that was built
-- units: at is ms since the visit's first step; surfaces are places in SURFACES, from 1; merchants and categories are hashes of ids whose
--   offers were looked at in the visit
CREATE TABLE IF NOT EXISTS journey_visits
(
    day Date,
    visitor UInt64,
    account_id String CODEC(ZSTD(1)),
    surfaces Array(UInt8),
    at Array(UInt32),
    merchants Array(UInt64),
    categories Array(UInt64)
)
ENGINE = MergeTree PARTITION BY day ORDER BY visitor;

CREATE TABLE IF NOT EXISTS journey_days
(
    day Date,
    print String
)
ENGINE = MergeTree PARTITION BY day ORDER BY day
`,
};
