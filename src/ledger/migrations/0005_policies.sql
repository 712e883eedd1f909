-- What operators decided about serving. Versions are written once, never changed: a decision names the hash of the one
-- it was made under. Changes wait out their notice here until they make a version.
CREATE TABLE policies
(
    version integer PRIMARY KEY,
    hash text NOT NULL,
    content jsonb NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    author text NOT NULL,
    equals_version integer REFERENCES policies (version),
    announced_at timestamptz NOT NULL,
    effective_at timestamptz NOT NULL
);
CREATE INDEX policies_hash ON policies (hash);

CREATE TABLE policy_changes
(
    change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    patch jsonb NOT NULL,
    kind text NOT NULL,
    reason text NOT NULL,
    author text NOT NULL,
    created_at timestamptz NOT NULL,
    effective_at timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'live', 'withdrawn', 'refused')),
    version integer REFERENCES policies (version)
);
CREATE INDEX policy_changes_pending ON policy_changes (effective_at) WHERE status = 'pending';
