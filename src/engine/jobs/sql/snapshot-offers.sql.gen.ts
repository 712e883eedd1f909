// Generated from snapshot-offers.sql by `npm run sql`. Do not edit.
import type { Query } from '../../../warehouse/index.ts';

export type SnapshotOffersParams = { tz: string; until: string; k: number | string };

export type SnapshotOffersRow = {
  row: string; // String
};

export const snapshotOffers: Query<SnapshotOffersParams, SnapshotOffersRow> = {
  name: "snapshot-offers",
  text: `-- purpose: offers at the price and in the state in force at an instant, with the content of their variant.
-- grain: one row per offer of a known variant, sorted by id: JSON of [hash, id, source id, title en, title zh, item id, shop id,
--   price, list price, active, unit, content, day since 1970 it was first on offer, variant id, valid from (ms), revision]
-- params: k sequence; until: rows valid before, else the first; tz zone
-- units: prices in minor units of the reporting currency; content in units of \`unit\`
SELECT toJSONString((bitShiftRight(cityHash64(offer_id), 11), offer_id, last.1, v.fact.1, v.fact.2, v.fact.3, last.2,
    last.4, if(last.5 > 0, last.5, last.4), toUInt8(last.6 = 'active'), v.fact.4, v.fact.5, toInt32(toDate(first_from, {tz:String})),
    last.3, last.7, last.8)) AS row
FROM
(
    SELECT offer_id, first_from, last, last.3 AS variant_id
    FROM
    (
        SELECT offer_id, min(valid_from) AS first_from,
            argMax((source_id, shop_id, variant_id, toFloat64(price_minor), toFloat64(list_price_minor), toString(status),
                toFloat64(toUnixTimestamp64Milli(valid_from)), revision),
                (valid_from < {until:DateTime64(3, 'UTC')}, if(valid_from < {until:DateTime64(3, 'UTC')}, 1, -1) * toUnixTimestamp64Milli(valid_from), revision, seq)) AS last
        FROM offers WHERE seq <= {k:UInt64} GROUP BY offer_id
    )
) AS o
INNER JOIN
(
    SELECT variant_id, argMax((title_en, title_zh, item_id, toString(unit), unit_quantity), (revision, seq)) AS fact
    FROM variants WHERE seq <= {k:UInt64} GROUP BY variant_id
) AS v ON o.variant_id = v.variant_id
ORDER BY offer_id
`,
};
