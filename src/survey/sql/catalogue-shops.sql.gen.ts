// Generated from catalogue-shops.sql by `npm run sql`. Do not edit.
import type { Query } from '../../warehouse/index.ts';

export type CatalogueShopsParams = { k: number | string };

export type CatalogueShopsRow = {
  id: string; // String
  merchant_id: string; // String
  name_en: string; // String
  name_zh: string; // String
  channel: string; // String
};

export const catalogueShops: Query<CatalogueShopsParams, CatalogueShopsRow> = {
  name: "catalogue-shops",
  text: `-- purpose: shops and the merchant that each belongs to now.
-- grain: one row per shop.
-- params: k sequence.
SELECT shop_id AS id, argMax(merchant_id, (valid_from, revision, seq)) AS merchant_id,
    argMax(name_en, (valid_from, revision, seq)) AS name_en, argMax(name_zh, (valid_from, revision, seq)) AS name_zh,
    argMax(channel, (valid_from, revision, seq)) AS channel
FROM shops
WHERE seq <= {k:UInt64}
GROUP BY shop_id
ORDER BY shop_id
`,
};
