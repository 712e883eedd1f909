-- purpose: lines that any metric of people or orders counts, packed for the kernel.
-- grain: one row per public line of the range, in no order; 56 bytes, little-endian.
-- setup: resolved-table.sql
-- params: table; tree (as_sold, current); as_of; lo, hi person numbers, both included; part of parts: slices of whole
--   orders, for ranges (the guests) that would be too many lines at once.
-- units: net minor units; pieces; dates as days since 1970; flags: see kernel.ts.
SELECT
    order_key,
    toFloat64(net_minor) AS net,
    quantity AS pieces,
    person,
    if({tree:String} = 'current', category_now, category) AS leaf,
    merchant,
    shop,
    brand,
    toUInt16(day) AS paid_on,
    toUInt16(confirmed_day) AS confirmed_on,
    toUInt16(created) AS created_on,
    toUInt16(healthy + 2 * healthy_conservative + 4 * suspect + 8 * fake + 16 * cancelled + 32 * paid + 64 * refunded + 128 * (paid_minor = 0)) AS flags,
    toUInt32(0) AS padding
FROM {table:Identifier}
WHERE person BETWEEN {lo:UInt32} AND {hi:UInt32} AND public AND least(day, confirmed_day) <= {as_of:Date}
    AND ({parts:UInt32} = 1 OR order_key % {parts:UInt32} = {part:UInt32})
