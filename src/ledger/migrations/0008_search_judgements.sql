-- How well items answer queries, as people said: append-only, the latest of a query and an item holds.
CREATE TABLE search_judgements (
  judgement_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  query text NOT NULL,
  item_id text NOT NULL,
  grade smallint NOT NULL CHECK (grade BETWEEN 0 AND 3),
  author text NOT NULL,
  judged_at timestamptz NOT NULL
);
CREATE INDEX search_judgements_latest ON search_judgements (query, item_id, judgement_id DESC);

-- What all judged queries came to under a policy and a snapshot: append-only.
CREATE TABLE search_runs (
  run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_at timestamptz NOT NULL,
  author text NOT NULL,
  policy_version integer NOT NULL,
  snapshot_hash text NOT NULL,
  query_count integer NOT NULL,
  ndcg double precision
);
CREATE TRIGGER search_judgements_append_only BEFORE UPDATE OR DELETE ON search_judgements
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER search_runs_append_only BEFORE UPDATE OR DELETE ON search_runs
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
