-- purpose: shops as they are at an instant, and the merchant each belongs to then; one that only an offer names has its id alone.
-- grain: one row per shop, sorted by id: JSON of [hash, id, source id, name en, name zh, merchant id, valid from (ms), revision]
-- params: k sequence; until: rows valid before, else the first
SELECT toJSONString((bitShiftRight(cityHash64(shop_id), 11), shop_id, last.1, last.2, last.3, last.4, last.5, last.6)) AS row
FROM
(
    SELECT shop_id, argMax((source_id, name_en, name_zh, merchant_id, told_from, told_revision), place) AS last
    FROM
    (
        SELECT shop_id, source_id, name_en, name_zh, merchant_id, toFloat64(toUnixTimestamp64Milli(valid_from)) AS told_from, revision AS told_revision,
            (2 + (valid_from < {until:DateTime64(3, 'UTC')}), if(valid_from < {until:DateTime64(3, 'UTC')}, 1, -1) * toUnixTimestamp64Milli(valid_from), revision, seq) AS place
        FROM shops WHERE seq <= {k:UInt64}
        UNION ALL
        SELECT shop_id, '', '', '', '', toFloat64(-1e15), toUInt32(0), (0, toInt64(0), toUInt32(0), toUInt64(0)) FROM offers WHERE seq <= {k:UInt64} AND shop_id != ''
    )
    GROUP BY shop_id
)
ORDER BY shop_id
