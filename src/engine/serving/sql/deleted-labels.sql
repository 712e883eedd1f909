-- purpose: labels that people had deleted (a preference label.<label> = deleted)
-- grain: one row per account and label
-- params: up_to sequence up to which to read
SELECT account_id, substring(key, 7) AS label, toUnixTimestamp64Milli(max(at)) AS at_ms, max(seq) AS last_seq
FROM preferences
WHERE startsWith(key, 'label.') AND value = 'deleted' AND seq <= {up_to:UInt64}
GROUP BY account_id, label
