// Generated from catalogue-brands.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type CatalogueBrandsParams = { k: number | string };

export type CatalogueBrandsRow = {
  id: string; // String
  name_en: string; // String
  name_zh: string; // String
};

export const catalogueBrands: Query<CatalogueBrandsParams, CatalogueBrandsRow> = {
  name: "catalogue-brands",
  text: `-- purpose: brands by their latest facts.
-- grain: one row per brand.
-- params: k sequence.
SELECT brand_id AS id, argMax(name_en, (revision, seq)) AS name_en, argMax(name_zh, (revision, seq)) AS name_zh
FROM brands
WHERE seq <= {k:UInt64}
GROUP BY brand_id
ORDER BY brand_id
`,
};
