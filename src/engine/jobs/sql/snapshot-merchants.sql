-- purpose: merchants as they are at an instant; one that only a shop names has its id alone.
-- grain: one row per merchant, sorted by id: JSON of [hash, id, source id, name en, name zh, tier, industry, valid from (ms), revision]
-- params: k sequence; until: rows valid before, else the first
SELECT toJSONString((bitShiftRight(cityHash64(merchant_id), 11), merchant_id, last.1, last.2, last.3, last.4, last.5, last.6, last.7)) AS row
FROM
(
    SELECT merchant_id, argMax((source_id, name_en, name_zh, tier, industry, told_from, told_revision), place) AS last
    FROM
    (
        SELECT merchant_id, source_id, name_en, name_zh, toString(tier) AS tier, toString(industry) AS industry,
            toFloat64(toUnixTimestamp64Milli(valid_from)) AS told_from, revision AS told_revision,
            (2 + (valid_from < {until:DateTime64(3, 'UTC')}), if(valid_from < {until:DateTime64(3, 'UTC')}, 1, -1) * toUnixTimestamp64Milli(valid_from), revision, seq) AS place
        FROM merchants WHERE seq <= {k:UInt64}
        UNION ALL
        SELECT merchant_id, '', '', '', 'standard', '', toFloat64(-1e15), toUInt32(0), (0, toInt64(0), toUInt32(0), toUInt64(0)) FROM shops WHERE seq <= {k:UInt64} AND merchant_id != ''
    )
    GROUP BY merchant_id
)
ORDER BY merchant_id
