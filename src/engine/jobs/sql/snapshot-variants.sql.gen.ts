// Generated from snapshot-variants.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type SnapshotVariantsParams = { k: number | string };

export type SnapshotVariantsRow = {
  row: string; // String
};

export const snapshotVariants: Query<SnapshotVariantsParams, SnapshotVariantsRow> = {
  name: "snapshot-variants",
  text: `-- purpose: variants by their latest facts.
-- grain: one row per variant, sorted by id: JSON of [hash, id, title en, title zh, item id, unit, content, revision]
-- params: k sequence
-- units: content in units of \`unit\`
SELECT toJSONString((bitShiftRight(cityHash64(variant_id), 11), variant_id, last.1, last.2, last.3, last.4, last.5, last.6)) AS row
FROM
(
    SELECT variant_id, argMax((title_en, title_zh, item_id, toString(unit), unit_quantity, revision), (revision, seq)) AS last
    FROM variants WHERE seq <= {k:UInt64} GROUP BY variant_id
)
ORDER BY variant_id
`,
};
