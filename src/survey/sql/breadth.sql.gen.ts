// Generated from breadth.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type BreadthParams = { tree: string; table: string; lo: number; hi: number; variant: string; as_of: string; lookback: number; suspects: number };

export type BreadthRow = {
  breadth: number; // UInt64
  people: number; // UInt64
};

export const breadth: Query<BreadthParams, BreadthRow> = {
  name: "breadth",
  text: `-- purpose: people by number of top categories bought in the look-back (M4 breadth, M8 cross-category rate).
-- grain: one row per number of top categories; 0: uncategorised lines only.
-- setup: resolved-table.sql
-- params: as cell-stats.sql.
SELECT breadth, count() AS people
FROM
(
    SELECT person, uniqExactIf(if({tree:String} = 'current', path_now[1], path[1]), if({tree:String} = 'current', path_now[1], path[1]) != 0) AS breadth
    FROM {table:Identifier}
    WHERE person BETWEEN greatest(1, {lo:UInt32}) AND {hi:UInt32}
        AND if({variant:String} = 'public', confirmed_day, day) BETWEEN {as_of:Date} - {lookback:UInt16} + 1 AND {as_of:Date}
        AND multiIf({variant:String} = 'public', public, {variant:String} = 'conservative', healthy_conservative, healthy)
        AND ({suspects:UInt8} = 0 OR person IN (SELECT person FROM {table:Identifier} WHERE suspect))
    GROUP BY person
)
GROUP BY breadth
`,
};
