-- Snapshots that serving was built from. A row stays when its file goes (`kept` false), because decisions name its hash.
CREATE TABLE snapshots
(
    snapshot_id text PRIMARY KEY,
    hash text NOT NULL,
    known_at bigint NOT NULL,
    day integer NOT NULL,
    bytes bigint NOT NULL,
    counts jsonb NOT NULL,
    seconds double precision NOT NULL,
    built_at timestamptz NOT NULL,
    built_by text NOT NULL,
    kept boolean NOT NULL DEFAULT true
);
CREATE INDEX snapshots_hash ON snapshots (hash);

-- Which one serves from when on: the last row.
CREATE TABLE snapshot_activations
(
    activation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    snapshot_id text NOT NULL REFERENCES snapshots (snapshot_id),
    at timestamptz NOT NULL,
    actor text NOT NULL
);
