// Generated from snapshot-brands.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type SnapshotBrandsParams = { k: number | string };

export type SnapshotBrandsRow = {
  row: string; // String
};

export const snapshotBrands: Query<SnapshotBrandsParams, SnapshotBrandsRow> = {
  name: "snapshot-brands",
  text: `-- purpose: brands by their latest facts.
-- grain: one row per brand, sorted by id: JSON of [hash, id, source id, name en, name zh, revision]
-- params: k sequence
SELECT toJSONString((bitShiftRight(cityHash64(brand_id), 11), brand_id, last.1, last.2, last.3, last.4)) AS row
FROM (SELECT brand_id, argMax((source_id, name_en, name_zh, revision), (revision, seq)) AS last FROM brands WHERE seq <= {k:UInt64} GROUP BY brand_id)
ORDER BY brand_id
`,
};
