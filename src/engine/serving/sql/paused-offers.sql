-- purpose: offers whose status was told since the snapshot
-- grain: one row per offer, its latest status
-- params: known_at sequence that the snapshot has seen, up_to sequence up to which to read
SELECT offer_id, argMax(status, (valid_from, revision, seq)) AS status, max(seq) AS last_seq
FROM offers WHERE seq > {known_at:UInt64} AND seq <= {up_to:UInt64}
GROUP BY offer_id
