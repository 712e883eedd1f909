// Generated from catalogue-since.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type CatalogueSinceParams = { known_at: number | string; up_to: number | string };

export type CatalogueSinceRow = {
  kind: string; // String
  seq: number; // Float64
  revision: number; // UInt32
  valid_from: number; // Float64
  id: string; // String
  source_id: string; // String
  en: string; // String
  zh: string; // String
  belongs_to: string; // String
  second: string; // String
  text: string; // String
  amount: number; // Float64
  second_amount: number; // Float64
  attributes: Record<string, string>; // Map(String, String)
};

export const catalogueSince: Query<CatalogueSinceParams, CatalogueSinceRow> = {
  name: "catalogue-since",
  text: `-- purpose: rows of the catalogue that were acknowledged after a snapshot
-- grain: one row per fact, in the order of commits
-- params: known_at sequence that the snapshot has seen, up_to sequence up to which to read
-- units: amounts in minor units of the reporting currency; valid_from in ms since 1970-01-01 UTC, 0 where the kind has none
SELECT kind, toFloat64(seq) AS seq, revision, valid_from, id, source_id, en, zh, belongs_to, second, text, amount, second_amount,
    CAST(attributes, 'Map(String, String)') AS attributes
FROM
(
    SELECT 'merchant' AS kind, seq, revision, toFloat64(toUnixTimestamp64Milli(valid_from)) AS valid_from, merchant_id AS id, source_id,
        name_en AS en, name_zh AS zh, toString(industry) AS belongs_to, '' AS second, toString(tier) AS text,
        toFloat64(0) AS amount, toFloat64(0) AS second_amount, CAST(map(), 'Map(String, String)') AS attributes
    FROM merchants WHERE seq > {known_at:UInt64} AND seq <= {up_to:UInt64}
    UNION ALL
    SELECT 'shop', seq, revision, toFloat64(toUnixTimestamp64Milli(valid_from)), shop_id, source_id,
        name_en, name_zh, merchant_id, '', '', 0, 0, CAST(map(), 'Map(String, String)')
    FROM shops WHERE seq > {known_at:UInt64} AND seq <= {up_to:UInt64}
    UNION ALL
    SELECT 'brand', seq, revision, 0, brand_id, source_id, name_en, name_zh, '', '', '', 0, 0, CAST(map(), 'Map(String, String)')
    FROM brands WHERE seq > {known_at:UInt64} AND seq <= {up_to:UInt64}
    UNION ALL
    SELECT 'item', seq, revision, toFloat64(toUnixTimestamp64Milli(valid_from)), item_id, source_id,
        name_en, name_zh, category_id, brand_id, '', 0, 0, CAST(attributes, 'Map(String, String)')
    FROM items WHERE seq > {known_at:UInt64} AND seq <= {up_to:UInt64}
    UNION ALL
    SELECT 'variant', seq, revision, 0, variant_id, source_id, title_en, title_zh, item_id, '', toString(unit), unit_quantity, 0,
        CAST(map(), 'Map(String, String)')
    FROM variants WHERE seq > {known_at:UInt64} AND seq <= {up_to:UInt64}
    UNION ALL
    SELECT 'offer', seq, revision, toFloat64(toUnixTimestamp64Milli(valid_from)), offer_id, source_id,
        '', '', shop_id, variant_id, toString(status), toFloat64(price_minor), toFloat64(list_price_minor), CAST(map(), 'Map(String, String)')
    FROM offers WHERE seq > {known_at:UInt64} AND seq <= {up_to:UInt64}
)
ORDER BY seq
`,
};
