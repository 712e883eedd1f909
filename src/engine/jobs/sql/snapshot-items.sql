-- purpose: items as they are at an instant: category and brand then, latest names.
-- grain: one row per item, sorted by id: JSON of [hash, id, source id, name en, name zh, category id, brand id, attributes,
--   valid from (ms), revision]
-- params: k sequence; until: rows valid before, else the first
SELECT toJSONString((bitShiftRight(cityHash64(item_id), 11), item_id, last.1, last.2, last.3, last.4, last.5, last.6, last.7, last.8)) AS row
FROM
(
    SELECT item_id, argMax((source_id, name_en, name_zh, category_id, brand_id, attributes,
            toFloat64(toUnixTimestamp64Milli(valid_from)), revision),
        (valid_from < {until:DateTime64(3, 'UTC')}, if(valid_from < {until:DateTime64(3, 'UTC')}, 1, -1) * toUnixTimestamp64Milli(valid_from), revision, seq)) AS last
    FROM items WHERE seq <= {k:UInt64} GROUP BY item_id
)
ORDER BY item_id
