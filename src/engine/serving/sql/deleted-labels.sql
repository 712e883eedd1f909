-- purpose: labels that people had deleted (a preference label.<label> = deleted)
-- grain: one row per account and label
-- params: up_to sequence up to which to read
SELECT DISTINCT account_id, substring(key, 7) AS label
FROM preferences
WHERE startsWith(key, 'label.') AND value = 'deleted' AND seq <= {up_to:UInt64}
